package importer

import (
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/ground/shape"
	"truce/noun/gazetteer"
	"truce/noun/incident"
)

// SyrianArchive reads a table of the Syrian Archive's observations (id, date, governorate,
// place, lat, lon, violation_type, weapons, summary, url). dataset names the edition.
//
// A row becomes an allegation, as a row of UCDP does and for the same reason: the archive's
// people saw the film, nobody of the mission did. Who watches it files an observation of
// his own, with the film as evidence. A row is one film; several can be of one attack, so
// what is counted is a case, as the archive counts.
//
// What the table does not say is not guessed: nobody is accused, whatever the archive's
// own heading says, and the weapon is unknown unless the table names one. The heading and
// the weapons stand in the narrative as they were written.
func SyrianArchive(dataset string, places *gazetteer.Index) Format {
	names := namesOf(places)
	return Format{
		Dataset: dataset,
		Columns: []string{"id", "date", "governorate", "place", "lat", "lon", "violation_type", "weapons", "summary", "url"},
		Row:     func(r Row) string { return strings.TrimSpace(r.Get("id")) },
		Subject: func(r Row) (act.SubjectID, *problem.Problem) {
			return r.subject(incident.ReportNoun+"/syrian-archive-", strings.TrimSpace(r.Get("id")), "id")
		},
		Draft: func(r Row, origin published.Row) (Draft, *problem.Problem) {
			return archiveDraft(r, origin, names)
		},
	}
}

func archiveDraft(r Row, origin published.Row, known names) (Draft, *problem.Problem) {
	origin.Source = shorten(strings.TrimSpace(r.Get("url")), maxSource)
	weapon := archiveWeapon(r.Get("weapons"))
	record := incident.Record{
		Event: archiveEvent(weapon, r.Get("violation_type")), Means: "open-source", Weapon: weapon, Effect: "unknown",
		Count: &incident.Count{Number: 1, Unit: "case"}, Origin: &origin, Narrative: shape.In("en", archiveNarrative(r)),
	}
	day, wrong := r.Day("date")
	if wrong != nil {
		return Draft{}, wrong
	}
	record.Time = &place.Extent{From: day, Until: day.Add(24 * time.Hour), Precision: "day"}
	if record.Place, record.Area, wrong = archivePlace(r, known); wrong != nil {
		return Draft{}, wrong
	}
	if missing := record.Missing(); len(missing) > 0 {
		return Draft{}, r.Missing(missing[0])
	}
	return alleged(record), nil
}

// archivePlace takes the point, if there is one, for the town's: many films share one. A
// name gets its code where it is one place of the gazetteer near the point or, without a
// point, in the province; quarters of towns have the names of villages, so a gazetteer
// that lists quarters too answers less and is less often wrong.
func archivePlace(r Row, known names) (*place.Place, string, *problem.Problem) {
	name, governorate := strings.TrimSpace(r.Get("place")), archiveProvince(r.Get("governorate"))
	area := known.division(governorate, "")
	if r.Get("lat") != "" || r.Get("lon") != "" {
		at, wrong := r.Position("lon", "lat")
		if wrong != nil {
			return nil, "", wrong
		}
		p := &place.Place{Name: name, Position: at, Precision: "locality"}
		if name != "" {
			p.Code = known.near(name, *at)
		}
		return p, area, nil
	}
	switch {
	case name != "":
		return &place.Place{Name: shorten(name, maxPlaceName), Code: known.within(name, area)}, area, nil
	case r.Get("governorate") != "":
		return &place.Place{Name: strings.TrimSpace(r.Get("governorate")), Precision: "province"}, area, nil
	}
	return nil, "", r.Missing("place")
}

// archiveProvince leaves out Damascus: the archive counts its countryside, a province of
// its own, to it.
func archiveProvince(governorate string) string {
	if governorate == "DAMASCUS" {
		return ""
	}
	return governorate
}

// archiveWeapon is the class of the weapons that the table names, if it is one.
func archiveWeapon(weapons string) string {
	class := ""
	for name := range strings.SplitSeq(weapons, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		switch c := weaponClass(name); class {
		case "", c:
			class = c
		default:
			return "other"
		}
	}
	if class == "" {
		return "unknown"
	}
	return class
}

// weaponClass puts a weapon as the archive writes it into a class. Bombs of aircraft have
// none of their own.
func weaponClass(name string) string {
	for class, names := range map[string][]string{
		"chemical":          {"Chemical Weapons", "Chlorine Gas", "Mustard Gas"},
		"cluster":           {"Cluster Munition", "RBK-500", "ShOAB-0.5", "AO-2.5RT/RTM", "PTAB-1M"},
		"incendiary":        {"Incendiary Weapons", "ZAB-2.5S", "ZAB-2.5SM"},
		"barrel-bomb":       {"Barrel Bomb"},
		"ballistic-missile": {"9M79M Tochka"},
		"uav":               {"Drone"},
	} {
		if slices.Contains(names, name) {
			return class
		}
	}
	return "other"
}

// archiveEvent is other where neither the weapon nor the archive's heading is an event of
// the taxonomy.
func archiveEvent(weapon, heading string) string {
	switch {
	case weapon == "chemical":
		return "chemical-allegation"
	case strings.HasPrefix(heading, "Sieges"):
		return "siege"
	}
	return "other"
}

func archiveNarrative(r Row) string {
	lines := []string{strings.TrimSpace(r.Get("summary"))}
	for _, c := range [][2]string{{"violation_type", "Heading"}, {"weapons", "Weapons"}, {"url", "Published at"}} {
		if text := strings.TrimSpace(r.Get(c[0])); text != "" {
			lines = append(lines, c[1]+": "+text+".")
		}
	}
	lines = append(lines, "Place as published: "+joined(r.Get("place"), r.Get("governorate"))+".")
	if lines[0] == "" {
		lines = lines[1:]
	}
	return shorten(strings.Join(lines, "\n"), maxNarrative)
}
