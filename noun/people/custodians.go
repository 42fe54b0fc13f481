package people

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Custodian is one to whom sources and originals are sealed.
type Custodian struct {
	Person  act.SubjectID `json:"person" pattern:"^person/" doc:"who"`
	Party   string        `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"whose people the custodian is of; absent: the mission's"`
	Sealing string        `json:"sealing" pattern:"^age1[a-z0-9]+$" maxlen:"2300" doc:"age recipient"`
}

var (
	errNobody = errors.New("custodians: somebody must be named")
	errTwice  = errors.New("custodians: each is named once, with a key of his or her own")
	errMany   = errors.New("custodians: at most 8 with post-quantum keys (age1pq1...): what is sealed to more does not fit into an act")
	errMixed  = errors.New("custodians: ordinary keys (age1...) and post-quantum keys (age1pq1...) do not go together")
)

// mostPostQuantum keys fit: sealing a text to each takes some 2,100 characters, and a source (incident.Source) has room for 24,000.
const mostPostQuantum = 8

func fitCustodians(all []Custodian) error {
	seen := map[string]bool{}
	if len(all) > mostPostQuantum && strings.HasPrefix(all[0].Sealing, "age1pq1") {
		return errMany
	}
	for _, c := range all {
		if seen[string(c.Person)] || seen[c.Sealing] {
			return errTwice
		}
		seen[string(c.Person)], seen[c.Sealing] = true, true
		if strings.HasPrefix(c.Sealing, "age1pq1") != strings.HasPrefix(all[0].Sealing, "age1pq1") {
			return errMixed
		}
	}
	return nil
}

// CustodiansDigest is what an act says that carries something sealed: the SHA-256 of a line for each
// custodian, "age1... person/... side", sorted. sort and sha256sum give the same.
func CustodiansDigest(all []Custodian) string {
	var lines []string
	for _, c := range all {
		lines = append(lines, c.Sealing+" "+string(c.Person)+" "+noun.SideOf(c.Party)+"\n")
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}

// CustodianTerm is a set of custodians, from the receipt of the last signature that was needed until
// the next.
type CustodianTerm struct {
	Act        act.ID      `json:"act"`
	Since      time.Time   `json:"since"`
	Alone      bool        `json:"alone,omitzero"` // one side set it, when there was no second: it lapses when a second counts, unless that confirms it
	Digest     string      `json:"digest"`
	Custodians []Custodian `json:"custodians"`
}

// Recipients are the age keys of the set.
func (t CustodianTerm) Recipients() []string {
	var all []string
	for _, c := range t.Custodians {
		all = append(all, c.Sealing)
	}
	slices.Sort(all)
	return all
}

// CustodiansAt are those to whom was to be sealed at a moment; false if there was nobody: no set came
// into force, or one side's own lapsed when a second side counted.
func (o Office) CustodiansAt(at time.Time) (CustodianTerm, bool) {
	for _, t := range slices.Backward(o.Custodians) {
		if !t.Since.After(at) {
			return t, !t.Alone || o.provisional(at)
		}
	}
	return CustodianTerm{}, false
}

// setCustodians waits for those who must sign, as rules do, and for each side that has a custodian by now, which can refuse (asks): nobody's
// sources are sealed to others from one day to the next because two sides want it.
func (f *founding) setCustodians(e fold.Entry, all []Custodian) {
	a := &asking{Asked: Asked{Act: e.ID}, what: CustodiansDigest(all), received: e.Received, sides: func() (sides []string) {
		held, holds := f.CustodiansAt(e.Received)
		for _, c := range held.Custodians {
			if holds && !slices.Contains(sides, noun.SideOf(c.Party)) {
				sides = append(sides, noun.SideOf(c.Party))
			}
		}
		return sides
	}}
	f.asked.add(a)
	reckon := func(p noun.Proposal) noun.Standing {
		if f.Outdated(p) {
			return noun.Waits
		}
		return f.asked.reckon(f.Office, a, p)
	}
	f.docket.Propose(e, f.Voice(e), reckon, func(by fold.Entry, standing noun.Standing) {
		f.custodians(CustodianTerm{Act: e.ID, Since: by.Received, Alone: standing == noun.Alone, Custodians: all})
	})
	f.agreeAsked(e.ID, e.Received)
}

func (f *founding) custodians(t CustodianTerm) {
	t.Digest = CustodiansDigest(t.Custodians)
	f.Custodians = append(f.Custodians, t)
	f.asked.change(func(a *asking) bool { return a.Founder == "" && a.Register == "" })
}

// confirmFounding has the custodians whom the founding named stay, once those signed it who must.
func (f *founding) confirmFounding(by fold.Entry) {
	last := len(f.Custodians) - 1
	p, _ := f.docket.Find(f.act)
	if last < 0 || f.Custodians[last].Act != f.act || !f.Custodians[last].Alone || f.Reckon(p) != noun.InForce {
		return
	}
	t := f.Custodians[last]
	t.Since, t.Alone = by.Received, false
	f.custodians(t)
}

// Sealed is how the set to which something was sealed stood when it was received.
type Sealed string

// To whom something was sealed.
const (
	SealedToSet    Sealed = ""            // the set in force, which two sides endorsed; or nothing is sealed
	SealedAlone    Sealed = "provisional" // the set in force, which one side made when there was no second
	SealedEarlier  Sealed = "earlier"     // a set that had been in force
	SealedToOthers Sealed = "others"      // no set that was ever in force
)

// SealedAt tells how a set stood at a moment.
func (o Office) SealedAt(digest string, at time.Time) Sealed {
	if digest == "" {
		return SealedToSet
	}
	held, holds := o.CustodiansAt(at)
	switch {
	case holds && held.Digest == digest && held.Alone:
		return SealedAlone
	case holds && held.Digest == digest:
		return SealedToSet
	case slices.ContainsFunc(o.Custodians, func(t CustodianTerm) bool { return t.Digest == digest && !t.Since.After(at) }):
		return SealedEarlier
	}
	return SealedToOthers
}

// SealedAt tells how the set that an act names stood when the office with the origin received it.
func (d *Directory) SealedAt(a act.Act, origin string, received time.Time) Sealed {
	digest := sealedTo(a)
	if digest == "" {
		return SealedToSet
	}
	return d.offices[OfficeSubject(origin)].SealedAt(digest, received)
}
