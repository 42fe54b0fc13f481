package bulletins

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/noun/word"
	"truce/noun/zone"
	"truce/office"
	"truce/tool/keep"
)

// gathering collects what a bulletin is made from, in one look at the database.
type gathering struct {
	office *office.Office
	spec   Spec
	size   int64 // of the register when the gathering began: nothing later is looked at
	law    *law.Snapshot
	in     bulletin.Input
	last   *publication.Bulletin // of its kind, before this one; nil: none was published
	lies   []lying
	tree   register.Tree // of everything that is committed
}

// lying is an item that is to be judged, once all are there.
type lying struct {
	at   law.Observation
	into func() *bulletin.Lies
}

func (g *gathering) read(r keep.Reader) error {
	for _, part := range []func(keep.Reader) error{
		g.basis, g.agreements, g.words, g.complete, g.bases, g.reports, g.incidents, g.ruled, g.restrictions, g.talliesOf, g.posts, g.zones, g.learnt,
	} {
		if err := part(r); err != nil {
			return err
		}
	}
	return nil
}

// basis finds the last entry that was known. Whatever moment is asked about, the bulletin
// names the receipt of that entry: so the moment and the size of the register are one thing.
func (g *gathering) basis(r keep.Reader) error {
	at := g.spec.Known
	if at.IsZero() {
		at = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) // whatever has been received
	}
	size, last, err := keep.SizeAt(r, g.office.Verifier().Name(), g.size, at)
	if errors.Is(err, keep.ErrNotFound) {
		return problem.NotFound(problem.NothingFound, problem.P{"id": at.UTC().Format(time.RFC3339)})
	}
	g.in.Registers = []publication.Register{{Size: size}}
	g.in.Known, g.in.Salt, g.in.Blind = last.Received, last.ID.String(), g.spec.Blind
	if err != nil {
		return err
	}
	own, err := keep.Own(r)
	g.tree = own.Tree
	return err
}

// root is that of the tree of so many entries. Of the newest tree it is at hand.
func (g *gathering) root(ctx context.Context) (err error) {
	own := &g.in.Registers[0]
	root := g.tree.Root()
	if g.tree.Size() != own.Size {
		root, err = register.RootAt(ctx, g.office.Tiles(), own.Size, g.tree.Size())
	}
	own.Root = root.String()
	return err
}

// bases copies what the spec says into the input.
func (g *gathering) bases(r keep.Reader) error {
	g.in.Spec, g.in.Rules, g.in.Number, g.in.Correction = g.spec.Spec, g.spec.Rules, g.spec.Number, g.spec.Correction
	first := true
	return r.NounAsOf(people.OfficeNoun, g.in.Known, func(row keep.Row) error {
		var o people.Office
		err := json.Unmarshal([]byte(row.State), &o)
		if first {
			g.in.Office = bulletin.Office{Name: o.Code, Title: o.Name}
			g.in.Registers[0].Origin = o.Origin
		}
		first = false
		return err
	})
}

// published are the bulletins that were published by then.
func (g *gathering) published(r keep.Reader) (all []publishedRow, err error) {
	err = r.NounAsOf(publication.Noun, g.in.Known, func(row keep.Row) error {
		var s publication.Bulletin
		if err := json.Unmarshal([]byte(row.State), &s); err != nil || len(s.Issues) == 0 {
			return err
		}
		all = append(all, publishedRow{row.Subject, s})
		return nil
	})
	return all, err
}

type publishedRow struct {
	subject act.SubjectID
	state   publication.Bulletin
}

func (g *gathering) agreements(r keep.Reader) error {
	var rows []agreementRow
	err := r.NounAsOf(agreement.Noun, g.in.Known, func(row keep.Row) error {
		var s agreement.Agreement
		err := json.Unmarshal([]byte(row.State), &s)
		rows = append(rows, agreementRow{row.Subject, s, row.Doubt.Counted()})
		return err
	})
	g.in.Agreements = latest(rows)
	return err
}

