// Package lawbook makes zones, points and the bytes in which PostGIS reads them: always the
// same for the same seed. It is not a model of any real zone.
package lawbook

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"

	"truce/tool/geo"
)

// The ground: 6.8 by 5 degrees.
const (
	West, South   = 355_000_000, 320_000_000
	Width, Height = 68_000_000, 50_000_000
)

// Coast is a ring without crossings that wiggles at all sizes, as natural borders do.
func Coast(rnd *rand.Rand, centre geo.Point, radius float64, n int) geo.Ring {
	var amp, phase [8]float64
	for i := range amp {
		amp[i], phase[i] = rnd.Float64()/float64(i+2), rnd.Float64()*2*math.Pi
	}
	var r geo.Ring
	for i := range n {
		d := 1.0
		for k := range amp {
			d += 0.3 * amp[k] * math.Sin(float64(int(1)<<k)*2*math.Pi*float64(i)/float64(n)+phase[k])
		}
		d *= radius * (1 + 0.001*rnd.Float64())
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		r = append(r, geo.Point{Lon: centre.Lon + int32(d*cos), Lat: centre.Lat + int32(d*sin)})
	}
	return append(r, r[0])
}

// Somewhere is a point on the ground.
func Somewhere(rnd *rand.Rand) geo.Point {
	return geo.Point{Lon: West + rnd.Int32N(Width), Lat: South + rnd.Int32N(Height)}
}

// Period is how long each version is in force, Versions how many follow each other.
const (
	Versions = 5
	Period   = 1000
)

// Zones are zones with five versions each, in force one after another, that cover about two
// thirds of the ground at any time. The ref of a version is its place in order.
func Zones(rnd *rand.Rand, n, vertices int) ([]geo.Zone, error) {
	radius := 0.4 * Width / math.Sqrt(float64(n))
	var zones []geo.Zone
	for i := range n {
		centre := Somewhere(rnd)
		z := geo.Zone{Key: fmt.Sprint(i)}
		for v := range Versions {
			a, err := geo.NewArea(geo.MultiPolygon{{Outer: Coast(rnd, centre, radius, vertices)}})
			if err != nil {
				return nil, err
			}
			z.Versions = append(z.Versions, geo.Version{
				Ref: uint32(Versions*i + v), Area: a, Known: geo.Always(),
				InForce: geo.Period{From: int64(v) * Period, Until: int64(v+1) * Period},
			})
		}
		zones = append(zones, z)
	}
	return zones, nil
}

// Queries are points anywhere on the ground at any time.
func Queries(rnd *rand.Rand, n int) []geo.Query {
	queries := make([]geo.Query, n)
	for i := range queries {
		queries[i] = geo.Query{Point: Somewhere(rnd), At: rnd.Int64N(Versions * Period), Known: geo.Latest}
	}
	return queries
}

// WKB is a shape as well-known binary (ISO 19125-1, 8). Coordinates are divided by scale: by 1
// they are whole units, which a float64 holds exactly, by geo.Scale degrees.
func WKB(m geo.MultiPolygon, scale float64) []byte {
	b := head(6, len(m))
	for _, p := range m {
		b = append(b, head(3, 1+len(p.Holes))...)
		for _, r := range p.Rings() {
			b = appendPoints(b, r, scale)
		}
	}
	return b
}

// LineWKB is a line as well-known binary.
func LineWKB(l geo.Line, scale float64) []byte {
	return appendPoints([]byte{1, 2, 0, 0, 0}, l, scale)
}

func head(kind uint32, n int) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{1}, kind)
	return binary.LittleEndian.AppendUint32(b, uint32(n))
}

func appendPoints(b []byte, points []geo.Point, scale float64) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(points)))
	for _, p := range points {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(float64(p.Lon)/scale))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(float64(p.Lat)/scale))
	}
	return b
}
