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
	Signed      []string       `json:"signed,omitempty"` // the sides that signed it
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

// succeed waits for two sides at least, whatever one may do alone in provisional time. The first succession that is in force
// is the only one: nothing is received after it.
func (f *founding) succeed(e fold.Entry, b *RegisterSucceeded) {
	f.docket.Propose(e, f.Voice(e), f.neverAlone, func(by fold.Entry, _ noun.Standing) {
		if f.Successor != nil {
			return
		}
		if f.Successor = successionOf(b.RegisterKey, b.Head); f.Successor != nil {
			proposal, _ := f.docket.Find(e.ID)
			f.Successor.Since, f.Successor.Signed = by.Received, f.Signatories(proposal)
		}
	})
}

// Takes reports whether acts that were signed for another register are meant for the office's, too: of its predecessor, once
// two sides signed the founding that names it.
func (o Office) Takes(id act.RegisterID) bool {
	return o.Predecessor != nil && !o.Predecessor.Since.IsZero() && o.Predecessor.Register == id
}
