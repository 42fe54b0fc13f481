package office

import (
	"context"
	"fmt"
	"slices"

	"truce/ground/act"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/tool/keep"
)

// mostLedgers is how many registers are judged from memory at one time. One that is asked about
// beyond that takes the place of the one asked about longest ago, and is then read again from
// its first entry.
const mostLedgers = 16

// ledgers are what an office that holds more than one register knows of each, alone. Its rows
// and its directory are of all that it holds; whether an act may be in a register is decided by
// what stands in that register before it, so that whoever holds the register decides alike.
//
// A ledger takes some fifty bytes of memory for most acts, more for those that admission.Ledger
// keeps whole, and is read from the first entry when it is first asked for: that is less
// work than to fold the register again, and no act is taken meanwhile.
type ledgers struct {
	office *Office
	held   []held // the one asked for last at the end
}

type held struct {
	origin string
	ledger *admission.Ledger
}

// of answers the ledger of the register that rules are of, with the first entries in it, which
// are all that are kept here.
func (l *ledgers) of(origin string, rules *admission.Rules, size int64) (*admission.Ledger, error) {
	if i := l.index(origin); i >= 0 {
		found := l.held[i]
		l.held = append(slices.Delete(l.held, i, i+1), found)
		return found.ledger, nil
	}
	ledger := admission.NewLedger(rules)
	if err := l.office.recall(ledger, origin, size); err != nil {
		return nil, fmt.Errorf("read the register of %s: %w", origin, err)
	}
	if len(l.held) == mostLedgers {
		l.held = slices.Delete(l.held, 0, 1)
	}
	l.held = append(l.held, held{origin, ledger})
	return ledger, nil
}

func (l *ledgers) index(origin string) int {
	return slices.IndexFunc(l.held, func(h held) bool { return h.origin == origin })
}

// forget drops a ledger that took entries which were not kept after all.
func (l *ledgers) forget(origin string) {
	if i := l.index(origin); i >= 0 {
		l.held = slices.Delete(l.held, i, i+1)
	}
}

// recall reads the first entries of a register into a ledger, as they were judged when they came.
func (f *Office) recall(ledger *admission.Ledger, origin string, size int64) error {
	return f.store.Read(context.Background(), func(r keep.Reader) error {
		return r.Entries(origin, 0, size, func(e keep.Entry) error {
			a, disclosed, err := act.ParseKept(e.ID, e.JWS, e.Hidden)
			if err != nil {
				return err
			}
			c := admission.Candidate{Act: a, Received: e.Received, Index: e.Index, Disclosed: disclosed}
			v := admission.Verdict{Outcome: admission.Kept, Author: people.Author{Name: e.Person, Party: e.Party}}
			if e.Idle == "" || e.Idle == keep.Crowded {
				v = admission.Verdict{Author: people.Author{Name: e.Person, Party: e.Party}, Rests: e.Idle != ""}
				if ledger.Reads(a) {
					if c.Body, err = f.kinds.Decode(a, disclosed); err != nil {
						return err
					}
				}
			}
			ledger.Take(c, v)
			return nil
		})
	})
}