func (g *gathering) words(r keep.Reader) error {
	return r.NounAsOf(word.Noun, g.in.Known, func(row keep.Row) error {
		var w word.Word
		err := json.Unmarshal([]byte(row.State), &w)
		g.in.Words = append(g.in.Words, w)
		return err
	})
}

// itemOf reads a row, and notes its place to be judged.
func itemOf[S any](g *gathering, row keep.Row) (*bulletin.Item[S], error) {
	i := &bulletin.Item[S]{Subject: row.Subject, From: row.From, Until: row.Until, Before: row.From.Before(g.in.Period.From), Doubted: row.Doubt.Counted()}
	if err := json.Unmarshal([]byte(row.State), &i.State); err != nil {
		return nil, fmt.Errorf("read state of %s: %w", row.Subject, err)
	}
	return i, nil
}

func (g *gathering) toJudge(w fold.Where, when law.When, into func() *bulletin.Lies) {
	if !w.Known || w.Area {
		return
	}
	when.Known = g.in.Known
	g.lies = append(g.lies, lying{law.Observation{Place: law.PlaceOf(w, nil), When: when}, into})
}

// both is the stretch of the period and the one before.
func (g *gathering) both() (from, until time.Time) { return g.in.Before.From, g.in.Period.Until }

func (g *gathering) reports(r keep.Reader) error {
	from, until := g.both()
	return r.Began(incident.ReportNoun, "", from, until, g.in.Known, func(row keep.Row) error {
		if row.Status == "withdrawn" {
			return nil
		}
		i, err := itemOf[incident.Report](g, row)
		if err != nil {
			return err
		}
		i.Where = whereOf(row.Where)
		if g.spec.FromCopy {
			if i.Withheld, err = withheldOf(r, g.in.Known, row.Subject, i.State); err != nil {
				return err
			}
		}
		n := len(g.in.Reports)
		g.in.Reports = append(g.in.Reports, *i)
		g.toJudge(row.Where, law.When{From: row.From, Until: row.Until}, func() *bulletin.Lies { return &g.in.Reports[n].Lies })
		return nil
	})
}

// incidents reads the files of the two periods, and those before whose questions are open.
func (g *gathering) incidents(r keep.Reader) error {
	from, until := g.both()
	err := r.Began(incident.IncidentNoun, "", from, until, g.in.Known, func(row keep.Row) error {
		i, err := itemOf[incident.Incident](g, row)
		if err != nil {
			return err
		}
		if g.spec.FromCopy {
			if i.Withheld, _, err = withheldOfFile(r, g.in.Known, i.Subject, i.State); err != nil {
				return err
			}
		}
		n := len(g.in.Incidents)
		g.in.Incidents = append(g.in.Incidents, *i)
		g.toJudge(row.Where, law.When{From: row.From, Until: row.Until}, func() *bulletin.Lies { return &g.in.Incidents[n].Lies })
		return nil
	})
	if err == nil && g.spec.FromCopy {
		err = g.placelessFiles(r)
	}
	if err != nil {
		return err
	}
	return r.Began(incident.IncidentNoun, "", until.AddDate(0, 0, -bulletin.AnswersDays), until, g.in.Known, func(row keep.Row) error {
		if !strings.Contains(row.State, `"requests"`) {
			return nil
		}
		i, err := itemOf[incident.Incident](g, row)
		if err != nil || len(i.State.Open()) == 0 {
			return err
		}
		if g.spec.FromCopy {
			i.Withheld, _, err = withheldOfFile(r, g.in.Known, i.Subject, i.State)
		}
		g.in.Asked = append(g.in.Asked, *i)
		return err
	})
}

