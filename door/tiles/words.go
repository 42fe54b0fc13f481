package tiles

// words numbers the words that spots share: kinds, parties, zones.
type words struct {
	all    []string
	number map[string]uint16
}

func newWords() *words { return &words{[]string{""}, map[string]uint16{"": 0}} }

// of numbers a word. So many different ones that they do not fit are one: no such list of a
// mission is that long, and a map says less, not something else.
func (w *words) of(word string) uint16 {
	n, is := w.number[word]
	if !is {
		if len(w.all) == 1<<16-1 {
			return 0
		}
		n = uint16(len(w.all))
		w.all, w.number[word] = append(w.all, word), n
	}
	return n
}
