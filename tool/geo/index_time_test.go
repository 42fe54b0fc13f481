package geo

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func TestIndexPeriods(t *testing.T) {
	t.Parallel()
	square := mustArea(t, MultiPolygon{{Outer: rectangle(0, 0, 1e7, 1e7)}})
	x, err := NewIndex(Zone{"z", []Version{
		{1, square, Period{100, 200}, Period{1000, Forever}},
		{2, square, Period{200, Forever}, Period{1000, 2000}},
		{3, square, Period{200, 300}, Period{2000, Forever}}, // a correction
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at, known int64
		want      []uint32
	}{
		{99, Latest, nil},
		{100, Latest, []uint32{1}},
		{199, Latest, []uint32{1}},
		{200, Latest, []uint32{3}},
		{299, Latest, []uint32{3}},
		{300, Latest, nil},
		{250, 1999, []uint32{2}},
		{300, 1000, []uint32{2}},
		{150, 999, nil},
		{-1 << 63, Latest, nil},
		{Latest, 1999, []uint32{2}},
	} {
		t.Run(fmt.Sprintf("in_force_at_%d_known_at_%d", c.at, c.known), func(t *testing.T) {
			q := Query{Point{5e6, 5e6}, c.at, c.known}
			for _, hits := range [][]Hit{x.At(q, nil), x.Within(q, 5, nil)} {
				var got []uint32
				for _, h := range hits {
					got = append(got, h.Ref)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%v, want %v", got, c.want)
				}
			}
		})
	}
}

func TestIndexRefuses(t *testing.T) {
	t.Parallel()
	a := mustArea(t, MultiPolygon{{Outer: rectangle(0, 0, 9, 9)}})
	for name, zones := range map[string][]Zone{
		"a_key_twice":      {{Key: "z"}, {Key: "z"}},
		"no_area":          {{"z", []Version{{1, nil, Always(), Always()}}}},
		"an_empty_period":  {{"z", []Version{{1, a, Period{5, 5}, Always()}}}},
		"never_known":      {{"z", []Version{{1, a, Always(), Period{6, 5}}}}},
		"the_zero_periods": {{"z", []Version{{Ref: 1, Area: a}}}},
	} {
		if _, err := NewIndex(zones...); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// TestIndexWith changes zones at random and compares each snapshot with one made at once.
func TestIndexWith(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(14, 14))
	now := map[string]Zone{}
	x, err := NewIndex()
	if err != nil {
		t.Fatal(err)
	}
	queries := make([]Query, 2000)
	for i := range queries {
		queries[i] = Query{Point{rnd.Int32N(4e7) - 2e7, rnd.Int32N(4e7) - 2e7}, rnd.Int64N(30), Latest}
	}
	for step := range 25 {
		z := randomZone(t, rnd)
		before := answers(x, queries)
		next, err := x.With(z)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(answers(x, queries), before) {
			t.Fatalf("step %d changed the snapshot before it", step)
		}
		now[z.Key] = z
		var all []Zone
		for _, z := range now {
			all = append(all, z)
		}
		whole, err := NewIndex(all...)
		if err != nil {
			t.Fatal(err)
		}
		if x = next; !reflect.DeepEqual(answers(x, queries), answers(whole, queries)) {
			t.Fatalf("step %d: changed and made at once differ", step)
		}
	}
}

func randomZone(t *testing.T, rnd *rand.Rand) Zone {
	z := Zone{Key: fmt.Sprint(rnd.IntN(8))}
	for range rnd.IntN(4) {
		centre := Point{rnd.Int32N(3e7) - 15e6, rnd.Int32N(3e7) - 15e6}
		a := mustArea(t, MultiPolygon{{Outer: star(rnd, centre, 8e6*rnd.Float64()+1e5, 5+rnd.IntN(30))}})
		from := rnd.Int64N(20)
		z.Versions = append(z.Versions, Version{rnd.Uint32(), a, Period{from, from + 10}, Always()})
	}
	return z
}

// answers are the hits of all queries, in order of ref, by one and by batch: they must agree.
func answers(x *Index, queries []Query) [][]Hit {
	one, batch := make([][]Hit, len(queries)), make([][]Hit, len(queries))
	for i, q := range queries {
		one[i] = byRef(x.At(q, nil))
	}
	x.Locate(queries, func(i int, hits []Hit) { batch[i] = byRef(slices.Clone(hits)) })
	if !reflect.DeepEqual(one, batch) {
		panic("one by one and batch differ")
	}
	return one
}

func byRef(hits []Hit) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int { return int(int64(a.Ref) - int64(b.Ref)) })
	return hits
}

func TestIndexFarAway(t *testing.T) {
	t.Parallel()
	x := indexOf(t, []MultiPolygon{{{Outer: rectangle(0, 0, 9, 9)}}})
	for _, p := range []Point{{-1 << 31, -1 << 31}, {1<<31 - 1, 1<<31 - 1}, {1_800_000_000, -900_000_000}, {0, -1}} {
		if hits := x.At(Query{p, 0, 0}, nil); len(hits) > 0 {
			t.Errorf("%v: %v", p, hits)
		}
	}
	for _, sign := range []int32{-1, 1} {
		a, b := Point{sign * 170 * Scale, sign * 80 * Scale}, Point{sign * maxLon, sign * maxLat}
		box := BoxOf(a, b)
		end := indexOf(t, []MultiPolygon{{{Outer: rectangle(box.West, box.South, box.East, box.North)}}})
		for p, want := range map[Point]Where{a: Border, b: Border, box.middle(): Inside, {b.Lon - sign, b.Lat - sign}: Inside} {
			if hits := end.At(Query{p, 0, 0}, nil); len(hits) != 1 || hits[0].Where != want {
				t.Errorf("%v: %v, want %v", p, hits, want)
			}
		}
	}
}
