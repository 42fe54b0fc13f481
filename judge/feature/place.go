package feature

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/fold"
	"truce/tool/geo"
)

// Place is where a feature lies.
type Place struct {
	Form         Form
	Geometry     jsontext.Value // RFC 7946
	Lon, Lat     float64        // degrees, WGS84; of points, circles, areas and coarse places
	RadiusMetres float64        // of circles; of coarse places as far as the true one may be
}

// Form is how well a place is known, and so how it may be drawn.
type Form string

// Forms.
const (
	Point  Form = "point"  // to 10 m
	Circle Form = "circle" // a point with the radius of its uncertainty
	Sector Form = "sector" // a bearing and a distance range from an observer: never a point
	Area   Form = "area"   // a point that stands for an area of unknown extent, such as a district
	Coarse Form = "coarse" // a tenth of a degree: what readers without exact places are shown
	Drawn  Form = "drawn"  // a boundary or a course
)

const (
	pointMetres  = 10    // at most so uncertain is a point
	coarseMetres = 7_900 // half the diagonal of a tenth of a degree at the equator
)

// placeOf is nil if there is none, or none that the reader may know of.
func placeOf(w fold.Where, state map[string]any, drawn string) (*Place, error) {
	if w.Known {
		return seen(w)
	}
	if near, is := state["near"].(map[string]any); is {
		lon, _ := near["lon"].(float64)
		lat, _ := near["lat"].(float64)
		return pointAt(Coarse, lon, lat, coarseMetres)
	}
	if drawn == "" {
		return nil, nil
	}
	geometry := member(state, drawn)
	if geometry == nil {
		return nil, nil
	}
	text, err := json.Marshal(geometry, json.Deterministic(true))
	return &Place{Form: Drawn, Geometry: text}, err
}

func seen(w fold.Where) (*Place, error) {
	switch {
	case w.Sector != nil:
		return sector(w)
	case w.Area:
		return pointAt(Area, w.Lon, w.Lat, 0)
	case w.RadiusMetres > pointMetres:
		return pointAt(Circle, w.Lon, w.Lat, w.RadiusMetres)
	}
	return pointAt(Point, w.Lon, w.Lat, w.RadiusMetres)
}

func pointAt(form Form, lon, lat, radius float64) (*Place, error) {
	geometry, err := json.Marshal(struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	}{"Point", [2]float64{lon, lat}})
	return &Place{form, geometry, lon, lat, radius}, err
}

// sector is drawn as the polygon of its sides and arcs. One that cannot be drawn, because it
// reaches a pole or is too thin, has no place: a point would be a false one.
func sector(w fold.Where) (*Place, error) {
	origin, err := geo.FromDegrees(w.Lon, w.Lat)
	if err != nil {
		return nil, err
	}
	s := geo.Sector{
		Origin: origin, Bearing: w.Sector.BearingDegrees, HalfWidth: w.Sector.HalfWidthDegrees,
		MinMetres: w.Sector.MinMetres, MaxMetres: w.Sector.MaxMetres,
	}
	p, cannot := s.Polygon()
	if cannot != nil {
		return nil, nil
	}
	rings := [][][2]float64{positions(p.Outer)}
	for _, hole := range p.Holes {
		rings = append(rings, positions(hole))
	}
	geometry, err := json.Marshal(struct {
		Type        string         `json:"type"`
		Coordinates [][][2]float64 `json:"coordinates"`
	}{"Polygon", rings})
	return &Place{Form: Sector, Geometry: geometry}, err
}

// positions closes the ring, as RFC 7946 wants it.
func positions(r geo.Ring) [][2]float64 {
	all := make([][2]float64, 0, len(r)+1)
	for _, p := range r {
		lon, lat := p.Degrees()
		all = append(all, [2]float64{lon, lat})
	}
	if len(all) > 0 && all[0] != all[len(all)-1] {
		all = append(all, all[0])
	}
	return all
}

// columns puts the place into a row.
func (p *Place) columns(row map[string]any) {
	if p == nil {
		return
	}
	row["form"] = string(p.Form)
	switch p.Form {
	case Sector, Drawn:
		return
	}
	row["lon"], row["lat"] = p.Lon, p.Lat
	if p.RadiusMetres > 0 {
		row["radiusMetres"] = p.RadiusMetres
	}
}
