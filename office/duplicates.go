package office

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/tool/keep"
	"truce/tool/query"
)

// Duplicates are pairs of reports that may be about one happening, the likeliest first.
// Nothing is linked by them; a person decides.
type Duplicates struct {
	Pairs   []Pair    `json:"pairs" nullable:"false"`
	Looked  int       `json:"looked" doc:"reports that were compared"`
	Apart   int       `json:"apart" doc:"pairs that were said to be about different happenings, and are not proposed"`
	Left    int       `json:"left" doc:"pairs that are left off, the least alike"`
	Through time.Time `json:"through,omitzero" doc:"there are older ones: ask again with this as until"`
}

// Pair is two reports and how alike they are.
type Pair struct {
	A          Item            `json:"a"`
	B          Item            `json:"b"`
	Likeness   incident.Score  `json:"likeness"`
	IncidentsA []act.SubjectID `json:"incidentsA,omitempty" doc:"files that hold the one"`
	IncidentsB []act.SubjectID `json:"incidentsB,omitempty" doc:"files that hold the other"`
}

const (
	mostCompared = 2000 // reports in one answer, the newest of what was asked
	overlap      = 2 * time.Hour
	mostPairs    = 500                // of one answer
	reach        = 7 * 24 * time.Hour // spans of reports are no longer than a week, but for a few that are listed as open
)

// Duplicates compares the reports that a filter selects, each with those about the same time.
// It is for those who gather reports into files. Pairs that one file holds are not proposed.
func (f *Office) Duplicates(ctx context.Context, who policy.Person, filter query.Filter) (Duplicates, error) {
	d := Duplicates{Pairs: []Pair{}}
	if !f.policy.MayActEver(who, "report-linked") {
		return d, f.policy.RefusalOfAct("report-linked")
	}
	filter.Nouns, filter.Counting = []string{"report"}, true
	all, err := f.comparable(ctx, who, filter, &d)
	if err != nil {
		return d, err
	}
	held := map[act.SubjectID][]act.SubjectID{}
	for i, a := range all {
		for _, b := range all[i+1:] { // older ones
			if a.Item.From.Sub(b.Item.From) > reach {
				break
			}
			likeness := incident.Likeness(a.Report, b.Report)
			if likeness.Score < incident.Proposed {
				continue
			}
			if apart(a, b) {
				d.Apart++
				continue
			}
			pair := Pair{A: a.Item, B: b.Item, Likeness: likeness}
			if pair.IncidentsA, err = f.holding(ctx, who, a.Item.Subject, held); err != nil {
				return d, err
			}
			if pair.IncidentsB, err = f.holding(ctx, who, b.Item.Subject, held); err != nil {
				return d, err
			}
			if !shared(pair.IncidentsA, pair.IncidentsB) {
				d.Pairs = append(d.Pairs, pair)
			}
		}
	}
	slices.SortStableFunc(d.Pairs, func(a, b Pair) int { return cmp.Compare(b.Likeness.Score, a.Likeness.Score) })
	d.Left = max(0, len(d.Pairs)-mostPairs)
	d.Pairs = d.Pairs[:len(d.Pairs)-d.Left]
	return d, nil
}

type compared struct {
	Item   Item
	Report incident.Report
}

// comparable reads the newest reports of a filter as the reader may see them: nobody is shown
// a likeness in what he or she may not see.
func (f *Office) comparable(ctx context.Context, who policy.Person, filter query.Filter, d *Duplicates) ([]compared, error) {
	var all []compared
	var after *query.Cursor
	for {
		page, err := f.List(ctx, who, filter, after, query.MaxPage)
		if err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			c := compared{Item: item}
			if err := json.Unmarshal(item.State, &c.Report); err != nil {
				return nil, fmt.Errorf("read state of %s: %w", item.Subject, err)
			}
			all = append(all, c)
		}
		d.Looked = len(all)
		if page.Next == nil {
			return all, nil
		}
		if len(all) >= mostCompared {
			// The next answer begins a little later than this one ends: what is alike lies at most
			// an hour apart, and pairs across the border are wanted too.
			last := all[len(all)-1].Item.From
			if d.Through = last.Add(overlap); !d.Through.Before(all[0].Item.From) {
				d.Through = last
			}
			return all, nil
		}
		after = page.Next
	}
}

// holding are the incidents that hold a report now.
func (f *Office) holding(ctx context.Context, who policy.Person, report act.SubjectID, known map[act.SubjectID][]act.SubjectID) ([]act.SubjectID, error) {
	if files, is := known[report]; is {
		return files, nil
	}
	var once []act.SubjectID
	err := f.store.Read(ctx, func(r keep.Reader) (err error) {
		once, err = r.Referring(report)
		return err
	})
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	files := []act.SubjectID{}
	for _, subject := range once {
		if subject.Noun() != incident.IncidentNoun {
			continue
		}
		reports, err := f.gathered(ctx, who, subject, query.Clocks{})
		if err != nil && problem.From(err).Key == problem.NothingFound {
			continue // not for this reader
		}
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(reports, func(g gatheredReport) bool { return g.Report == report }) {
			files = append(files, subject)
		}
	}
	known[report] = files
	return files, nil
}

// apart reports whether somebody said that the two are about different happenings.
func apart(a, b compared) bool {
	says := func(r incident.Report, other act.SubjectID) bool {
		return slices.ContainsFunc(r.Different, func(d incident.Different) bool { return d.Report == other })
	}
	return says(a.Report, b.Item.Subject) || says(b.Report, a.Item.Subject)
}

func shared(a, b []act.SubjectID) bool {
	return slices.ContainsFunc(a, func(id act.SubjectID) bool { return slices.Contains(b, id) })
}
