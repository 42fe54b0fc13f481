package fold_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
)

func id(n int) act.ID { return act.ID{byte(n), byte(n >> 8)} }

// history makes n acts, each knowing of up to three earlier ones, received with ties and
// sometimes before what they name, as when offices exchange their registers.
func history(r *rand.Rand, n int) []fold.Entry {
	entries := make([]fold.Entry, n)
	for i := range entries {
		e := fold.Entry{ID: id(r.IntN(250)<<8 | i), Received: time.Unix(1494158400+int64(r.IntN(n/2+1)), 0), Origin: []string{"a", "b"}[r.IntN(2)], Index: int64(r.IntN(3))}
		for range r.IntN(4) {
			if i > 0 {
				if prev := entries[r.IntN(i)].ID; !slices.Contains(e.Prev, prev) {
					e.Prev = append(e.Prev, prev)
				}
			}
		}
		if r.IntN(5) == 0 {
			e.Prev = append(e.Prev, act.ID{0xff, byte(i)}) // one that this office does not hold
		}
		entries[i] = e
	}
	return entries
}

func shuffled(r *rand.Rand, entries []fold.Entry) []fold.Entry {
	again := slices.Clone(entries)
	r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
	return again
}

func ids(entries []fold.Entry) []act.ID {
	all := make([]act.ID, len(entries))
	for i, e := range entries {
		all[i] = e.ID
	}
	return all
}

func TestOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		entries := history(r, 1+r.IntN(40))
		first := ids(fold.Order(shuffled(r, entries)))
		for range 5 {
			if again := ids(fold.Order(shuffled(r, entries))); !slices.Equal(first, again) {
				t.Fatalf("two orders of arrival gave %v and %v", first, again)
			}
		}
		if again := ids(fold.Order(fold.Order(shuffled(r, entries)))); !slices.Equal(first, again) {
			t.Fatalf("ordered again: %v became %v", first, again)
		}
		testAfterPrev(t, fold.Order(shuffled(r, entries)), len(entries))
	}
}

func testAfterPrev(t *testing.T, ordered []fold.Entry, n int) {
	t.Helper()
	all := ids(ordered)
	if len(ordered) != n {
		t.Fatalf("%d of %d acts are left", len(ordered), n)
	}
	for i, e := range ordered {
		for _, prev := range e.Prev {
			if slices.Index(all, prev) > i {
				t.Fatalf("act %d comes before %s, which it names", i, prev)
			}
		}
	}
}

func TestOrder_goes_by_receipt_then_register_then_id(t *testing.T) {
	t.Parallel()
	at := func(s int64) time.Time { return time.Unix(s, 0) }
	entries := []fold.Entry{
		{ID: id(3), Received: at(2)}, {ID: id(2), Received: at(1)}, {ID: id(1), Received: at(2)},
		{ID: id(4), Received: at(0), Prev: []act.ID{id(3)}},
		{ID: id(5), Received: at(2), Origin: "b", Index: 1}, {ID: id(6), Received: at(2), Origin: "a", Index: 9},
		{ID: id(7), Received: at(2), Origin: "b", Index: 0},
	}
	if got, want := ids(fold.Order(entries)), []act.ID{id(3), id(4), id(2), id(1), id(6), id(7), id(5)}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestOrder_of_acts_that_name_one_another_ends(t *testing.T) {
	t.Parallel()
	entries := []fold.Entry{{ID: id(1), Prev: []act.ID{id(2)}}, {ID: id(2), Prev: []act.ID{id(1), id(2)}}}
	if got := fold.Order(entries); len(got) != 2 {
		t.Errorf("got %v", ids(got))
	}
	fold.NewGraph(entries).Knew(id(1), id(2))
}

// Knew is compared with a plain walk along prev.
func TestKnew(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		entries := fold.Order(history(r, 1+r.IntN(150)))
		g := fold.NewGraph(entries)
		for _, later := range entries {
			reached := map[act.ID]bool{}
			walk(entries, later, reached)
			for _, earlier := range entries {
				if got := g.Knew(later.ID, earlier.ID); got != reached[earlier.ID] {
					t.Fatalf("Knew(%s, %s) is %v", later.ID, earlier.ID, got)
				}
			}
		}
	}
	if fold.NewGraph(nil).Knew(id(1), id(1)) {
		t.Error("an act that is not held is known")
	}
}

func walk(entries []fold.Entry, from fold.Entry, reached map[act.ID]bool) {
	for _, prev := range from.Prev {
		for _, e := range entries {
			if e.ID == prev && !reached[prev] {
				reached[prev] = true
				walk(entries, e, reached)
			}
		}
	}
}

// set is one act that sets a field.
type set struct {
	id    int
	value string
	knows []int
}

