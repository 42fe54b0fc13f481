package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// RootWait is how long the root of a side goes on after those who must signed that another takes its place, by the clock of the register; how
// long any key of a side goes on after others signed that it ends; and how
// long the people of a party that has none can refuse the first that others name. Two weeks: a post,
// and a delegation in the field, can be out of reach of their office for as long, and who looks once in that time still can refuse.
const RootWait = 14 * 24 * time.Hour

// name takes it that a key is to be a side's root. A side that has one replaces it at once by that root's own signature. Where it is
// lost, as many sides must sign as for whatever no side does alone, of which one may be the side itself by a registrar; then the root goes on for
// RootWait from the last of these signatures, and as long as the new key did not come, and can refuse.
func (f *founding) name(e fold.Entry, b *RootNamed) {
	s := f.side(b.Party)
	held := f.rootOf(*s)
	n := Named{Act: e.ID, Fingerprint: b.Fingerprint, Holder: b.Person, Replaces: held.Root, Own: s.Root != "" && e.Key == s.Root}
	if n.Own {
		f.refuseNamings(s, e, func(before Named) bool { return before.Own }) // it thought otherwise since
	}
	if n.Replaces == n.Fingerprint { // it has that one: it is put forward that it counts
		n.Replaces, n.key = "", s.Key
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
			s.Awaits[i].agree(by.Received)
			f.accede(s, i, by.Received)
		}
	})
	f.agreeOn(e.ID, e.Received)
}

// agree notes that those signed who must. Where the root itself did, nothing waits.
func (n *Named) agree(at time.Time) {
	if n.Own {
		n.Agreed = true
		return
	}
	if n.Waiting.agree(at); n.Replaces == "" {
		n.Last = time.Time{}
	}
}

// rootOf is the root that a side has or, where it did not come yet, is to have by the founding: a side that is still silent here does
// not lose it at once by that.
func (o Office) rootOf(s Side) Replaced {
	if s.Root != "" {
		return Replaced{Root: s.Root, Holder: s.Holder}
	}
	i := slices.IndexFunc(o.Founders, func(f Founder) bool { return f.Party != "" && f.Party == s.Side })
	if i < 0 {
		return Replaced{}
	}
	return Replaced{Root: o.Founders[i].ID, Holder: o.Founders[i].Person}
}

// isOrWasRoot reports whether a key is the root of a side, or was before another took its place.
func (o Office) isOrWasRoot(s Side, id act.KeyID) bool {
	return s.Side != noun.Mission && (o.rootOf(s).Root == id || slices.ContainsFunc(s.Before, func(b Replaced) bool { return b.Root == id }))
}

