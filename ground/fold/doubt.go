package fold

import (
	"bytes"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
)

// Doubt is how far a period rests on acts of keys in doubt.
type Doubt string

// How far.
const (
	Sound     Doubt = ""          // not at all: without them it would be the same
	Disavowed Doubt = "disavowed" // on acts that the key's own side alone says to be in doubt: no more than that is said of it
	Partly    Doubt = "partly"    // without them it would say less or otherwise
	Wholly    Doubt = "wholly"    // without them it would not be there or not count, or be of another type or status

	// The same, where others than the keys' own sides say that they are in doubt, and each of those sides says that they are not.
	PartlyDenied Doubt = "partly-denied"
	WhollyDenied Doubt = "wholly-denied"
)

// InDoubt reports whether it rests on acts of keys in doubt: what one side says alone does not make it so.
func (d Doubt) InDoubt() bool { return d.Counted() != Sound }

// Denied is the doubt of which the keys' own sides say that there is none.
func (d Doubt) Denied() Doubt {
	switch d {
	case Partly:
		return PartlyDenied
	case Wholly:
		return WhollyDenied
	}
	return d
}

// Counted is the doubt for figures, which leave out what one side says alone, be it that there is doubt or that there is none.
func (d Doubt) Counted() Doubt {
	switch d {
	case Partly, PartlyDenied:
		return Partly
	case Wholly, WhollyDenied:
		return Wholly
	}
	return Sound
}

// Doubted marks the periods of what acts add up to that would not be the same without those of keys
// in doubt. Sound is what the others add up to. Of a subject with one period every act is part of it,
// so that readers from whom members are withheld, who see less of a difference, mark the same.
func Doubted(folded, sound Folded, acts bool) (Folded, error) {
	return folded.marked(sound, acts, func(_, found Doubt) Doubt { return found })
}

// Repudiated marks likewise those periods, not yet marked, that would not be the same without acts that the side
// of their key alone says to be in doubt.
func Repudiated(folded, others Folded) (Folded, error) {
	return folded.marked(others, true, func(has, found Doubt) Doubt {
		if has == Sound && found != Sound {
			return Disavowed
		}
		return has
	})
}

func (f Folded) marked(without Folded, acts bool, mark func(has, found Doubt) Doubt) (Folded, error) {
	for i, p := range f.Periods {
		other := At(without.Periods, p.From, func(p *Period) (from, until time.Time) { return p.From, p.Until })
		doubt, err := p.against(other)
		if err != nil {
			return f, err
		}
		if doubt == Sound && acts && len(f.Periods) == 1 {
			doubt = Partly
		}
		f.Periods[i].Doubt = mark(p.Doubt, doubt)
	}
	return f, nil
}

func (p Period) against(sound *Period) (Doubt, error) {
	switch {
	case sound == nil, p.Kind != sound.Kind, p.Status != sound.Status, p.Counts && !sound.Counts, p.Party != sound.Party:
		return Wholly, nil
	case !p.From.Equal(sound.From), !p.Until.Equal(sound.Until), p.Compartment != sound.Compartment:
		return Partly, nil
	}
	says, err := json.Marshal(p.State, json.Deterministic(true))
	if err != nil {
		return Sound, err
	}
	otherwise, err := json.Marshal(sound.State, json.Deterministic(true))
	if err != nil || bytes.Equal(says, otherwise) {
		return Sound, err
	}
	return Partly, nil
}

// Without are the entries but some, in their order. Who had seen one of these had seen what its
// author had seen.
func Without(entries []Entry, some func(Entry) bool) []Entry {
	seen := map[act.ID][]act.ID{} // by the acts that are left out
	through := func(prev []act.ID) (all []act.ID) {
		for _, id := range prev {
			before, out := seen[id]
			if !out {
				before = []act.ID{id}
			}
			for _, id := range before {
				if !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
		return all
	}
	var left []Entry
	for _, e := range entries {
		e.Prev, e.in = through(e.Prev), nil
		if some(e) {
			seen[e.ID] = e.Prev
			continue
		}
		left = append(left, e)
	}
	return left
}
