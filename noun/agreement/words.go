package agreement

import (
	"slices"
	"strings"
)

// Word is a stretch of words in a comparison of two texts.
type Word struct {
	Change string `json:"change"` // same, added or removed
	Text   string `json:"text"`
}

// Changes of a word or a clause.
const (
	Same    = "same"
	Added   = "added"
	Removed = "removed"
	Changed = "changed"
)

// compareWords finds the longest words that two texts share in order, and what was
// removed and added between them. Spaces do not count.
func compareWords(before, after string) []Word {
	a, b := strings.Fields(before), strings.Fields(after)
	head := shared(a, b)
	a, b = a[head:], b[head:]
	tail := sharedEnd(a, b)
	middle := between(a[:len(a)-tail], b[:len(b)-tail])
	words := run(nil, Same, strings.Fields(before)[:head])
	for _, w := range middle {
		words = run(words, w.Change, []string{w.Text})
	}
	return run(words, Same, a[len(a)-tail:])
}

func shared(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func sharedEnd(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// run adds words to the last stretch if they changed alike.
func run(words []Word, change string, more []string) []Word {
	if len(more) == 0 {
		return words
	}
	text := strings.Join(more, " ")
	if n := len(words); n > 0 && words[n-1].Change == change {
		words[n-1].Text += " " + text
		return words
	}
	return append(words, Word{change, text})
}

// between compares by the table of longest common subsequences: a clause has at most
// 8,000 characters, so the table has at most 4,000 by 4,000 small numbers.
func between(a, b []string) []Word {
	if len(a) == 0 || len(b) == 0 {
		return slices.Concat(each(Removed, a), each(Added, b))
	}
	longest := table(a, b)
	var words []Word
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			words = append(words, Word{Same, a[i]})
			i, j = i+1, j+1
		case longest[(i+1)*(len(b)+1)+j] >= longest[i*(len(b)+1)+j+1]:
			words = append(words, Word{Removed, a[i]})
			i++
		default:
			words = append(words, Word{Added, b[j]})
			j++
		}
	}
	return slices.Concat(words, each(Removed, a[i:]), each(Added, b[j:]))
}

func table(a, b []string) []int16 {
	width := len(b) + 1
	longest := make([]int16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	return longest
}

func each(change string, words []string) []Word {
	all := make([]Word, len(words))
	for i, w := range words {
		all[i] = Word{change, w}
	}
	return all
}
