package admission

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun/people"
)

// Of acts about one subject may stand open, acts with effect that no other act with effect names: MaxOpen of one side;
// MaxOpenOfOne of one author, so that nobody crowds out others of his or her own side; and where a side has MaxOpen, one
// more of each author of it who has none there, up to MaxOpenInAll. What is said beside these is taken, and rests: it has
// no effect until an act of the same side that has effect names it, and counts from the receipt of that one. So nobody can make a subject too
// wide for others to name all that was said (act.MaxPrev), and nothing is lost: who of its side reads it and writes what follows it brings it
// back. Nobody else does: a side that left something behind and said since what it stands by would be held to what it left.
//
// About what others are judged by nothing rests: a signature of which nobody is told would be there when time has passed. What would be
// one too many of its author or its side is refused until it names what that side left open. An author who leaves nothing else open is refused by
// nothing that others of the side say.
const (
	MaxOpen      = 8
	MaxOpenOfOne = 4
	MaxOpenInAll = 16
)

// Unheard is how long an act about what others are judged by must have been received before whoever changes it must have seen it: what
// came later may not have reached an officer who reads, asks and signs over a slow link, and whoever says something every second would
// keep all others from the subject. Who did not see it wrote beside it, as folds tell.
const Unheard = 60 * time.Minute

// Open follows which acts about one subject stand open, and which rest. The zero value is that of
// a subject of which nobody spoke and by which nobody is judged.
type Open struct {
	open    []standing
	resting map[short]*rest
	governs *governing // nil: nobody is judged by the subject
}

// OpenOf is that of a subject of which nobody spoke, by which others are judged or not.
func OpenOf(governs bool) Open {
	if !governs {
		return Open{}
	}
	return Open{governs: &governing{}}
}

// governing is what there is to know of a subject by which others are judged: who saw what.
type governing struct {
	line   fold.Line
	closed []closed // not long ago
}

// closed is an act that stood open from its receipt until another named it.
type closed struct {
	id          act.ID
	from, until time.Time
}

// short is half an act's id: see Ledger.acts.
type short [16]byte

func shortOf(id act.ID) short { return short(id[:16]) }

// standing is an open act, whose it is and, of a subject by which others are judged, when it was received.
type standing struct {
	id   act.ID
	by   Whose
	from time.Time
}

// Whose says of which author and of which side an act is.
type Whose struct {
	Party string
	Name  act.SubjectID // as people.Author.Name
}

// WhoseOf says so of an author.
func WhoseOf(a people.Author) Whose { return Whose{a.Party, a.Name} }

// Heads are the open acts, in the order in which they were taken.
func (o *Open) Heads() []act.ID {
	if o == nil {
		return nil
	}
	heads := make([]act.ID, len(o.open))
	for i, s := range o.open {
		heads[i] = s.id
	}
	return heads
}

// rest is an act that rests: whose side it is of, what it will close once it is named, and which acts of that side that rest it
// names in its turn.
type rest struct {
	party  string
	closes []short
	names  []short
}

// Crowds reports whether an act of somebody's would be one too many, and which act of the same side it leaves open.
func (o *Open) Crowds(a act.Act, by Whose) (beside act.ID, crowds bool) {
	if o == nil || len(o.open) < MaxOpenOfOne {
		return act.ID{}, false
	}
	closes, side, own := o.closes(a, by), 1, 1
	for _, s := range o.open {
		if s.by.Party != by.Party || slices.Contains(closes, shortOf(s.id)) {
			continue
		}
		if side++; s.by.Name == by.Name {
			own++
		}
		if side == 2 || s.by.Name == by.Name {
			beside = s.id
		}
	}
	return beside, own > MaxOpenOfOne || side > MaxOpen && own > 1 || side > MaxOpenInAll && o.governs == nil
}

// Unseen is an act that stood open for Unheard when another is received, and that this one neither names nor follows by way of what it
// names: false if there is none. Of more than an act can name so many are enough. It is asked of subjects by which others are judged.
func (o *Open) Unseen(a act.Act, received time.Time) (unseen act.ID, is bool) {
	if o == nil || o.governs == nil {
		return act.ID{}, false
	}
	heard, seen := received.Add(-Unheard), 0
	ask := func(id act.ID, from time.Time) {
		switch {
		case from.After(heard):
		case o.governs.line.Follows(a.Prev, id):
			seen++
		case !is:
			unseen, is = id, true
		}
	}
	for _, c := range o.governs.closed {
		if c.until.After(heard) {
			ask(c.id, c.from)
		}
	}
	for _, s := range o.open {
		ask(s.id, s.from)
	}
	return unseen, is && seen < act.MaxPrev
}

// closes are the open acts that an act of somebody's would close: those that it names, and those that the
// acts named which it would wake.
func (o *Open) closes(a act.Act, by Whose) (closes []short) {
	add := func(id short) {
		if !slices.Contains(closes, id) && slices.ContainsFunc(o.open, func(s standing) bool { return shortOf(s.id) == id }) {
			closes = append(closes, id)
		}
	}
	for _, prev := range a.Prev {
		id := shortOf(prev)
		add(id)
		if r, rests := o.rests(id, by); rests {
			for _, also := range r.closes {
				add(also)
			}
		}
	}
	return closes
}

// rests answers what rests and somebody of its side may wake.
func (o *Open) rests(id short, by Whose) (*rest, bool) {
	r, rests := o.resting[id]
	return r, rests && r.party == by.Party
}

// Take adds an act that rests, or does not, as Crowds told.
func (o *Open) Take(a act.Act, by Whose, received time.Time, rests bool) {
	o.take(a, by, received, rests)
}

// take answers which acts rest no longer.
func (o *Open) take(a act.Act, by Whose, received time.Time, rests bool) (roused []short) {
	closes := o.closes(a, by)
	if rests {
		o.rest(a, by, closes)
		return nil
	}
	roused = o.rouse(a, by)
	if o.governs != nil {
		o.governs.take(a, o.open, closes, received)
	}
	o.open = slices.DeleteFunc(o.open, func(s standing) bool { return slices.Contains(closes, shortOf(s.id)) })
	o.open = append(o.open, standing{a.ID, by, received})
	return roused
}

// take notes what an act names, and lets go of what nobody asks for any more.
func (g *governing) take(a act.Act, open []standing, closes []short, received time.Time) {
	g.line.Add(a.ID, a.Prev)
	g.closed = slices.DeleteFunc(g.closed, func(c closed) bool { return !c.until.After(received.Add(-Unheard)) })
	for _, s := range open {
		if slices.Contains(closes, shortOf(s.id)) {
			g.closed = append(g.closed, closed{s.id, s.from, received})
		}
	}
}

func (o *Open) rest(a act.Act, by Whose, closes []short) {
	r := &rest{party: by.Party, closes: closes}
	for _, prev := range a.Prev {
		if _, rests := o.rests(shortOf(prev), by); rests {
			r.names = append(r.names, shortOf(prev))
		}
	}
	if o.resting == nil {
		o.resting = map[short]*rest{}
	}
	o.resting[shortOf(a.ID)] = r
}

// rouse ends the rest of what an act names of its own side, and of what that names.
func (o *Open) rouse(a act.Act, by Whose) (roused []short) {
	var names []short
	for _, prev := range a.Prev {
		names = append(names, shortOf(prev))
	}
	for len(names) > 0 && len(o.resting) > 0 {
		id := names[len(names)-1]
		names = names[:len(names)-1]
		if r, rests := o.rests(id, by); rests {
			delete(o.resting, id)
			roused, names = append(roused, id), append(names, r.names...)
		}
	}
	return roused
}
