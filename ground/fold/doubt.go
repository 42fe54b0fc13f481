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
	Sound  Doubt = ""       // not at all: without them it would be the same
	Partly Doubt = "partly" // without them it would say less or otherwise
	Alone  Doubt = "alone"  // without them it would not be there or not count, or be of another type or status
)

// Doubted marks the periods of what acts add up to that would not be the same without those of keys
// in doubt. Sound is what the others add up to. Of a subject with one period every act is part of it,
// so that readers from whom members are withheld, who see less of a difference, mark the same.
func Doubted(folded, sound Folded, acts bool) (Folded, error) {
	for i, p := range folded.Periods {
		other := At(sound.Periods, p.From, func(p *Period) (from, until time.Time) { return p.From, p.Until })
		doubt, err := p.against(other)
		if err != nil {
			return folded, err
		}
		if doubt == Sound && acts && len(folded.Periods) == 1 {
			doubt = Partly
		}
		folded.Periods[i].Doubt = doubt
	}
	return folded, nil
}

func (p Period) against(sound *Period) (Doubt, error) {
	switch {
	case sound == nil, p.Kind != sound.Kind, p.Status != sound.Status, p.Counts && !sound.Counts, p.Party != sound.Party:
		return Alone, nil
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

// Without are the entries but those of keys in doubt, in their order. Who had seen one of these had
// seen what its author had seen.
func Without(entries []Entry) []Entry {
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
		if e.Doubted {
			seen[e.ID] = e.Prev
			continue
		}
		left = append(left, e)
	}
	return left
}
