package geo

// Ring is a closed line: the last point repeats the first, as in GeoJSON.
type Ring []Point

// Polygon is an outer ring and the holes in it.
type Polygon struct {
	Outer Ring
	Holes []Ring
}

// MultiPolygon is an area of one or more parts that may touch one another in single points.
type MultiPolygon []Polygon

// Line is an open or closed line of at least two points, in the direction in which it was
// agreed: its left and right are those of someone who walks along it.
type Line []Point

// Rings are the outer ring and then the holes.
func (p Polygon) Rings() []Ring {
	return append([]Ring{p.Outer}, p.Holes...)
}

// Box is the smallest box around the outer rings. Without a point it is the zero Box.
func (m MultiPolygon) Box() Box {
	var b Box
	first := true
	for _, p := range m {
		if len(p.Outer) == 0 {
			continue
		}
		o := BoxOf(p.Outer...)
		if !first {
			o = o.Union(b)
		}
		b, first = o, false
	}
	return b
}

// Vertices is how many points the rings have, the closing ones not counted.
func (m MultiPolygon) Vertices() int {
	n := 0
	for _, p := range m {
		for _, r := range p.Rings() {
			n += max(len(r)-1, 0)
		}
	}
	return n
}
