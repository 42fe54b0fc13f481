package incident

import (
	"time"

	"truce/ground/act"
	"truce/ground/fold"
)

// Tally is the state of a published count. It is a claim: nothing that is counted here
// changes by it.
type Tally struct {
	TallyPublished
	Inconsistent bool          `json:"inconsistent,omitzero"` // the parts do not add up to the total
	OffBy        int           `json:"offBy,omitzero"`        // parts less total
	Own          bool          `json:"own,omitzero"`          // entered by the publisher's own people, not by the mission
	By           act.SubjectID `json:"by,omitempty" class:"staff"`
	ReceivedOn   string        `json:"receivedOn,omitempty"` // day of receipt, UTC
	Versions     int           `json:"versions"`
	Ignored      []Ignored     `json:"ignored,omitempty"`
}

// FoldTally adds up the acts about a tally. The party's people and the
// mission may enter it; what people of another party enter is kept and has no effect.
func FoldTally(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var published fold.Field[TallyPublished]
	var s Tally
	for _, e := range entries {
		b, is := e.Body.(*TallyPublished)
		switch {
		case !is:
		case e.Party != "" && e.Party != b.Publisher:
			s.Ignored = append(s.Ignored, ignored(e, "tally-published", "another-party"))
		default:
			s.Own, s.By, s.ReceivedOn = e.Party != "", e.Person, dayOf(e)
			s.Versions++
			published.Set(g, e.ID, *b)
		}
	}
	s.TallyPublished = published.Value()
	if len(s.Parts) > 0 { // else there is nothing to add up
		s.OffBy = s.offBy()
		s.Inconsistent = s.OffBy != 0
	}
	return fold.Folded{
		Periods:   []fold.Period{s.period()},
		Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return published.Conflict("tally") }),
	}
}

func (s *Tally) period() fold.Period {
	p := fold.Period{Kind: s.Unit, Status: "published", Party: s.Publisher, Label: s.Date, Counts: s.Versions > 0, State: *s}
	switch {
	case s.Versions == 0:
		p.Status = "ignored"
	case s.Inconsistent:
		p.Status = "inconsistent"
	}
	p.From, p.Until = s.day()
	return p
}

// day is the published day in the published time zone, half-open; UTC's if none was.
func (s *Tally) day() (from, until time.Time) {
	zone := s.UTCOffset
	if zone == "" {
		zone = "+00:00"
	}
	from, err := time.Parse("2006-01-02Z07:00", s.Date+zone)
	if err != nil {
		return time.Time{}, time.Time{}
	}
	return from.UTC(), from.UTC().Add(24 * time.Hour)
}
