package incident

import (
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Tally is the state of a published count. It is a claim: nothing that is counted here
// changes by it.
type Tally struct {
	TallyPublished
	Inconsistent bool           `json:"inconsistent,omitzero"` // the parts do not add up to the total, or another party confirmed more than that
	OffBy        int            `json:"offBy,omitzero"`        // parts less total
	Own          bool           `json:"own,omitzero"`          // entered by the publisher's own people, not by the mission
	By           act.SubjectID  `json:"by,omitempty" class:"staff"`
	ReceivedOn   string         `json:"receivedOn,omitempty"` // day of receipt, UTC
	Ahead        bool           `json:"ahead,omitzero"`       // it counts a day that had not begun when it was received: it counts for nothing
	Versions     int            `json:"versions"`
	Recorded     *TallyRecorded `json:"recorded,omitempty"` // what the mission entered for the publisher, which said itself what it published: it counts for nothing
	Ignored      []Ignored      `json:"ignored,omitempty"`
}

// TallyRecorded is a count that the mission entered for a party whose own people entered it too.
type TallyRecorded struct {
	TallyPublished
	By         act.SubjectID `json:"by" class:"staff"`
	ReceivedOn string        `json:"receivedOn"` // day of receipt, UTC
	Versions   int           `json:"versions"`
}

// entered is what one of them said who may enter a tally: the publisher's own people, or the mission for them.
type entered struct {
	spoken[TallyPublished]
	by       act.SubjectID
	on       string // day of receipt of the last, UTC
	versions int
}

func (t *entered) take(g fold.Graph, e fold.Entry, b TallyPublished) {
	t.by, t.on = e.Person, dayOf(e)
	t.versions++
	t.set(g, e, b)
}

// FoldTally adds up the acts about a tally. The party's people and the mission may enter it; what an office took of another party's
// people nevertheless is kept and has no effect. What the mission entered, or a key for which it alone vouched although the party
// has a root key, counts while the party itself said nothing, and stands beside what it said since or before.
func FoldTally(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	g, roots := fold.NewGraph(entries), noun.NewRoots(look)
	var own, recorded entered
	var s Tally
	for _, e := range entries {
		b, is := e.Body.(*TallyPublished)
		switch {
		case !is:
		case e.Party != "" && e.Party != b.Publisher:
			s.Ignored = append(s.Ignored, ignored(e, "tally-published", "another-party"))
		case e.Party == "" || roots.Waits(e, b.Publisher):
			recorded.take(g, e, *b)
		default:
			own.take(g, e, *b)
		}
	}
	stands := recorded
	if own.versions > 0 {
		stands, s.Own = own, true
		if recorded.versions > 0 {
			s.Recorded = &TallyRecorded{recorded.of.Value(), recorded.by, recorded.on, recorded.versions}
		}
	}
	s.TallyPublished, s.By, s.ReceivedOn, s.Versions = stands.of.Value(), stands.by, stands.on, stands.versions
	s.Ahead = s.Versions > 0 && ahead(stands.at(), s.begins())
	if len(s.Parts) > 0 { // else there is nothing to add up
		s.OffBy = s.offBy()
	}
	s.Inconsistent = s.OffBy != 0 || s.ConfirmedByOther != nil && *s.ConfirmedByOther > s.Total
	return fold.Folded{
		Periods:   []fold.Period{s.period()},
		Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return stands.of.Conflict("tally") }),
	}
}

// Counts asks for a version of the publisher's or the mission's, of a day that had begun when it was received.
func (s Tally) Counts() bool { return s.Versions > 0 && !s.Ahead }

func (s *Tally) period() fold.Period {
	p := fold.Period{Kind: s.Unit, Status: "published", Party: s.Publisher, Label: s.Date, Counts: s.Counts(), State: *s}
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

// begins is the first moment at which the published day can have begun: where no time zone was published, in the farthest east.
func (s *Tally) begins() time.Time {
	from, _ := s.day()
	if s.UTCOffset == "" {
		return from.Add(-14 * time.Hour)
	}
	return from
}
