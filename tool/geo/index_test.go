package geo

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestIndex compares with big integers, on shapes of all sizes against the grid's cells.
func TestIndex(t *testing.T) {
	t.Parallel()
	for seed, c := range []struct {
		name   string
		radius float64
		n      int
	}{
		{"smaller_than_a_cell", 2_000, 12},
		{"crowded_in_few_cells", 90_000, 3_000},
		{"a_few_cells", 300_000, 9},
		{"a_province", 5_000_000, 500},
		{"a_coast", 3_000_000, 4_000},
		{"a_continent_of_few_edges", 300_000_000, 7},
	} {
		t.Run("every_answer_is_that_of_naive_counting/"+c.name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(uint64(seed), 1))
			centre := Point{365_000_000 + rnd.Int32N(100_000), 340_000_000 + rnd.Int32N(100_000)}
			outer := coast(rnd, centre, c.radius, c.n)
			hole := star(rnd, centre, c.radius/5, 8)
			compareWithNaive(t, rnd, MultiPolygon{{outer, []Ring{hole}}})
		})
	}
}

func compareWithNaive(t *testing.T, rnd *rand.Rand, m MultiPolygon) {
	t.Helper()
	a := mustArea(t, m)
	x, err := NewIndex(Zone{"z", []Version{{7, a, Always(), Always()}}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Where]int{}
	for _, p := range probes(rnd, m, 800) {
		want := naive(m, p)
		seen[want]++
		if got := a.Locate(p); got != want {
			t.Fatalf("area at %v: %v, want %v", p, got, want)
		}
		got := Outside
		for _, h := range x.At(Query{p, 0, Latest}, nil) {
			got = h.Where
		}
		if got != want {
			t.Fatalf("index at %v: %v, want %v", p, got, want)
		}
	}
	if seen[Inside] == 0 || seen[Outside] == 0 || seen[Border] == 0 {
		t.Fatalf("probes found only %v", seen)
	}
}

// TestIndexOnGridLines has shapes whose edges run along rows, columns and grid lines.
func TestIndexOnGridLines(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 3))
	const c = cellSize
	for i, r := range []Ring{
		rectangle(0, 0, c, c),
		rectangle(-c, -c, c, c),
		rectangle(-1, -1, c+1, c+1),
		rectangle(-c, 5, 3*c, 8),
		units(0, 0, 4*c, 0, 4*c, c, 3*c, c, 3*c, c/2, 2*c, c/2, 2*c, 3*c, c, 3*c, c, 1, 0, 1),
		units(-2*c, 0, 0, -2*c, 2*c, 0, 0, 2*c),
		units(-5, -3*c, c-1, c-1, -c, 2*c),
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) { compareWithNaive(t, rnd, MultiPolygon{{Outer: r}}) })
	}
}

// patchwork is columns by rows of areas that share every border point.
func patchwork(rnd *rand.Rand, columns, rows int, size int32) []MultiPolygon {
	at := func(i, j int) Point { return Point{int32(i) * size, int32(j) * size} }
	side := map[[2]Point][]Point{}
	walk := func(a, b Point) []Point {
		if way, ok := side[[2]Point{a, b}]; ok {
			return way
		}
		way := []Point{a}
		for k := range 6 {
			f := float64(k+1) / 7
			way = append(way, Point{
				a.Lon + roundUnit(f*float64(b.Lon-a.Lon)) + rnd.Int32N(size/10) - size/20,
				a.Lat + roundUnit(f*float64(b.Lat-a.Lat)) + rnd.Int32N(size/10) - size/20,
			})
		}
		back := append(slices.Clone(way[1:]), b)
		slices.Reverse(back)
		side[[2]Point{a, b}], side[[2]Point{b, a}] = way, back
		return way
	}
	var out []MultiPolygon
	for j := range rows {
		for i := range columns {
			sw, se, ne, nw := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			r := slices.Concat(walk(sw, se), walk(se, ne), walk(ne, nw), walk(nw, sw), []Point{sw})
			out = append(out, MultiPolygon{{Outer: r}})
		}
	}
	return out
}

