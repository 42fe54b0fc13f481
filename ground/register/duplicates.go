package register

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
)

// actID is enough of the SHA-256 of an act's signing input to tell acts apart.
type actID [16]byte

func idOf(act []byte) actID {
	sum := sha256.Sum256(act[:bytes.LastIndexByte(act, '.')])
	return actID(sum[:16])
}

// duplicates finds the acts that are there more than once. A zero id stands for no act.
func duplicates(acts []actID) []Duplicate {
	order := make([]int64, len(acts))
	for i := range order {
		order[i] = int64(i)
	}
	slices.SortFunc(order, func(a, b int64) int {
		return cmp.Or(bytes.Compare(acts[a][:], acts[b][:]), cmp.Compare(a, b))
	})
	var found []Duplicate
	for i, original := 1, 0; i < len(order); i++ {
		if acts[order[i]] != acts[order[original]] {
			original = i
		} else if acts[order[i]] != (actID{}) {
			found = append(found, Duplicate{order[original], order[i]})
		}
	}
	slices.SortFunc(found, func(a, b Duplicate) int { return cmp.Compare(a.Again, b.Again) })
	return found
}
