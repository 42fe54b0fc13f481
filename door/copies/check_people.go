package copies

import (
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/kinds"
)

// book is who may speak, as the register tells up to where the check has come. It is
// made by folding the acts about people again, with no office and no database.
type book struct {
	kinds     *kinds.Kinds
	policy    *policy.Policy
	origin    string
	key       string
	directory *people.Directory
	entries   map[act.SubjectID][]fold.Entry
	states    map[act.SubjectID][]byte
}

func newBook(k *kinds.Kinds, p *policy.Policy, origin, key string) *book {
	return &book{k, p, origin, key, people.NewDirectory(), map[act.SubjectID][]fold.Entry{}, map[act.SubjectID][]byte{}}
}

// author finds who signed. The first entry brings its own key.
func (b *book) author(j *judged) (people.Author, people.Standing) {
	if j.index > 0 {
		return b.directory.Author(j.act.Issuer, j.received)
	}
	opened, is := j.body.(*people.OfficeOpened)
	if !is {
		j.blame("", "The first entry of a register must found its office, and this one does not.")
		return people.Author{}, people.Unknown
	}
	key, err := act.ParsePublicKey(opened.Key)
	if err != nil {
		return people.Author{}, people.Unknown
	}
	return people.Author{Person: opened.Founder, Key: key}, people.Enrolled
}

// take folds an act about people in, if nothing is wrong with it and its author may make it.
func (b *book) take(j *judged, author people.Author) {
	if j.wrong == "" {
		b.permit(j, author)
	}
	if j.wrong != "" {
		return
	}
	subject := j.act.Subject
	entries := append(slices.Clone(b.entries[subject]), fold.Entry{
		ID: j.act.ID, Kind: j.act.Kind, Prev: j.act.Prev, Key: j.act.Issuer, Person: author.Person, Party: author.Party,
		Issued: j.act.Issued, Received: j.received, Body: j.body,
	})
	if err := b.fold(subject, entries); err != nil {
		j.blame("", fmt.Sprintf("What it says about %s does not add up: %v.", subject, err))
	}
}

// permit asks of acts about people what an office asks: all signatures hang on them.
func (b *book) permit(j *judged, author people.Author) {
	if opened, founds := j.body.(*people.OfficeOpened); founds {
		switch {
		case j.index > 0:
			j.blame("", "It founds an office a second time.")
		case opened.RegisterKey != b.key || opened.Origin != b.origin:
			j.blame("", fmt.Sprintf("It founds another register than this one: %s.", opened.RegisterKey))
		}
		return
	}
	subject := policy.Subject{ID: j.act.Subject}
	_, subject.Exists = b.states[j.act.Subject]
	if state := b.states[j.act.Subject]; j.act.Subject.Noun() == people.KeyNoun && subject.Exists {
		var k people.Key
		if err := json.Unmarshal(state, &k); err == nil {
			subject.KeyOwner = k.Person
		}
	}
	if !b.may(author, j, subject) {
		j.blame("", fmt.Sprintf("%s signed it, who at that time had no right to make acts of the kind %s.", author.Person, j.act.Kind))
	}
}

// may lets a role count that ended while the act was on its way to the register.
func (b *book) may(author people.Author, j *judged, subject policy.Subject) bool {
	earlier, _ := b.directory.Author(j.act.Issuer, j.received.Add(-time.Minute))
	for _, roles := range [][]string{author.Roles, earlier.Roles} {
		who := policy.Person{ID: author.Person, Party: author.Party, Roles: roles}
		if b.policy.MayAct(who, j.act.Kind, subject).Allowed {
			return true
		}
	}
	return false
}

func (b *book) fold(subject act.SubjectID, entries []fold.Entry) error {
	add, _ := b.kinds.Fold(subject.Noun())
	folded := add(subject, fold.Order(slices.Clone(entries)), func(other act.SubjectID, _ time.Time) ([]byte, bool) {
		state, held := b.states[other]
		return state, held
	})
	if len(folded.Periods) == 0 {
		return nil
	}
	state, err := json.Marshal(folded.Periods[0].State)
	if err != nil {
		return err
	}
	if err := b.directory.Put(subject, state); err != nil {
		return err
	}
	b.entries[subject], b.states[subject] = entries, state
	return nil
}
