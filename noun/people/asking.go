package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Asked is what others signed about somebody or something of a side that can refuse it, as many as must: that a key of it ends, that somebody of
// it has a role or has it no longer, that its founder has no power any more, that it is sealed to others than to its custodians. It changes
// nothing. Once they say it again, between Until and Last, that does.
type Asked struct {
	Act       act.ID        `json:"act"`
	Role      string        `json:"role,omitempty"`      // of a person: the role that is to be taken, or given
	Given     bool          `json:"given,omitzero"`      // it is to be given, or to last until another time
	Founder   act.SubjectID `json:"founder,omitempty"`   // of an office: who is to have no power any more
	Register  string        `json:"register,omitempty"`  // of an office: which register is to go on in its place; with neither it is about the custodians
	CanRefuse []string      `json:"canRefuse,omitempty"` // the sides that can refuse it; absent: of a key that nobody enrolled yet
	Waiting
	RefusedBy string `json:"refusedBy,omitempty"` // which of them said no
}

// pending are those that nobody refused, and that can still be said again at a moment.
func pending(all []Asked, at time.Time) []Asked {
	return slices.DeleteFunc(slices.Clone(all), func(a Asked) bool { return !a.Refused.IsZero() || a.Late(at) })
}

// refusedBy is the side that refused what an act asked for, if one did.
func refusedBy(all []Asked, id act.ID) (side string, refused bool) {
	i := slices.IndexFunc(all, func(a Asked) bool { return a.Act == id && !a.Refused.IsZero() })
	if i < 0 {
		return "", false
	}
	return all[i].RefusedBy, true
}

// asks are what was asked about one subject. Where a side can refuse, what others ask for waits for that side's own word; or those who signed it
// say it again, RootWait after as many signed as must and ProposalLife after that at the latest, by the clock of the register: an act of which all
// signatures are of then. Nothing happens by the passing of time alone, and whatever the side refused meanwhile is void.
type asks struct {
	all []*asking
	// Readers who know acts in their order, and not when each was received, cannot tell how long it waited: that it was said again must do, unless
	// it is certain that it came too late.
	timeless bool
	shown    span // the act that such a reader is shown now
}

// span is between when an act was received: not before those that were shown before it, and it, say that they were signed, and not after it
// was to be handed in.
type span struct{ earliest, latest time.Time }

// asking is one of them.
type asking struct {
	Asked
	what     any             // what is asked for, where one subject has several such things
	received time.Time       // when it was
	sides    func() []string // whose word it is: those that can refuse are among them; "" for nobody knows whose
	again    bool            // it was said again, and that had effect
	put      time.Time       // where receipts are not known: not before that it was put forward
	enough   time.Time       // nor after that as many signed as must
	spent    bool            // what it is about was changed since: no time runs on it any more
}

func (s *asks) add(a *asking) {
	a.put = s.shown.earliest
	s.all = append(s.all, a)
}

// reckon tells how an act stands that others signed about what is a side's own.
func (s *asks) reckon(o Office, a *asking, p noun.Proposal) noun.Standing {
	standing := o.Reckon(p)
	switch {
	case !a.Refused.IsZero():
		return noun.Waits
	case standing == noun.Waits, a.again, len(a.refusable(o, p)) == 0, slices.ContainsFunc(s.all, func(first *asking) bool { return s.over(first, a) }):
		return standing
	}
	return noun.Waits
}

// over reports whether one act said the same as another so long before that the sides could refuse it for as long as they must, and did not.
func (s *asks) over(first, last *asking) bool {
	switch {
	case first == last || first.spent || first.again || first.what != last.what:
		return false
	case s.timeless:
		return first.Waiting.over(last.received.Add(RootWait)) && !first.surelyLate(last)
	}
	return first.Waiting.over(last.received)
}

// surelyLate reports whether, whenever acts were received that were shown in their order, one said the same as another too long after it. Of what
// authors say of their clocks it takes as much as an act lasts at most.
func (a *asking) surelyLate(last *asking) bool {
	return !a.enough.IsZero() && !last.put.Before(a.enough.Add(RootWait+2*ProposalLife))
}

// refusable are the sides that can refuse what they did not sign: parties that had a root by then, and
// the mission, once it counted. Of a key that nobody enrolled yet nobody knows whose it is; it may be anybody's of those who count.
func (a *asking) refusable(o Office, p noun.Proposal) (all []string) {
	at := p.Received
	for _, answer := range p.Answers {
		at = answer.Received
	}
	for _, of := range a.sides() {
		s, _ := o.Side(of)
		since := s.Rooted
		if of == noun.Mission {
			since = s.Counts
		}
		can := !since.IsZero() && !at.Before(since) && !slices.Contains(p.Yes(), of)
		if can || of == "" && o.Origin != "" && !o.provisional(at) {
			all = append(all, of)
		}
	}
	return all
}

// agree notes which sides signed what waits for others, and whether they are enough.
func (s *asks) agree(o Office, p noun.Proposal, at time.Time) {
	i := slices.IndexFunc(s.all, func(a *asking) bool { return a.Act == p.Act })
	if i < 0 || p.Standing != noun.Waits {
		return
	}
	a := s.all[i]
	a.Signed = o.Signatories(p)
	a.CanRefuse = slices.DeleteFunc(a.refusable(o, p), func(of string) bool { return of == "" })
	switch {
	case !a.Refused.IsZero():
	case o.Reckon(p) == noun.Waits:
		a.Waiting.disagree()
	default:
		if !a.Agreed {
			a.enough = s.shown.latest
		}
		a.Waiting.agree(at)
	}
}

// follow settles with an act those that it says again.
func (s *asks) follow(d *noun.Docket, by fold.Entry, last *asking) {
	for _, a := range s.all {
		if s.over(a, last) {
			a.again = true
			d.Again(by, a.Act)
		}
	}
}

// change has no time run any more on what was asked of something that was changed.
func (s *asks) change(is func(*asking) bool) {
	for _, a := range s.all {
		a.spent = a.spent || is(a)
	}
}

// refuse takes a side's no to an act, which ends for good whatever others asked for so far of what that is about.
func (s *asks) refuse(d *noun.Docket, e fold.Entry, side string, id act.ID, same func(a, b *asking) bool) {
	i := slices.IndexFunc(s.all, func(a *asking) bool { return a.Act == id })
	if i < 0 || side == "" || !slices.Contains(s.all[i].sides(), side) {
		return
	}
	for _, a := range s.all {
		if p, _ := d.Find(a.Act); p.Standing == noun.Waits && same(a, s.all[i]) && a.Refused.IsZero() && !slices.Contains(p.Yes(), side) {
			a.Waiting.refuse(e)
			a.RefusedBy = side
		}
	}
}

// list are those that wait or were refused, as the state tells them.
func (s *asks) list() (all []Asked) {
	for _, a := range s.all {
		if a.Agreed && !a.spent || !a.Refused.IsZero() {
			all = append(all, a.Asked)
		}
	}
	return all
}
