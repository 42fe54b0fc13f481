package geo

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	big := rectangle(0, 0, 100, 100)
	for _, c := range []struct {
		name  string
		shape MultiPolygon
		want  string
	}{
		{"a_square", MultiPolygon{{Outer: big}}, ""},
		{"a_square_with_a_hole", MultiPolygon{{big, []Ring{rectangle(10, 10, 20, 20)}}}, ""},
		{"nothing", nil, "rule 3 at 0.0000000,0.0000000 (part 0, ring 0, vertex 0)"},
		{"no_points", MultiPolygon{{}}, "rule 3 at 0.0000000,0.0000000 (part 0, ring 0, vertex 0)"},
		{"beyond_the_pole", MultiPolygon{{Outer: units(0, 0, 10, 0, 0, 900_000_001)}}, "rule 1 at 0.0000000,90.0000001 (part 0, ring 0, vertex 2)"},
		{"unclosed", MultiPolygon{{Outer: big[:4]}}, "rule 2 at 0.0000000,0.0000100 (part 0, ring 0, vertex 3)"},
		{"two_points", MultiPolygon{{Outer: units(0, 0, 5, 5)}}, "rule 3 at 0.0000000,0.0000000 (part 0, ring 0, vertex 0)"},
		{"two_points_over_and_over", MultiPolygon{{Outer: units(0, 0, 5, 5, 0, 0, 5, 5)}}, "rule 3 at 0.0000000,0.0000000 (part 0, ring 0, vertex 0)"},
		{"a_repeat", MultiPolygon{{Outer: units(0, 0, 9, 0, 9, 0, 9, 9)}}, ""},
		{"a_bow_tie_with_repeats", MultiPolygon{{Outer: units(0, 0, 0, 0, 10, 10, 10, 10, 10, 0, 0, 10)}}, "rule 5 at 0.0000005,0.0000005 (part 0, ring 0, vertex 0)"},
		{"a_bow_tie", MultiPolygon{{Outer: units(0, 0, 10, 10, 10, 0, 0, 10)}}, "rule 5 at 0.0000005,0.0000005 (part 0, ring 0, vertex 0)"},
		{"flat", MultiPolygon{{Outer: units(0, 0, 5, 0, 10, 0)}}, "rule 6 at 0.0000000,0.0000000 (part 0, ring 0, vertex 0)"},
		{"a_spike", MultiPolygon{{Outer: units(0, 0, 50, 0, 50, 50, 50, 90, 50, 50, 0, 50)}}, "rule 6 at 0.0000050,0.0000050 (part 0, ring 0, vertex 2)"},
		{"through_its_own_vertex", MultiPolygon{{Outer: units(0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10)}}, "rule 6 at 0.0000005,0.0000005 (part 0, ring 0, vertex 0)"},
		{"a_vertex_on_its_own_edge", MultiPolygon{{Outer: units(0, 0, 10, 0, 10, 10, 5, 0, 0, 10)}}, "rule 6 at 0.0000005,0.0000000 (part 0, ring 0, vertex 0)"},
		{"back_along_itself", MultiPolygon{{Outer: units(0, 0, 10, 0, 10, 10, 20, 10, 20, 0, 5, 0, 5, -9)}}, "rule 6"},
		{"hole_outside", MultiPolygon{{big, []Ring{rectangle(200, 10, 220, 20)}}}, "rule 7 at 0.0000200,0.0000010 (part 0, ring 1, vertex 0)"},
		{"hole_outside_touching_by_all_its_corners", MultiPolygon{{units(0, 0, 100, 0, 100, 100, 80, 50, 50, 20, 20, 50, 0, 100), []Ring{units(0, 100, 50, 20, 100, 100)}}}, "rule 7"},
		{"hole_around_the_outer_ring", MultiPolygon{{rectangle(10, 10, 20, 20), []Ring{big}}}, "rule 7 at 0.0000000,0.0000000 (part 0, ring 1, vertex 0)"},
		{"hole_across_the_border", MultiPolygon{{big, []Ring{rectangle(90, 40, 120, 60)}}}, "rule 8 at 0.0000100,0.0000040 (part 0, ring 1, vertex 0)"},
		{"hole_along_the_border", MultiPolygon{{big, []Ring{rectangle(90, 40, 100, 60)}}}, "rule 8 at 0.0000100,0.0000040 (part 0, ring 1, vertex 0)"},
		{"hole_leaving_through_a_vertex", MultiPolygon{{units(0, 0, 50, 0, 100, 0, 100, 100, 0, 100), []Ring{units(50, 0, 90, 50, 60, -30)}}}, "rule 8"},
		{"hole_touching_the_border", MultiPolygon{{big, []Ring{units(50, 0, 60, 20, 40, 20)}}}, ""},
		{"hole_in_a_hole", MultiPolygon{{big, []Ring{rectangle(10, 10, 90, 90), rectangle(20, 20, 30, 30)}}}, "rule 9 at 0.0000020,0.0000020 (part 0, ring 2, vertex 0)"},
		{"two_holes_crossing", MultiPolygon{{big, []Ring{rectangle(10, 10, 50, 50), rectangle(40, 40, 60, 60)}}}, "rule 8"},
		{"two_holes_touching", MultiPolygon{{big, []Ring{rectangle(10, 10, 50, 50), rectangle(50, 50, 60, 60)[:5]}}}, ""},
		{"hole_touching_twice", MultiPolygon{{big, []Ring{units(50, 0, 60, 50, 50, 100, 40, 50)}}}, "rule 10 at"},
		{"holes_in_a_chain_across", MultiPolygon{{big, []Ring{units(0, 50, 20, 40, 40, 50, 20, 60), units(40, 50, 70, 40, 100, 50, 70, 60)}}}, "rule 10 at"},
		{"three_holes_meeting_in_a_point", MultiPolygon{{big, []Ring{units(50, 50, 60, 60, 60, 70), units(50, 50, 40, 60, 30, 60), units(50, 50, 50, 30, 45, 30)}}}, ""},
		{"hole_with_all_vertices_on_the_border", MultiPolygon{{units(0, 0, 100, 0, 100, 100, 50, 40, 0, 100), []Ring{units(50, 0, 70, 30, 50, 40)}}}, "rule 10"},
		{"two_parts", MultiPolygon{{Outer: big}, {Outer: rectangle(200, 0, 300, 100)}}, ""},
		{"two_parts_touching_in_a_corner", MultiPolygon{{Outer: big}, {Outer: rectangle(100, 100, 300, 300)}}, ""},
		{"two_parts_sharing_an_edge", MultiPolygon{{Outer: big}, {Outer: rectangle(100, 0, 300, 100)}}, "rule 11 at 0.0000100,0.0000000 (part 1, ring 0, vertex 3)"},
		{"two_parts_overlapping", MultiPolygon{{Outer: big}, {Outer: rectangle(50, 50, 300, 300)}}, "rule 11 at 0.0000100,0.0000050 (part 1, ring 0, vertex 0)"},
		{"a_part_in_a_part", MultiPolygon{{Outer: big}, {Outer: rectangle(10, 10, 20, 20)}}, "rule 12 at 0.0000010,0.0000010 (part 1, ring 0, vertex 0)"},
		{"a_part_in_a_hole", MultiPolygon{{big, []Ring{rectangle(10, 10, 90, 90)}}, {Outer: rectangle(20, 20, 30, 30)}}, ""},
		{"a_part_filling_a_hole_by_its_corners", MultiPolygon{{big, []Ring{rectangle(10, 10, 90, 90)}}, {Outer: units(50, 10, 90, 50, 50, 90, 10, 50)}}, ""},
		{"a_part_inscribed_by_its_corners", MultiPolygon{{Outer: big}, {Outer: units(50, 0, 100, 50, 50, 100, 0, 50)}}, "rule 12"},
		{"the_same_part_twice", MultiPolygon{{Outer: big}, {Outer: big}}, "rule 11"},
	} {
		t.Run(c.name, func(t *testing.T) { expectFault(t, c.shape, c.want) })
		t.Run(c.name+"_run_the_other_way", func(t *testing.T) { expectFault(t, turned(c.shape), rulePart(c.want)) })
	}
}

