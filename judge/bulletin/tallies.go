package bulletin

import (
	"slices"
	"strings"

	"truce/ground/act"
	"truce/noun/incident"
)

// matching is the rule by which tallies are laid beside each other. It makes no total.
const matching = incident.SameAreaMinimum

// tallies lays what the parties published for the days of the period beside each other.
func (m *maker) tallies() {
	t := &m.b.Tallies
	t.Rule, t.Days, t.Shown = string(matching), []TallyDay{}, []Claim{}
	all := slices.DeleteFunc(slices.Clone(m.in.Tallies), func(i Item[incident.Tally]) bool {
		return i.State.Versions == 0 || !slices.Contains(m.in.Spec.days(), i.State.Date)
	})
	slices.SortFunc(all, func(a, b Item[incident.Tally]) int {
		return strings.Compare(a.State.Date+" "+a.State.Publisher, b.State.Date+" "+b.State.Publisher)
	})
	for i, a := range all {
		t.Shown = append(t.Shown, m.claim(a))
		for _, b := range all[i+1:] {
			if c, err := incident.Compare(a.State.TallyPublished, b.State.TallyPublished, matching); err == nil {
				t.Days = append(t.Days, m.tallyDay(c, a.Subject, b.Subject))
			}
		}
	}
}

func (m *maker) claim(i Item[incident.Tally]) Claim {
	s := i.State
	return Claim{
		Row: s.Date + " " + s.Publisher, Publisher: s.Publisher, Date: s.Date, Inconsistent: s.Inconsistent, Source: s.Source,
		Total: m.of(s.Total, s.Unit, i.Subject),
	}
}

// of is a figure that is not compared.
func (m *maker) of(n int, unit string, subjects ...act.SubjectID) Figure {
	return m.single(bag{now: heap{subjects, n}}, unit)
}

func (m *maker) tallyDay(c incident.Comparison, a, b act.SubjectID) TallyDay {
	unit := c.A.Unit
	if !c.OneUnit {
		unit = "case"
	}
	d := TallyDay{
		Row: c.Date + " " + c.A.Publisher + " " + c.B.Publisher, Date: c.Date, A: c.A.Publisher, B: c.B.Publisher,
		Matched: m.of(c.Split.MatchedAtMost, unit, a, b),
		OnlyA:   m.of(c.Split.OnlyAAtLeast, c.A.Unit, a, b), OnlyB: m.of(c.Split.OnlyBAtLeast, c.B.Unit, a, b),
		OneUnit: c.OneUnit, OneDay: c.OneDay, OffByA: c.OffByA, OffByB: c.OffByB, Areas: []TallyArea{},
	}
	for _, area := range c.Areas {
		d.Areas = append(d.Areas, TallyArea{area.Area, area.Name, area.A, area.B, area.Split.MatchedAtMost})
	}
	return d
}
