package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Ending are the ends that other sides signed, which its own neither signed nor refused, as long as the key goes on and they can say it again.
func (k Key) Ending(at time.Time) []Asked {
	if k.Revoked {
		return nil
	}
	return pending(k.Asked, at)
}

// keyAsked is an end that somebody says of a key that is not his or hers, nor his or her side's.
type keyAsked struct {
	*asking
	ending
	dated bool // since when the key is in doubt counts already
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
// (asks); that it is in doubt takes nothing from anybody, and counts as soon as they signed.
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
	a := &keyAsked{asking: &asking{Asked: Asked{Act: e.ID}, received: e.Received, sides: func() []string { return []string{f.sideIn(o)} }}, ending: end}
	reckon := o.Reckon
	if !ended {
		f.asks.add(a.asking)
		f.asked = append(f.asked, a)
		reckon = func(p noun.Proposal) noun.Standing {
			if f.Revoked && a.Refused.IsZero() {
				return o.Reckon(p)
			}
			return f.asks.reckon(o, a.asking, p)
		}
	}
	f.docket.Propose(e, end.voice, reckon, func(by fold.Entry, standing noun.Standing) {
		if !ended && !a.again {
			f.end(by, end.said)
			f.asks.follow(&f.docket, by, a.asking)
		}
		if standing == noun.InForce {
			f.date(o, a)
		}
	})
	f.agreeOn(e, e.ID)
}

// agreeOn notes which sides signed an end that waits for the key's own side, and whether they are enough.
func (f *key) agreeOn(e fold.Entry, id act.ID) {
	p, _ := f.docket.Find(id)
	i := slices.IndexFunc(f.asked, func(a *keyAsked) bool { return a.Act == id })
	if i < 0 || p.Standing != noun.Waits {
		return
	}
	o := officeOf(f.asked[i].by, f.look)
	f.asks.agree(o, p, e.Received)
	if o.Reckon(p) == noun.InForce {
		f.date(o, f.asked[i])
	}
}

// date takes it that several sides say since when the key is in doubt: once, and anew if its own side came to say it, too.
func (f *key) date(o Office, a *keyAsked) {
	p, _ := f.docket.Find(a.Act)
	of := f.sideIn(o)
	own := of == "" && p.Standing == noun.InForce || slices.Contains(p.Yes(), of)
	if !a.dated || own {
		a.dated = true
		f.since.agree(a.said.CompromisedSince, own)
	}
}

func (f *key) end(e fold.Entry, said KeyRevoked) {
	if !f.Revoked {
		f.Revoked, f.RevokedAt = true, e.Received
	}
	f.revoked.Set(f.Graph, e.ID, said)
}
