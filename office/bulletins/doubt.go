package bulletins

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/noun/incident"
	"truce/tool/keep"
)

// withholds reports whether an act about the subject hides a member that this office was not
// handed. In an office that takes acts from their authors none does.
func withholds(r keep.Reader, subject act.SubjectID) (bool, error) {
	entries, err := r.About(subject)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		a, err := act.Parse(e.JWS)
		if err != nil {
			return false, err
		}
		ds, err := act.ParseDisclosures(e.Hidden)
		if err != nil {
			return false, err
		}
		opened, err := a.Open(ds)
		if err != nil || opened.Withheld > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// doubt is what is left open of a report: without a place it looks like a draft.
func doubt(r keep.Reader, subject act.SubjectID, s incident.Report) (d bulletin.Doubt, err error) {
	hides, err := withholds(r, subject)
	if err != nil || !hides {
		return d, err
	}
	d.Place = s.Place == nil && s.Sight == nil || len(s.Missing) > 0
	d.Source = s.Source == nil
	return d, nil
}

// doubtFile is what the reports that a file gathers leave open of it. Whether two sources are
// independent is open only if two of them are withheld.
//
// From is when the first of the reports began, whether or not it seems to count.
func doubtFile(r keep.Reader, known time.Time, s incident.Incident) (d bulletin.Doubt, from time.Time, err error) {
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
			of, err := doubt(r, link.Report, report)
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

// doubtFiles are files that a copy cannot place in time, because all reports that they gather
// seem to be drafts there: those that may be of these two periods, and those with questions.
func (g *gathering) doubtFiles(r keep.Reader) error {
	return r.Began(incident.IncidentNoun, "", time.Time{}, time.UnixMicro(1), g.in.Known, func(row keep.Row) error {
		i, err := itemOf[incident.Incident](g, row)
		if err != nil {
			return err
		}
		var from time.Time
		if i.Doubt, from, err = doubtFile(r, g.in.Known, i.State); err != nil || !i.Doubt.Place {
			return err
		}
		g.in.LateDoubt = true
		i.Before = from.Before(g.in.Period.From)
		if first, until := g.both(); !from.Before(first) && from.Before(until) {
			g.in.Incidents = append(g.in.Incidents, *i)
		}
		if len(i.State.Open()) > 0 {
			g.in.Asked = append(g.in.Asked, *i)
		}
		return nil
	})
}
