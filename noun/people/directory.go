package people

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
)

// Directory answers whose key it is. It is built from the states of this package's
// nouns and is used alike by an office when it takes an act and by whoever checks a copy
// of the register afterwards. A Directory is not safe for writing beside readers: take a
// Clone to change.
type Directory struct {
	offices map[act.SubjectID]Office
	persons map[act.SubjectID]Person
	keys    map[act.KeyID]enrolled
}

type enrolled struct {
	Key
	public act.PublicKey
}

// Author is who a key speaks for.
type Author struct {
	Person act.SubjectID
	Party  string
	Roles  []string // those held at the moment that was asked about, sorted
	Key    act.PublicKey

	RevokedAt time.Time // when the office learned that the key had ended; zero if it has not
}

// NewDirectory is empty: nobody may speak but a founder.
func NewDirectory() *Directory {
	return &Directory{map[act.SubjectID]Office{}, map[act.SubjectID]Person{}, map[act.KeyID]enrolled{}}
}

// Clone copies the directory so that the copy can be changed.
func (d *Directory) Clone() *Directory {
	return &Directory{maps.Clone(d.offices), maps.Clone(d.persons), maps.Clone(d.keys)}
}

// Put takes the latest state of a subject, as JSON of its state type.
func (d *Directory) Put(subject act.SubjectID, state []byte) error {
	var err error
	switch subject.Noun() {
	case OfficeNoun:
		err = d.putOffice(subject, state)
	case PersonNoun:
		var p Person
		err = json.Unmarshal(state, &p)
		d.persons[subject] = p
	case KeyNoun:
		err = d.putKey(state)
	}
	if err != nil {
		return fmt.Errorf("put %s into directory: %w", subject, err)
	}
	return nil
}

func (d *Directory) putOffice(subject act.SubjectID, state []byte) error {
	var o Office
	if err := json.Unmarshal(state, &o); err != nil {
		return err
	}
	d.offices[subject] = o
	k := d.keys[o.FounderKey].Key
	if len(k.Key) > 0 {
		return nil
	}
	k.ID, k.Person, k.Key = o.FounderKey, o.Founder, o.Key
	return d.enrol(k)
}

func (d *Directory) putKey(state []byte) error {
	var k Key
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	if len(k.Key) == 0 { // the founder's, which came with the office, or one never enrolled
		held := d.keys[k.ID]
		k.Key, k.Person = held.Key.Key, held.Person
	}
	return d.enrol(k)
}

// enrol takes what is known of a key by now. One that ended before it was ever enrolled
// checks nothing.
func (d *Directory) enrol(k Key) error {
	if len(k.Key) == 0 {
		d.keys[k.ID] = enrolled{Key: k}
		return nil
	}
	public, err := act.ParsePublicKey(k.Key)
	if err == nil {
		d.keys[k.ID] = enrolled{k, public}
	}
	return err
}

// Founded reports whether an office was opened.
func (d *Directory) Founded() bool { return len(d.offices) > 0 }

// Office answers the office that was opened first under the subject.
func (d *Directory) Office(subject act.SubjectID) (Office, bool) {
	o, is := d.offices[subject]
	return o, is
}

// Standing tells how a key stands.
type Standing int

// Standings of a key.
const (
	Unknown Standing = iota
	Enrolled
	Revoked
)

// Author answers whom the key speaks for at the moment, and how it stands. Revoked keys
// still answer their person, so that refusals can say more.
func (d *Directory) Author(id act.KeyID, at time.Time) (Author, Standing) {
	k, known := d.keys[id]
	if !known {
		return Author{}, Unknown
	}
	p := d.persons[k.Person]
	a := Author{Person: k.Person, Party: p.Party, Roles: d.roles(k.Person, p, at), Key: k.public, RevokedAt: k.RevokedAt}
	if k.Revoked {
		return a, Revoked
	}
	return a, Enrolled
}

func (d *Directory) roles(person act.SubjectID, p Person, at time.Time) []string {
	var held []string
	for _, r := range p.Roles {
		if r.Until.IsZero() || at.Before(r.Until) {
			held = append(held, r.Role)
		}
	}
	for _, o := range d.offices {
		if o.Founder == person && !slices.Contains(held, "administrator") {
			held = append(held, "administrator")
		}
	}
	slices.Sort(held)
	return held
}

// Sealing lists the age recipients of everyone who may, as things stand at the moment.
func (d *Directory) Sealing(may func(Author) bool, at time.Time) []string {
	var recipients []string
	for id, k := range d.keys {
		if k.Sealing == "" || k.Revoked {
			continue
		}
		if author, _ := d.Author(id, at); may(author) {
			recipients = append(recipients, k.Sealing)
		}
	}
	slices.Sort(recipients)
	return slices.Compact(recipients)
}
