package register

import (
	"errors"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// HeadState says how a head stands by a policy at a moment. Each is a different thing to do for whoever reads it.
type HeadState string

const (
	// Satisfied: the register signed it, and enough cosigners saw it, lately enough.
	Satisfied HeadState = "satisfied"
	// NotCosigned: the register signed it, and too few cosigners say that they saw it. Ask again later: they
	// are asked at intervals. If it stays so, they were shown something else.
	NotCosigned HeadState = "not-cosigned"
	// Stale: enough cosigners saw it, and too long ago. Whoever shows it holds back what came since.
	Stale HeadState = "stale"
	// Ahead: there are enough only with cosignatures of the future: a cosigner's clock is wrong, or the reader's.
	Ahead HeadState = "ahead"
	// UnknownKey: it is of a register, or signed by a key, that the policy does not name.
	UnknownKey HeadState = "unknown-key"
	// WrongSignature: it carries the name of a key of the policy, and that key did not sign it.
	WrongSignature HeadState = "wrong-signature"
	// NoHead: it is not a signed head at all.
	NoHead HeadState = "no-head"
)

// ClockSlack is by how much the clocks of honest offices, cosigners and readers may differ.
const ClockSlack = 10 * time.Minute

// Judgement is what a policy says of a head.
type Judgement struct {
	State HeadState
	// Head is zero unless a register of the policy signed it.
	Head SignedHead
	// Cosigned are the good cosignatures of cosigners of the policy, the latest of each, in the policy's order.
	Cosigned []Cosignature
	// Lacking are the cosigners of the policy of whom there is none, by the policy's names.
	Lacking []string
	// Wrong are those of the lacking in whose name there is a signature that is not theirs.
	Wrong []string
	// At is the latest moment of which the quorum says that the head was then the largest: enough of the
	// cosigners signed it then or later. So a single cosigner whose clock is ahead does not move it. It is
	// zero if there are too few, or the policy asks for none.
	At time.Time
	// Unasked says that the policy asks for no cosignature: then a satisfied head is only the register's word.
	Unasked bool
}

// Judge says how a head stands at a moment by the reader's clock. oldest is how long ago enough cosigners may
// have seen it, 0 if that does not matter. By a policy that asks for no cosignature nobody says how old a head is:
// with an oldest it is not cosigned.
func (p Policy) Judge(signed []byte, now time.Time, oldest time.Duration) Judgement {
	head, err := p.open(signed)
	if err != nil {
		return Judgement{State: unopened(err)}
	}
	j := Judgement{Head: head, Unasked: p.quorum < 0}
	found, wrong := p.cosignatures(signed)
	j.Cosigned = p.list(found)
	for i, r := range p.rules {
		if _, has := found[i]; r.cosigner != nil && !has {
			j.Lacking = append(j.Lacking, r.name)
			if wrong[i] {
				j.Wrong = append(j.Wrong, r.name)
			}
		}
	}
	by := now.Add(ClockSlack)
	j.At = p.quorumAt(found, by)
	j.State = p.standing(j, found, now, oldest)
	return j
}

// standing is for a head that a register of the policy signed.
func (p Policy) standing(j Judgement, found map[int]Cosignature, now time.Time, oldest time.Duration) HeadState {
	switch {
	case p.quorum < 0 && oldest == 0:
		return Satisfied
	case p.quorum < 0:
		return NotCosigned
	case !j.At.IsZero() && oldest > 0 && now.Sub(j.At) > oldest:
		return Stale
	case !j.At.IsZero():
		return Satisfied
	case p.met(func(i int) bool { _, has := found[i]; return has }):
		return Ahead
	case len(j.Wrong) > 0:
		return WrongSignature
	}
	return NotCosigned
}

func unopened(err error) HeadState {
	_, wrong := errors.AsType[*note.InvalidSignatureError](err)
	switch {
	case wrong:
		return WrongSignature
	case errors.Is(err, ErrUnknownOrigin), errors.Is(err, ErrSignature):
		return UnknownKey
	}
	return NoHead
}

// cosignatures are the good ones by position in rules, and the positions of cosigners with a bad one.
func (p Policy) cosignatures(signed []byte) (found map[int]Cosignature, wrong map[int]bool) {
	found, wrong = map[int]Cosignature{}, map[int]bool{}
	for i, r := range p.rules {
		if r.cosigner == nil {
			continue
		}
		c, has, bad := cosignatureOf(signed, r.cosigner.Verifier)
		if c.Name = r.name; has {
			found[i] = c
		}
		wrong[i] = bad
	}
	return found, wrong
}

// list puts cosignatures into the policy's order.
func (p Policy) list(found map[int]Cosignature) []Cosignature {
	var all []Cosignature
	for i := range p.rules {
		if c, has := found[i]; has {
			all = append(all, c)
		}
	}
	return all
}

// quorumAt is the latest moment at or after which the quorum signed, leaving out what was signed after by.
func (p Policy) quorumAt(found map[int]Cosignature, by time.Time) time.Time {
	if p.quorum < 0 {
		return time.Time{}
	}
	var moments []time.Time
	for _, c := range found {
		if !c.At.After(by) {
			moments = append(moments, c.At)
		}
	}
	slices.SortFunc(moments, func(a, b time.Time) int { return b.Compare(a) })
	for _, at := range moments {
		if p.met(func(i int) bool { c, has := found[i]; return has && !c.At.Before(at) && !c.At.After(by) }) {
			return at
		}
	}
	return time.Time{}
}

// quorumBy is the earliest moment at or before which the quorum signed: then the head was there. One whose clock is behind
// does not move it.
func (p Policy) quorumBy(found map[int]Cosignature) time.Time {
	if p.quorum < 0 {
		return time.Time{}
	}
	var moments []time.Time
	for _, c := range found {
		moments = append(moments, c.At)
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, at := range moments {
		if p.met(func(i int) bool { c, has := found[i]; return has && !c.At.After(at) }) {
			return at
		}
	}
	return time.Time{}
}
