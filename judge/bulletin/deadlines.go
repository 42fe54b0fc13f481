package bulletin

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"truce/ground/act"
	"truce/noun/agreement"
)

// Deadlines are what is due soon, and what is overdue, by the version and clause that says so.
type Deadlines struct {
	Days int   `json:"days"` // how far ahead
	Rows []Due `json:"rows"`
}

// Due is one deadline.
type Due struct {
	Row        string        `json:"row"`
	Agreement  act.SubjectID `json:"agreement"`
	Version    string        `json:"version"`
	InForce    bool          `json:"inForce"` // of the version, at the end of the period
	Clause     string        `json:"clause"`
	Obligation string        `json:"obligation"`
	What       []Text        `json:"what,omitempty"`
	Who        []string      `json:"who,omitempty"`
	Day        string        `json:"day"`   // last day on which it is in time
	Until      time.Time     `json:"until"` // first instant that is too late
	Status     string        `json:"status"`
}

// deadlinesSection are the deadlines that the edition may name: strangers learn of no text
// before it was in force.
func deadlinesSection() Section {
	return part[Deadlines]{
		name: "deadlines", from: From{DeadlineRows: nil}, make: (*maker).deadlines, page: deadlinesPage,
		facts: func(d Deadlines) sheet {
			return sheetOf(d.Rows, []string{"day", "until", "status", "agreement", "version", "inForce", "clause", "obligation", "who"},
				func(d Due) []string {
					return []string{d.Day, stamp(d.Until), d.Status, string(d.Agreement), d.Version, fmt.Sprint(d.InForce), d.Clause, d.Obligation,
						strings.Join(d.Who, " ")}
				})
		},
	}.section()
}

func (m *maker) deadlines() Deadlines {
	all := Deadlines{DueDays, []Due{}}
	for _, d := range m.Rows.Deadlines {
		if m.mission() || d.Agreed {
			all.Rows = append(all.Rows, d.Due)
		}
	}
	return all
}

func deadlinesPage(p *page, d Deadlines) []block {
	note := p.noteWith("deadlines-note", d.Days)
	if len(d.Rows) == 0 {
		return []block{note, p.noneWith("none-deadlines", d.Days)}
	}
	return []block{note, tableOf(d.Rows,
		column[Due]{head: p.word("due"), cell: func(d Due) template.HTML { return p.day(d.Day) }},
		column[Due]{head: p.word("status"), cell: func(d Due) template.HTML {
			if d.Status == agreement.Overdue {
				return strong(p.word("overdue"))
			}
			return p.word("open")
		}},
		column[Due]{head: p.word("obligation"), cell: func(d Due) template.HTML { return esc(p.text(d.What)) + small("("+p.whom(d.Who)+")") }},
		column[Due]{head: p.word("version"), cell: func(d Due) template.HTML {
			version := p.title(d.Agreement, d.Version)
			if !d.InForce {
				version += small("(" + p.word("not-in-force") + ")")
			}
			return version + "<br><small>" + p.clause(d.Clause) + "</small>"
		}})}
}

// whom are parties by their names, and several at once by what a text calls them.
func (p *page) whom(who []string) template.HTML {
	names := make([]string, len(who))
	for i, w := range who {
		if _, group := agreement.GroupOf(w); group {
			names[i] = string(p.word("who-" + w))
		} else {
			names[i] = string(p.party(w))
		}
	}
	return template.HTML(strings.Join(names, ", "))
}
