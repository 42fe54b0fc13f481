package bulletin

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/timezone"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/noun/word"
	"truce/noun/zone"
	"truce/tool/kinds"
)

// Count says what each record that an office knows counts as. It is pure, and the one place
// where states of nouns become figures: what folds say is read here and nowhere after. The
// second answer is of a copy of the register: the records of which it does not tell enough.
func Count(in Input) (Rows, []Unreckoned) {
	in.Rules = cmp.Or(in.Rules, Rules)
	c := &counting{in: in, rows: in.heading(), parties: in.parties()}
	c.force()
	c.reports()
	c.files()
	c.rulings()
	c.questions()
	c.restrictions()
	c.tallies()
	c.posts()
	c.zones()
	c.deadlines()
	c.late()
	c.named()
	c.words()
	c.sortDoubted()
	slices.SortFunc(c.rows.Corrections, func(a, b Corrected) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(string(a.Bulletin), string(b.Bulletin)), a.Correction-b.Correction)
	})
	return c.rows, c.unreckoned
}

func (in Input) heading() Rows {
	r := Rows{
		Rules: in.Rules, Folds: Folds(in.Rules), Office: in.Office.Name, OfficeName: in.Office.Title, Number: in.Number, Correction: in.Correction,
		Kind: in.Spec.Kind, Date: in.Spec.Date, CutOff: in.Spec.CutOff, TimeZone: in.Spec.TimeZone,
		From: in.Period.From.UTC(), Until: in.Period.Until.UTC(), BeforeFrom: in.Before.From.UTC(), Known: in.Known.UTC(),
		Registers: in.Registers, Salt: in.Salt, Blind: in.Blind, Outcomes: outcomes(in.Rules), Since: in.Since, Corrections: slices.Clone(in.Corrections),
	}
	for i := range r.Corrections {
		r.Corrections[i].Published = r.Corrections[i].Published.UTC()
	}
	return r
}

type counting struct {
	in         Input
	rows       Rows
	parties    agreement.Parties
	unreckoned []Unreckoned
}

// exercise marks the whole bulletin if anything in it did not happen.
func (c *counting) exercise(is bool) { c.rows.Exercise = c.rows.Exercise || is }

// leave leaves open, too, whether a record of which something is withheld rests on acts of keys in doubt.
func (c *counting) leave(d Unreckoned) {
	if len(c.unreckoned) == 0 {
		c.unreckoned = append(c.unreckoned, Unreckoned{Table: DoubtedRows})
	}
	c.unreckoned = append(c.unreckoned, d)
}

func (c *counting) reports() {
	c.rows.Reports = make([]CountedReport, 0, len(c.in.Reports))
	for _, r := range c.in.Reports {
		s := r.State
		c.exercise(s.Exercise)
		if r.Withheld.Place {
			c.leave(Unreckoned{Table: Reports, As: as(s), Event: eventOf(s.Event), Harm: s.Harm != nil, Place: true})
		}
		if s.Counts() && s.Compartment == "" {
			c.rows.Reports = append(c.rows.Reports, report(r))
			c.doubted(r.Subject, r.Before, r.Doubted)
		}
	}
	bySubject(c.rows.Reports, func(r CountedReport) act.SubjectID { return r.Subject })
}

// as is what a report counts as: whatever is no observation is an allegation.
func as(s incident.Report) string {
	if s.Type == incident.Observation {
		return incident.Observation
	}
	return incident.Allegation
}

func report(r Item[incident.Report]) CountedReport {
	row := CountedReport{Subject: r.Subject, Before: r.Before, As: as(r.State), Side: noun.SideOf(r.State.Party), Event: r.State.Event, Lies: r.Lies}
	if !r.Before {
		row.Near, row.Where = pointOf(r.State.Near), r.Where.rounded()
	}
	if h := r.State.Harm; h != nil {
		row.Harm = &Stated{h.KilledMin, h.KilledMax, h.CiviliansKilledMin, h.InjuredMin, h.InjuredMax}
	}
	return row
}

func pointOf(p *place.Position) *Point {
	if p == nil {
		return nil
	}
	return &Point{p.Lon, p.Lat}
}

