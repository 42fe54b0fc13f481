package geo

import (
	"slices"
	"sync"
)

// batch is how many queries are sorted at a time, which bounds the memory to 32 MB. Smaller
// ones are slower: each goes through the whole index.
const batch = 1 << 20

// Locate answers many queries, page by page of the grid, which is several times faster than
// one by one. It calls out once for each query that has hits, with its number; hits are
// only good until out returns.
func (x *Index) Locate(queries []Query, out func(i int, hits []Hit)) {
	s := x.sorters.Get().(*sorter)
	defer func() {
		s.x = nil // an index is not kept alive by what is kept
		x.sorters.Put(s)
	}()
	s.x = x
	var hits []Hit
	for from := 0; from < len(queries); from += batch {
		s.sort(queries[from:min(from+batch, len(queries))])
		start := uint32(0)
		for page, end := range s.next[:len(x.grid.pages)] {
			for _, k := range s.byCell(s.sorted[start:end]) {
				n := &s.sorted[start+k]
				hits = x.inPage(x.grid.pages[page], &n.Query, hits[:0])
				if len(hits) > 0 {
					out(from+int(n.number), hits)
				}
			}
			start = end
		}
	}
}

// LocateOn is Locate on several threads, each with its part of the queries. It calls out on
// the thread whose number it tells: what out gathers must be kept apart by it.
func (x *Index) LocateOn(threads int, queries []Query, out func(thread, i int, hits []Hit)) {
	var all sync.WaitGroup
	for t := range threads {
		from, to := t*len(queries)/threads, (t+1)*len(queries)/threads
		all.Go(func() {
			x.Locate(queries[from:to], func(i int, hits []Hit) { out(t, from+i, hits) })
		})
	}
	all.Wait()
}

// newSorters keeps sorters between batches, for all snapshots that follow each other: to
// clear and fault in new memory costs a tenth of a batch.
func newSorters() *sync.Pool { return &sync.Pool{New: func() any { return &sorter{} }} }

// fewInPage are too few to be worth going through all cells of a page.
const fewInPage = 256

// numbered is a query, its place in the batch and its page.
type numbered struct {
	Query
	number, page uint32
}

// sorter sorts queries by page. It copies them: in a sorted list of numbers each would be a
// cache miss.
type sorter struct {
	x      *Index
	next   []uint32 // of each page, where its next query goes
	sorted []numbered
	cells  [pageSide*pageSide + 1]uint32
	order  []uint32
}

// byCell is the order of one page's queries by cell: neighbours find in the cache what the
// one before them fetched.
func (s *sorter) byCell(queries []numbered) []uint32 {
	s.order = slices.Grow(s.order[:0], len(queries))[:len(queries)]
	if len(queries) < fewInPage {
		for i := range s.order {
			s.order[i] = uint32(i)
		}
		return s.order
	}
	clear(s.cells[:])
	for i := range queries {
		s.cells[cellOf(queries[i].Point)+1]++
	}
	for c := 1; c < len(s.cells); c++ {
		s.cells[c] += s.cells[c-1]
	}
	for i := range queries {
		c := cellOf(queries[i].Point)
		s.order[s.cells[c]] = uint32(i)
		s.cells[c]++
	}
	return s.order
}

// sort leaves out the queries that lie outside all pages.
func (s *sorter) sort(queries []Query) {
	g := &s.x.grid
	s.next = append(s.next[:0], make([]uint32, len(g.pages)+1)...)
	for i := range queries {
		if n := g.number(pageOf(queries[i].Point)); n >= 0 && g.pages[n] != nil {
			s.next[n+1]++
		}
	}
	for n := range g.pages {
		s.next[n+1] += s.next[n]
	}
	s.sorted = slices.Grow(s.sorted[:0], len(queries))[:s.next[len(g.pages)]]
	for i := range queries {
		if n := g.number(pageOf(queries[i].Point)); n >= 0 && g.pages[n] != nil {
			s.sorted[s.next[n]] = numbered{queries[i], uint32(i), uint32(n)}
			s.next[n]++
		}
	}
}
