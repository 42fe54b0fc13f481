package zone

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/noun"
)

// LineDrawn puts a line forward, or another course for one that is in force. It takes force
// as a zone does.
//
// The geometry is a LineString as RFC 7946 writes it. Left and right are those of someone
// who walks along it in the order of its points.
//
//	{"number": 1, "agreement": "agreement/syria-2017", "version": "signed-text", "clause": "point_3",
//	 "required": ["IR", "RU", "TR"], "from": "2017-05-06T00:00:00Z", "approximate": true, "party": "TR",
//	 "basis": {"text": "positions of 4 May", "language": "en"}, "source": "sketch handed over at the centre",
//	 "names": [{"language": "en", "text": "Contact line in the south"}], "kind": "contact",
//	 "geometry": {"type": "LineString", "coordinates": [[36, 32.6], [36.2, 32.7], [36.4, 32.7]]}, "edges": "straight",
//	 "left": "SY-GOV", "right": "SY-OPP",
//	 "withdrawals": [{"weapons": ["artillery-towed"], "minCalibreMillimetres": 100, "distanceMetres": 50000, "rule": "total"}]}
type LineDrawn struct {
	Terms
	Names       Names          `json:"names" maxlen:"20" doc:"name of the line"`
	Kind        string         `json:"kind" pattern:"^(contact|withdrawal|other)$" doc:"contact: between the sides; withdrawal: behind which weapons go; other"`
	Geometry    jsontext.Value `json:"geometry" doc:"the line as an RFC 7946 LineString, WGS84, longitude first, at most seven decimals"`
	Edges       string         `json:"edges" pattern:"^(geodesic|straight)$" doc:"between two points: the shortest way on the ground, or straight in longitude and latitude"`
	Left        string         `json:"left,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"party whose side is to the left"`
	Right       string         `json:"right,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"party whose side is to the right"`
	Withdrawals []Withdrawal   `json:"withdrawals,omitempty" maxlen:"20" doc:"how far which weapons must be from it"`
}

// Withdrawal is how far weapons must be from a line.
type Withdrawal struct {
	Weapons               []string `json:"weapons" code:"weapon-class" maxlen:"40" doc:"weapon classes that it concerns"`
	MinCalibreMillimetres float64  `json:"minCalibreMillimetres,omitzero" min:"1" max:"2000" doc:"calibre from which on; absent: any"`
	DistanceMetres        float64  `json:"distanceMetres" min:"1" max:"1000000" doc:"metres, to be read by the rule"`
	Rule                  string   `json:"rule" pattern:"^(total|per-side)$" doc:"total: width of the zone free of them, half on each side; per-side: on each side"`
}

// Rules of a distance.
const (
	Total   = "total"
	PerSide = "per-side"
)

// SideMetres is how far from the line the weapons must be, on their own side.
func (w Withdrawal) SideMetres() float64 {
	if w.Rule == Total {
		return w.DistanceMetres / 2
	}
	return w.DistanceMetres
}

// Fits refuses what is not geometry by its form, and a line with one party on both sides.
func (b LineDrawn) Fits(subject act.SubjectID) error {
	if b.Left != "" && b.Left == b.Right {
		return errors.New("left and right are the same party")
	}
	if err := checkLine(b.Geometry); err != nil {
		return fmt.Errorf("geometry: %w", err)
	}
	return b.fits(subject)
}

// Refers names the agreement and the office's own words.
func (b LineDrawn) Refers() []act.SubjectID {
	refers := b.Terms.Refers()
	for _, w := range b.Withdrawals {
		refers = append(refers, noun.OwnWords(taxonomy.WeaponClass, w.Weapons...)...)
	}
	return refers
}