func TestIndexSharedBorders(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(4, 4))
	shapes := patchwork(rnd, 6, 5, 3*cellSize)
	x := indexOf(t, shapes)
	t.Run("a_shared_vertex_is_on_the_border_of_all_that_have_it", func(t *testing.T) {
		has := map[Point]map[uint32]bool{}
		for i, m := range shapes {
			for _, p := range m[0].Outer {
				if has[p] == nil {
					has[p] = map[uint32]bool{}
				}
				has[p][uint32(i)] = true
			}
		}
		for p, want := range has {
			got := x.At(Query{p, 0, Latest}, nil)
			if len(got) != len(want) {
				t.Fatalf("%v: %v, want the border of %v", p, got, want)
			}
			for _, h := range got {
				if h.Where != Border || !want[h.Ref] {
					t.Fatalf("%v: %v, want the border of %v", p, got, want)
				}
			}
		}
	})
	t.Run("a_point_off_the_borders_is_inside_exactly_one", func(t *testing.T) {
		for range 20_000 {
			p := Point{1 + cellSize + rnd.Int32N(15*cellSize), 1 + cellSize + rnd.Int32N(12*cellSize)}
			hits := x.At(Query{p, 0, Latest}, nil)
			inside := 0
			for _, h := range hits {
				if h.Where == Inside {
					inside++
				}
			}
			if inside != 1 && (inside != 0 || len(hits) < 2) || inside == 1 && len(hits) != 1 {
				t.Fatalf("%v: %v", p, hits)
			}
		}
	})
}

func indexOf(t testing.TB, shapes []MultiPolygon) *Index {
	t.Helper()
	var zones []Zone
	for i, m := range shapes {
		zones = append(zones, Zone{fmt.Sprint(i), []Version{{uint32(i), mustArea(t, m), Always(), Always()}}})
	}
	x, err := NewIndex(zones...)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Many threads find what one finds, for the same queries.
func TestLocateOn_agrees_with_Locate(t *testing.T) {
	t.Parallel()
	zones, queries := lawbook(20, 200, 10_007)
	x, err := NewIndex(zones...)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int][]Hit{}
	x.Locate(queries, func(i int, hits []Hit) { want[i] = slices.Clone(hits) })
	const threads = 3
	var got [threads]map[int][]Hit
	for i := range got {
		got[i] = map[int][]Hit{}
	}
	x.LocateOn(threads, queries, func(thread, i int, hits []Hit) { got[thread][i] = slices.Clone(hits) })
	all := map[int][]Hit{}
	for _, part := range got {
		for i, hits := range part {
			if _, before := all[i]; before {
				t.Errorf("query %d is answered twice", i)
			}
			all[i] = hits
		}
	}
	if !maps.EqualFunc(all, want, slices.Equal[[]Hit]) || len(want) < 1000 {
		t.Errorf("%d queries have hits on %d threads, %d on one", len(all), threads, len(want))
	}
}

// Queries that crowd into few cells are found as one by one.
func TestLocate_of_a_crowded_page_agrees_with_At(t *testing.T) {
	t.Parallel()
	zones, queries := lawbook(400, 200, 4_000)
	x, err := NewIndex(zones...)
	if err != nil {
		t.Fatal(err)
	}
	got, found := make([][]Hit, len(queries)), 0
	middle := zones[0].Versions[0].Area.Shape()[0].Outer[0]
	for i := range queries {
		queries[i].Point = Point{middle.Lon - queries[i].Point.Lon%300_000, middle.Lat + queries[i].Point.Lat%300_000}
	}
	x.Locate(queries, func(i int, hits []Hit) { got[i] = slices.Clone(hits) })
	for i, q := range queries {
		want := x.At(q, nil)
		if !slices.Equal(got[i], want) {
			t.Fatalf("%v: %v, want %v", q, got[i], want)
		}
		found += len(want)
	}
	if found < 1000 {
		t.Errorf("%d hits: nothing was tried", found)
	}
}
