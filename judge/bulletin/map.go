package bulletin

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"truce/noun/incident"
)

// Map is what the map draws. It is no law: borders are thinned out and rounded to about a
// kilometre. The public edition has squares of a tenth of a degree (about 10 km); the
// mission's has each place as far as it is known.
type Map struct {
	Squares []Square  `json:"squares"`
	Marks   []Mark    `json:"marks,omitempty"`
	Left    int       `json:"left,omitzero"` // marks left out: there were too many to tell apart
	Zones   []Outline `json:"zones"`
	Posts   []Spot    `json:"posts"`
}

// Square is a tenth of a degree in which something is said to have happened.
type Square struct {
	Row      string  `json:"row"`
	Lon      float64 `json:"lon"` // of the middle
	Lat      float64 `json:"lat"`
	Observed int     `json:"observed"`
	Alleged  int     `json:"alleged"`
}

// Mark is a place as it is known: a circle, or a sector seen from where somebody stood.
type Mark struct {
	Row              string  `json:"row"`
	As               string  `json:"as"` // observation or allegation
	Lon              float64 `json:"lon"`
	Lat              float64 `json:"lat"`
	RadiusMetres     float64 `json:"radiusMetres"` // of a sector: the farthest
	FromMetres       float64 `json:"fromMetres,omitzero"`
	BearingDegrees   float64 `json:"bearingDegrees,omitzero"`
	HalfWidthDegrees float64 `json:"halfWidthDegrees,omitzero"` // 0: a circle
	Event            string  `json:"event,omitempty"`
}

// Outline is a zone as the map draws it.
type Outline struct {
	Row         string         `json:"row"`
	Names       []Text         `json:"names,omitempty"`
	Approximate bool           `json:"approximate,omitzero"`
	Parts       [][][2]float64 `json:"parts"`
}

// Spot is where a post stands, to a tenth of a degree in the public edition.
type Spot struct {
	Row  string  `json:"row"`
	Kind string  `json:"kind"`
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
}

// maxMarks is how many places a page of paper can tell apart.
const maxMarks = 400

func (m *maker) mapped() {
	m.b.Map = Map{Squares: []Square{}, Zones: []Outline{}, Posts: []Spot{}}
	m.squares()
	for _, z := range m.in.Zones {
		if z.Now {
			m.b.Map.Zones = append(m.b.Map.Zones, Outline{z.Code, z.Names, z.Approximate, thinned(z.Parts)})
		}
	}
	m.spots()
	if m.in.Edition == missionEdition {
		m.marks()
	}
}

func (m *maker) squares() {
	squares := map[string]*Square{}
	m.counted(func(r Item[incident.Report]) {
		near := r.State.Near
		if near == nil || r.Before {
			return
		}
		key := fmt.Sprintf("%.1f %.1f", near.Lon, near.Lat)
		if squares[key] == nil {
			squares[key] = &Square{Row: key, Lon: near.Lon, Lat: near.Lat}
		}
		if r.State.Type == incident.Observation {
			squares[key].Observed++
		} else {
			squares[key].Alleged++
		}
	}, func(Item[incident.Incident]) {})
	for _, key := range sorted(squares) {
		m.b.Map.Squares = append(m.b.Map.Squares, *squares[key])
	}
}

func (m *maker) marks() {
	var all []Mark
	m.counted(func(r Item[incident.Report]) {
		if r.Mark != nil && !r.Before {
			k := *r.Mark
			k.Row, k.As, k.Event = string(r.Subject), r.State.Type, r.State.Event
			k.Lon, k.Lat = rounded(k.Lon, 4), rounded(k.Lat, 4)
			all = append(all, k)
		}
	}, func(Item[incident.Incident]) {})
	slices.SortFunc(all, func(a, b Mark) int { return strings.Compare(a.Row, b.Row) })
	if len(all) > maxMarks {
		m.b.Map.Left, all = len(all)-maxMarks, all[:maxMarks]
	}
	m.b.Map.Marks = all
}

func (m *maker) spots() {
	for _, p := range m.in.Posts {
		if p.State.Status != "standing" || !m.in.Period.Meets(p.From, p.Until) {
			continue
		}
		s := Spot{Row: m.nameOf(p.Subject), Kind: p.State.Kind}
		switch {
		case m.in.Edition == missionEdition && p.State.Place != nil && p.State.Place.Position != nil:
			s.Lon, s.Lat = rounded(p.State.Place.Position.Lon, 4), rounded(p.State.Place.Position.Lat, 4)
		case p.State.Near != nil:
			s.Lon, s.Lat = p.State.Near.Lon, p.State.Near.Lat
		default:
			continue
		}
		m.b.Map.Posts = append(m.b.Map.Posts, s)
	}
	slices.SortFunc(m.b.Map.Posts, func(a, b Spot) int {
		return cmp.Or(strings.Compare(a.Row, b.Row), cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.Lat, b.Lat))
	})
}

func rounded(x float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}

// thinned rounds borders to a hundredth of a degree and leaves out what then repeats.
func thinned(parts [][][2]float64) [][][2]float64 {
	all := [][][2]float64{}
	for _, ring := range parts {
		var kept [][2]float64
		for _, p := range ring {
			q := [2]float64{rounded(p[0], 2), rounded(p[1], 2)}
			if len(kept) == 0 || kept[len(kept)-1] != q {
				kept = append(kept, q)
			}
		}
		if len(kept) > 2 {
			all = append(all, kept)
		}
	}
	return all
}
