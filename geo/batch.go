package geo

// Locate answers many queries, page by page of the grid, which is several times faster than
// one by one. It calls out once for each query that has hits, with its number; hits are
// only good until out returns.
func (x *Index) Locate(queries []Query, out func(i int, hits []Hit)) {
	var hits []Hit
	sorted, starts := x.byPage(queries)
	for n, p := range x.grid.pages {
		part := sorted[starts[n]:starts[n+1]]
		for k := range part {
			hits = x.inPage(p, &part[k].Query, hits[:0])
			if len(hits) > 0 {
				out(int(part[k].number), hits)
			}
		}
	}
}

// numbered is a query and its place among those asked.
type numbered struct {
	Query
	number uint32
}

// byPage sorts the queries by page, those outside all pages left out, and says where each
// page starts. It copies them: in a sorted list of numbers each would be a cache miss.
func (x *Index) byPage(queries []Query) (sorted []numbered, starts []int) {
	starts = make([]int, len(x.grid.pages)+1)
	pages := make([]int32, len(queries))
	for i := range queries {
		n := x.grid.number(pageOf(queries[i].Point))
		if n >= 0 && x.grid.pages[n] == nil {
			n = -1
		}
		pages[i] = int32(n)
		if n >= 0 {
			starts[n+1]++
		}
	}
	for n := range x.grid.pages {
		starts[n+1] += starts[n]
	}
	sorted = make([]numbered, starts[len(x.grid.pages)])
	next := append([]int(nil), starts...)
	for i, n := range pages {
		if n >= 0 {
			sorted[next[n]] = numbered{queries[i], uint32(i)}
			next[n]++
		}
	}
	return sorted, starts
}
