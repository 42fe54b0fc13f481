package importer

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/judge/law"
	"truce/noun/zone"
)

// ZoneTerms are what the person who imports zones says of all of them: the file only
// draws them.
type ZoneTerms struct {
	Dataset     string
	Agreement   act.SubjectID // that they rest on
	Version     string
	Clause      string // for zones whose properties name none
	Required    []string
	From, Until time.Time // in force
	Proposal              // whose, and its number; By "" for the mission's own
	Source      string    // how the mission knows, if By is set
	Edges       string    // zone.Geodesic or zone.Straight
	Approximate bool      // even if the properties do not say so
	Exercise    bool
}

// Zones reads proposals for zones from GeoJSON: a feature is a zone, a Polygon or
// MultiPolygon as a mapping program writes it. Of its properties it takes
//
//	zone_id, code or id    by which clauses name the zone
//	name, name_en, name_ar, ...
//	basis, and status, confidence and memorandum_ref, as what it was drawn from
//	clause                 of the agreement's version
//	approximate            true if the geometry is only about where the text means
//
// The geometry is put in order as law.Tidy does: seven decimals, outer rings
// anticlockwise, no heights. What cannot be a zone is not imported, with the rule and the
// place.
func Zones(t ZoneTerms) Format {
	return Format{
		Dataset: t.Dataset, GeoJSON: true, Row: zoneRow, Proposal: t.Proposal,
		Subject: func(r Row) (act.SubjectID, *problem.Problem) {
			return r.subject(zone.Noun+"/", zoneRow(r), "zone_id")
		},
		Draft: t.draft,
	}
}

func zoneRow(r Row) string { return strings.TrimSpace(r.Of("zone_id", "code", "id")) }

func (t ZoneTerms) draft(r Row, origin published.Row) (Draft, *problem.Problem) {
	if r.Get(geometryColumn) == "" {
		return Draft{}, r.Missing(geometryColumn)
	}
	tidy, err := law.Tidy([]byte(r.Get(geometryColumn)))
	if err != nil {
		return Draft{}, admission.GeometryProblem(err)
	}
	b := zone.ZoneProposed{
		Terms: zone.Terms{
			Number: t.Number, Party: t.By, Agreement: t.Agreement, Version: t.Version, Clause: cmp.Or(r.Get("clause"), t.Clause),
			Required: t.Required, From: t.From, Until: t.Until, Source: t.Source, Exercise: t.Exercise,
			Approximate: t.Approximate || r.Get("approximate") == "true", Basis: shape.In(orEnglish(""), zoneBasis(r)), Origin: &origin,
		},
		Names: zoneNames(r), Geometry: jsontext.Value(tidy), Edges: t.Edges,
	}
	switch {
	case len(b.Names) == 0:
		return Draft{}, r.Missing("name")
	case b.Basis.Text == "":
		return Draft{}, r.Missing("basis")
	}
	return Draft{Kind: "zone-proposed", Body: b}, nil
}

var zoneName = regexp.MustCompile(`^name(?:_([a-z]{2,3}))?$`)

func zoneNames(r Row) zone.Names {
	var names zone.Names
	for i, column := range r.of.names {
		m := zoneName.FindStringSubmatch(strings.ToLower(column))
		if text := strings.TrimSpace(r.fields[i]); m != nil && text != "" {
			names = append(names, zone.Name{Language: orEnglish(m[1]), Text: shorten(text, 200)})
		}
	}
	return names
}

const maxBasis = 2000 // zone.Terms.Basis

// zoneBasis is what the properties say of how the zone was drawn, in their own words.
func zoneBasis(r Row) string {
	var parts []string
	for _, c := range [][2]string{{"status", ""}, {"basis", ""}, {"memorandum_ref", "After: "}, {"confidence", "Confidence: "}} {
		if text := strings.TrimRight(strings.TrimSpace(r.Get(c[0])), "."); text != "" {
			parts = append(parts, c[1]+text+".")
		}
	}
	return shorten(strings.Join(parts, " "), maxBasis)
}
