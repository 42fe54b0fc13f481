package bulletin

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/problem"
	"truce/ground/timezone"
)

// Forces is which agreement was in force in the period, for whom and where, and what was
// missing while none was. It stands before all figures: what counts as inside a zone, as due
// or as owed by somebody rests on it.
type Forces struct {
	Held string  `json:"held"` // always, partly or never: whether any text was in force
	Rows []Stood `json:"rows"`
}

// How much of the period some text was in force.
const (
	Always = "always"
	Partly = "partly"
	Never  = "never"
)

// Stood is how one text stood during a part of the period.
type Stood struct {
	Row       string        `json:"row"`
	Agreement act.SubjectID `json:"agreement"`
	Version   string        `json:"version"`
	Title     []Text        `json:"title,omitempty"`
	From      time.Time     `json:"from"` // within the period
	Until     time.Time     `json:"until"`
	State     string        `json:"state"`             // force.InForce, Waits, Suspended or Ended
	Parties   []string      `json:"parties,omitempty"` // for them alone; none: for everybody
	Where     []string      `json:"where,omitempty"`   // in zones and at lines of these codes alone; none: everywhere
	Why       []force.Lack  `json:"why,omitempty"`
}

// CountedForce is how one text stood, as it was counted.
type CountedForce struct {
	Stood
	Agreed bool `json:"agreed,omitzero"` // it was in force at some time: the public edition may name it
}

// force is how each text that can be signed stood in the period: as a whole, and apart from
// that for single parties and in single zones. Drafts and reports never are in force.
func (c *counting) force() {
	for _, a := range c.in.Agreements {
		for _, v := range a.State.Versions {
			if v.Type != "text" {
				continue
			}
			row := CountedForce{Stood{Agreement: a.Subject, Version: v.ID}, agreed(v)}
			for _, t := range v.Title {
				row.Title = append(row.Title, Text{t.Language, t.Text})
			}
			for _, s := range v.Standing.Stretches("") {
				row.State, row.Why = s.State, s.Why
				c.stood(row, s.Interval)
			}
			for _, g := range v.Standing.Gaps {
				if row.Parties, row.Where = g.Parties, g.Where; len(g.Parties)+len(g.Where) > 0 {
					row.State, row.Why = g.State, g.Why
					c.stood(row, g.Interval)
				}
			}
		}
	}
	slices.SortFunc(c.rows.Force, func(a, b CountedForce) int { return strings.Compare(a.Row, b.Row) })
	c.rows.Force = slices.CompactFunc(c.rows.Force, func(a, b CountedForce) bool { return a.Row == b.Row })
}

// stood keeps a row for the part of a stretch that is in the period.
func (c *counting) stood(row CountedForce, in force.Interval) {
	part, meet := in.Meet(force.Interval{From: c.in.Period.From, Until: c.in.Period.Until})
	if !meet {
		return
	}
	row.From, row.Until = part.From.UTC(), part.Until.UTC()
	whom := strings.Join(append(slices.Clone(row.Parties), row.Where...), " ")
	row.Row = strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", row.Agreement.Name(), row.Version, stamp(row.From), row.State, whom))
	c.rows.Force = append(c.rows.Force, row)
}

// forceSection says what was in force, before anything that rests on it. Strangers learn of no
// text before it was in force, and of one that was, only what they may know of why it is not.
func forceSection() Section {
	return part[Forces]{
		name: "force", from: From{ForceRows: nil}, make: (*maker).standing, page: forcePage,
		facts: func(s Forces) sheet {
			return sheetOf(s.Rows, []string{"agreement", "version", "from", "until", "state", "parties", "where", "why"}, func(r Stood) []string {
				return []string{string(r.Agreement), r.Version, stamp(r.From), stamp(r.Until), r.State,
					strings.Join(r.Parties, " "), strings.Join(r.Where, " "), lacks(r.Why)}
			})
		},
	}.section()
}

// lacks are what is missing, as programs read it.
func lacks(why []force.Lack) string {
	all := make([]string, len(why))
	for i, l := range why {
		all[i] = l.Say
		if l.Name != "" {
			all[i] += " " + l.Name
		}
		if !l.At.IsZero() {
			all[i] += " " + stamp(l.At)
		}
		if l.Day != "" {
			all[i] += " " + l.Day
		}
	}
	return strings.Join(all, "; ")
}

// zone is the one by which the bulletin counts days.
func (m *maker) zone() *time.Location {
	zone, err := timezone.Load(m.TimeZone)
	if err != nil { // a name that only another program's edition of the zones has
		return time.UTC
	}
	return zone
}

