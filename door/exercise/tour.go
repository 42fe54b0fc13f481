package exercise

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Step is one of the first things that a visitor of the desk is led to.
type Step struct {
	As    string            `json:"as,omitempty"` // a name of the roll; "" looks on as the public does
	At    string            `json:"at"`           // address within the desk, such as /report
	Title map[string]string `json:"title"`        // by language
	Text  map[string]string `json:"text"`         // what to try there, by language
}

// Tour is the way through the desk in its order; empty if the folder has none.
func (x *Exercise) Tour() []Step { return x.tour }

func readTour(folder fs.FS, of roll) ([]Step, error) {
	var steps []Step
	if err := readFile(folder, "tour.json", &steps); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	for n, s := range steps {
		if err := s.check(of); err != nil {
			return nil, fmt.Errorf("read tour.json: step %d: %w", n+1, err)
		}
	}
	return steps, nil
}

func (s Step) check(of roll) error {
	switch {
	case s.As != "" && !of.has(s.As):
		return fmt.Errorf("nobody is called %s", s.As)
	case !strings.HasPrefix(s.At, "/") || strings.HasPrefix(s.At, "//"):
		return fmt.Errorf("%q is no address within the desk", s.At)
	case s.Title["en"] == "" || s.Text["en"] == "":
		return errors.New("the title or the text is not there in English")
	}
	return nil
}
