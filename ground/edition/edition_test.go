package edition_test

import (
	"slices"
	"testing"

	"truce/ground/edition"
)

func TestList_decides_by_the_number(t *testing.T) {
	t.Parallel()
	first := edition.First([]string{"a"})
	all := first.And(3, []string{"a", "b"}).And(4, []string{"a", "b", "c"})
	for number, want := range map[int]int{0: 1, 1: 1, 2: 1, 3: 2, 4: 3, 9: 3} {
		if got := len(all.At(number)); got != want {
			t.Errorf("by number %d the list has %d words, want %d", number, got, want)
		}
	}
	has := func(word string) bool {
		return all.Any(func(list []string) bool { return slices.Contains(list, word) })
	}
	if first.Several() || !all.Several() || len(all.Newest()) != 3 || !has("c") || has("d") || len(first) != 1 {
		t.Errorf("%v of %v", all, first)
	}
}
