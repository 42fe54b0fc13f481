package reading

import (
	"context"
	"fmt"
	"slices"
	"time"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/keep"
)

// Changes answers the acts from an index on, at most limit, about subjects that the
// reader may see, and the index to go on from.
func (m *Room) Changes(ctx context.Context, who policy.Person, from int64, limit int) (changes []answer.Change, next int64, err error) {
	shown, next := m.shown(who), from
	err = m.office.Read(ctx, func(r keep.Reader) error {
		return r.Entries(m.office.Verifier().Name(), from, from+int64(limit), func(e keep.Entry) error {
			next = e.Index + 1
			visible, err := shown.act(r, e)
			if err != nil || !visible {
				return err
			}
			a, err := act.Parse(e.JWS)
			if err != nil {
				return fmt.Errorf("read entry %d: %w", e.Index, err)
			}
			changes = append(changes, answer.Change{Index: e.Index, Received: e.Received, Kind: a.Kind, Subject: e.Subject, ID: e.ID})
			return nil
		})
	})
	return changes, next, err
}

// Handed is what a reader is handed of what an act hides. Each of its slots is in one of the four.
type Handed struct {
	Act         act.Act
	Disclosures []act.Disclosure
	Withheld    []string // classes of slots that are not for this reader
	Lacks       []string // classes of slots that are, and that the office does not hold, though it was handed each with the act
	Erased      []string // classes of slots that were erased
}

// Release is the release by which a reader is given a restricted copy; without an act the zero Release, which
// gives nothing that is restricted. A release that is not in force, not the reader's or over is refused.
func (m *Room) Release(who policy.Person, id act.ID) (people.Release, error) {
	if id == (act.ID{}) {
		return people.Release{}, nil
	}
	o, _ := m.office.Directory().Office(people.OfficeSubject(m.office.Verifier().Name()))
	return o.ReleaseFor(id, who.ID, m.office.Now())
}

// Settled is when something last came into force by which a copy is made or judged: a release, an erasure, a succession; the
// zero time if nothing did.
func (m *Room) Settled() (last time.Time) {
	o, _ := m.office.Directory().Office(people.OfficeSubject(m.office.Verifier().Name()))
	later := func(at time.Time) {
		if at.After(last) {
			last = at
		}
	}
	for _, r := range o.Released {
		later(r.Since)
	}
	for _, r := range o.Erased {
		later(r.Since)
	}
	if o.Successor != nil {
		later(o.Successor.Since)
	}
	return last
}

// Hidden hands over what the acts from one index to another hide, as far as the reader may see it and a release
// gives it, act by act: what goes beside a copy of the register. Of acts that hide nothing it says nothing.
func (m *Room) Hidden(ctx context.Context, who policy.Person, by people.Release, from, to int64, fn func(Handed) error) error {
	shown := m.shown(who)
	shown.copied = &by
	if err := shown.note(m.registerSubject(), append([]string{string(policy.CopyRegister)}, by.Classes...)...); err != nil {
		return err
	}
	return m.office.Read(ctx, func(r keep.Reader) error {
		return r.Entries(m.office.Verifier().Name(), from, to, func(e keep.Entry) error {
			handed, err := shown.hiddenIn(r, e)
			if err != nil || len(handed.Disclosures)+len(handed.Withheld)+len(handed.Lacks)+len(handed.Erased) == 0 {
				return err
			}
			return fn(handed)
		})
	})
}

func (s shown) hiddenIn(r keep.Reader, e keep.Entry) (Handed, error) {
	a, held, err := act.ParseKept(e.ID, e.JWS, e.Hidden)
	h := Handed{Act: a}
	if err != nil || len(a.Slots) == 0 {
		return h, err
	}
	visible, err := s.act(r, e)
	if err != nil {
		return h, err
	}
	opened, err := a.Open(held)
	if err != nil {
		return h, err
	}
	erased := s.room.office.Erased(a)
	held, _ = a.Without(held, erased)
	for _, slot := range a.Slots {
		switch {
		case slices.Contains(erased, slot.Class):
			h.Erased = append(h.Erased, slot.Class)
		case !visible || !s.class(slot.Class, e.Party):
			h.Withheld = append(h.Withheld, slot.Class)
		case slices.Contains(opened.Withheld, slot.Class):
			h.Lacks = append(h.Lacks, slot.Class)
		}
	}
	if visible {
		h.Disclosures, _, err = s.disclosures(a, held, e.Party)
	}
	return h, err
}
