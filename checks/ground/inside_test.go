package main

import "testing"

func TestHolds(t *testing.T) {
	t.Parallel()
	square := ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	hole := ring{{4, 4}, {4, 6}, {6, 6}, {6, 4}, {4, 4}}
	island := ring{{5, 5}, {5, 5}, {5, 5}, {5, 5}} // of no size: only its border
	z := zone{"Z", [][]ring{{square, hole}, {island}}}
	for p, want := range map[point]bool{
		{1, 1}: true, {9, 9}: true, {0, 0}: true, {10, 3}: true, {3, 10}: true, {0, 10}: true, // inside and on the border
		{4, 5}: true, {6, 6}: true, {5, 5}: true, // the edge of the hole, and the island in it
		{5, 4}: true, {5, 3}: true, {5, 6}: true,
		{11, 3}: false, {-1, 0}: false, {-1, 10}: false, {10, 11}: false, {3, -1}: false,
	} {
		if z.holds(p) != want {
			t.Errorf("%v: %v", p, !want)
		}
	}
	if (zone{"Z", [][]ring{{square, hole}}}).holds(point{5, 5}) {
		t.Error("a hole is in")
	}
	triangle := zone{"T", [][]ring{{{{0, 0}, {3, 1}, {0, 2}, {0, 0}}}}}
	for p, want := range map[point]bool{{3, 1}: true, {1, 1}: true, {2, 1}: true, {4, 1}: false, {-1, 1}: false, {2, 0}: false} {
		if triangle.holds(p) != want {
			t.Errorf("triangle %v: %v", p, !want)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"36.1234567": 361234567, "36": 360000000, "-0.5": -5000000, "35.3": 353000000} {
		if got, err := units(text); err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	if _, err := units("36.12345678"); err == nil {
		t.Error("eight decimals")
	}
}
