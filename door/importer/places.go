package importer

import (
	"regexp"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/noun/gazetteer"
)

// Places reads a gazetteer: a CSV table, or GeoJSON whose properties are the columns. Of a
// column's name it takes, capitals or not:
//
//	pcode or code            the place code
//	name_en, name_ar, ...    its name in a language
//	ref_name, nam_en_ref, alt1_en, alt2_ar, ...   other spellings
//	adm1_pcode, adm1_en, ... the divisions that it lies in, up to the fourth
//	lon and lat, or longitude and latitude        a point of it, or both empty
//	population
//
// kind is the word of the taxonomy place-kind for all of them: a table holds one sort.
func Places(dataset, kind string, geoJSON bool) Format {
	return Format{
		Dataset: dataset, GeoJSON: geoJSON, Columns: []string{"pcode|code"},
		Row: func(r Row) string { return strings.TrimSpace(r.Of("pcode", "code")) },
		Subject: func(r Row) (act.SubjectID, *problem.Problem) {
			return r.subject(gazetteer.Noun+"/", strings.TrimSpace(r.Of("pcode", "code")), "pcode")
		},
		Draft: func(r Row, origin published.Row) (Draft, *problem.Problem) { return placeDraft(r, kind, origin) },
	}
}

func placeDraft(r Row, kind string, origin published.Row) (Draft, *problem.Problem) {
	b := gazetteer.PlaceListed{Kind: kind, Names: placeNames(r), Origin: &origin}
	if len(b.Names) == 0 {
		return Draft{}, r.Missing("name_en")
	}
	b.Within = divisionsOf(r)
	var wrong *problem.Problem
	if b.Position, wrong = placePosition(r); wrong != nil {
		return Draft{}, wrong
	}
	if b.Position != nil {
		b.Precision = "locality" // a point for a town or a quarter
	}
	if r.Of("population") != "" {
		people, wrong := r.Whole("population", 0, 100_000_000)
		if wrong != nil {
			return Draft{}, wrong
		}
		b.Population = &people
	}
	return Draft{Kind: "place-listed", Body: b}, nil
}

var (
	mainName  = regexp.MustCompile(`^name_([a-z]{2,3})$`)
	otherName = regexp.MustCompile(`^(?:alt\d*_([a-z]{2,3})|nam_([a-z]{2,3})_ref|ref_name)$`)
)

// placeNames are the names, each text once in each language, English and then Arabic
// first. A place that only has other spellings shows the first of them.
func placeNames(r Row) []gazetteer.Name {
	var names []gazetteer.Name
	for i, column := range r.of.names {
		column = strings.ToLower(strings.TrimSpace(column))
		text := shorten(strings.Join(strings.Fields(r.fields[i]), " "), maxPlaceName)
		if text == "" {
			continue
		}
		if m := mainName.FindStringSubmatch(column); m != nil {
			names = append(names, gazetteer.Name{Language: m[1], Text: text})
		} else if m := otherName.FindStringSubmatch(column); m != nil {
			names = append(names, gazetteer.Name{Language: orEnglish(m[1] + m[2]), Text: text, Variant: true})
		}
	}
	slices.SortStableFunc(names, func(a, b gazetteer.Name) int { return rank(a) - rank(b) })
	names = withoutRepeats(names)
	if len(names) > 0 {
		names[0].Variant = false
	}
	return names[:min(len(names), 40)]
}

func orEnglish(language string) string {
	if language == "" {
		return "en"
	}
	return language
}

func rank(n gazetteer.Name) int {
	at := slices.Index([]string{"en", "ar"}, n.Language)
	if at < 0 {
		at = 2
	}
	if n.Variant {
		at += 3
	}
	return at
}

func withoutRepeats(names []gazetteer.Name) []gazetteer.Name {
	var kept []gazetteer.Name
	for _, n := range names {
		if !slices.ContainsFunc(kept, func(k gazetteer.Name) bool { return k.Language == n.Language && k.Text == n.Text }) {
			kept = append(kept, n)
		}
	}
	return kept
}

// divisionsOf leaves out what is the place itself: tables of divisions repeat it.
func divisionsOf(r Row) []gazetteer.Division {
	own := strings.TrimSpace(r.Of("pcode", "code"))
	var within []gazetteer.Division
	for level := 1; level <= 4; level++ {
		name := "adm" + string(rune('0'+level)) + "_"
		code := strings.TrimSpace(r.Of(name + "pcode"))
		if code != "" && code != own {
			within = append(within, gazetteer.Division{Level: level, Code: code, Name: shorten(strings.TrimSpace(r.Of(name+"en")), maxPlaceName)})
		}
	}
	return within
}

func placePosition(r Row) (*place.Position, *problem.Problem) {
	for _, columns := range [][2]string{{"lon", "lat"}, {"longitude", "latitude"}} {
		if r.Of(columns[0]) != "" || r.Of(columns[1]) != "" {
			return r.Position(columns[0], columns[1])
		}
	}
	return nil, nil
}
