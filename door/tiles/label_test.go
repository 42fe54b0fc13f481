package tiles

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestNames_stand_inside(t *testing.T) {
	t.Parallel()
	horseshoe := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}, {0, 0}}}
	holed := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{3, 3}, {3, 7}, {9, 7}, {9, 3}, {3, 3}}}
	for name, p := range map[string]orb.Polygon{"horseshoe": horseshoe, "holed": holed} {
		if at, is := inside(p); !is || !planar.PolygonContains(p, at) {
			t.Errorf("%s: %v is not inside", name, at)
		}
	}
	if f := labelled(&figure{shape: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, holed}}); !planar.PolygonContains(holed, f.shape.(orb.Point)) {
		t.Error("the name of several pieces is not in the largest")
	}
}
