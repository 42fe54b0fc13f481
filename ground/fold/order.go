package fold

import (
	"bytes"
	"cmp"
	"slices"

	"truce/ground/act"
)

// Order sorts entries, in their place, by when they were received, then by the origin of
// their register, their place in it and their id, but so that each comes after the acts that
// it names in `prev`: one that was received before an act that it names brings that act with
// it. Two offices that hold the same entries order them alike, in whatever order they came.
func Order(entries []Entry) []Entry {
	slices.SortFunc(entries, byReceipt)
	if inOrder(entries) {
		return entries
	}
	place := places(entries)
	sorted := make([]Entry, 0, len(entries))
	done := make([]bool, len(entries))
	var visit func(i int)
	visit = func(i int) {
		if done[i] {
			return
		}
		done[i] = true // before the parents: a cycle cannot be signed, but must not hang us
		for _, id := range entries[i].Prev {
			if j, held := place[id]; held {
				visit(j)
			}
		}
		sorted = append(sorted, entries[i])
	}
	for i := range entries {
		visit(i)
	}
	return sorted
}

func byReceipt(a, b Entry) int {
	if c := a.Received.Compare(b.Received); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Index, b.Index), bytes.Compare(a.ID[:], b.ID[:]))
}

func places(entries []Entry) map[act.ID]int {
	place := make(map[act.ID]int, len(entries))
	for i, e := range entries {
		place[e.ID] = i
	}
	return place
}

func inOrder(entries []Entry) bool {
	if len(entries) < 2 {
		return true
	}
	place := places(entries)
	for i, e := range entries {
		for _, id := range e.Prev {
			if j, held := place[id]; held && j > i {
				return false
			}
		}
	}
	return true
}

// Heads are the acts that no other of the entries names: the latest that an author who
// has seen everything puts in `prev`.
func Heads(entries []Entry) []act.ID {
	named := make(map[act.ID]bool, len(entries))
	for _, e := range entries {
		for _, id := range e.Prev {
			named[id] = true
		}
	}
	var heads []act.ID
	for _, e := range entries {
		if !named[e.ID] {
			heads = append(heads, e.ID)
		}
	}
	return heads
}
