// Package numbered reads files of JSON that say by which form they are written: "truce-copy-1" is the first form of a copy.
//
// A form that was used is never changed. Another one has the next number, and a program that does not have it says that the file
// was made by a newer program: not that it is damaged, and not what it would be without what was not read. So a member
// that the form does not have is no small matter either: nothing is passed over in silence.
package numbered

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrOther says that a file is not of the form, nor of a later one.
var ErrOther = errors.New("it is not of this form")

// NewerError says that a file is of a later form than this program has.
type NewerError struct {
	Has   string // of the file
	Reads string // by this program
}

// Error is told with the name of the file.
func (e NewerError) Error() string {
	return fmt.Sprintf("was made by a newer program: it is of the form %s, and this program reads %s. Take a newer truce; nothing of it was read", e.Has, e.Reads)
}

var form = regexp.MustCompile(`^(truce-[a-z]+(?:-[a-z]+)*)-([1-9][0-9]{0,3})$`)

// Read reads a file that is of one form into a value, whose member "format" is the form's name.
func Read(text []byte, format string, into any) error {
	if err := Check(text, format); err != nil {
		return err
	}
	return json.Unmarshal(text, into, json.RejectUnknownMembers(true))
}

// Check says whether a file is of the form. What else is in it is not looked at.
func Check(text []byte, format string) error {
	var of struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(text, &of, jsontext.AllowDuplicateNames(false)); err != nil {
		return err
	}
	return Compare(of.Format, format)
}

// Compare says whether a file that names its form is of the one that this program reads: for files that are no JSON.
func Compare(named, format string) error {
	has, reads := form.FindStringSubmatch(named), form.FindStringSubmatch(format)
	switch {
	case named == format:
		return nil
	case has != nil && reads != nil && has[1] == reads[1] && later(has[2], reads[2]):
		return NewerError{named, format}
	}
	return fmt.Errorf("%w: it says %q, and not %s", ErrOther, strings.ToValidUTF8(named[:min(len(named), 60)], "?"), format)
}

// later reports whether a number is after another, both without leading zeros.
func later(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }
