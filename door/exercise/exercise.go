package exercise

import (
	"fmt"
	"io/fs"
	"time"

	"github.com/go-json-experiment/json"
)

// Exercise is a folder that was read. It is immutable.
type Exercise struct {
	setting
	roll    roll
	script  []line
	guide   string
	tour    []Step
	attacks Attacks
}

// File is in every folder that is one.
const File = "exercise.json"

// setting is that file.
type setting struct {
	Title  string `json:"title"`
	Origin string `json:"origin"` // name of the register
	Office struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"office"`
	Founder  string    `json:"founder"` // who founds the office: a name of the roll
	Founded  time.Time `json:"founded"`
	TimeZone string    `json:"timeZone"` // of its office's civil day, in which its people read clocks (IANA)
	Language string    `json:"language"` // in which its people write, where a text does not say its own (BCP 47)
}

// Read reads a folder. The error names the file that is wrong.
func Read(folder fs.FS) (*Exercise, error) {
	x := &Exercise{}
	if err := readFile(folder, File, &x.setting); err != nil {
		return nil, err
	}
	if err := readFile(folder, "people.json", &x.roll); err != nil {
		return nil, err
	}
	var err error
	if x.script, err = readScript(folder); err != nil {
		return nil, err
	}
	if x.tour, err = readTour(folder, x.roll); err != nil {
		return nil, err
	}
	if x.attacks, err = readAttacks(folder, x.roll); err != nil {
		return nil, err
	}
	guide, err := fs.ReadFile(folder, "guide.txt")
	x.guide = string(guide)
	return x, err
}

func readFile(folder fs.FS, name string, into any) error {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into, json.RejectUnknownMembers(true)); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// Origin is the name of the exercise's register.
func (x *Exercise) Origin() string { return x.setting.Origin }

// TimeZone is the one of the office's civil day, in which the people of the exercise read clocks, by its IANA name.
func (x *Exercise) TimeZone() string { return x.setting.TimeZone }

// Guide is a template (text/template) that tells what to try.
func (x *Exercise) Guide() string { return x.guide }

// Clock stands at the founding of the office.
func (x *Exercise) Clock() *Clock { return &Clock{now: x.Founded} }