func TestField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sets     []set
		want     string
		conflict []act.ID
	}{
		"never set":                   {nil, "", nil},
		"set once":                    {[]set{{1, "a", nil}}, "a", nil},
		"a later one that knew":       {[]set{{1, "a", nil}, {2, "b", []int{1}}}, "b", nil},
		"knew through another":        {[]set{{1, "a", nil}, {2, "b", []int{1}}, {3, "c", []int{2}}}, "c", nil},
		"concurrent":                  {[]set{{1, "a", nil}, {2, "b", nil}}, "b", []act.ID{id(1), id(2)}},
		"concurrent but alike":        {[]set{{1, "a", nil}, {2, "a", nil}}, "a", nil},
		"settled by who knew both":    {[]set{{1, "a", nil}, {2, "b", nil}, {3, "c", []int{1, 2}}}, "c", nil},
		"not settled by who knew one": {[]set{{1, "a", nil}, {2, "b", nil}, {3, "c", []int{2}}}, "c", []act.ID{id(1), id(3)}},
		"two who settled apart":       {[]set{{1, "a", nil}, {2, "b", nil}, {3, "c", []int{1, 2}}, {4, "d", []int{1, 2}}}, "d", []act.ID{id(3), id(4)}},
		"back to the value before":    {[]set{{1, "a", nil}, {2, "b", []int{1}}, {3, "a", []int{2}}}, "a", nil},
	} {
		got, conflict, is := play(c.sets)
		if got != c.want || is != (c.conflict != nil) || is && !slices.Equal(conflict.Acts, c.conflict) {
			t.Errorf("%s: got %q with %v %v, want %q with %v", name, got, is, conflict, c.want, c.conflict)
		}
	}
}

func play(sets []set) (string, fold.Conflict, bool) {
	entries := make([]fold.Entry, len(sets))
	for i, s := range sets {
		entries[i] = fold.Entry{ID: id(s.id), Received: time.Unix(int64(i), 0)}
		for _, k := range s.knows {
			entries[i].Prev = append(entries[i].Prev, id(k))
		}
	}
	g := fold.NewGraph(entries)
	var f fold.Field[string]
	for _, s := range sets {
		f.Set(g, id(s.id), s.value)
	}
	c, is := f.Conflict("value")
	return f.Value(), c, is && f.IsSet()
}

// A copy of a field must not change with the original.
func TestField_is_a_value(t *testing.T) {
	t.Parallel()
	entries := []fold.Entry{{ID: id(1)}, {ID: id(2)}, {ID: id(3)}}
	g := fold.NewGraph(entries)
	var f fold.Field[string]
	f.Set(g, id(1), "a")
	copied := f
	f.Set(g, id(2), "b")
	copied.Set(g, id(3), "c")
	if f.Value() != "b" || copied.Value() != "c" {
		t.Errorf("got %s and %s", f.Value(), copied.Value())
	}
}

func TestHeads(t *testing.T) {
	t.Parallel()
	entries := []fold.Entry{{ID: id(1)}, {ID: id(2), Prev: []act.ID{id(1)}}, {ID: id(3), Prev: []act.ID{id(1), id(9)}}}
	if got, want := fold.Heads(entries), []act.ID{id(2), id(3)}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := fold.Heads(nil); got != nil {
		t.Errorf("nothing has the heads %v", got)
	}
}

func BenchmarkOrderAndGraph(b *testing.B) {
	for _, n := range []int{1, 10, 100, 1000} {
		entries := history(rand.New(rand.NewPCG(5, 6)), n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				fold.NewGraph(fold.Order(slices.Clone(entries)))
			}
		})
	}
}

func TestFolded_says_which_period_is_wrong(t *testing.T) {
	t.Parallel()
	at := func(s int64) time.Time { return time.Unix(s, 0) }
	for name, c := range map[string]struct {
		periods []fold.Period
		good    bool
	}{
		"nothing":                    {nil, true},
		"always":                     {[]fold.Period{{}}, true},
		"one after the other, a gap": {[]fold.Period{{Until: at(1)}, {From: at(1), Until: at(2)}, {From: at(5)}}, true},
		"ends before it begins":      {[]fold.Period{{From: at(2), Until: at(1)}}, false},
		"ends as it begins":          {[]fold.Period{{From: at(2), Until: at(2)}}, false},
		"begins before the last has": {[]fold.Period{{From: at(3), Until: at(4)}, {From: at(1), Until: at(2)}}, false},
		"overlaps the last":          {[]fold.Period{{From: at(1), Until: at(3)}, {From: at(2)}}, false},
		"follows an open one":        {[]fold.Period{{From: at(1)}, {From: at(2)}}, false},
	} {
		if err := (fold.Folded{Periods: c.periods}).Check(); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