// ruled reads the files of earlier times that have findings and changed during the period: what bodies found then is told now.
func (g *gathering) ruled(r keep.Reader) error {
	last := g.in.Period.Until
	if g.in.Known.Before(last) {
		last = g.in.Known
	}
	since := g.in.Period.From.Add(-time.Microsecond) // what became known at that very moment is of the period
	return r.Learnt(incident.IncidentNoun, "", g.in.Period.From, since, last, func(subject act.SubjectID, _, _ bool) error {
		rows, err := r.RowsAsOf(subject, g.in.Known)
		for _, row := range rows {
			if !strings.Contains(row.State, `"findings"`) {
				continue
			}
			i, err := itemOf[incident.Incident](g, row)
			if err != nil {
				return err
			}
			if g.spec.FromCopy {
				if i.Withheld, _, err = withheldOfFile(r, g.in.Known, i.Subject, i.State); err != nil {
					return err
				}
			}
			g.in.Ruled = append(g.in.Ruled, *i)
		}
		return err
	})
}

func (g *gathering) restrictions(r keep.Reader) error {
	from, until := g.both()
	return r.Began(incident.RestrictionNoun, "", from, until, g.in.Known, func(row keep.Row) error {
		i, err := itemOf[incident.Restriction](g, row)
		if err != nil {
			return err
		}
		if g.spec.FromCopy {
			hides, err := withholds(r, g.in.Known, row.Subject)
			if err != nil {
				return err
			}
			i.Withheld.Place = i.State.Place == nil && hides
		}
		n := len(g.in.Restrictions)
		g.in.Restrictions = append(g.in.Restrictions, *i)
		g.toJudge(row.Where, law.When{From: row.From, Until: row.Until}, func() *bulletin.Lies { return &g.in.Restrictions[n].Lies })
		return nil
	})
}

// talliesOf reads a day more on each side: each tally has a day of its own time zone.
func (g *gathering) talliesOf(r keep.Reader) error {
	const day = 24 * time.Hour
	return r.Began(incident.TallyNoun, "", g.in.Period.From.Add(-day), g.in.Period.Until.Add(day), g.in.Known, func(row keep.Row) error {
		i, err := itemOf[incident.Tally](g, row)
		if err == nil {
			g.in.Tallies = append(g.in.Tallies, *i)
		}
		return err
	})
}

func (g *gathering) posts(r keep.Reader) error {
	from, until := g.both()
	both := bulletin.Span{From: from, Until: until}
	return r.NounAsOf(post.Noun, g.in.Known, func(row keep.Row) error {
		if !both.Meets(row.From, row.Until) {
			return nil
		}
		i, err := itemOf[post.Post](g, row)
		if err != nil {
			return err
		}
		i.Withheld.Place = g.spec.FromCopy && i.State.Status == "standing" && (i.State.Place == nil || i.State.Place.Empty())
		n := len(g.in.Posts)
		g.in.Posts = append(g.in.Posts, *i)
		at := row.From
		if at.Before(from) {
			at = from
		}
		if !at.After(g.in.Period.From) && g.in.Period.Meets(row.From, row.Until) {
			at = g.in.Period.From
		}
		g.toJudge(row.Where, law.When{From: at}, func() *bulletin.Lies { return &g.in.Posts[n].Lies })
		return nil
	})
}

// zones reads the boundaries that were in force in the two periods. Where one was amended in
// between, the map draws the last.
func (g *gathering) zones(r keep.Reader) error {
	err := r.NounAsOf(zone.Noun, g.in.Known, func(row keep.Row) error {
		now, before := g.in.Period.Meets(row.From, row.Until), g.in.Before.Meets(row.From, row.Until)
		if !now && !before {
			return nil
		}
		var s zone.Zone
		if err := json.Unmarshal([]byte(row.State), &s); err != nil || s.Boundary == nil {
			return err
		}
		z, err := zoneOf(row.Subject, s)
		if err != nil {
			return fmt.Errorf("read boundary of %s: %w", row.Subject, err)
		}
		z.Now, z.Before, z.Doubted = now, before, row.Doubt.Counted()
		if n := len(g.in.Zones); n > 0 && g.in.Zones[n-1].Code == z.Code {
			z.Now, z.Before = z.Now || g.in.Zones[n-1].Now, z.Before || g.in.Zones[n-1].Before
			z.Belts = append(z.Belts, g.in.Zones[n-1].Belts...)
			z.Doubted = cmp.Or(z.Doubted, g.in.Zones[n-1].Doubted)
			g.in.Zones = g.in.Zones[:n-1]
		}
		g.in.Zones = append(g.in.Zones, z)
		return nil
	})
	slices.SortFunc(g.in.Zones, func(a, b bulletin.Zone) int { return cmp.Compare(a.Code, b.Code) })
	return err
}

