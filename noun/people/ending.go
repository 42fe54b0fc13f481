package people

import (
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Asked is an end of a key of a side that can refuse it, which others signed: as many as must. It ends nothing. Once they say it again, Until or
// later, that does.
type Asked struct {
	Act act.ID `json:"act"`
	Waiting
}

// Ending are the ends that other sides signed, which its own neither signed nor refused, as long as the key goes on.
func (k Key) Ending() []Asked {
	if k.Revoked {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(k.Asked), func(a Asked) bool { return !a.Refused.IsZero() })
}

// asking is an end that somebody says of a key that is not his or hers, nor his or her side's.
type asking struct {
	Asked
	ending
	dated bool // since when the key is in doubt counts already
	again bool // it was said again, and that ended the key
}

// ending is the end of a key as somebody said it, in the voice of a side or of none. What was said
// before anybody enrolled the key counts from when it turns out to be his or that side's own.
type ending struct {
	by    fold.Entry
	said  KeyRevoked
	voice string
}

// endsAlone does of an ending what whoever said it may do alone. It reports whether the key ended by
// it, and whether that is all that was said.
func (f *key) endsAlone(r ending, of string) (ended, whole bool) {
	own := r.by.Key == f.ID || f.enrolled.IsSet() && r.by.Party == f.holds().Party && f.heldBy(r)
	switch {
	case own:
		f.end(r.by, r.said)
		return true, f.since.owner(r.said.CompromisedSince, r.by.Received, f.ownedSince(r.by.Key))
	case of != "" && r.voice == of:
		f.end(r.by, r.said)
		return true, f.since.side(r.said.CompromisedSince)
	}
	return false, false
}

// heldBy reports whether whoever said an ending has the key as it was enrolled: by name, or, of a key that hides its holder, by
// what the office looked at when it took that (ownLoss). A named holder's key is ended so by nobody else, whatever he or she says.
func (f *key) heldBy(r ending) bool {
	holder := f.holds().Holder
	return holder == "" && r.said.Own || holder != "" && r.by.Person == holder
}

// revoke ends a key at once if its owner or its own side says so. That somebody else's key ended, or
// that a key was in doubt before, needs as many sides as whatever one side must not do alone; but
// what an owner says of the last days counts at once. A key of a side that can refuse ends by others no sooner than a root does
// (reckonEnd); that it is in doubt takes nothing from anybody, and counts as soon as they signed.
func (f *key) revoke(e fold.Entry, b *KeyRevoked) {
	o := officeOf(e, f.look)
	end, of := ending{e, *b, o.Voice(e)}, f.sideIn(o)
	ended, whole := f.endsAlone(end, of)
	if !ended && of == "" {
		f.early = append(f.early, end)
	}
	if whole || f.roots(o, of) {
		return
	}
	a := &asking{Asked: Asked{Act: e.ID}, ending: end}
	reckon := o.Reckon
	if !ended {
		f.asked = append(f.asked, a)
		reckon = func(p noun.Proposal) noun.Standing { return f.reckonEnd(o, a, p) }
	}
	f.docket.Propose(e, end.voice, reckon, func(by fold.Entry, standing noun.Standing) {
		if !ended && !a.again {
			f.end(by, end.said)
			f.follow(by, a)
		}
		if standing == noun.InForce {
			f.date(o, a)
		}
	})
	f.agreeOn(e, e.ID)
}

// reckonEnd tells how an end stands that others say of a key. Where its side can refuse, it waits for that side's own word; or those who signed
// it say it again, RootWait after as many signed as must, by the clock of the register: an act of which all signatures are of then. Nothing
// happens by the passing of time alone, and whatever the side refused meanwhile is void.
func (f *key) reckonEnd(o Office, a *asking, p noun.Proposal) noun.Standing {
	standing := o.Reckon(p)
	switch {
	case !a.Refused.IsZero():
		return noun.Waits
	case standing == noun.Waits, f.Revoked, !f.refusable(o, p), slices.ContainsFunc(f.asked, func(first *asking) bool { return first.over(p.Received) }):
		return standing
	}
	return noun.Waits
}

// refusable reports whether a key is of a side that can refuse that others end it, and did not sign it: of a party that had a root by then, or
// of the mission, once it counted. Of a key that nobody enrolled yet nobody knows whose it is; it may be anybody's of those who count.
func (f *key) refusable(o Office, p noun.Proposal) bool {
	of, at := f.sideIn(o), p.Received
	for _, a := range p.Answers {
		at = a.Received
	}
	if of == "" {
		return o.Origin != "" && !o.provisional(at)
	}
	s, _ := o.Side(of)
	since := s.Rooted
	if of == noun.Mission {
		since = s.Counts
	}
	return !since.IsZero() && !at.Before(since) && !slices.Contains(p.Yes(), of)
}

// agreeOn notes which sides signed an end that waits for the key's own side, and whether they are enough.
func (f *key) agreeOn(e fold.Entry, id act.ID) {
	p, _ := f.docket.Find(id)
	i := slices.IndexFunc(f.asked, func(a *asking) bool { return a.Act == id })
	if i < 0 || p.Standing != noun.Waits {
		return
	}
	a, o := f.asked[i], officeOf(f.asked[i].by, f.look)
	a.Signed = o.Signatories(p)
	standing := o.Reckon(p)
	if standing != noun.Waits && a.Refused.IsZero() {
		a.agree(e.Received)
	}
	if standing == noun.InForce {
		f.date(o, a)
	}
}

// follow settles with an end those that it says again.
func (f *key) follow(by fold.Entry, last *asking) {
	for _, a := range f.asked {
		if a != last && a.over(last.by.Received) {
			a.again = true
			f.docket.Again(by, a.Act)
		}
	}
}

// refuse takes the no of the key's own side, which ends for good whatever others asked for so far.
func (f *key) refuse(e fold.Entry) {
	for _, a := range f.asked {
		if p, _ := f.docket.Find(a.Act); p.Standing == noun.Waits {
			a.refuse(e)
		}
	}
}

// date takes it that several sides say since when the key is in doubt: once, and anew if its own side came to say it, too.
func (f *key) date(o Office, a *asking) {
	p, _ := f.docket.Find(a.Act)
	of := f.sideIn(o)
	own := of == "" && p.Standing == noun.InForce || slices.Contains(p.Yes(), of)
	if !a.dated || own {
		a.dated = true
		f.since.agree(a.said.CompromisedSince, own)
	}
}

// waiting are the ends that others asked for, as the state tells them.
func (f *key) waiting() (all []Asked) {
	for _, a := range f.asked {
		if a.Agreed || !a.Refused.IsZero() {
			all = append(all, a.Asked)
		}
	}
	return all
}

func (f *key) end(e fold.Entry, said KeyRevoked) {
	if !f.Revoked {
		f.Revoked, f.RevokedAt = true, e.Received
	}
	f.revoked.Set(f.Graph, e.ID, said)
}
