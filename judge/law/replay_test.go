package law_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"truce/judge/law"
)

// Reading the law from its rows tells the same changes as learning it did, and leads to a
// snapshot that answers the same at every moment.
func TestReplay_agrees_with_learning(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(20, 17))
	for range 10 {
		l := learned(t, r)
		var rows []law.Row
		for _, known := range l.known {
			rows = append(rows, known...)
		}
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		replayed, changes, err := law.Replay(rows)
		if err != nil {
			t.Fatal(err)
		}
		learnt := slices.DeleteFunc(slices.Clone(l.changes), func(c law.Change) bool { return len(c.Touches) == 0 })
		if fmt.Sprint(changes) != fmt.Sprint(learnt) || len(changes) < 10 {
			t.Fatalf("got\n%v\nwant\n%v", changes, learnt)
		}
		for _, record := range records(r, 100) {
			for _, c := range l.changes {
				when := record.When
				when.Known = c.At
				if got, want := fmt.Sprint(spell(replayed.At(record.Place, when))), fmt.Sprint(spell(l.snapshot.At(record.Place, when))); got != want {
					t.Fatalf("%v at %v: %s, want %s", record.Place, when, got, want)
				}
			}
		}
	}
}

// spell is what a judgement says without pointers.
func spell(j law.Judgement) (all []string) {
	for _, f := range j.Findings {
		all = append(all, fmt.Sprint(f.Kind, f.Code, f.Where, f.Throughout, *f.Boundary))
	}
	return all
}
