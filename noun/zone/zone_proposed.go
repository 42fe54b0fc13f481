package zone

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// ZoneProposed puts a boundary forward for a zone that has none, or for one that has: then
// it amends the boundary that is in force, which it replaces from its own beginning or, if the
// office received the last consent only later, from then. It changes nothing until all consented to
// it whom the version of the agreement names for that.
//
// The geometry is a MultiPolygon as RFC 7946 writes it, longitude first, with at most seven
// decimals. Edges tells what the text meant by a line from one point to the next: geodesic,
// the shortest way on the ground, or straight, a straight line on a map in longitude and
// latitude.
//
//	{"number": 1, "agreement": "agreement/syria-2017", "version": "signed-text", "clause": "point_1__point_b",
//	 "required": ["IR", "RU", "TR"], "from": "2017-08-03T09:00:00Z", "approximate": true,
//	 "basis": {"text": "settlements named in the clause, joined by straight lines", "language": "en"}, "source": "map handed over by the delegation",
//	 "party": "RU", "names": [{"language": "en", "text": "Parts of northern Homs"}, {"language": "ar", "text": "أجزاء من شمال حمص"}],
//	 "geometry": {"type": "MultiPolygon", "coordinates": [[[[36.6, 34.8], [36.9, 34.8], [36.9, 35.0], [36.6, 35.0], [36.6, 34.8]]]]},
//	 "edges": "geodesic", "belts": [{"code": "sz-2", "widthMetres": 3000}]}
type ZoneProposed struct {
	Terms
	Names    Names          `json:"names" maxlen:"20" doc:"name of the zone"`
	Geometry jsontext.Value `json:"geometry" doc:"the zone as an RFC 7946 MultiPolygon, WGS84, longitude first, at most seven decimals"`
	Edges    string         `json:"edges" pattern:"^(geodesic|straight)$" doc:"between two points: the shortest way on the ground, or straight in longitude and latitude"`
	Belts    []Belt         `json:"belts,omitempty" maxlen:"10" doc:"security zones around it"`
}

// Belt is a strip of a width around a zone: what is outside the zone and no farther from
// it than the width.
type Belt struct {
	Code        string  `json:"code" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"by which clauses name the belt"`
	WidthMetres float64 `json:"widthMetres" min:"1" max:"200000" doc:"metres from the zone's border outwards"`
}

// Kinds of edge.
const (
	Geodesic = "geodesic"
	Straight = "straight"
)

// Fits refuses what is not geometry by its form, and belts of the same code.
func (b ZoneProposed) Fits(subject act.SubjectID) error {
	codes := []string{subject.Name()}
	for _, belt := range b.Belts {
		codes = append(codes, belt.Code)
	}
	if code := duplicate(codes); code != "" {
		return fmt.Errorf("belts: the code %s stands twice", code)
	}
	if err := checkArea(b.Geometry); err != nil {
		return fmt.Errorf("geometry: %w", err)
	}
	return b.fits(subject)
}
