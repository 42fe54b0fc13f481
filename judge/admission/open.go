package admission

import (
	"slices"

	"truce/ground/act"
	"truce/noun/people"
)

// Of acts about one subject may stand open, acts with effect that no other act with effect names: MaxOpen of one side;
// MaxOpenOfOne of one author, so that nobody crowds out others of his or her own side; and where a side has MaxOpen, one
// more of each author of it who has none there, up to MaxOpenInAll. What is said beside these is taken, and rests: it has
// no effect until an act that has effect names it. So nobody can make a subject too wide for others to name all that was
// said (act.MaxPrev), and nothing is lost: whoever reads it and writes what follows it brings it back.
const (
	MaxOpen      = 8
	MaxOpenOfOne = 4
	MaxOpenInAll = 16
)

// Open follows which acts about one subject stand open, and which rest. The zero value is that of
// a subject of which nobody spoke.
type Open struct {
	open    []standing
	resting map[short]*rest
}

// short is half an act's id: see Ledger.acts.
type short [16]byte

func shortOf(id act.ID) short { return short(id[:16]) }

// standing is an open act and whose it is.
type standing struct {
	id act.ID
	by Whose
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

// rest is an act that rests: what it will close once it is named, and which acts that rest it
// names in its turn.
type rest struct {
	closes []short
	names  []short
}

// Crowds reports whether an act of somebody's would be one too many.
func (o *Open) Crowds(a act.Act, by Whose) bool {
	if o == nil || len(o.open) < MaxOpenOfOne {
		return false
	}
	closes, side, own := o.closes(a), 1, 1
	for _, s := range o.open {
		if s.by.Party != by.Party || slices.Contains(closes, shortOf(s.id)) {
			continue
		}
		side++
		if s.by.Name == by.Name {
			own++
		}
	}
	return own > MaxOpenOfOne || side > MaxOpen && own > 1 || side > MaxOpenInAll
}

// closes are the open acts that an act would close: those that it names, and those that the
// resting acts named which it names.
func (o *Open) closes(a act.Act) (closes []short) {
	add := func(id short) {
		if !slices.Contains(closes, id) && slices.ContainsFunc(o.open, func(s standing) bool { return shortOf(s.id) == id }) {
			closes = append(closes, id)
		}
	}
	for _, prev := range a.Prev {
		id := shortOf(prev)
		add(id)
		if r, rests := o.resting[id]; rests {
			for _, also := range r.closes {
				add(also)
			}
		}
	}
	return closes
}

// Take adds an act that rests, or does not, as Crowds told.
func (o *Open) Take(a act.Act, by Whose, rests bool) { o.take(a, by, rests) }

// take answers which acts rest no longer.
func (o *Open) take(a act.Act, by Whose, rests bool) (roused []short) {
	closes := o.closes(a)
	if rests {
		o.rest(a, closes)
		return nil
	}
	roused = o.rouse(a)
	o.open = slices.DeleteFunc(o.open, func(s standing) bool { return slices.Contains(closes, shortOf(s.id)) })
	o.open = append(o.open, standing{a.ID, by})
	return roused
}

func (o *Open) rest(a act.Act, closes []short) {
	r := &rest{closes: closes}
	for _, prev := range a.Prev {
		if _, rests := o.resting[shortOf(prev)]; rests {
			r.names = append(r.names, shortOf(prev))
		}
	}
	if o.resting == nil {
		o.resting = map[short]*rest{}
	}
	o.resting[shortOf(a.ID)] = r
}

// rouse ends the rest of what an act names, and of what that names.
func (o *Open) rouse(a act.Act) (roused []short) {
	var names []short
	for _, prev := range a.Prev {
		names = append(names, shortOf(prev))
	}
	for len(names) > 0 && len(o.resting) > 0 {
		id := names[len(names)-1]
		names = names[:len(names)-1]
		if r, rests := o.resting[id]; rests {
			delete(o.resting, id)
			roused, names = append(roused, id), append(names, r.names...)
		}
	}
	return roused
}
