package law

import (
	"bytes"
	"fmt"

	"truce/noun/zone"
	"truce/tool/geo"
)

// MaxBorderMetres bounds the borders of a shape and the length of a line: following a
// geodesic to a centimetre takes a point for each kilometre.
const MaxBorderMetres = 20_000_000

// CheckGeometry refuses a zone's geometry, a Polygon or MultiPolygon, that a legal text
// cannot use, or that is not written as RFC 7946 asks of writers: what is signed is read by
// every party's own program. The error holds a geo.Fault where a numbered rule is broken: it names the
// rule and the place. Edges are zone.Geodesic or zone.Straight.
func CheckGeometry(geojson []byte, edges string) error {
	if _, err := Draw(geojson, edges); err != nil {
		return err
	}
	shape, err := geo.ParseGeoJSON(geojson)
	if err != nil {
		return fmt.Errorf("read geometry: %w", err)
	}
	if faults := shape.ValidateWriting(); len(faults) > 0 {
		return fmt.Errorf("check geometry: %w", faults[0])
	}
	return nil
}

// CheckLine is CheckGeometry for a LineString.
func CheckLine(geojson []byte, edges string) error {
	_, err := drawLine(geojson, edges)
	return err
}

// Draw makes a zone's geometry ready for questions, its edges as the text meant them.
func Draw(geojson []byte, edges string) (*geo.Area, error) {
	shape, err := geo.ParseGeoJSON(geojson)
	if err != nil {
		return nil, fmt.Errorf("read geometry: %w", err)
	}
	length := 0.0
	for _, p := range shape {
		for _, r := range p.Rings() {
			length += lengthOf(r)
		}
	}
	if length > MaxBorderMetres {
		return nil, tooLong(length)
	}
	if faults := shape.Validate(); len(faults) > 0 {
		return nil, fmt.Errorf("check geometry: %w", faults[0])
	}
	if edges != zone.Geodesic {
		return geo.NewArea(shape)
	}
	a, err := geo.NewArea(geo.Densify(shape))
	if err != nil {
		return nil, fmt.Errorf("with geodesic edges: %w", err)
	}
	return a, nil
}

// Tidy writes a Polygon, a MultiPolygon or a Feature with one, as mapping programs give
// them, in the form in which a proposal must have it: a MultiPolygon with positions to 1e-7
// degree, no heights, outer rings anticlockwise. The author looks at the result and signs
// that. It refuses what no rewriting can mend.
func Tidy(geojson []byte) ([]byte, error) {
	a, err := Draw(geojson, zone.Straight)
	if err != nil {
		return nil, err
	}
	text := geo.MarshalGeoJSON(a.Shape().WithoutRepeats())
	if one, is := bytes.CutPrefix(text, []byte(`{"type":"Polygon","coordinates":`)); is {
		one = bytes.TrimSuffix(one, []byte("}"))
		return fmt.Appendf(nil, `{"type":"MultiPolygon","coordinates":[%s]}`, one), nil
	}
	return text, nil
}

func drawLine(geojson []byte, edges string) (*geo.Path, error) {
	line, err := geo.ParseGeoJSONLine(geojson)
	if err != nil {
		return nil, fmt.Errorf("read geometry: %w", err)
	}
	if length := lengthOf(line); length > MaxBorderMetres {
		return nil, tooLong(length)
	}
	path, err := geo.NewPath(line)
	if err != nil {
		return nil, fmt.Errorf("check geometry: %w", err)
	}
	if edges != zone.Geodesic {
		return path, nil
	}
	return geo.NewPath(geo.DensifyLine(line))
}

func lengthOf[L ~[]geo.Point](points L) float64 {
	sum := 0.0
	for i := 1; i < len(points); i++ {
		sum += geo.Distance(points[i-1], points[i])
	}
	return sum
}

func tooLong(metres float64) error {
	return fmt.Errorf("check geometry: its lines are %.0f km long together: at most %d km", metres/1000, MaxBorderMetres/1000)
}

// grown is a box around everything within metres of a box, as far as the ends of the map.
func grown(b geo.Box, metres float64) geo.Box {
	wide, tall := degreesOf(b, metres)
	return geo.Box{
		West: unit(b.West, -wide, 180), South: unit(b.South, -tall, 90),
		East: unit(b.East, wide, 180), North: unit(b.North, tall, 90),
	}
}

// degreesOf is how many degrees of longitude and latitude the metres are around a box, a
// little more than needed: a degree of latitude is at least 110,570 m, one of longitude at
// least 111,300 m times the cosine of the latitude.
func degreesOf(b geo.Box, metres float64) (wide, tall float64) {
	tall = metres / 110_570
	_, south := geo.Point{Lat: b.South}.Degrees()
	_, north := geo.Point{Lat: b.North}.Degrees()
	steepest := max(-south, north) + tall
	if steepest >= 89 {
		return 360, tall
	}
	return metres / (111_300 * cosDegrees(steepest)), tall
}

// rectangle is a box as a shape.
func rectangle(b geo.Box) geo.MultiPolygon {
	sw, se := geo.Point{Lon: b.West, Lat: b.South}, geo.Point{Lon: b.East, Lat: b.South}
	ne, nw := geo.Point{Lon: b.East, Lat: b.North}, geo.Point{Lon: b.West, Lat: b.North}
	return geo.MultiPolygon{{Outer: geo.Ring{sw, se, ne, nw, sw}}}
}
