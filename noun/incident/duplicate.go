package incident

import (
	"math"
	"strings"
	"time"

	"truce/ground/place"
	"truce/ground/taxonomy"
)

// Score says how likely two reports are about one happening, from 0 to 1, with a reason
// for each of what it looks at. It is the product of closeness in time, space and kind:
// what is far apart in one of them is not made up for by the others. Nothing is linked by
// it; a person decides.
type Score struct {
	Score   float64  `json:"score"` // to a thousandth
	Reasons []Reason `json:"reasons"`
}

// Reason is one thing that was compared.
type Reason struct {
	What    string  `json:"what"`             // time, space, kind or origin
	Score   float64 `json:"score"`            // from 0 to 1, to a thousandth
	Apart   int     `json:"apart,omitzero"`   // seconds or metres between what is known of the two
	Common  string  `json:"common,omitempty"` // what both have: an event, an area, a row
	Unknown bool    `json:"unknown,omitzero"` // one of them does not say: half a point
}

// Proposed is the score from which a pair is worth a person's look.
const Proposed = 0.5

// How far apart two reports may be before they stop looking alike, beyond what they
// themselves leave open.
const (
	apartSeconds = 60 * 60
	apartMetres  = 5_000
)

// Likeness compares two reports. It does not matter which comes first. Who asks takes care
// to show nobody the likeness of a report that he or she may not see.
func Likeness(a, b Report) Score {
	if a.Origin != nil && b.Origin != nil && a.Origin.SHA256 != "" && a.Origin.SHA256 == b.Origin.SHA256 {
		return Score{1, []Reason{{What: "origin", Score: 1, Common: a.Origin.SHA256}}}
	}
	s := Score{Score: 1, Reasons: []Reason{inTime(a, b), inSpace(a, b), inKind(a, b)}}
	for _, r := range s.Reasons {
		s.Score *= r.Score
	}
	s.Score = thousandths(s.Score)
	return s
}

func thousandths(x float64) float64 { return math.Round(x*1000) / 1000 }

// fading is 1 for nothing apart and 0 from the limit on.
func fading(what string, apart, limit float64) Reason {
	return Reason{What: what, Score: thousandths(max(0, 1-apart/limit)), Apart: int(math.Round(apart))}
}

func inTime(a, b Report) Reason {
	if a.Time == nil || b.Time == nil {
		return Reason{What: "time", Score: 0.5, Unknown: true}
	}
	fromA, untilA := spanned(*a.Time)
	fromB, untilB := spanned(*b.Time)
	gap := max(fromA.Sub(untilB), fromB.Sub(untilA), 0)
	return fading("time", gap.Seconds(), apartSeconds)
}

// spanned is the stretch that the times and their precision leave open.
func spanned(e place.Extent) (from, until time.Time) {
	t, _ := taxonomy.Default().List(taxonomy.TimePrecision).Term(e.Precision)
	until = e.Until
	if until.IsZero() {
		until = e.From.Add(time.Duration(t.LengthSeconds) * time.Second)
	}
	return e.From, until
}

func inSpace(a, b Report) Reason {
	if pa, ra, is := a.point(); is {
		if pb, rb, also := b.point(); also {
			return fading("space", max(0, metresBetween(pa, pb)-ra-rb), apartMetres)
		}
	}
	switch {
	case a.Area == "" || b.Area == "":
		return Reason{What: "space", Score: 0.5, Unknown: true}
	case strings.HasPrefix(a.Area, b.Area):
		return Reason{What: "space", Score: 0.8, Common: b.Area}
	case strings.HasPrefix(b.Area, a.Area):
		return Reason{What: "space", Score: 0.8, Common: a.Area}
	}
	return Reason{What: "space"}
}

// point is the place with the radius of what is known of it; areas have none.
func (r Report) point() (p place.Position, radiusMetres float64, is bool) {
	if r.Place == nil || r.Place.Position == nil {
		return p, 0, false
	}
	radiusMetres, circle := r.Place.Radius()
	return *r.Place.Position, radiusMetres, circle || r.Place.Precision == ""
}

// metresBetween is the great-circle distance on the sphere of the mean radius of IUGG,
// within 0.6 % of the ellipsoid's: good enough to propose, never to judge.
func metresBetween(a, b place.Position) float64 {
	const radius, degree = 6_371_008.8, math.Pi / 180
	sinLat, sinLon := math.Sin((b.Lat-a.Lat)*degree/2), math.Sin((b.Lon-a.Lon)*degree/2)
	h := sinLat*sinLat + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*sinLon*sinLon
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

// inKind takes what can look or sound alike to two observers for half alike.
func inKind(a, b Report) Reason {
	switch {
	case a.Event == "" || b.Event == "":
		return Reason{What: "kind", Score: 0.5, Unknown: true}
	case a.Event == b.Event:
		return Reason{What: "kind", Score: 1, Common: a.Event}
	case family(a.Event) != "" && family(a.Event) == family(b.Event):
		return Reason{What: "kind", Score: 0.7, Common: family(a.Event)}
	}
	return Reason{What: "kind"}
}

func family(event string) string {
	switch taxonomy.Base(event) {
	case "explosion", "air-strike", "helicopter-bomb", "rocket", "mortar", "artillery", "tank-fire", "mine-ied":
		return "explosion"
	case "burst", "shot", "small-arms", "sniper":
		return "shooting"
	case "drone", "overflight":
		return "aircraft"
	case "ground-advance", "new-position", "force-movement", "weapon-over-line":
		return "movement"
	}
	return ""
}