// bySubject sorts rows that are of one subject each.
func bySubject[R any](rows []R, of func(R) act.SubjectID) {
	slices.SortFunc(rows, func(a, b R) int { return strings.Compare(string(of(a)), string(of(b))) })
}

func (c *counting) files() {
	for _, i := range c.in.Incidents {
		c.exercise(i.State.Exercise)
		if i.Withheld != (Withheld{}) {
			c.leave(Unreckoned{Table: Files, Event: i.State.Event, Place: i.Withheld.Place, Source: i.Withheld.Source, Harm: i.Withheld.Harm})
		}
		if i.State.Counts() {
			c.rows.Files = append(c.rows.Files, c.file(i))
			c.doubted(i.Subject, i.Before, i.Doubted)
		}
	}
	bySubject(c.rows.Files, func(f CountedFile) act.SubjectID { return f.Subject })
}

func (c *counting) file(i Item[incident.Incident]) CountedFile {
	s := i.State
	row := CountedFile{Subject: i.Subject, Before: i.Before, Event: s.Event, Outcome: s.Outcome, Claimed: s.Claimed != "", Lies: i.Lies}
	row.Inside, row.Outside = c.sides(s.Actors(), i.From)
	for _, f := range s.Findings {
		row.Findings = append(row.Findings, foundBy(f))
	}
	for _, p := range s.Positions {
		row.Positions = append(row.Positions, CountedStance{p.Party, p.Position})
	}
	for _, h := range s.Harm {
		row.Victims = append(row.Victims, CountedHarm{h.Status, h.Confirmed, h.Reported, h.Civilians, h.Min, h.Max})
	}
	return row
}

func foundBy(f incident.Finding) CountedFound {
	return CountedFound{
		Body: string(f.Body), Status: f.Status, Issued: f.Issued, Present: f.Present, Signed: f.Signed, Dissented: f.Dissented,
		Absent: f.Absent, Needed: f.Quorum.Needed, Lacking: f.Lacking, QuorumMet: f.QuorumMet, Decided: f.Decided, NoClause: f.NoClause,
	}
}

// rulings are what bodies found during the period on files of earlier times: it is told on the day on which the last answer
// came that was needed, as the office received it. Drafts are not among it: nothing was found.
func (c *counting) rulings() {
	for _, i := range c.in.Ruled {
		if i.Withheld.Place {
			c.leave(Unreckoned{Table: Rulings, Place: true})
		}
		if !i.State.Counts() {
			continue
		}
		for _, f := range i.State.Findings {
			if f.Decided && c.in.Period.Holds(f.Since) {
				c.exercise(i.State.Exercise)
				c.rows.Rulings = append(c.rows.Rulings, CountedRuling{i.Subject, i.State.Event, foundBy(f)})
				c.doubted(i.Subject, true, i.Doubted)
			}
		}
	}
	slices.SortFunc(c.rows.Rulings, func(a, b CountedRuling) int {
		return cmp.Or(strings.Compare(string(a.Subject), string(b.Subject)), strings.Compare(a.Body, b.Body), strings.Compare(a.Issued, b.Issued))
	})
}

// AnswersDays is how far back from the end of the period files are looked at for questions
// that are still open.
const AnswersDays = 90

func (c *counting) questions() {
	for _, i := range c.in.Asked {
		if i.Withheld.Place {
			c.leave(Unreckoned{Table: Questions, Place: true})
		}
		if !i.State.Counts() {
			continue
		}
		late := i.State.Overdue(c.in.Period.Until)
		c.doubted(i.Subject, false, i.Doubted)
		for _, r := range i.State.Open() {
			c.rows.Questions = append(c.rows.Questions, CountedQuestion{i.Subject, r.Party, r.Deadline.UTC(), slices.Contains(late, r)})
		}
	}
	slices.SortFunc(c.rows.Questions, func(a, b CountedQuestion) int {
		return cmp.Or(strings.Compare(string(a.Subject), string(b.Subject)), strings.Compare(a.Party, b.Party), a.Deadline.Compare(b.Deadline))
	})
}

