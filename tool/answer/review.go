package answer

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun/incident"
)

// Duplicates are pairs of reports that may be about one happening, the likeliest first.
// Nothing is linked by them; a person decides.
type Duplicates struct {
	Pairs   []Pair    `json:"pairs" nullable:"false"`
	Looked  int       `json:"looked" doc:"reports that were compared"`
	Apart   int       `json:"apart" doc:"pairs that were said to be about different happenings, and are not proposed"`
	Left    int       `json:"left" doc:"pairs that are left off, the least alike"`
	Through time.Time `json:"through,omitzero" doc:"there are older ones: ask again with this as until"`
}

// Pair is two reports and how alike they are.
type Pair struct {
	A          Item            `json:"a"`
	B          Item            `json:"b"`
	Likeness   incident.Score  `json:"likeness"`
	IncidentsA []act.SubjectID `json:"incidentsA,omitempty" doc:"files that hold the one"`
	IncidentsB []act.SubjectID `json:"incidentsB,omitempty" doc:"files that hold the other"`
}

// Crossing is where the reports of an incident say that it was, and what all that was
// observed has in common.
type Crossing struct {
	Shapes       []Shape        `json:"shapes" nullable:"false"`
	Common       jsontext.Value `json:"common,omitempty" doc:"GeoJSON: where it can have been if every observation is right; absent with fewer than two, or if nowhere"`
	SquareMetres float64        `json:"squareMetres" doc:"of common"`
}

// Shape is where one report says that it was: a sector, or a circle.
type Shape struct {
	Report   act.SubjectID  `json:"report"`
	As       string         `json:"as" doc:"observation or allegation"`
	Form     string         `json:"form" doc:"sector or circle"`
	Geometry jsontext.Value `json:"geometry" doc:"GeoJSON, drawn on the ellipsoid"`
}
