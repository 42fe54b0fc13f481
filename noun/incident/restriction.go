package incident

import (
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/place"
)

// Restriction is the state of a restriction of movement.
type Restriction struct {
	RestrictionRecorded
	Minutes  int             `json:"minutes,omitzero"` // whole minutes that it lasted; 0 while it has no end
	By       act.SubjectID   `json:"by" class:"staff"` // who recorded it
	Versions int             `json:"versions"`
	Near     *place.Position `json:"near,omitempty"` // to a tenth of a degree, for everyone
}

// FoldRestriction adds up the acts about a restriction. Lists find it by its type and by
// the party that restricted.
func FoldRestriction(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var recorded fold.Field[RestrictionRecorded]
	var s Restriction
	for _, e := range entries {
		if b, is := e.Body.(*RestrictionRecorded); is {
			if s.Versions == 0 {
				s.By = e.Person
			}
			s.Versions++
			recorded.Set(g, e.ID, *b)
		}
	}
	s.RestrictionRecorded = recorded.Value()
	if !s.Until.IsZero() {
		s.Minutes = int(s.Until.Sub(s.From) / time.Minute)
	}
	return fold.Folded{
		Periods:   []fold.Period{s.period()},
		Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return recorded.Conflict("restriction") }),
	}
}

func (s *Restriction) period() fold.Period {
	where := fold.WhereOf(s.Place)
	s.Near = near(where)
	words := s.Given + "\n" + s.Note
	if s.Place != nil {
		words += "\n" + s.Place.Name
	}
	return fold.Period{
		From: s.From, Until: s.Until, Kind: s.Type, Status: s.Outcome, Party: s.Party, Zone: s.Zone, Label: s.Area,
		Narrative: strings.TrimSpace(words), Where: where, Counts: true, State: *s,
	}
}

// Restricted is one line of the monthly table. Months are UTC's, by the start.
type Restricted struct {
	Month     string          `json:"month"` // 2017-07
	Party     string          `json:"party"`
	Type      string          `json:"type"`
	Cases     int             `json:"cases"`
	Minutes   int             `json:"minutes"`   // of those that have ended
	Unended   int             `json:"unended"`   // of the cases, those without an end
	Prevented int             `json:"prevented"` // of the cases, those that prevented a visit or inspection
	Of        []act.SubjectID `json:"of"`        // the cases themselves, sorted
}

// RestrictionsByMonth is the table of restrictions by month, party and type, sorted so.
func RestrictionsByMonth(all map[act.SubjectID]Restriction) []Restricted {
	var table []Restricted
	for subject, r := range all {
		month := r.From.UTC().Format("2006-01")
		i := slices.IndexFunc(table, func(l Restricted) bool {
			return l.Month == month && l.Party == r.Party && l.Type == r.Type
		})
		if i < 0 {
			i = len(table)
			table = append(table, Restricted{Month: month, Party: r.Party, Type: r.Type})
		}
		table[i].add(subject, r)
	}
	for _, line := range table {
		slices.Sort(line.Of)
	}
	slices.SortFunc(table, func(a, b Restricted) int {
		return strings.Compare(a.Month+" "+a.Party+" "+a.Type, b.Month+" "+b.Party+" "+b.Type)
	})
	return table
}

func (l *Restricted) add(subject act.SubjectID, r Restriction) {
	l.Cases++
	l.Minutes += r.Minutes
	l.Of = append(l.Of, subject)
	if r.Until.IsZero() {
		l.Unended++
	}
	if r.Prevented != "" {
		l.Prevented++
	}
}