func (c *counting) restrictions() {
	for _, r := range c.in.Restrictions {
		c.exercise(r.State.Exercise)
		if r.Withheld.Place {
			c.leave(Unreckoned{Table: Restricts, Place: true})
		}
		if r.State.Ahead {
			continue
		}
		c.rows.Restrictions = append(c.rows.Restrictions, CountedRestriction{
			Subject: r.Subject, Before: r.Before, Party: r.State.Party, Kind: r.State.Kind, Minutes: r.State.Minutes, Ongoing: r.State.Ongoing,
			Prevented: r.State.Prevented != "", Blocked: blocks(r.State), Zone: r.State.Zone, Lies: r.Lies,
		})
		c.doubted(r.Subject, r.Before, r.Doubted)
	}
	bySubject(c.rows.Restrictions, func(r CountedRestriction) act.SubjectID { return r.Subject })
}

// blocks reports whether a restriction kept somebody from seeing: all but one that was
// passed, or gone round, in the end.
func blocks(r incident.Restriction) bool {
	return r.Outcome != "passed" && r.Outcome != "other-way" && r.Outcome != "went-on"
}

func (c *counting) tallies() {
	for _, t := range c.in.Tallies {
		s := t.State
		c.exercise(s.Exercise)
		if !s.Counts() || !slices.Contains(c.in.Days, s.Date) {
			continue
		}
		row := CountedTally{
			Subject: t.Subject, Publisher: s.Publisher, Date: s.Date, UTCOffset: s.UTCOffset, Unit: s.Unit, List: s.List, Total: s.Total,
			Inconsistent: s.Inconsistent, Source: s.Source,
		}
		for _, p := range s.Parts {
			row.Parts = append(row.Parts, CountedPart{p.Area, p.Name, p.Number})
		}
		c.rows.Tallies = append(c.rows.Tallies, row)
		c.doubted(t.Subject, false, t.Doubted)
	}
	slices.SortFunc(c.rows.Tallies, func(a, b CountedTally) int {
		return cmp.Or(strings.Compare(a.Date, b.Date), strings.Compare(a.name(), b.name()))
	})
}

func (c *counting) posts() {
	for _, p := range c.in.Posts {
		c.exercise(p.State.Exercise)
		if p.Withheld.Place {
			c.leave(Unreckoned{Table: Posts, Place: true})
		}
		if p.State.Status == "standing" {
			row := c.post(p)
			c.rows.Posts = append(c.rows.Posts, row)
			c.doubted(p.Subject, !row.Now, p.Doubted)
		}
	}
	slices.SortFunc(c.rows.Posts, func(a, b CountedPost) int {
		return cmp.Or(strings.Compare(string(a.Subject), string(b.Subject)), slices.Compare(a.at(), b.at()), comparedBool(a.Now, b.Now))
	})
}

func (c *counting) post(p Item[post.Post]) CountedPost {
	row := CountedPost{
		Subject: p.Subject, Now: c.in.Period.Meets(p.From, p.Until), Before: c.in.Before.Meets(p.From, p.Until),
		Kind: p.State.Kind, Zone: p.State.Zone, Lies: p.Lies, Near: pointOf(p.State.Near),
	}
	if p.State.Place != nil && p.State.Place.Position != nil {
		row.At = &Point{rounded(p.State.Place.Position.Lon, 4), rounded(p.State.Place.Position.Lat, 4)}
	}
	return row
}

// at is where a post stood, for their order.
func (p CountedPost) at() []float64 {
	for _, at := range []*Point{p.At, p.Near} {
		if at != nil {
			return at[:]
		}
	}
	return nil
}

func comparedBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (c *counting) zones() {
	for _, z := range c.in.Zones {
		c.exercise(z.Exercise)
		belts := slices.Clone(z.Belts)
		slices.Sort(belts)
		c.rows.Zones = append(c.rows.Zones, CountedZone{z.Code, z.Names, z.Now, z.Before, z.Approximate, thinned(z.Parts), slices.Compact(belts)})
		c.doubted(act.SubjectID(zone.Noun+"/"+z.Code), !z.Now, z.Doubted)
	}
}

