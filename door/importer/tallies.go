package importer

import (
	"regexp"
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/noun/incident"
)

// Tallies reads the daily counts that parties published, one row a party, day and unit:
//
//	date        the day that it counts, such as 2017-05-07
//	publisher   code of the party, such as RU
//	unit        word of the taxonomy counting-unit, such as firing-case
//	total       the number published for the whole day
//	list        optional: which of several counts of the unit that the party publishes for the day
//	timezone    optional: of the day, such as +03:00
//	confirmed   optional: how many of them another party confirmed, so it says
//	source      where it was published
//
// Each further column is an area, its header the place code and the name as published:
// "SY01 Damascus". An empty cell was not published; 0 was. Parts that do not add up to
// the total are recorded as published and noted.
func Tallies(dataset string) Format {
	return Format{
		Dataset: dataset, Columns: []string{"date", "publisher", "unit", "total", "source"},
		Row: tallyRow,
		Subject: func(r Row) (act.SubjectID, *problem.Problem) {
			if _, wrong := r.Day("date"); wrong != nil {
				return "", wrong
			}
			return r.subject(incident.TallyNoun+"/", tallyRow(r), "publisher")
		},
		Draft: tallyDraft,
	}
}

func tallyRow(r Row) string {
	name := strings.TrimSpace(r.Get("publisher")) + "-" + strings.TrimSpace(r.Get("date")) + "-" + strings.TrimSpace(r.Get("unit"))
	if list := strings.TrimSpace(r.Get("list")); list != "" {
		name += ":" + list
	}
	return name
}

const maxTally = 1_000_000 // incident.TallyPublished

func tallyDraft(r Row, origin published.Row) (Draft, *problem.Problem) {
	b := incident.TallyPublished{Origin: &origin}
	for _, c := range []struct {
		name string
		into *string
	}{{"publisher", &b.Publisher}, {"date", &b.Date}, {"unit", &b.Unit}, {"source", &b.Source}} {
		text, wrong := r.Text(c.name)
		if wrong != nil {
			return Draft{}, wrong
		}
		*c.into = text
	}
	b.UTCOffset, b.List = strings.TrimSpace(r.Get("timezone")), strings.TrimSpace(r.Get("list"))
	var wrong *problem.Problem
	if b.Total, wrong = r.Whole("total", 0, maxTally); wrong != nil {
		return Draft{}, wrong
	}
	if strings.TrimSpace(r.Get("confirmed")) != "" {
		n, wrong := r.Whole("confirmed", 0, maxTally)
		if wrong != nil {
			return Draft{}, wrong
		}
		b.ConfirmedByOther = &n
	}
	if b.Parts, wrong = tallyParts(r); wrong != nil {
		return Draft{}, wrong
	}
	return Draft{Kind: "tally-published", Body: b, Note: addsUp(r, b)}, nil
}

var areaColumn = regexp.MustCompile(`^([A-Za-z]{2}[0-9][A-Za-z0-9._:-]{0,37})\s+(\S.*)$`)

func tallyParts(r Row) (parts []incident.Part, wrong *problem.Problem) {
	for _, column := range r.of.names {
		column = strings.TrimSpace(column)
		m := areaColumn.FindStringSubmatch(column)
		if m == nil || strings.TrimSpace(r.Get(strings.ToLower(column))) == "" {
			continue
		}
		n, wrong := r.Whole(strings.ToLower(column), 0, maxTally)
		if wrong != nil {
			return nil, wrong
		}
		parts = append(parts, incident.Part{Area: m[1], Name: shorten(m[2], 100), Number: n})
	}
	return parts, nil
}

// addsUp notes parts that do not add up. A total without parts says nothing of them.
func addsUp(r Row, b incident.TallyPublished) *problem.Problem {
	sum := 0
	for _, p := range b.Parts {
		sum += p.Number
	}
	if len(b.Parts) == 0 || sum == b.Total {
		return nil
	}
	return problem.Conflict(problem.ImportTallyPartsDiffer, problem.P{"row": r.Line, "sum": sum, "total": b.Total})
}