// rootAt is the root that a side had at a moment.
func (s Side) rootAt(at time.Time) act.KeyID {
	for _, b := range s.Before {
		if !at.After(b.Until) {
			return b.Root
		}
	}
	return s.Root
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
func (f *founding) agreeOn(id act.ID, at time.Time) {
	p, _ := f.docket.Find(id)
	for side := range f.Sides {
		s := &f.Sides[side]
		i := s.awaits(id)
		if i < 0 || id == f.act {
			continue
		}
		n := &s.Awaits[i]
		n.Signed = f.Signatories(p)
		switch {
		case n.Replaces == "":
		case n.Own || f.Needed(p) == 0:
			n.agree(at)
		default:
			n.disagree()
		}
	}
}

// rootAnswers takes what a side says of a root that others named, in place of its own or as its first; it reports whether the answer is one
// voice among those that sign. The root itself signs it at once. Its no, and that of a registrar whom it named, end it for good. Of a
// first root any key of the party says so, whoever vouched for it: there is nobody else whom it could silence. A no ends whatever others named
// by then: of a first root the same key, whoever names it how often, and of one that takes the place of another each that the side did not sign.
func (f *founding) rootAnswers(e fold.Entry, voice string, b *noun.Endorsed) bool {
	for i := range f.Sides {
		s := &f.Sides[i]
		at := s.awaits(b.Act)
		if at < 0 || s.Side != voice && s.Side != e.Party {
			continue
		}
		n := &s.Awaits[at]
		switch {
		case s.Root == "" && e.Key != n.Fingerprint:
			n.answer(e, b)
			if b.Answer != noun.Yes {
				f.refuseNamings(s, e, func(o Named) bool { return o.Fingerprint == n.Fingerprint && !slices.Contains(o.Heard, e.Key) })
			}
			return false
		case n.Replaces == "" || voice != s.Side:
			continue
		case !n.Refused.IsZero():
			return false
		case b.Answer != noun.Yes && n.Own: // its own, which it takes back
			n.refuse(e)
			return false
		case b.Answer != noun.Yes:
			n.refuse(e)
			f.refuseNamings(s, e, func(o Named) bool { return !o.Own && !f.signedBy(o.Act, s.Side) })
		case n.Own:
		case e.Key == s.Root:
			n.Own = true
			f.docket.Again(e, b.Act)
		}
	}
	return true
}

// refuseNamings ends for good what was named as a side's root and did not come yet.
func (f *founding) refuseNamings(s *Side, e fold.Entry, which func(Named) bool) {
	for i := range s.Awaits {
		if n := &s.Awaits[i]; n.Act != f.act && n.Act != e.ID && which(*n) {
			n.refuse(e)
		}
	}
}

func (f *founding) signedBy(id act.ID, side string) bool {
	p, _ := f.docket.Find(id)
	return slices.Contains(p.Yes(), side)
}

// answer takes what one key of a party says of its first root.
func (n *Named) answer(e fold.Entry, b *noun.Endorsed) {
	switch {
	case !n.Refused.IsZero(), slices.Contains(n.Heard, e.Key) && b.Answer == noun.Yes:
	case b.Answer == noun.Yes:
		n.Heard = append(n.Heard, e.Key)
	default:
		n.refuse(e)
	}
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

// Carries reports whether a naming can lead to anything by now: those signed who must, or more than one side did. What one side alone puts
// forward is told by number, or it would bury the others.
func (n Named) Carries() bool { return n.Agreed || len(n.Signed) > 1 }

// FirstRoot is the party of which an act named the first root, as long as that neither came nor was refused.
func (o Office) FirstRoot(id act.ID) (Side, bool) {
	for _, s := range o.Sides {
		if n, is := s.Naming(id); is && s.Root == "" && n.Refused.IsZero() && len(n.Signed) > 0 {
			return s, true
		}
	}
	return Side{}, false
}

// OwnNaming is the side of which an act named the next root in its own word, as long as that neither came nor was taken back.
func (o Office) OwnNaming(id act.ID) (side string, is bool) {
	for _, s := range o.Sides {
		if n, named := s.Naming(id); named && n.Own && n.Refused.IsZero() {
			return s.Side, true
		}
	}
	return "", false
}

// AsksFor are the sides that did not sign yet that the party whose root an act named counts, whether or not the root came.
func (o Office) AsksFor(id act.ID) []string {
	p, is := noun.Find(o.Proposals, id)
	for _, s := range o.Sides {
		n, awaited := s.Naming(id)
		if is && s.Counts.IsZero() && (s.Named == id || awaited && n.Refused.IsZero() && s.Root == "") {
			return o.lacking(s, p)
		}
	}
	return nil
}

// Threatened are the namings by which others would replace the root of a side, or give it one, from a moment on, which it neither signed nor
// refused.
func (s Side) Threatened(at time.Time) []Named {
	return slices.DeleteFunc(slices.Clone(s.Awaits), func(n Named) bool {
		founding := n.Replaces == "" && len(n.Signed) == 0
		return n.Own || !n.Refused.IsZero() || n.Late(at) || founding || n.Replaces == "" && s.Root != ""
	})
}

// mayCome reports whether those signed who must, and the side did not refuse.
func (n Named) mayCome() bool {
	return (n.Own || n.Agreed) && n.Refused.IsZero()
}

// Comes reports whether a named key can become the root at a moment: in place of another, that is not before those signed who must, nor before
// its time, nor long after. Whether a first root silences anybody, the office that takes it knows (admission).
func (n Named) Comes(at time.Time) bool {
	return n.mayCome() && (n.Own || n.Replaces == "" || n.over(at))
}

// accede makes a named key the root of a side, once the key is there and those signed who must.
// Whom an earlier root named vouches no longer; whatever else was named before is void: nobody knew then that the side would have this root.
func (f *founding) accede(s *Side, i int, at time.Time) {
	n := s.Awaits[i]
	if !n.Agreed || len(n.key) == 0 || !n.Refused.IsZero() {
		return
	}
	defer f.admit(at)
	if s.Counts.IsZero() && (!n.Own || s.Named == act.ID{}) {
		s.Named = n.Act
	}
	if n.Fingerprint == s.Root {
		s.Awaits = slices.Delete(slices.Clone(s.Awaits), i, i+1)
		return
	}
	was, silent := f.rootOf(*s), s.Root == ""
	if was.Root != "" && was.Root != n.Fingerprint {
		was.Until, was.Own, was.Signed = at, n.Own, n.Signed
		s.Before = append(s.Before, was)
	}
	if s.Rooted.IsZero() {
		s.Rooted = at
	}
	for i, r := range s.Registrars {
		if r.Until.IsZero() {
			s.Registrars[i].Until = at
		}
	}
	s.Root, s.Key, s.Holder, s.Enrolled = n.Fingerprint, n.key, n.Holder, at
	s.Awaits = slices.DeleteFunc(slices.Clone(s.Awaits), func(o Named) bool { return o.Replaces != s.Root })
	for i := range s.Awaits {
		if silent && !s.Awaits[i].Own { // the founding names it, and it came after all
			s.Awaits[i].refuse(fold.Entry{Received: at, Key: s.Root})
		}
	}
}

// admit has each side count that has a root: at once whom the founding names, another once all sides signed its root, those among them
// whose own roots are still to come. So no two make up a third, whom the rest then would have to outvote. Who counts goes on counting.
func (f *founding) admit(at time.Time) {
	for i := range f.Sides {
		s := &f.Sides[i]
		if s.Root == "" || !s.Counts.IsZero() {
			continue
		}
		if s.Asks = f.asks(*s); len(s.Asks) == 0 {
			f.count(s, at)
		}
	}
}

// asks are the sides whose signatures a party lacks to be one that counts.
func (f *founding) asks(s Side) []string {
	p, _ := f.docket.Find(s.Named)
	return f.lacking(s, p)
}

func (o Office) lacking(s Side, p noun.Proposal) (lacking []string) {
	if s.Founding {
		return nil
	}
	signed := p.Yes()
	for _, other := range o.Sides {
		if other.Side != s.Side && (other.Founding || !other.Counts.IsZero()) && !slices.Contains(signed, other.Side) {
			lacking = append(lacking, other.Side)
		}
	}
	return lacking
}