func zoneOf(subject act.SubjectID, s zone.Zone) (bulletin.Zone, error) {
	b := s.Boundary
	z := bulletin.Zone{Code: subject.Name(), Approximate: b.Approximate, Exercise: s.Exercise || b.Exercise}
	for _, n := range b.Names {
		z.Names = append(z.Names, bulletin.Text{Language: n.Language, Text: n.Text})
	}
	for _, belt := range b.Belts {
		z.Belts = append(z.Belts, belt.Code)
	}
	var g struct {
		Coordinates [][][]bulletin.Point `json:"coordinates"`
	}
	if err := json.Unmarshal(b.Geometry, &g); err != nil {
		return z, err
	}
	for _, part := range g.Coordinates {
		if len(part) > 0 {
			z.Parts = append(z.Parts, part[0])
		}
	}
	return z, nil
}

// learnt are the records about earlier times of which the last bulletin of the kind did not
// know, or not so.
func (g *gathering) learnt(r keep.Reader) error {
	if g.in.Since == nil {
		return nil
	}
	for _, noun := range bulletin.LateNouns(cmp.Or(g.spec.Rules, bulletin.Rules)) {
		err := r.Learnt(noun, "", g.in.Period.From, g.in.Since.Known, g.in.Known, func(subject act.SubjectID, changed, counts bool) error {
			hides, err := g.withheld(r, subject)
			if err != nil || !counts && !changed { // a draft: nobody missed it
				g.in.LateWithheld = g.in.LateWithheld || hides
				return err
			}
			g.in.Late = append(g.in.Late, bulletin.Late{Subject: subject, Changed: changed, Withheld: bulletin.Withheld{Place: hides}})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// withheld asks for withheld members only where it matters: in an office that was made from
// a copy.
func (g *gathering) withheld(r keep.Reader, subject act.SubjectID) (bool, error) {
	if !g.spec.FromCopy {
		return false, nil
	}
	return withholds(r, g.in.Known, subject)
}

// whereOf is how the mission's map draws a place.
func whereOf(w fold.Where) *bulletin.Where {
	switch {
	case !w.Known || w.Area:
		return nil
	case w.Sector != nil:
		return &bulletin.Where{
			Lon: w.Lon, Lat: w.Lat, RadiusMetres: w.Sector.MaxMetres, FromMetres: w.Sector.MinMetres,
			BearingDegrees: w.Sector.BearingDegrees, HalfWidthDegrees: w.Sector.HalfWidthDegrees,
		}
	}
	return &bulletin.Where{Lon: w.Lon, Lat: w.Lat, RadiusMetres: w.RadiusMetres}
}

// judge lets the law say how all places lie, as it was known then.
func (g *gathering) judge() {
	all := make([]law.Observation, len(g.lies))
	for i, l := range g.lies {
		all[i] = l.at
		l.into().Placed = true
	}
	g.law.Judge(all, func(i int, found []law.Finding) {
		into := g.lies[i].into()
		for _, s := range g.law.Overall(found, all[i].When) {
			cover := &into.Zones
			if s.Kind == law.Belt {
				cover = &into.Belts
			}
			switch {
			case s.Where.Holds():
				cover.In = append(cover.In, s.Code)
			case s.Where == law.MayBe:
				cover.MayBe = append(cover.MayBe, s.Code)
			}
		}
	})
}