// DueDays is how far ahead of the end of the period deadlines are listed.
const DueDays = 14

// deadlines are those that are due soon or overdue at the end of the period, by every version: overdue by none that was never in force.
func (c *counting) deadlines() {
	end := c.in.Period.Until
	for _, a := range c.in.Agreements {
		for _, v := range a.State.Versions {
			for _, d := range v.Deadlines {
				if standing := v.StandsAt(d, end); pressing(standing, d.Until, end) {
					c.rows.Deadlines = append(c.rows.Deadlines, CountedDeadline{due(a, v, d, standing, end), agreed(v)})
					c.doubted(a.Subject, false, a.Doubted)
				}
			}
		}
	}
	slices.SortFunc(c.rows.Deadlines, func(a, b CountedDeadline) int {
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
		Day: string(d.Day), Until: d.Until.UTC(), Status: standing, InForce: v.InForceAt(end),
	}
	if _, o, found := v.Obligation(d.Obligation); found {
		row.Who = o.Who
		for _, t := range o.What {
			row.What = append(row.What, Text{t.Language, t.Text})
		}
	}
	return row
}

// outcomes are those of verification that bulletins tell by the rules of a number, in their order. A word that the taxonomy has since
// is told by a number more.
func outcomes(rules int) (codes []string) {
	for _, o := range []struct {
		code  string
		since int
	}{{"confirmed", 1}, {"probable", 1}, {"possible", 1}, {"not-established", 1}, {"refuted", 1}, {"not-investigable", 1}} {
		if o.since <= rules {
			codes = append(codes, o.code)
		}
	}
	return codes
}

// LateNouns are the nouns of records about a time that may become known late, by the rules of a number.
func LateNouns(rules int) []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Late > 0 && n.Late <= rules })
}

// counted are the nouns of whose states an Input is made, each with the number of the rules since which.
func counted() []since {
	return []since{
		{1, incident.Reports()}, {1, incident.Incidents()}, {1, incident.Restrictions()}, {1, incident.Tallies()}, {1, post.Posts()}, {1, zone.Zones()},
		{1, agreement.Agreements(timezone.Load)}, {1, publication.Bulletins()}, {1, people.Offices()}, {1, word.Words()},
	}
}

type since struct {
	number int
	noun   noun.Noun
}

// Folds are the numbers of the meanings that the nouns have in this program that are counted by the rules of a number, and that of the law by which
// records are sorted: what their acts
// add up to, and so what Count reads.
func Folds(rules int) map[string]int {
	folds := map[string]int{}
	for _, c := range counted() {
		if c.number <= rules {
			folds[c.noun.Name] = c.noun.Rules
		}
	}
	folds[kinds.Law] = kinds.LawRules
	return folds
}

// late sorts what became known since the last bulletin by noun.
func (c *counting) late() {
	if c.in.LateWithheld {
		c.leave(Unreckoned{Table: LateRows, Noun: incident.ReportNoun, Place: true})
		c.leave(Unreckoned{Table: LateRows, Noun: incident.IncidentNoun, Place: true})
	}
	if c.in.Since == nil {
		return
	}
	c.rows.Since = &Since{c.in.Since.Number, c.in.Since.Known.UTC()}
	added, changed := map[string]*heap{}, map[string]*heap{}
	for _, r := range c.in.Late {
		into := added
		if r.Changed {
			into = changed
		}
		name := r.Subject.Noun()
		if into[name] == nil {
			into[name] = &heap{}
		}
		into[name].put(r.Subject)
		if r.Withheld != (Withheld{}) {
			c.leave(Unreckoned{Table: LateRows, Noun: name, Place: true})
		}
	}
	for _, name := range LateNouns(c.in.Rules) {
		c.rows.Late = append(c.rows.Late, CountedLate{name, c.crowd(added[name]), c.crowd(changed[name])})
	}
}

func (c *counting) crowd(h *heap) Crowd {
	if h == nil {
		return Crowd{}
	}
	of := h.sorted()
	if len(of) > maxListed {
		return Crowd{N: h.n, Digest: digest(c.in.Salt, of)}
	}
	return Crowd{N: h.n, Of: of}
}
