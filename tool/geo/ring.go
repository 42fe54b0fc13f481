package geo

import "slices"

// corner is the vertex of a closed simple ring that is lowest, and of those the westmost,
// with the different vertices before and after it: there a ring that runs anticlockwise
// turns left.
func (r Ring) corner() (prev, at, next Point, i int) {
	n := len(r) - 1
	for k := range n {
		if r[k].Lat < r[i].Lat || r[k].Lat == r[i].Lat && r[k].Lon < r[i].Lon {
			i = k
		}
	}
	at = r[i]
	return r.other(i, n-1), at, r.other(i, 1), i
}

// other is the first vertex different from vertex i, going by step.
func (r Ring) other(i, step int) Point {
	n := len(r) - 1
	for k := range n {
		if p := r[(i+k*step)%n]; p != r[i] {
			return p
		}
	}
	return r[i]
}

// Anticlockwise says which way a closed simple ring runs.
func (r Ring) Anticlockwise() bool {
	prev, at, next, _ := r.corner()
	return turn(prev, at, next) > 0
}

// wound is the ring, or its reverse when it runs the other way.
func (r Ring) wound(anticlockwise bool) Ring {
	if len(r) < 4 || r.Anticlockwise() == anticlockwise {
		return r
	}
	r = slices.Clone(r)
	slices.Reverse(r)
	return r
}

// RightHanded is the same area with outer rings anticlockwise and holes clockwise. The
// rings must be closed; they are shared with m where nothing changes.
func (m MultiPolygon) RightHanded() MultiPolygon {
	out := make(MultiPolygon, len(m))
	for i, p := range m {
		out[i].Outer = p.Outer.wound(true)
		for _, h := range p.Holes {
			out[i].Holes = append(out[i].Holes, h.wound(false))
		}
	}
	return out
}

// WithoutRepeats is m without the positions that follow themselves (rule 4): the one mend
// that changes no area and asks nobody.
func (m MultiPolygon) WithoutRepeats() MultiPolygon {
	out := make(MultiPolygon, len(m))
	for i, p := range m {
		out[i].Outer = slices.Compact(slices.Clone(p.Outer))
		for _, h := range p.Holes {
			out[i].Holes = append(out[i].Holes, slices.Compact(slices.Clone(h)))
		}
	}
	return out
}

func (m MultiPolygon) rings() []Ring {
	var all []Ring
	for _, p := range m {
		all = append(all, p.Rings()...)
	}
	return all
}
