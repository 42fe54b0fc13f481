package office

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/act"
	"truce/bulletin"
	"truce/incident"
	"truce/store"
)

// withholds reports whether an act about the subject hides a member that this office was not
// handed. In an office that takes acts from their authors none does.
func withholds(r *store.Reader, subject act.SubjectID) (bool, error) {
	entries, err := r.EntriesAbout(subject)
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
func (f *Office) doubt(r *store.Reader, subject act.SubjectID, s incident.Report) (d bulletin.Doubt, err error) {
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
func (f *Office) doubtFile(r *store.Reader, known time.Time, s incident.Incident) (d bulletin.Doubt, err error) {
	sources := 0
	for _, link := range s.Reports {
		rows, err := r.RowsAsOf(link.Report, known)
		if err != nil {
			return d, err
		}
		for _, row := range rows {
			var report incident.Report
			if err := json.Unmarshal([]byte(row.State), &report); err != nil {
				return d, err
			}
			of, err := f.doubt(r, link.Report, report)
			if err != nil {
				return d, err
			}
			d.Place = d.Place || of.Place
			if of.Source && report.Type == incident.Observation {
				sources++
			}
		}
	}
	d.Source = sources > 1
	return d, nil
}
