package geo

// Box is a closed rectangle in longitude and latitude. West is never greater than East:
// boxes that cross the antimeridian are not supported. The zero Box is the single point 0,0.
type Box struct{ West, South, East, North int32 }

// BoxOf is the smallest box that holds the points. There must be at least one.
func BoxOf(points ...Point) Box {
	b := points[0].box()
	for _, p := range points[1:] {
		b = b.Union(p.box())
	}
	return b
}

func (p Point) box() Box { return Box{p.Lon, p.Lat, p.Lon, p.Lat} }

// Union is the smallest box that holds both.
func (b Box) Union(o Box) Box {
	return Box{min(b.West, o.West), min(b.South, o.South), max(b.East, o.East), max(b.North, o.North)}
}

// Holds says whether the point is in the box or on its edge.
func (b Box) Holds(p Point) bool {
	return b.West <= p.Lon && p.Lon <= b.East && b.South <= p.Lat && p.Lat <= b.North
}

// Meets says whether the boxes have a point in common.
func (b Box) Meets(o Box) bool {
	return b.West <= o.East && o.West <= b.East && b.South <= o.North && o.South <= b.North
}
