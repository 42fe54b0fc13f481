package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// RootWait is how long the root of a side goes on after others named another in its place, by the clock of the register. Two weeks: a post,
// and a delegation in the field, can be out of reach of their office for as long, and who looks once in that time still can refuse.
const RootWait = 14 * 24 * time.Hour

// name takes it that a key is to be a side's root. A side that has one replaces it at once by that root's own signature. Where it is
// lost, as many sides must sign as for whatever no side does alone, of which one may be the side itself by a registrar; then the root goes on for
// RootWait from the naming, and as long as the new key did not come, and can refuse.
func (f *founding) name(e fold.Entry, b *RootNamed) {
	s := f.side(b.Party)
	held := f.rootOf(*s)
	n := Named{Act: e.ID, Fingerprint: b.Fingerprint, Holder: b.Person, Replaces: held.Root, Own: s.Root != "" && e.Key == s.Root}
	if n.Replaces == n.Fingerprint {
		n.Replaces = ""
	}
	if n.Replaces != "" && !n.Own {
		n.Until = e.Received.Add(RootWait)
	}
	s.Awaits = append(s.Awaits, n)
	reckon := func(p noun.Proposal) noun.Standing {
		n, there := f.awaited(e.ID)
		switch {
		case !there || n.Replaces == "":
			return f.Reckon(p)
		case n.Own, n.Agreed && len(n.key) > 0:
			return noun.InForce
		}
		return noun.Waits
	}
	f.docket.Propose(e, f.Voice(e), reckon, func(by fold.Entry, _ noun.Standing) {
		s := f.side(b.Party)
		if i := s.awaits(e.ID); i >= 0 {
			s.Awaits[i].Agreed = true
			f.accede(s, i, by.Received)
		}
	})
	f.agreeOn(e.ID)
}

// rootOf is the root that a side has or, where it did not come yet, had in the register before by the founding: a side that is
// still silent here does not lose it at once by that.
func (o Office) rootOf(s Side) Replaced {
	if s.Root != "" {
		return Replaced{Root: s.Root, Holder: s.Holder}
	}
	i := slices.IndexFunc(o.Founders, func(f Founder) bool { return f.Party != "" && f.Party == s.Side })
	if o.Predecessor == nil || i < 0 {
		return Replaced{}
	}
	return Replaced{Root: o.Founders[i].ID, Holder: o.Founders[i].Person}
}

func (s *Side) awaits(id act.ID) int {
	return slices.IndexFunc(s.Awaits, func(n Named) bool { return n.Act == id })
}

// Naming is what an act named as the root of the side, as long as that is open.
func (s Side) Naming(id act.ID) (Named, bool) {
	i := s.awaits(id)
	if i < 0 {
		return Named{}, false
	}
	return s.Awaits[i], true
}

// awaited is a naming whose key is still to come, or to wait.
func (f *founding) awaited(id act.ID) (Named, bool) {
	for _, s := range f.Sides {
		if n, is := s.Naming(id); is {
			return n, true
		}
	}
	return Named{}, false
}

// agreeOn notes which sides signed that a root is replaced, and whether they are enough.
func (f *founding) agreeOn(id act.ID) {
	p, _ := f.docket.Find(id)
	for i := range f.Sides {
		s := &f.Sides[i]
		if at := s.awaits(id); at >= 0 && s.Awaits[at].Replaces != "" {
			n := &s.Awaits[at]
			n.Signed = p.Yes()
			n.Agreed = n.Own || f.Needed(p) == 0
		}
	}
}

// rootAnswers takes what a side says of a root that others named in place of its own; it reports whether the answer is one
// voice among those that sign. The root itself signs it at once. Its no, and that of a registrar whom it named, end it for good.
func (f *founding) rootAnswers(e fold.Entry, voice string, b *noun.Endorsed) bool {
	for i := range f.Sides {
		s := &f.Sides[i]
		at := s.awaits(b.Act)
		if at < 0 || s.Awaits[at].Replaces == "" || voice != s.Side {
			continue
		}
		n := &s.Awaits[at]
		switch {
		case n.Own:
		case !n.Refused.IsZero():
			return false
		case b.Answer != noun.Yes:
			n.Refused = e.Received
		case e.Key == s.Root:
			n.Own = true
			f.docket.Again(e, b.Act)
		}
	}
	return true
}

func (f *founding) enrol(e fold.Entry, b *RootEnrolled) {
	key, err := act.ParsePublicKey(b.Key)
	if err != nil || key.ID() != e.Key {
		return
	}
	s := f.side(b.Party)
	i := slices.IndexFunc(s.Awaits, func(n Named) bool {
		return n.Fingerprint == e.Key && (f.timeless && n.mayCome() || n.Comes(e.Received))
	})
	if i < 0 {
		return
	}
	s.Awaits[i].key = b.Key
	if s.Awaits[i].Replaces == "" {
		f.accede(s, i, e.Received)
		return
	}
	named := s.Awaits[i].Act
	f.docket.Again(e, named)
	if i := s.awaits(named); i >= 0 { // it was in force before: the old root signed it
		f.accede(s, i, e.Received)
	}
}

// Threatened are the namings by which others would replace the root of a side, which it neither signed nor refused.
func (s Side) Threatened() []Named {
	return slices.DeleteFunc(slices.Clone(s.Awaits), func(n Named) bool { return n.Replaces == "" || n.Own || !n.Refused.IsZero() })
}

// mayCome reports whether those signed who must, and the side did not refuse.
func (n Named) mayCome() bool {
	return n.Replaces == "" || n.Own || n.Agreed && n.Refused.IsZero()
}

// Comes reports whether a named key can become the root at a moment: in place of another, that is not before those signed who must, nor before
// its time.
func (n Named) Comes(at time.Time) bool {
	return n.mayCome() && (n.Own || !at.Before(n.Until))
}

// accede makes a named key the root of a side, once the key is there and those signed who must.
// Whom an earlier root named vouches no longer; whatever else was named before is void: nobody knew then that the side would have this root.
func (f *founding) accede(s *Side, i int, at time.Time) {
	n := s.Awaits[i]
	if !n.Agreed || len(n.key) == 0 {
		return
	}
	if was := f.rootOf(*s); was.Root != "" && was.Root != n.Fingerprint {
		was.Until, was.Own, was.Signed = at, n.Own, n.Signed
		s.Before = append(s.Before, was)
	}
	s.Root, s.Key, s.Holder, s.Enrolled, s.Registrars = n.Fingerprint, n.key, n.Holder, at, nil
	s.Awaits = slices.DeleteFunc(slices.Clone(s.Awaits), func(o Named) bool { return o.Replaces != s.Root })
	f.count(s, at)
}
