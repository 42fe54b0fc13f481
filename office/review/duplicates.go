package review

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
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

const (
	mostCompared = 2000 // reports in one answer, the newest of what was asked
	overlap      = 2 * time.Hour
	mostPairs    = 500                // of one answer
	reach        = 7 * 24 * time.Hour // spans of reports are no longer than a week, but for a few that are listed as open
)

// Duplicates compares the reports that a filter selects, each with those about the same time.
// It is for those who gather reports into files. Pairs that one file holds are not proposed.
func (v *Review) Duplicates(ctx context.Context, who policy.Person, filter query.Filter) (answer.Duplicates, error) {
	d := answer.Duplicates{Pairs: []answer.Pair{}}
	if !v.office.Policy().MayActEver(who, "report-linked") {
		return d, v.office.Policy().RefusalOfKind("report-linked")
	}
	filter.Nouns, filter.Counted = []string{incident.ReportNoun}, true
	all, err := v.comparable(ctx, who, filter, &d)
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
			pair := answer.Pair{A: a.Item, B: b.Item, Likeness: likeness}
			if pair.IncidentsA, err = v.holding(ctx, who, a.Item.Subject, held); err != nil {
				return d, err
			}
			if pair.IncidentsB, err = v.holding(ctx, who, b.Item.Subject, held); err != nil {
				return d, err
			}
			if !shared(pair.IncidentsA, pair.IncidentsB) {
				d.Pairs = append(d.Pairs, pair)
			}
		}
	}
	slices.SortStableFunc(d.Pairs, func(a, b answer.Pair) int { return cmp.Compare(b.Likeness.Score, a.Likeness.Score) })
	d.Left = max(0, len(d.Pairs)-mostPairs)
	d.Pairs = d.Pairs[:len(d.Pairs)-d.Left]
	return d, nil
}

type compared struct {
	Item   answer.Item
	Report incident.Report
}

// comparable reads the newest reports of a filter as the reader may see them: nobody is shown
// a likeness in what he or she may not see.
func (v *Review) comparable(ctx context.Context, who policy.Person, filter query.Filter, d *answer.Duplicates) ([]compared, error) {
	var all []compared
	var after *query.Cursor
	for {
		page, err := v.room.List(ctx, who, filter, after, query.MaxPage)
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
func (v *Review) holding(ctx context.Context, who policy.Person, report act.SubjectID, known map[act.SubjectID][]act.SubjectID) ([]act.SubjectID, error) {
	if files, is := known[report]; is {
		return files, nil
	}
	var once []act.SubjectID
	err := v.office.Read(ctx, func(r keep.Reader) (err error) {
		once, err = r.Referring(report)
		return err
	})
	if err != nil {
		return nil, err
	}
	files := []act.SubjectID{}
	for _, subject := range once {
		if subject.Noun() != incident.IncidentNoun {
			continue
		}
		reports, err := v.gathered(ctx, who, subject, query.Clocks{})
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
