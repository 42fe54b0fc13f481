package bulletins

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/noun/incident"
	"truce/tool/keep"
)

// withheld are the classes of which this office was not handed what acts about the subject hide that were known at a
// moment, if anything. In an office that takes acts from their authors there are none.
func withheld(r keep.Reader, known time.Time, subject act.SubjectID) (classes []string, err error) {
	entries, err := r.About(subject)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Known.After(known) || e.Idle != "" && e.Idle != keep.Crowded {
			continue
		}
		a, ds, err := act.ParseKept(e.ID, e.JWS, e.Hidden)
		if err != nil {
			return nil, err
		}
		opened, err := a.Open(ds)
		if err != nil {
			return nil, err
		}
		classes = append(classes, opened.Withheld...)
	}
	return classes, nil
}

// withholds reports whether anything is withheld.
func withholds(r keep.Reader, known time.Time, subject act.SubjectID) (bool, error) {
	classes, err := withheld(r, known, subject)
	return len(classes) > 0, err
}

// withheldOf is what is left open of a report: without a place it looks like a draft.
func withheldOf(r keep.Reader, known time.Time, subject act.SubjectID, s incident.Report) (d bulletin.Withheld, err error) {
	classes, err := withheld(r, known, subject)
	if err != nil || len(classes) == 0 {
		return d, err
	}
	d.Place = slices.Contains(classes, "exact-place") && s.Place == nil && s.Sight == nil || len(s.Missing) > 0
	d.Source = slices.Contains(classes, "source") && s.Source == nil
	return d, nil
}

// withheldOfFile is what the reports that a file gathers leave open of it. Whether two sources are
// independent is open only if two of them are withheld.
//
// From is when the first of the reports began, whether or not it seems to count.
func withheldOfFile(r keep.Reader, known time.Time, subject act.SubjectID, s incident.Incident) (d bulletin.Withheld, from time.Time, err error) {
	if len(s.Victims) > 0 { // of whom the rows say, in the clear, only that there is one
		classes, err := withheld(r, known, subject)
		if err != nil {
			return d, from, err
		}
		d.Harm = slices.Contains(classes, "narrative")
	}
	sources := 0
	for _, link := range s.Reports {
		rows, err := r.RowsAsOf(link.Report, known)
		if err != nil {
			return d, from, err
		}
		for _, row := range rows {
			if from.IsZero() || row.From.Before(from) {
				from = row.From
			}
			var report incident.Report
			if err := json.Unmarshal([]byte(row.State), &report); err != nil {
				return d, from, err
			}
			of, err := withheldOf(r, known, link.Report, report)
			if err != nil {
				return d, from, err
			}
			d.Place = d.Place || of.Place
			if of.Source && report.Type == incident.Observation {
				sources++
			}
		}
	}
	d.Source = sources > 1
	return d, from, nil
}

// placelessFiles are files that a copy cannot place in time, because all reports that they gather
// seem to be drafts there: those that may be of these two periods, and those with questions.
func (g *gathering) placelessFiles(r keep.Reader) error {
	return r.Began(incident.IncidentNoun, "", time.Time{}, time.UnixMicro(1), g.in.Known, func(row keep.Row) error {
		i, err := itemOf[incident.Incident](g, row)
		if err != nil {
			return err
		}
		var from time.Time
		if i.Withheld, from, err = withheldOfFile(r, g.in.Known, i.Subject, i.State); err != nil || !i.Withheld.Place {
			return err
		}
		g.in.LateWithheld = true
		i.Before = from.Before(g.in.Period.From)
		if first, until := g.both(); !from.Before(first) && from.Before(until) {
			g.in.Incidents = append(g.in.Incidents, *i)
		}
		if from.Before(g.in.Period.From) && len(i.State.Findings) > 0 {
			g.in.Ruled = append(g.in.Ruled, *i)
		}
		if len(i.State.Open()) > 0 {
			g.in.Asked = append(g.in.Asked, *i)
		}
		return nil
	})
}
