// Package post is the noun of places that a mission mans: checkpoints, observation posts
// and monitoring centres, with their positions over time. Who mans them is a later
// matter; where a particular person is now is never kept.
package post

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/place"
)

// Noun of this package.
const Noun = "post"

// Post is the state of a post during one period.
type Post struct {
	Name     string          `json:"name"`
	Kind     string          `json:"kind"`
	Operator string          `json:"operator,omitempty"`
	Zone     string          `json:"zone,omitempty"`
	Area     string          `json:"area,omitempty"`
	Place    *place.Place    `json:"place,omitempty" class:"exact-place"`
	Status   string          `json:"status"` // standing or closed
	Near     *place.Position `json:"near,omitempty"`
	Exercise bool            `json:"exercise,omitzero"`
}

// Fold adds up the acts about a post into one period for each position that it held.
func Fold(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var established fold.Field[PostEstablished]
	changes := map[int64]*fold.Field[change]{} // by the moment from which it holds
	set := func(from time.Time, by act.ID, c change) {
		at := from.UnixMicro()
		if changes[at] == nil {
			changes[at] = &fold.Field[change]{}
		}
		changes[at].Set(g, by, c)
	}
	corrected := corrections(g, entries)
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *PostEstablished:
			established.Set(g, e.ID, *b)
			if !corrected[e.ID] {
				set(b.From, e.ID, change{Place: b.Place})
			}
		case *PostMoved:
			set(b.From, e.ID, change{Place: b.Place})
		case *PostClosed:
			set(b.From, e.ID, change{Closed: true})
		}
	}
	f := fold.Folded{Periods: periods(established.Value(), changes)}
	f.Conflicts = conflicts(established, changes)
	return f
}

// corrections are the establishments that a later one knew of. Its moment replaces theirs:
// a post that was established on another day than first said stood from that day only.
func corrections(g fold.Graph, entries []fold.Entry) map[act.ID]bool {
	corrected := map[act.ID]bool{}
	var standing fold.Field[struct{}]
	for _, e := range entries {
		if _, is := e.Body.(*PostEstablished); is {
			corrected[e.ID] = true
			standing.Set(g, e.ID, struct{}{})
		}
	}
	for id := range corrected {
		corrected[id] = !standing.Stands(id)
	}
	return corrected
}

type change struct {
	Place  place.Place `json:"place,omitzero"`
	Closed bool        `json:"closed,omitzero"`
}

func moments(changes map[int64]*fold.Field[change]) []int64 {
	at := make([]int64, 0, len(changes))
	for m := range changes {
		at = append(at, m)
	}
	slices.Sort(at)
	return at
}

func periods(b PostEstablished, changes map[int64]*fold.Field[change]) []fold.Period {
	all := make([]fold.Period, 0, len(changes))
	for _, at := range moments(changes) {
		from := time.UnixMicro(at).UTC()
		if n := len(all); n > 0 {
			all[n-1].Until = from
		}
		all = append(all, period(b, from, changes[at].Value()))
	}
	return all
}

func period(b PostEstablished, from time.Time, c change) fold.Period {
	s := Post{
		Name: b.Name, Kind: b.Kind, Operator: b.Operator, Zone: b.Zone, Area: b.Area,
		Status: "standing", Exercise: b.Exercise,
	}
	p := fold.Period{From: from, Kind: b.Kind, Party: b.Operator, Zone: b.Zone, Label: b.Name, Counts: true}
	if c.Closed {
		s.Status, p.Counts = "closed", false
	} else {
		at := c.Place
		s.Place = &at
		p.Where = fold.WhereOf(&at)
		if at.Position != nil {
			near := at.Position.Coarse()
			s.Near = &near
		}
	}
	p.Status, p.State = s.Status, s
	return p
}

func conflicts(established fold.Field[PostEstablished], changes map[int64]*fold.Field[change]) []fold.Conflict {
	found := fold.Conflicts(func() (fold.Conflict, bool) { return established.Conflict("establishment") })
	for _, at := range moments(changes) {
		name := "position from " + time.UnixMicro(at).UTC().Format(time.RFC3339)
		if c, is := changes[at].Conflict(name); is {
			found = append(found, c)
		}
	}
	return found
}
