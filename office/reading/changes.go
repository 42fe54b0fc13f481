package reading

import (
	"context"
	"fmt"

	"truce/ground/act"
	"truce/judge/policy"
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

// Hidden hands the disclosures of the acts from one index to another that the reader may
// see, act by act, in the SD-JWT form: what goes beside a copy of the register.
func (m *Room) Hidden(ctx context.Context, who policy.Person, from, to int64, fn func(id act.ID, disclosures []act.Disclosure) error) error {
	shown := m.shown(who)
	if err := shown.note(m.registerSubject(), string(policy.CopyRegister)); err != nil {
		return err
	}
	err := m.office.Read(ctx, func(r keep.Reader) error {
		return r.Entries(m.office.Verifier().Name(), from, to, func(e keep.Entry) error {
			if e.Hidden == "" {
				return nil
			}
			ds, err := shown.hiddenIn(r, e)
			if err != nil || len(ds) == 0 {
				return err
			}
			return fn(e.ID, ds)
		})
	})
	return err
}

func (s shown) hiddenIn(r keep.Reader, e keep.Entry) ([]act.Disclosure, error) {
	visible, err := s.act(r, e)
	if err != nil || !visible {
		return nil, err
	}
	a, err := act.Parse(e.JWS)
	if err != nil {
		return nil, err
	}
	held, err := act.ParseDisclosures(e.Hidden)
	if err != nil {
		return nil, err
	}
	ds, _, err := s.disclosures(a, held, e.Party)
	return ds, err
}