func (m *maker) standing() Forces {
	s := Forces{m.held(), []Stood{}}
	var lacks []force.Lack
	for _, f := range m.Force {
		lacks = append(lacks, f.Why...)
	}
	for _, f := range m.Force {
		row := f.Stood
		if !m.mission() {
			told := force.ToldOf(force.Interval{From: f.From, Until: f.Until}, lacks, m.zone())
			row.Row = strings.Replace(row.Row, stamp(f.From), stamp(told.From), 1)
			row.From, row.Until, row.Why = told.From, told.Until, force.Told(f.Why, m.zone())
		}
		if m.mission() || f.Agreed {
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// held reports how much of the period some text was in force for somebody.
func (m *maker) held() string {
	spans := []force.Interval{}
	for _, f := range m.Force {
		if f.State == force.InForce {
			spans = append(spans, force.Interval{From: f.From, Until: f.Until})
		}
	}
	if len(spans) == 0 {
		return Never
	}
	slices.SortFunc(spans, func(a, b force.Interval) int { return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until)) })
	reached := m.From
	for _, s := range spans {
		if s.From.After(reached) {
			return Partly
		}
		if s.Until.After(reached) {
			reached = s.Until
		}
	}
	if reached.Before(m.Until) {
		return Partly
	}
	return Always
}

func forcePage(p *page, s Forces) []block {
	all := []block{p.note("force-note")}
	if s.Held != Always {
		all = append(all, block{Class: "none", Text: strong(p.word("held-" + s.Held))})
	}
	if len(s.Rows) == 0 {
		return all
	}
	return append(all, tableOf(s.Rows,
		column[Stood]{head: p.word("text"), cell: func(r Stood) template.HTML { return p.title(r.Agreement, r.Version) }},
		column[Stood]{head: p.word("status"), cell: func(r Stood) template.HTML {
			return p.state(r.State) + " <br><small>" + p.clock(r.From) + " – " + p.clock(r.Until) + "</small>"
		}},
		column[Stood]{head: p.word("for-whom"), cell: func(r Stood) template.HTML { return p.concerns(r) }},
		column[Stood]{head: p.word("force-why"), cell: func(r Stood) template.HTML { return p.lacking(r.Why) }}))
}

// title is what a text is called: as it calls itself, and by its short name too where another has the same title.
func (p *page) title(agreement act.SubjectID, version string) template.HTML {
	name, alike := "", map[string]bool{}
	rows := Content[Forces](p.Bulletin, "force").Rows
	for _, r := range rows {
		if r.Agreement == agreement && r.Version == version {
			name = p.text(r.Title)
		}
	}
	for _, r := range rows {
		if p.text(r.Title) == name {
			alike[string(r.Agreement)+" "+r.Version] = true
		}
	}
	switch {
	case name == "":
		return code(version)
	case len(alike) > 1:
		return bdi(name) + small(code(version))
	}
	return bdi(name)
}

// clause is a clause by its number, without what its agreement calls its steps: clause 6 · a.
func (p *page) clause(id string) template.HTML {
	var steps []string
	for step := range strings.SplitSeq(id, "__") {
		steps = append(steps, step[strings.LastIndexByte(step, '_')+1:])
	}
	return bdi(p.with("clause", p.digits(strings.Join(steps, " · "))))
}

func (p *page) state(state string) template.HTML {
	told := esc(problem.Saying("force-"+state, nil, p.tag))
	if state == force.InForce {
		return told
	}
	return strong(told)
}

// concerns says for whom, and where.
func (p *page) concerns(r Stood) template.HTML {
	whom := p.word("everybody")
	if len(r.Parties) > 0 {
		whom = p.parties(r.Parties)
	}
	if len(r.Where) == 0 {
		return whom
	}
	return whom + small(p.zones(r.Where, ", "))
}

func (p *page) lacking(why []force.Lack) template.HTML {
	all := make([]string, len(why))
	for i, l := range why {
		names := strings.Split(l.Name, ", ")
		for j, name := range names {
			names[j] = p.partyName(name)
		}
		at := l.Day
		if !l.At.IsZero() {
			at = l.At.In(p.loc).Format("2006-01-02 15:04")
		}
		all[i] = template.HTMLEscapeString(problem.Saying("force-"+l.Say, problem.P{
			"name": strings.Join(names, ", "), "at": p.digits(at), "day": p.digits(l.Day)}, p.tag))
	}
	return template.HTML(strings.Join(all, "<br>"))
}

// unheld says above figures by zone what was not in force there, so that nobody takes "outside
// any zone" for a finding: without an agreement no boundary holds.
func (p *page) unheld() []block {
	s := Content[Forces](p.Bulletin, "force")
	var all []block
	if s.Held != Always {
		all = append(all, block{Class: "none", Text: strong(p.word("zones-" + s.Held))})
	}
	for _, r := range s.Rows {
		if len(r.Where) > 0 && r.State != force.InForce {
			all = append(all, block{Class: "note", Text: p.zones(r.Where, ", ") + ": " + p.state(r.State) + small(p.lacking(r.Why))})
		}
	}
	return all
}
