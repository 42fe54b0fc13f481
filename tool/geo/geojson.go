package geo

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ParseGeoJSON reads a Polygon or MultiPolygon, or a Feature that has one, as RFC 7946
// writes it. Positions are rounded to 1e-7 degree; a height is dropped. It reads form only:
// what it returns may still break the rules of Validate. A position that is not on the earth
// is a *RangeError, wrapped with its place. The caller bounds the size of the text.
func ParseGeoJSON(text []byte) (MultiPolygon, error) {
	g, err := readGeometry(text)
	if err != nil {
		return nil, err
	}
	switch g.Type {
	case "Polygon":
		var one [][]position
		if err := json.Unmarshal(g.Coordinates, &one); err != nil {
			return nil, fmt.Errorf("read Polygon coordinates: %w", err)
		}
		return shapeOf([][][]position{one})
	case "MultiPolygon":
		var many [][][]position
		if err := json.Unmarshal(g.Coordinates, &many); err != nil {
			return nil, fmt.Errorf("read MultiPolygon coordinates: %w", err)
		}
		return shapeOf(many)
	}
	return nil, fmt.Errorf("read GeoJSON: type %q: want Polygon, MultiPolygon or a Feature with one", g.Type)
}

// ParseGeoJSONLine reads a LineString, or a Feature that has one.
func ParseGeoJSONLine(text []byte) (Line, error) {
	g, err := readGeometry(text)
	if err != nil {
		return nil, err
	}
	if g.Type != "LineString" {
		return nil, fmt.Errorf("read GeoJSON: type %q: want LineString or a Feature with one", g.Type)
	}
	var ps []position
	if err := json.Unmarshal(g.Coordinates, &ps); err != nil {
		return nil, fmt.Errorf("read LineString coordinates: %w", err)
	}
	if len(ps) < 2 {
		return nil, fmt.Errorf("read LineString: %d positions: want two or more", len(ps))
	}
	points, err := pointsOf(ps)
	if err != nil {
		return nil, fmt.Errorf("line: %w", err)
	}
	return Line(points), nil
}

// geometry has the members of RFC 7946 that matter here. Others are allowed and ignored, as
// the RFC asks (6.1), except "crs": it would move the shape.
type geometry struct {
	Type        string         `json:"type"`
	Coordinates jsontext.Value `json:"coordinates"`
	Geometry    jsontext.Value `json:"geometry"`
	CRS         jsontext.Value `json:"crs"`
}

func readGeometry(text []byte) (geometry, error) {
	var g geometry
	if err := json.Unmarshal(text, &g); err != nil {
		return g, fmt.Errorf("read GeoJSON: %w", err)
	}
	if len(g.CRS) > 0 {
		return g, fmt.Errorf("read GeoJSON: member crs: RFC 7946 knows WGS84 only, leave it out")
	}
	if g.Type != "Feature" {
		return g, nil
	}
	inner := g.Geometry
	g = geometry{}
	if err := json.Unmarshal(inner, &g); err != nil {
		return g, fmt.Errorf("read geometry of Feature: %w", err)
	}
	return g, nil
}

type position []float64

func (p position) point() (Point, error) {
	if len(p) < 2 {
		return Point{}, fmt.Errorf("position with %d numbers: want longitude and latitude", len(p))
	}
	return FromDegrees(p[0], p[1])
}

func pointsOf(ps []position) ([]Point, error) {
	points := make([]Point, len(ps))
	for i, p := range ps {
		var err error
		if points[i], err = p.point(); err != nil {
			return nil, fmt.Errorf("vertex %d: %w", i, err)
		}
	}
	return points, nil
}

func shapeOf(parts [][][]position) (MultiPolygon, error) {
	m := make(MultiPolygon, len(parts))
	for i, rings := range parts {
		if len(rings) == 0 {
			return nil, fmt.Errorf("part %d: no ring", i)
		}
		for j, ps := range rings {
			points, err := pointsOf(ps)
			if err != nil {
				return nil, fmt.Errorf("part %d, ring %d, %w", i, j, err)
			}
			if j == 0 {
				m[i].Outer = points
				continue
			}
			m[i].Holes = append(m[i].Holes, points)
		}
	}
	return m, nil
}
