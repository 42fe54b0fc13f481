package store

import (
	"math/rand/v2"
	"testing"

	"truce/tool/query"
)

func randomBox(r *rand.Rand, size float64) query.Box {
	lon, lat := r.Float64()*360-180, r.Float64()*180-90
	return query.Box{MinLon: lon, MinLat: lat, MaxLon: min(lon+r.Float64()*size, 180), MaxLat: min(lat+r.Float64()*size, 90)}
}

// TestCells holds that a box that meets another is always among those that its cover finds.
func TestCells(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	met := 0
	for range 200_000 {
		size := []float64{0.001, 0.1, 5, 90}[r.IntN(4)]
		query, box := randomBox(r, 20), randomBox(r, size)
		if r.IntN(2) == 0 { // most random boxes do not meet
			box.MinLon, box.MaxLon = query.MinLon, min(query.MinLon+size*r.Float64(), 180)
			box.MinLat, box.MaxLat = query.MaxLat, min(query.MaxLat+size*r.Float64(), 90)
		}
		meets := box.MaxLon >= query.MinLon && box.MinLon <= query.MaxLon && box.MaxLat >= query.MinLat && box.MinLat <= query.MaxLat
		if !meets {
			continue
		}
		met++
		if !covered(coverBox(query), quadrantOf(box)) {
			t.Fatalf("box %v meets %v and is not found", box, query)
		}
	}
	if met < 50_000 {
		t.Fatalf("only %d boxes met: the test tests little", met)
	}
}

func covered(ranges []cellRange, cell int64) bool {
	for _, r := range ranges {
		if r.low <= cell && cell <= r.high {
			return true
		}
	}
	return false
}

// TestCellsNarrow holds that a small query does not find what lies elsewhere.
func TestCellsNarrow(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	ranges := coverBox(query.Box{MinLon: 36, MinLat: 35, MaxLon: 36.3, MaxLat: 35.3})
	found := 0
	for range 10_000 {
		if covered(ranges, quadrantOf(point(r.Float64()*360-180, r.Float64()*180-90))) {
			found++
		}
	}
	if found > 20 || len(ranges) > 80 {
		t.Fatalf("%d of 10,000 points of the whole earth found by %d ranges", found, len(ranges))
	}
}

func point(lon, lat float64) query.Box {
	return query.Box{MinLon: lon, MinLat: lat, MaxLon: lon, MaxLat: lat}
}
