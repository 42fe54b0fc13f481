package fold

import "truce/ground/act"

// History is the acts about one subject in the order of Order, with which knew of which: what a
// fold begins with. One more act costs what that act names, if it comes last, as nearly every
// act does: who folds a subject again and again keeps its History instead of beginning anew.
type History struct {
	*known
	entries []Entry
	latest  Entry           // by receipt
	missing map[act.ID]bool // acts that some name and that are not here
}

// NewHistory begins with some entries.
func NewHistory(entries []Entry) *History {
	h := &History{}
	h.begin(Order(entries))
	return h
}

func (h *History) begin(ordered []Entry) {
	h.known, h.entries, h.missing = &known{place: make(map[act.ID]int, len(ordered))}, ordered[:0:0], map[act.ID]bool{}
	h.latest = Entry{}
	for _, e := range ordered {
		h.last(e)
	}
}

// last takes an entry that comes after all others.
func (h *History) last(e Entry) {
	for _, id := range e.Prev {
		if _, held := h.place[id]; !held {
			h.missing[id] = true
		}
	}
	if len(h.entries) == 0 || byReceipt(h.latest, e) < 0 {
		h.latest = e
	}
	e.in = h
	h.entries = append(h.entries, e)
	h.known.add(e)
}

// Add takes one more act. One that is there already changes nothing.
func (h *History) Add(e Entry) {
	if h.Has(e.ID) {
		return
	}
	if len(h.entries) > 0 && byReceipt(h.latest, e) > 0 || h.missing[e.ID] {
		h.begin(Order(append(h.entries, e)))
		return
	}
	h.last(e)
}

// Has reports whether an act is there.
func (h *History) Has(id act.ID) bool { _, is := h.place[id]; return is }

// Len is how many acts there are.
func (h *History) Len() int { return len(h.entries) }

// Entries are the acts in their order. What they say may be changed by who asks, and not which
// they are.
func (h *History) Entries() []Entry { return h.entries }

// begins reports whether entries are the first of the history's.
func (h *History) begins(entries []Entry) bool {
	n := len(entries)
	return h != nil && n <= len(h.entries) && entries[0].ID == h.entries[0].ID && entries[n-1].ID == h.entries[n-1].ID
}