// expectFault looks at the first fault: what a person is shown first.
func expectFault(t *testing.T, m MultiPolygon, want string) {
	t.Helper()
	got := ""
	faults := m.Validate()
	if len(faults) > 0 {
		got = faults[0].Error()
	}
	if len(got) < len(want) || got[:len(want)] != want || want == "" && got != "" {
		t.Errorf("got %q of %d, want %q", got, len(faults), want)
	}
}

// rulePart keeps "rule N": the place depends on where a ring begins.
func rulePart(s string) string {
	n := 0
	if _, err := fmt.Sscanf(s, "rule %d", &n); err != nil {
		return ""
	}
	return fmt.Sprintf("rule %d at", n)
}

// turned is the shape with all rings in the other direction.
func turned(m MultiPolygon) MultiPolygon {
	var out MultiPolygon
	for _, p := range m {
		var q Polygon
		for i, r := range p.Rings() {
			var back Ring
			for k := len(r) - 1; k >= 0; k-- {
				back = append(back, r[k])
			}
			if i == 0 {
				q.Outer = back
				continue
			}
			q.Holes = append(q.Holes, back)
		}
		out = append(out, q)
	}
	return out
}

func TestValidateWriting(t *testing.T) {
	t.Parallel()
	good := MultiPolygon{{rectangle(0, 0, 100, 100), []Ring{rectangle(10, 10, 20, 20).wound(false)}}}
	if f := good.ValidateWriting(); len(f) > 0 {
		t.Errorf("good: %v", f)
	}
	f := turned(good).ValidateWriting()
	if len(f) != 2 || f[0].Rule != RightHand || f[1].Rule != RightHand || f[1].Ring != 1 {
		t.Errorf("turned: %v", f)
	}
	if f := turned(good).RightHanded().ValidateWriting(); len(f) > 0 {
		t.Errorf("put right: %v", f)
	}
	repeats := MultiPolygon{{Outer: units(0, 0, 0, 0, 9, 0, 9, 9, 9, 9)}}
	f = repeats.ValidateWriting()
	if len(f) != 2 || f[0] != (Fault{NoRepeats, Point{}, 0, 0, 1}) || f[1] != (Fault{NoRepeats, Point{9, 9}, 0, 0, 4}) {
		t.Errorf("repeats: %v", f)
	}
	if f := repeats.WithoutRepeats().ValidateWriting(); len(f) > 0 {
		t.Errorf("without repeats: %v", f)
	}
}

