package fold

import (
	"cmp"
	"slices"

	"truce/ground/act"
)

// Graph answers which acts knew of which.
type Graph struct {
	*known
	held int // how many entries it is about: the first of those in known
}

// known is what a graph rests on. It only grows, so that one more act costs what that act adds.
type known struct {
	place map[act.ID]int
	rows  []row
}

// row says which entries an act's author knew of: all before full and, of those from the word of
// full on, those in bits. Of acts that follow one another there are no bits.
type row struct {
	full int
	bits []uint64
}

// NewGraph takes entries sorted by Order.
func NewGraph(entries []Entry) Graph {
	if len(entries) > 0 {
		if h := entries[0].in; h.begins(entries) {
			return Graph{h.known, len(entries)}
		}
	}
	k := &known{place: make(map[act.ID]int, len(entries))}
	for _, e := range entries {
		k.add(e)
	}
	return Graph{k, len(entries)}
}

// add takes the next entry.
func (k *known) add(e Entry) {
	i, parents := len(k.rows), make([]int, 0, 8)
	var r row
	for _, id := range e.Prev {
		if p, held := k.place[id]; held {
			parents = append(parents, p)
			r.full = max(r.full, k.beyond(p))
		}
	}
	r.merge(k, parents)
	k.place[e.ID], k.rows = i, append(k.rows, r)
}

// beyond is up to where everything is known to who knows of p.
func (k *known) beyond(p int) int {
	if k.rows[p].full == p {
		return p + 1
	}
	return k.rows[p].full
}

// merge adds what the parents knew, and themselves.
func (r *row) merge(k *known, parents []int) {
	end := r.full
	for _, p := range parents {
		end = max(end, p+1)
	}
	if end == r.full {
		return
	}
	first := r.full / 64
	r.bits = make([]uint64, (end+63)/64-first)
	for _, p := range parents {
		of, from := k.rows[p], k.rows[p].full/64
		for w := max(first, from); w < from+len(of.bits); w++ {
			r.bits[w-first] |= of.bits[w-from]
		}
		if p >= r.full {
			r.bits[p/64-first] |= 1 << (p % 64)
		}
	}
	r.advance(first)
}

// advance moves full past what the bits say without a gap. The bits begin with a word.
func (r *row) advance(first int) {
	for r.full/64-first < len(r.bits) && r.bits[r.full/64-first]&(1<<(r.full%64)) != 0 {
		r.full++
	}
	r.bits = r.bits[min(r.full/64-first, len(r.bits)):]
}

func (r row) knows(j int) bool {
	if j < r.full {
		return true
	}
	w := j/64 - r.full/64
	return w < len(r.bits) && r.bits[w]&(1<<(j%64)) != 0
}

// Knew reports whether the author of later had, directly or through others, seen earlier.
func (g Graph) Knew(later, earlier act.ID) bool {
	i, held := g.at(later)
	j, also := g.at(earlier)
	return held && also && g.rows[i].knows(j)
}

func (g Graph) at(id act.ID) (int, bool) {
	if g.known == nil {
		return 0, false
	}
	i, is := g.place[id]
	return i, is && i < g.held
}

// Line follows which acts about a subject knew of which, as they come. The zero value is that of a subject of which nobody spoke.
type Line struct {
	known known
}

// Add takes the next act.
func (l *Line) Add(id act.ID, prev []act.ID) {
	if l.known.place == nil {
		l.known.place = map[act.ID]int{}
	}
	l.known.add(Entry{ID: id, Prev: prev})
}

// Follows reports whether one of some acts is an earlier act, or knew of it.
func (l *Line) Follows(some []act.ID, earlier act.ID) bool {
	j, held := l.known.place[earlier]
	return held && slices.ContainsFunc(some, func(id act.ID) bool {
		i, is := l.known.place[id]
		return is && (i == j || l.known.rows[i].knows(j))
	})
}

// Latest follows some acts of a subject: of each act it tells which of those its author had seen
// last. An entry is asked about once, in the order of Order.
type Latest struct {
	of map[act.ID][]act.ID
}

// Seen are the acts that were marked and that the author of e knew of, without those that another
// of them knew of, in their order.
func (l *Latest) Seen(g Graph, e Entry) []act.ID {
	if l.of == nil {
		l.of = map[act.ID][]act.ID{}
	}
	var seen []act.ID
	for _, prev := range e.Prev {
		if i, held := g.at(prev); !held || i >= g.place[e.ID] {
			continue
		}
		for _, id := range l.of[prev] {
			seen = g.join(seen, id)
		}
	}
	l.of[e.ID] = seen
	return seen
}

// Mark has an act, of which Seen was asked last, be one of those that are followed.
func (l *Latest) Mark(id act.ID) { l.of[id] = []act.ID{id} }

// join adds an act to some that do not know of one another.
func (g Graph) join(some []act.ID, id act.ID) []act.ID {
	if slices.ContainsFunc(some, func(other act.ID) bool { return other == id || g.Knew(other, id) }) {
		return some
	}
	joined := make([]act.ID, 0, len(some)+1)
	for _, other := range some {
		if !g.Knew(id, other) {
			joined = append(joined, other)
		}
	}
	i, _ := slices.BinarySearchFunc(joined, id, func(a, b act.ID) int { return cmp.Compare(g.place[a], g.place[b]) })
	return slices.Insert(joined, i, id)
}
