package tiles

import "cmp"

// aggregates is the highest zoom at which there are only counts.
const aggregates = 8

// gridBits says how fine counts are: 2^gridBits squares to a tile's side. In a crowded tile of
// a nearer zoom they are finer: who came that near wants to see how it lies.
const gridBits, nearGridBits = 4, 5

// crowd is how many spots make a tile of a nearer zoom crowded: it counts them, because nobody
// could tell them apart, and a browser that draws six such tiles falls below 30 frames a second.
const crowd = 2500

// Keys of the attributes, as numbers in the table of keys.
const (
	keySubject = iota
	keyNoun
	keyKind
	keyStatus
	keyParty
	keyZone
	keyForm
	keyDay    // days since 1970-01-01, UTC
	keyRadius // whole metres
	keyCount
)

func keys() []string {
	return []string{"subject", "noun", "type", "status", "party", "zone", "form", "day", "radius", "count"}
}

const dayMicros = 24 * 60 * 60 * 1_000_000

func (s *spots) tag(l *layer, p *spot) {
	l.tag(keySubject, l.text(s.subject(p)))
	l.word(keyNoun, s.words, p.noun)
	l.word(keyKind, s.words, p.kind)
	l.word(keyStatus, s.words, p.status)
	l.word(keyParty, s.words, p.party)
	l.word(keyZone, s.words, p.zone)
	l.word(keyForm, s.words, s.forms[p.form])
	if p.from > 0 {
		l.tag(keyDay, l.number(uint64(p.from/dayMicros)))
	}
	if p.radius > 0 {
		l.tag(keyRadius, l.number(uint64(p.radius+0.5)))
	}
}

func (s *spots) crowded(t tileID, q *selection) bool {
	n := len(s.run(t)) + len(s.fresh)
	if n <= crowd {
		return false
	}
	n = 0
	s.each(t, q.pass, func(*spot) { n++ })
	return n > crowd
}

// points draws every spot of a tile.
func (s *spots) points(t tileID, q *selection, pool *pool) *layer {
	l := pool.layer("incidents", keys()...)
	s.each(t, q.pass, func(p *spot) {
		s.tag(l, p)
		x, y := t.in(fromKey(p.key))
		l.point(uint64(p.id), x, y)
	})
	return l
}

// cluster is what lies in one square of the grid.
type cluster struct {
	cell   uint64
	n      int
	sx, sy float64
	only   *spot // the first; if it is alone it is told whole
}

// clusters counts what lies in each square of a grid. Spots come in the order of their keys,
// and so do the squares: but for the fresh ones, each square is met once.
func (s *spots) clusters(t tileID, q *selection, pool *pool) *layer {
	bits := uint32(gridBits)
	if t.z > aggregates {
		bits = nearGridBits
	}
	shift := 2 * (32 - t.z - bits)
	at := map[uint64]int{}
	var all []cluster
	var now *cluster
	s.each(t, q.pass, func(p *spot) {
		if cell := p.key >> shift; now == nil || now.cell != cell {
			i, is := at[cell]
			if !is {
				i = len(all)
				at[cell] = i
				all = append(all, cluster{cell: cell, only: p})
			}
			now = &all[i]
		}
		x, y := fromKey(p.key)
		now.n++
		now.sx += float64(x)
		now.sy += float64(y)
	})
	l := pool.layer("clusters", keys()...)
	for _, c := range all {
		if c.n == 1 {
			s.tag(l, c.only)
		}
		l.tag(keyCount, l.number(uint64(c.n)))
		x, y := t.in(uint32(c.sx/float64(c.n)), uint32(c.sy/float64(c.n)))
		l.point(cmp.Or(c.cell, 1), x, y)
	}
	return l
}
