package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/register"
	"truce/noun"
)

// Predecessor is the register whose work an office goes on with.
type Predecessor struct {
	RegisterKey string `json:"registerKey" maxlen:"400" doc:"verifier key of its tree heads (C2SP signed-note)"`
	Head        string `json:"head" maxlen:"8000" doc:"its head from which this register goes on, as its sides signed it (register-succeeded)"`
}

// fits refuses a head that the key did not sign.
func (p Predecessor) fits() error {
	_, err := openHead(p.Head, p.RegisterKey)
	return err
}

func openHead(head, key string) (register.SignedHead, error) {
	verifier, err := register.NewVerifier(key)
	if err != nil {
		return register.SignedHead{}, err
	}
	return register.OpenHead([]byte(head), verifier)
}

// Succession ties two registers: the one that ended, and the one that goes on.
type Succession struct {
	Since       time.Time      `json:"since,omitzero"` // when the last signature was received; of a predecessor: absent until two sides signed the founding
	Register    act.RegisterID `json:"register"`       // the other one
	Origin      string         `json:"origin"`         // its name
	RegisterKey string         `json:"registerKey"`    // of its tree heads
	Head        string         `json:"head"`           // the head of the one that ended, as it was signed
	Size        int64          `json:"size"`           // of that
	Root        string         `json:"root"`
	Signed      []string       `json:"signed,omitempty"`  // the sides that signed it
	Refused     []string       `json:"refused,omitempty"` // the sides that said no to it: it ended against their word
	// Roots are, of a predecessor, the root keys of the sides when the last of those signed; of the mission the key that signed for it.
	Roots []SideKey `json:"roots,omitempty"`
}

// SideKey is a key that speaks for a side.
type SideKey struct {
	Side string    `json:"side"`
	Key  act.KeyID `json:"key"`
}

// RootOf is the key that was a side's when the founding was signed, "" if that had none.
func (s Succession) RootOf(side string) act.KeyID {
	i := slices.IndexFunc(s.Roots, func(k SideKey) bool { return k.Side == side })
	if i < 0 {
		return ""
	}
	return s.Roots[i].Key
}

// successionOf is what is said of another register. All of it was looked at when the act was read.
func successionOf(key, head string) *Succession {
	id, _ := register.ID(key)
	verifier, err := register.NewVerifier(key)
	named, headErr := register.PeekHead([]byte(head))
	if err != nil || headErr != nil {
		return nil
	}
	return &Succession{Register: act.RegisterID(id), Origin: verifier.Name(), RegisterKey: key, Head: head, Size: named.Size, Root: named.Root.String()}
}

// succeed waits for two sides at least, whatever one may do alone in provisional time; and for every other side that counts, which loses its
// voice here: those who signed say it again once it could be heard (asks). Its no is told for ever and ends nothing: else whoever has the
// machine would keep all others in it. The first succession that is in force is the only one: nothing is received after it.
func (f *founding) succeed(e fold.Entry, b *RegisterSucceeded) {
	a := &asking{Asked: Asked{Act: e.ID, Register: b.RegisterKey}, what: b.RegisterKey, received: e.Received, sides: f.counting}
	f.asked.add(a)
	reckon := func(p noun.Proposal) noun.Standing {
		if f.neverAlone(p) == noun.Waits {
			return noun.Waits
		}
		return f.asked.reckon(f.Office, a, p)
	}
	f.docket.Propose(e, f.Voice(e), reckon, func(by fold.Entry, _ noun.Standing) {
		if f.Successor != nil {
			return
		}
		if f.Successor = successionOf(b.RegisterKey, b.Head); f.Successor != nil {
			proposal, _ := f.docket.Find(e.ID)
			f.Successor.Since, f.Successor.Signed, f.Successor.Refused = by.Received, f.Signatories(proposal), f.against(b.RegisterKey, proposal)
		}
		f.asked.follow(&f.docket, by, a)
		f.asked.change(func(a *asking) bool { return a.Register != "" })
	})
	f.agreeAsked(e.ID, e.Received)
}

// counting are the sides that count by now.
func (f *founding) counting() (all []string) {
	for _, s := range f.Sides {
		if !s.Counts.IsZero() {
			all = append(all, s.Side)
		}
	}
	return all
}

// against are the sides that said no when somebody put a register forward as the successor, and did not sign what came into force.
func (f *founding) against(register string, came noun.Proposal) (all []string) {
	for _, a := range f.asked.all {
		p, _ := f.docket.Find(a.Act)
		for _, answer := range p.Answers {
			if a.Register == register && answer.Answer == noun.No && !slices.Contains(came.Yes(), answer.Voice) && !slices.Contains(all, answer.Voice) {
				all = append(all, answer.Voice)
			}
		}
	}
	return all
}

// Takes reports whether acts that were signed for another register are meant for the office's, too: of its predecessor, once
// two sides signed the founding that names it.
func (o Office) Takes(id act.RegisterID) bool {
	return o.Predecessor != nil && !o.Predecessor.Since.IsZero() && o.Predecessor.Register == id
}
