package bulletins

import (
	"cmp"
	"context"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/timezone"
	"truce/judge/bulletin"
	"truce/noun/agreement"
	"truce/noun/publication"
	"truce/tool/keep"
)

// Spec says which bulletin, as known when. Everything may be left out: a zero Known is now, a
// zero Number that of the day's bulletin or the next of its kind, and the rest has defaults (complete).
type Spec struct {
	bulletin.Spec
	Number     int
	Correction int
	Known      time.Time
	Blind      string // that was drawn for it; "": of a draft, none; or it is withheld from this copy
	Rows       string // digest of its rows, as the act names it: where the blind is withheld it cannot be reckoned
	Rules      int    // by the number of which it is made; 0: the program's own
	FromCopy   bool   // in an office that was made from a copy: tell what the copy leaves open
}

// Made is a bulletin in all editions.
type Made struct {
	Spec       Spec // with everything that was left out
	Basis      publication.Basis
	Rows       bulletin.Closed // what was counted: both editions are made from nothing else
	Editions   map[string]bulletin.Bulletin
	Bytes      map[string][]byte
	Unreckoned []bulletin.Unreckoned // in an office that was made from a copy
}

// Make makes a bulletin from what this office knew at one moment. The same spec, with Known,
// gives the same bytes at any later time and in any office that holds the same entries and
// folds them by the same meanings. It is for the house itself: rights are the business of who
// asks.
func (b *Bulletins) Make(ctx context.Context, spec Spec) (Made, error) {
	g := &gathering{office: b.office, spec: spec, size: b.office.Size()}
	// After the size: the law is then at least as new as what is read.
	g.law = b.law()
	if err := b.office.Read(ctx, g.read); err != nil {
		return Made{}, err
	}
	if err := g.root(ctx); err != nil {
		return Made{}, err
	}
	g.judge()
	rows, unreckoned := bulletin.Count(g.in)
	made, err := madeOf(rows, g.spec.Rows)
	if err != nil {
		return Made{}, problem.Internal(problem.StorageFailed).Because(err)
	}
	made.Spec, made.Unreckoned = g.spec, unreckoned
	return made, nil
}

// madeOf makes all editions from rows. Without the blind that was drawn for a bulletin, the digest of its rows is the one that is said.
func madeOf(rows bulletin.Rows, said string) (Made, error) {
	closed, err := rows.Close()
	if err != nil {
		return Made{}, err
	}
	if rows.Blind == "" && said != "" {
		closed.Digest = said
	}
	made := Made{
		Rows: closed, Editions: map[string]bulletin.Bulletin{}, Bytes: map[string][]byte{},
		Basis: publication.Basis{Known: rows.Known, Registers: rows.Registers, Rules: rows.Rules, Rows: closed.Digest, Blind: rows.Blind},
	}
	for _, edition := range publication.Editions() {
		b := bulletin.Make(closed, edition)
		text, err := b.Bytes()
		if err != nil {
			return Made{}, err
		}
		made.Editions[edition], made.Bytes[edition] = b, text
		made.Basis.Editions = append(made.Basis.Editions, publication.Edition{Edition: edition, SHA256: bulletin.Digest(text)})
	}
	return made, nil
}

// complete fills in what a spec leaves out.
func (g *gathering) complete(r keep.Reader) error {
	s := &g.spec
	if s.Kind == "" {
		s.Kind = publication.Daily
	}
	if s.Date == "" {
		today := g.day(bulletin.DayAt(g.asked(), g.office.Terms()))
		loc, err := zoneNamed(today.TimeZone)
		if err != nil {
			return err
		}
		s.Date = bulletin.LastOver(g.asked(), today.CutOff, loc)
	}
	day := g.day(bulletin.DayOf(s.Date, g.office.Terms()))
	s.CutOff, s.TimeZone = day.CutOff, day.TimeZone
	loc, err := zoneNamed(s.TimeZone)
	if err == nil {
		err = g.number(r)
	}
	if err != nil {
		return err
	}
	if s.From.IsZero() && g.last != nil {
		s.From = s.Begins(*g.last)
	}
	if g.in.Period, g.in.Before, err = s.Spans(loc); err != nil {
		return problem.Invalid(problem.FilterWrong, problem.P{"filter": "date", "reason": problem.ReasonNotATime}).Because(err)
	}
	g.in.Days = s.Days(loc)
	return nil
}

// day is what the spec says, and of what it leaves out the office's.
func (g *gathering) day(office bulletin.Day) bulletin.Day {
	return bulletin.Day{CutOff: cmp.Or(g.spec.CutOff, office.CutOff), TimeZone: cmp.Or(g.spec.TimeZone, office.TimeZone)}
}

func zoneNamed(name string) (*time.Location, error) {
	loc, err := timezone.Load(name)
	if err != nil {
		return nil, problem.Invalid(problem.FilterWrong, problem.P{"filter": "timeZone", "reason": problem.ReasonNameUnknown}).Because(err)
	}
	return loc, nil
}

// asked is the moment that the bulletin is asked about: the last day that is over then is the
// one meant if no other is named.
func (g *gathering) asked() time.Time {
	if g.spec.Known.IsZero() {
		return g.office.Now()
	}
	return g.spec.Known
}

// number finds the number of the bulletin that the day has, or else the one that comes next, and the bulletin before this one.
func (g *gathering) number(r keep.Reader) error {
	published, err := g.published(r)
	if err != nil {
		return err
	}
	last, held := 0, 0
	for _, p := range published {
		if p.state.Kind == g.spec.Kind {
			last = max(last, p.state.Number)
			if p.state.Date == g.spec.Date {
				held = p.state.Number
			}
		}
		for _, issue := range p.state.Issues[1:] {
			g.in.Corrections = append(g.in.Corrections, bulletin.Corrected{
				Bulletin: p.subject, Number: p.state.Number, Correction: issue.Correction,
				What: issue.What, Reason: issue.Reason, Published: issue.Published,
			})
		}
	}
	if g.spec.Number == 0 {
		g.spec.Number = cmp.Or(held, last+1)
	}
	for _, p := range published {
		if p.state.Kind == g.spec.Kind && p.state.Number == g.spec.Number-1 {
			g.last = &p.state
			g.in.Since = &bulletin.Since{Number: p.state.Number, Known: p.state.Issues[0].Known}
		}
	}
	return nil
}

// due is how an agreement stood, in the period of its that holds at the end of the bulletin's.
func latest(rows []agreementRow) []bulletin.Agreement {
	var all []bulletin.Agreement
	for _, row := range rows {
		if n := len(all); n > 0 && all[n-1].Subject == row.subject {
			all[n-1].State = row.state // each period tells all versions; the last tells most
			all[n-1].Doubted = cmp.Or(row.doubt, all[n-1].Doubted)
			continue
		}
		all = append(all, bulletin.Agreement{Subject: row.subject, State: row.state, Doubted: row.doubt})
	}
	return all
}

type agreementRow struct {
	subject act.SubjectID
	state   agreement.Agreement
	doubt   fold.Doubt
}