// TestValidateFindsOnePlacedFault breaks one place of a good coast and looks for it there.
func TestValidateFindsOnePlacedFault(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(9, 9))
	broken := 0
	for broken < 200 {
		r := coast(rnd, deg(36, 35), 2_000_000, 500)
		i := 1 + rnd.IntN(490)
		if how, _ := meet(r[i-1], r[i+1], r[i], r[i+2]); how != crossing {
			continue // so sharp a bend that the swap leaves a good ring
		}
		r[i], r[i+1] = r[i+1], r[i]
		broken++
		faults := MultiPolygon{{Outer: r}}.Validate()
		if len(faults) == 0 {
			t.Fatalf("swapped %d: no fault", i)
		}
		for _, f := range faults {
			if f.Rule != NoSelfCrossing || f.Vertex < i-3 || f.Vertex > i+3 {
				t.Fatalf("swapped %d: %v", i, f)
			}
		}
	}
}

// TestValidateLooksAtFewPairs: the work grows with the vertices, not with their square.
func TestValidateLooksAtFewPairs(t *testing.T) {
	t.Parallel()
	const n = 50_000
	r := coast(rand.New(rand.NewPCG(5, 5)), deg(36, 35), 30_000_000, n)
	if f := (MultiPolygon{{Outer: r}}).Validate(); len(f) > 0 {
		t.Fatal(f[0])
	}
	looked := 0
	newBoxTree(n, func(i int) Box { return BoxOf(r[i], r[i+1]) }).pairs(func(int, int) bool { looked++; return true })
	if looked < n || looked > 2*n {
		t.Errorf("%d pairs for %d edges", looked, n)
	}
}
