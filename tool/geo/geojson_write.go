package geo

import "strconv"

// AppendGeoJSON appends the shape as an RFC 7946 geometry: a Polygon when it has one part,
// else a MultiPolygon. Outer rings run anticlockwise and holes clockwise, whichever way they
// were given; rings must be closed. Coordinates are exact, without trailing zeros, so equal
// shapes have equal bytes.
func (m MultiPolygon) AppendGeoJSON(b []byte) []byte {
	m = m.RightHanded()
	if len(m) == 1 {
		b = append(b, `{"type":"Polygon","coordinates":`...)
		return append(appendPolygon(b, m[0]), '}')
	}
	b = append(b, `{"type":"MultiPolygon","coordinates":[`...)
	for i, p := range m {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPolygon(b, p)
	}
	return append(b, "]}"...)
}

// MarshalGeoJSON is AppendGeoJSON into a new slice.
func MarshalGeoJSON(m MultiPolygon) []byte { return m.AppendGeoJSON(nil) }

// AppendGeoJSON appends the line as an RFC 7946 LineString, in its direction.
func (l Line) AppendGeoJSON(b []byte) []byte {
	b = append(b, `{"type":"LineString","coordinates":`...)
	return append(appendPoints(b, l), '}')
}

// AppendGeoJSON appends the point as an RFC 7946 Point.
func (p Point) AppendGeoJSON(b []byte) []byte {
	b = append(b, `{"type":"Point","coordinates":`...)
	return append(appendPosition(b, p), '}')
}

func appendPolygon(b []byte, p Polygon) []byte {
	b = append(b, '[')
	for i, r := range p.Rings() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPoints(b, r)
	}
	return append(b, ']')
}

func appendPoints(b []byte, ps []Point) []byte {
	b = append(b, '[')
	for i, p := range ps {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPosition(b, p)
	}
	return append(b, ']')
}

func appendPosition(b []byte, p Point) []byte {
	b = appendShort(append(b, '['), p.Lon)
	b = appendShort(append(b, ','), p.Lat)
	return append(b, ']')
}

// appendShort writes degrees without trailing zeros.
func appendShort(b []byte, v int32) []byte {
	n := int64(v)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/Scale, 10)
	if n%Scale == 0 {
		return b
	}
	b = appendFraction(append(b, '.'), n%Scale)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// appendFraction writes the seven decimals of n units.
func appendFraction(b []byte, n int64) []byte {
	for unit := int64(Scale / 10); unit > 0; unit /= 10 {
		b = append(b, byte('0'+n/unit%10))
	}
	return b
}
