package incident

import (
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/place"
)

// Restriction is the state of a restriction of movement.
type Restriction struct {
	RestrictionRecorded
	Minutes  *int            `json:"minutes,omitempty"` // whole minutes that it lasted; absent unless its end is said
	By       act.SubjectID   `json:"by" class:"staff"`  // who recorded it
	Versions int             `json:"versions"`
	Ahead    bool            `json:"ahead,omitzero"` // it speaks of a time that had not come when it was received: it counts for nothing
	Near     *place.Position `json:"near,omitempty"` // to a tenth of a degree, for everyone
}

// FoldRestriction adds up the acts about a restriction. Lists find it by its type and by
// the party that restricted.
func FoldRestriction(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var recorded spoken[RestrictionRecorded]
	var s Restriction
	for _, e := range entries {
		if b, is := e.Body.(*RestrictionRecorded); is {
			if s.Versions == 0 {
				s.By = e.Person
			}
			s.Versions++
			recorded.set(g, e, *b)
		}
	}
	s.RestrictionRecorded = recorded.of.Value()
	s.Ahead = ahead(recorded.at(), s.From, s.Until)
	if !s.Until.IsZero() {
		s.Minutes = new(int(s.Until.Sub(s.From) / time.Minute))
	}
	return fold.Folded{
		Periods:   []fold.Period{s.period()},
		Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return recorded.of.Conflict("restriction") }),
	}
}

// period is a moment if its end is not said: it is not taken to last until now.
func (s *Restriction) period() fold.Period {
	until := s.Until
	if until.IsZero() && !s.Ongoing && !s.From.IsZero() {
		until = s.From.Add(time.Microsecond)
	}
	where := fold.WhereOf(s.Place)
	s.Near = near(where)
	words := s.ReasonGiven.Text + "\n" + s.Narrative.Text
	if s.Place != nil {
		words += "\n" + s.Place.Name
	}
	return fold.Period{
		From: s.From, Until: until, Kind: s.Kind, Status: s.Outcome, Party: s.Party, Zone: s.Zone, Label: s.Area,
		Narrative: strings.TrimSpace(words), Where: where, Counts: !s.Ahead, State: *s,
	}
}
