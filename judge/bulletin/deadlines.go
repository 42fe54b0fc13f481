package bulletin

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"truce/noun/agreement"
)

// DueDays is how far ahead of the end of the period deadlines are listed.
const DueDays = 14

// deadlines are those that are due soon or overdue at the end of the period, by every
// version that the edition may name: strangers learn of no text before it was in force.
func (m *maker) deadlines() {
	m.b.Deadlines = Deadlines{DueDays, []Due{}}
	end := m.in.Period.Until
	for _, a := range m.in.Agreements {
		for _, v := range a.State.Versions {
			if m.in.Edition != missionEdition && !agreed(v) {
				continue
			}
			for _, d := range v.Deadlines {
				if standing := d.StandsAt(end); pressing(standing, d.Until, end) {
					m.b.Deadlines.Rows = append(m.b.Deadlines.Rows, due(a, v, d, standing, end))
				}
			}
		}
	}
	slices.SortFunc(m.b.Deadlines.Rows, func(a, b Due) int {
		return cmp.Or(a.Until.Compare(b.Until), strings.Compare(a.Row, b.Row))
	})
}

func pressing(standing string, until, end time.Time) bool {
	return standing == agreement.Overdue || standing == agreement.Open && !until.After(end.AddDate(0, 0, DueDays))
}

// agreed reports whether a text entered into force: drafts and reports are still being
// negotiated.
func agreed(v agreement.VersionState) bool { return v.Type == "text" && len(v.Force) > 0 }

func due(a Agreement, v agreement.VersionState, d agreement.Due, standing string, end time.Time) Due {
	row := Due{
		Row:       a.Subject.Name() + " " + v.ID + " " + d.Clause + " " + d.Obligation,
		Agreement: a.Subject, Version: v.ID, Clause: d.Clause, Obligation: d.Obligation,
		Day: string(d.Day), Until: d.Until.UTC(), Status: standing,
		InForce: slices.ContainsFunc(v.Force, func(i agreement.Interval) bool { return i.Holds(end) }),
	}
	if _, o, found := v.Obligation(d.Obligation); found {
		row.Who = o.Who
		for _, t := range o.What {
			row.What = append(row.What, Text{t.Language, t.Text})
		}
	}
	return row
}
