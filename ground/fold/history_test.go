package fold_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/fold"
)

// However acts come, a history that grew by one after the other is as one that began with all.
func TestHistory_grows_as_if_it_began_with_all(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 7))
	for range 200 {
		entries := history(r, 1+r.IntN(60))
		first := r.IntN(len(entries))
		h := fold.NewHistory(slices.Clone(entries[:first]))
		for _, e := range entries[first:] {
			h.Add(e)
			h.Add(e) // twice is once
		}
		want := fold.Order(shuffled(r, entries))
		if got := ids(h.Entries()); !slices.Equal(got, ids(want)) {
			t.Fatalf("got %v, want %v", got, ids(want))
		}
		kept, anew := fold.NewGraph(h.Entries()), fold.NewGraph(want)
		for _, a := range want {
			for _, b := range want {
				if kept.Knew(a.ID, b.ID) != anew.Knew(a.ID, b.ID) {
					t.Fatalf("whether %s knew of %s changed", a.ID, b.ID)
				}
			}
		}
	}
}

// A fold of the first acts is not told of later ones.
func TestGraph_of_the_first_acts_knows_no_others(t *testing.T) {
	t.Parallel()
	entries := history(rand.New(rand.NewPCG(8, 9)), 40)
	h := fold.NewHistory(entries)
	some := h.Entries()[:20]
	g := fold.NewGraph(some)
	for _, e := range h.Entries()[20:] {
		for _, earlier := range some {
			if g.Knew(e.ID, earlier.ID) {
				t.Fatalf("the graph of 20 acts tells of %s", e.ID)
			}
		}
	}
}

// Seen is compared with what its words say, by a plain search.
func TestLatest(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(10, 11))
	for range 100 {
		entries := fold.Order(history(r, 1+r.IntN(50)))
		g := fold.NewGraph(entries)
		var latest fold.Latest
		var marked []fold.Entry
		for _, e := range entries {
			var want []fold.Entry
			for _, m := range marked {
				if g.Knew(e.ID, m.ID) && !slices.ContainsFunc(marked, func(o fold.Entry) bool { return g.Knew(e.ID, o.ID) && g.Knew(o.ID, m.ID) }) {
					want = append(want, m)
				}
			}
			if got := latest.Seen(g, e); !slices.Equal(got, ids(want)) {
				t.Fatalf("got %v, want %v", got, ids(want))
			}
			if r.IntN(3) == 0 {
				latest.Mark(e.ID)
				marked = append(marked, e)
			}
		}
	}
}

// Acts that come one after the other are followed as a graph of them all tells.
func TestLine_follows_as_a_graph_knows(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 11))
	for range 100 {
		entries := fold.Order(history(r, 1+r.IntN(60)))
		var line fold.Line
		for _, e := range entries {
			line.Add(e.ID, e.Prev)
		}
		g := fold.NewGraph(entries)
		for _, a := range entries {
			for _, b := range entries {
				want := slices.ContainsFunc(a.Prev, func(id act.ID) bool { return id == b.ID || g.Knew(id, b.ID) })
				if got := line.Follows(a.Prev, b.ID); got != want {
					t.Fatalf("whether %s follows %s: %v, want %v", a.ID, b.ID, got, want)
				}
			}
		}
	}
}
