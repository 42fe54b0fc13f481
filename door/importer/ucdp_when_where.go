package importer

import (
	"strings"
	"time"

	"truce/ground/place"
	"truce/ground/problem"
)

// ucdpTime takes the days from date_start to date_end, both included, as a half-open
// stretch from midnight to midnight UTC. The table's days are local ones (codebook 5.6);
// the hour by which they differ is not in it, and day precision says that hours are not
// known.
func ucdpTime(r Row) (*place.Extent, *problem.Problem) {
	from, wrong := r.Day("date_start")
	if wrong != nil {
		return nil, wrong
	}
	last, wrong := r.Day("date_end")
	if wrong != nil {
		return nil, wrong
	}
	if last.Before(from) {
		return nil, problem.Invalid(problem.ImportRowBadDate, problem.P{"row": r.Line, "value": r.Get("date_end")}).At("date_end")
	}
	precision, wrong := r.Whole("date_prec", 1, 5)
	if wrong != nil {
		return nil, wrong
	}
	until := last.AddDate(0, 0, 1)
	return &place.Extent{From: from, Until: until, Precision: timePrecision(precision, until.Sub(from))}, nil
}

// timePrecision is day for date_prec 1. For 2 (two to six days), 3 (a week), 4 (a month)
// and 5 (a year) it is week, the coarsest word there is; the stretch itself says how long.
func timePrecision(precision int, length time.Duration) string {
	if precision == 1 && length == 24*time.Hour {
		return "day"
	}
	return "week"
}

// ucdpPlace carries the precision over and makes no place finer than it is. With
// where_prec 1 the point is the town's, not the event's: locality. 2 is "within about
// 25 km of a known point". 3 is a district drawn at its centre: a nominal point, that
// counts may use and the law does not. 4 is a province, 5 a line or a vague area, 6 the
// country, 7 the sea: names, for what point they have says nothing.
func ucdpPlace(r Row, known names) (p *place.Place, area string, wrong *problem.Problem) {
	precision, wrong := r.Whole("where_prec", 1, 7)
	if wrong != nil {
		return nil, "", wrong
	}
	at, wrong := r.Position("longitude", "latitude")
	if wrong != nil {
		return nil, "", wrong
	}
	name, wrong := r.Text("where_coordinates")
	if wrong != nil {
		return nil, "", wrong
	}
	p = &place.Place{Name: shorten(name, maxPlaceName)}
	switch precision {
	case 1:
		p.Position, p.Precision = at, "locality"
		p.Code = known.near(name, *at)
	case 2:
		p.Position, p.RadiusMetres = at, nearMetres
	case 3:
		p.Position, p.Precision = at, "district"
	case 4:
		p.Precision = "province"
	}
	if precision <= 4 {
		area = known.division(r.Get("adm_1"), r.Get("adm_2"))
	}
	return p, area, nil
}

const (
	maxPlaceName = 200    // place.Place.Name
	nearMetres   = 25_000 // of where_prec 2 (codebook, where_prec)
)

const maxNarrative = 8000 // incident.Record.Narrative

// ucdpNarrative is the headline, then all that has no member of its own in a record, in
// the table's own words and codes, then the citation as far as there is room.
func ucdpNarrative(r Row, d deaths) string {
	lines := []string{
		r.Get("source_headline"),
		"Between " + r.Get("side_a") + " and " + r.Get("side_b") + "; type_of_violence " + r.Get("type_of_violence") + ".",
		d.sentence(),
		"Place as coded: " + joined(r.Get("where_coordinates"), r.Get("adm_2"), r.Get("adm_1")) +
			"; latitude " + r.Get("latitude") + ", longitude " + r.Get("longitude") + ", where_prec " + r.Get("where_prec") + ".",
		"Dates as coded: " + r.Get("date_start") + " to " + r.Get("date_end") + ", date_prec " + r.Get("date_prec") + ".",
		"Cited: " + r.Get("source_article"),
	}
	if lines[0] == "" {
		lines = lines[1:]
	}
	return shorten(strings.Join(lines, "\n"), maxNarrative)
}

func joined(names ...string) string {
	var given []string
	for _, name := range names {
		if name != "" {
			given = append(given, name)
		}
	}
	return strings.Join(given, ", ")
}
