package exercise

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// Attacks are what the owner of an office might do to its register, with the words of this exercise:
// the file attacks.json. Each is mounted for real, on a copy (Forgery), so that a liaison officer sees
// what a defender sees. A folder without the file has none.
type Attacks struct {
	Finding  *Attempt `json:"forgedFinding"`
	Truth    *Attempt `json:"secondTruth"`
	Shortcut *Cut     `json:"shorterRegister"`
}

// Attempt is an act that no honest office takes.
type Attempt struct {
	Who     string         `json:"who"` // a name of the roll: whose key signs
	Kind    act.Kind       `json:"kind"`
	Subject act.SubjectID  `json:"subject"`
	Body    jsontext.Value `json:"body"`
	Class   string         `json:"class,omitempty"` // second truth: the slot that says two things
	Other   jsontext.Value `json:"other,omitempty"` // and what it says to others
	Says    [2]string      `json:"says,omitzero"`   // the two in words
}

// Cut is what is left out of a shorter register.
type Cut struct {
	Report act.SubjectID `json:"report"` // whose acts are taken out
	Last   int           `json:"last"`   // how many entries are cut off the end
}

// Attacks are those of the folder.
func (x *Exercise) Attacks() Attacks { return x.attacks }

func readAttacks(folder fs.FS, of roll) (a Attacks, err error) {
	if err := readFile(folder, "attacks.json", &a); errors.Is(err, fs.ErrNotExist) {
		return Attacks{}, nil
	} else if err != nil {
		return Attacks{}, err
	}
	if a.Finding == nil || a.Truth == nil || a.Shortcut == nil {
		return Attacks{}, errors.New("read attacks.json: want forgedFinding, secondTruth and shorterRegister")
	}
	for _, attempt := range []*Attempt{a.Finding, a.Truth} {
		if !of.has(attempt.Who) {
			return Attacks{}, fmt.Errorf("read attacks.json: nobody is called %s", attempt.Who)
		}
	}
	return a, nil
}
