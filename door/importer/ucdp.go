package importer

import (
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/ground/shape"
	"truce/noun/gazetteer"
	"truce/noun/incident"
)

// UCDP reads the UCDP Georeferenced Event Dataset (Sundberg & Melander 2013,
// doi:10.1177/0022343313484347; columns as in the GED codebook 19.1). dataset names the
// edition, such as "UCDP GED Syria 2016-01 to 2019-11".
//
// A row becomes an allegation, not an observation. Nobody of the mission perceived what
// it tells; it is the account of a news source, read by the coders of a data set. An
// observation would let somebody else's table change what the mission counts as
// observed. The means is open-source, for which no observer's position is asked.
//
// What the table does not say is not guessed: the weapon is unknown, the event is other
// (a headline is not a code), nobody is accused, and the zone is empty. The area is that
// of the district or province that the table names, where the gazetteer has one place of
// that name; places may be nil.
func UCDP(dataset string, places *gazetteer.Index) Format {
	names := namesOf(places)
	return Format{
		Dataset: dataset,
		Columns: []string{
			"id", "type_of_violence", "side_a", "side_b", "source_article", "source_office", "source_headline",
			"where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "event_clarity",
			"date_prec", "date_start", "date_end",
			"deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
		},
		Row: func(r Row) string { return strings.TrimSpace(r.Get("id")) },
		Subject: func(r Row) (act.SubjectID, *problem.Problem) {
			return r.subject(incident.ReportNoun+"/ucdp-", strings.TrimSpace(r.Get("id")), "id")
		},
		Draft: func(r Row, origin published.Row) (Draft, *problem.Problem) {
			return ucdpDraft(r, origin, names)
		},
	}
}

func ucdpDraft(r Row, origin published.Row, known names) (Draft, *problem.Problem) {
	record := incident.Record{Event: "other", Means: "open-source", Weapon: "unknown", Origin: &origin}
	origin.Source = shorten(uniqueOffices(r.Get("source_office")), maxSource)
	deaths, wrong := readDeaths(r)
	if wrong != nil {
		return Draft{}, wrong
	}
	record.Harm, record.Effect = deaths.harm(), deaths.effect()
	if record.Count, wrong = ucdpCount(r); wrong != nil {
		return Draft{}, wrong
	}
	if record.Time, wrong = ucdpTime(r); wrong != nil {
		return Draft{}, wrong
	}
	if record.Place, record.Area, wrong = ucdpPlace(r, known); wrong != nil {
		return Draft{}, wrong
	}
	record.Narrative = shape.In("en", ucdpNarrative(r, deaths))
	if missing := record.Missing(); len(missing) > 0 {
		return Draft{}, r.Missing(missing[0])
	}
	return alleged(record), nil
}

// alleged is a record of published material as an act: its place and narrative are not for
// everybody, whatever was published.
func alleged(record incident.Record) Draft {
	return Draft{Kind: "allegation-filed", Body: incident.AllegationFiled{Record: record}}
}

// ucdpCount is one event of the data set. Where its clarity is 2 the row sums up several
// (codebook, event_clarity).
func ucdpCount(r Row) (*incident.Count, *problem.Problem) {
	clarity, wrong := r.Whole("event_clarity", 1, 2)
	return &incident.Count{Number: 1, Unit: "event", AtLeast: clarity == 2}, wrong
}

const maxSource = 400 // incident.Origin.Source

// uniqueOffices names each cited source once; the table repeats it for each article.
func uniqueOffices(list string) string {
	var names []string
	seen := map[string]bool{}
	for name := range strings.SplitSeq(list, ";") {
		if name = strings.TrimSpace(name); name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return strings.Join(names, "; ")
}

// shorten cuts to so many characters and shows that it did.
func shorten(s string, characters int) string {
	if runes := []rune(s); len(runes) > characters {
		return string(runes[:characters-1]) + "…"
	}
	return s
}
