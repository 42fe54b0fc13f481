package geo

import (
	"math/rand/v2"
	"testing"

	"github.com/golang/geo/s2"
)

// TestS2 compares with an index on the sphere that shares nothing with ours. Its edges are
// great circles, so points within 2 m of a border are left out.
func TestS2(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(15, 15))
	var shapes []MultiPolygon
	sphere := s2.NewShapeIndex()
	for range 20 {
		centre := deg(36+rnd.Float64(), 34+rnd.Float64())
		r := coast(rnd, centre, 1_500_000, 600)
		shapes = append(shapes, MultiPolygon{{Outer: r}})
		sphere.Add(s2.PolygonFromLoops([]*s2.Loop{loop(r)}))
	}
	x := indexOf(t, shapes)
	ask := s2.NewContainsPointQuery(sphere, s2.VertexModelSemiOpen)
	compared := 0
	for range 5_000 {
		p := deg(35.8+1.4*rnd.Float64(), 33.8+1.4*rnd.Float64())
		got := map[uint32]bool{}
		for _, h := range x.Within(Query{p, 0, Latest}, 2, nil) {
			if h.Where == MayBe {
				got = nil
				break
			}
			got[h.Ref] = true
		}
		if got == nil {
			continue
		}
		compared++
		want := ask.ContainingShapes(onSphere(p))
		if len(want) != len(got) {
			t.Fatalf("%v: ours %v, s2 finds %d", p, got, len(want))
		}
		for i := range shapes {
			if ask.ShapeContains(sphere.Shape(int32(i)), onSphere(p)) != got[uint32(i)] {
				t.Fatalf("%v: shape %d: ours %v", p, i, got[uint32(i)])
			}
		}
	}
	if compared < 4_900 {
		t.Errorf("only %d points compared", compared)
	}
}

func onSphere(p Point) s2.Point {
	lon, lat := p.Degrees()
	return s2.PointFromLatLng(s2.LatLngFromDegrees(lat, lon))
}

func loop(r Ring) *s2.Loop {
	var points []s2.Point
	for _, p := range r[:len(r)-1] {
		points = append(points, onSphere(p))
	}
	return s2.LoopFromPoints(points)
}
