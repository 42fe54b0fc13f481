package fold

import (
	"slices"
	"time"

	"truce/ground/act"
)

// Resting are acts about a subject that have no effect until an act of their own side that has effect names them.
type Resting map[act.ID]Entry

// Waking is how an act that rested came to have effect.
type Waking struct {
	At time.Time // when the act was received that woke it; zero: none did
	By []Naming  // who signed that one and, where it named it by way of others that rested, those
}

// Naming is a key that signed what woke an act that rested. Whoever doubts that key, or for whom it speaks, doubts that the act has
// effect.
type Naming struct {
	Key          act.KeyID
	Came, Issued time.Time // as of the latest of its acts that did
}

// Rouse takes out, and answers, the acts that rested until one that has effect came that names them, or names one of them that names
// others. They count from its receipt on. It wakes what rests of its own side alone: what a side left behind nobody else holds up as
// its latest word.
func (r Resting) Rouse(by Entry) (roused []Entry) {
	type named struct {
		id act.ID
		by []Naming
	}
	var next []named
	follow := func(e Entry, by []Naming) {
		by = naming(by, e)
		for _, id := range e.Prev {
			next = append(next, named{id, by})
		}
	}
	if len(r) > 0 {
		follow(by, nil)
	}
	for len(next) > 0 && len(r) > 0 {
		n := next[0]
		next = next[1:]
		e, rests := r[n.id]
		if !rests || e.Party != by.Party {
			continue
		}
		delete(r, n.id)
		follow(e, n.by)
		roused = append(roused, e.Wake(Waking{by.Received, n.by}))
	}
	return roused
}

// naming adds who signed an act, each key once: so a long line of acts costs no more than a short one.
func naming(by []Naming, e Entry) []Naming {
	n := Naming{e.Key, e.Received, e.Issued}
	i := slices.IndexFunc(by, func(o Naming) bool { return o.Key == n.Key })
	if i < 0 {
		return append(slices.Clip(by), n)
	}
	o := by[i]
	if !n.Came.After(o.Came) && !n.Issued.After(o.Issued) {
		return by
	}
	by = slices.Clone(by)
	by[i] = Naming{n.Key, later(o.Came, n.Came), later(o.Issued, n.Issued)}
	return by
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Wake has an act that rested be received when the one was that woke it, if that was later than it came itself: nothing counts from
// before anybody was told of it.
func (e Entry) Wake(w Waking) Entry {
	if w.At.After(e.Received) {
		e.Received, e.Rested = w.At, e.Received
	}
	e.Named = w.By
	return e
}

// Signed reports whether something is so of the key that signed the act, or of one that signed what woke it.
func (e Entry) Signed(is func(key act.KeyID, came, issued time.Time) bool) bool {
	return is(e.Key, e.Came(), e.Issued) || slices.ContainsFunc(e.Named, func(n Naming) bool { return is(n.Key, n.Came, n.Issued) })
}
