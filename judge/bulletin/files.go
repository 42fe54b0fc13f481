package bulletin

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/incident"
	"truce/tool/kinds"
)

// findings are what bodies found on the files of the period. Those below quorum are among
// them and say so.
func (m *maker) findings() {
	m.b.Findings = []Finding{}
	for _, i := range m.in.Incidents {
		if i.Before || !i.State.Counts() {
			continue
		}
		for _, f := range i.State.Findings {
			m.b.Findings = append(m.b.Findings, Finding{
				File: m.of(1, IncidentUnit, i.Subject), Event: i.State.Event, Body: string(f.Body), Status: f.Status, Issued: f.Issued,
				Present: f.Present, Signed: f.Signed, Dissented: f.Dissented, Absent: f.Absent, Needed: f.Quorum.Needed,
				Lacking: f.Lacking, QuorumMet: f.QuorumMet, Row: f.Issued + " " + f.Body.Name() + " " + m.nameOf(i.Subject),
			})
		}
	}
	slices.SortFunc(m.b.Findings, func(a, b Finding) int { return strings.Compare(a.Row, b.Row) })
}

// nameOf tells rows about single files apart: by the file's id, or by a digest of it.
func (m *maker) nameOf(subject act.SubjectID) string {
	if m.in.Edition == missionEdition {
		return string(subject)
	}
	return digest(m.in.Salt, []act.SubjectID{subject})[:12]
}

// AnswersDays is how far back from the end of the period files are looked at for questions
// that are still open.
const AnswersDays = 90

func (m *maker) answers() {
	a := &m.b.Answers
	a.Days, a.Asked, a.Positions = AnswersDays, []Asked{}, []PositionOf{}
	open, overdue, oldest := map[string]*bag{}, map[string]*bag{}, map[string]time.Time{}
	for _, i := range m.in.Asked {
		if !i.State.Counts() {
			continue
		}
		late := i.State.Overdue(m.in.Period.Until)
		for _, r := range i.State.Open() {
			into := open
			if slices.Contains(late, r) {
				into = overdue
			}
			at(into, r.Party).put(i.Subject, false)
			if first, is := oldest[r.Party]; !is || r.Deadline.Before(first) {
				oldest[r.Party] = r.Deadline
			}
		}
	}
	for _, party := range sorted(oldest) {
		a.Asked = append(a.Asked, Asked{
			Row: party, Open: m.single(*at(open, party), QuestionUnit), Overdue: m.single(*at(overdue, party), QuestionUnit),
			Oldest: oldest[party].UTC(),
		})
	}
	m.positions()
}

func at(bags map[string]*bag, key string) *bag {
	if bags[key] == nil {
		bags[key] = &bag{}
	}
	return bags[key]
}

func sorted[V any](of map[string]V) []string {
	keys := make([]string, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (m *maker) positions() {
	taken := map[string]*bag{}
	for _, i := range m.in.Incidents {
		if !i.State.Counts() {
			continue
		}
		for _, p := range i.State.Positions {
			at(taken, p.Party+" "+p.Position).put(i.Subject, i.Before)
		}
	}
	for _, key := range sorted(taken) {
		party, position, _ := strings.Cut(key, " ")
		m.b.Answers.Positions = append(m.b.Answers.Positions, PositionOf{key, party, position, m.figure(*taken[key], IncidentUnit)})
	}
}

// attributed takes the four that add up from the totals.
func (m *maker) attributed(files func(func(incident.Totals) incident.Figure) Figure) {
	a := &m.b.Attribution
	a.Inside = files(func(t incident.Totals) incident.Figure { return t.Inside })
	a.Outside = files(func(t incident.Totals) incident.Figure { return t.Outside })
	a.Contested = files(func(t incident.Totals) incident.Figure { return t.Contested })
	a.Nobody = files(func(t incident.Totals) incident.Figure { return t.Nobody })
}

// attribution lists the actors named. Listed groups stand apart, after the parties.
func (m *maker) attribution() {
	named, listed := map[string]*bag{}, map[string]*bag{}
	for _, i := range m.in.Incidents {
		if !i.State.Counts() {
			continue
		}
		inside, outside := i.State.Actors()
		for _, actor := range inside {
			at(named, actor).put(i.Subject, i.Before)
		}
		for _, actor := range outside {
			at(listed, actor).put(i.Subject, i.Before)
		}
	}
	m.b.Attribution.Actors = []Actor{}
	for _, actor := range sorted(named) {
		m.b.Attribution.Actors = append(m.b.Attribution.Actors, Actor{actor, false, m.figure(*named[actor], IncidentUnit)})
	}
	for _, actor := range sorted(listed) {
		m.b.Attribution.Actors = append(m.b.Attribution.Actors, Actor{actor + " (listed)", true, m.figure(*listed[actor], IncidentUnit)})
	}
}

func (m *maker) restrictions() {
	var total bag
	cases, minutes, prevented := map[string]*bag{}, map[string]*bag{}, map[string]*bag{}
	for _, r := range m.in.Restrictions {
		key := r.State.Party + " " + r.State.Type
		total.put(r.Subject, r.Before)
		at(cases, key).put(r.Subject, r.Before)
		at(minutes, key).add(r.Subject, r.Before, r.State.Minutes)
		if r.State.Prevented != "" {
			at(prevented, key).put(r.Subject, r.Before)
		}
	}
	m.b.Restrictions = Restrictions{m.figure(total, RestrictionUnit), []Restricted{}}
	for _, key := range sorted(cases) {
		party, kind, _ := strings.Cut(key, " ")
		m.b.Restrictions.Rows = append(m.b.Restrictions.Rows, Restricted{
			Row: key, Party: party, Type: kind, Cases: m.figure(*cases[key], RestrictionUnit),
			Minutes: m.figure(*minutes[key], MinuteUnit), Prevented: m.figure(*at(prevented, key), RestrictionUnit),
		})
	}
}

// late sorts what became known since the last bulletin by noun.
func (m *maker) late() {
	l := &m.b.Late
	l.Rows = []LateRow{}
	if m.in.Since == nil {
		return
	}
	l.SinceNumber, l.SinceKnown = m.in.Since.Number, m.in.Since.Known.UTC()
	added, changed := map[string]*bag{}, map[string]*bag{}
	for _, r := range m.in.Late {
		into := added
		if r.Changed {
			into = changed
		}
		at(into, r.Subject.Noun()).put(r.Subject, false)
	}
	for _, name := range LateNouns() {
		l.Rows = append(l.Rows, LateRow{name, m.single(*at(added, name), RecordUnit), m.single(*at(changed, name), RecordUnit)})
	}
}

// LateNouns are the nouns of records about a time that may become known late.
func LateNouns() []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Late })
}

func (m *maker) corrections() {
	m.b.Corrections = []Notice{}
	for _, c := range m.in.Corrections {
		m.b.Corrections = append(m.b.Corrections, Notice{
			Row: c.Bulletin.Name() + " " + itoa(c.Correction), Bulletin: c.Bulletin.Name(), Number: c.Number, Correction: c.Correction,
			What: c.What, Why: c.Why, Published: c.Published.UTC(),
		})
	}
	slices.SortFunc(m.b.Corrections, func(a, b Notice) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.Row, b.Row))
	})
}
