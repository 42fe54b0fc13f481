package geo

// Locate answers many queries, page by page of the grid, which is several times faster than
// one by one. It calls out once for each query that has hits, with its number; hits are
// only good until out returns.
func (x *Index) Locate(queries []Query, out func(i int, hits []Hit)) {
	var hits []Hit
	order, starts := x.byPage(queries)
	for n, p := range x.grid.pages {
		for _, i := range order[starts[n]:starts[n+1]] {
			hits = x.inPage(p, &queries[i], hits[:0])
			if len(hits) > 0 {
				out(int(i), hits)
			}
		}
	}
}

// byPage sorts the numbers of the queries by page, those outside all pages left out, and
// says where each page starts.
func (x *Index) byPage(queries []Query) (order []uint32, starts []int) {
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
	order = make([]uint32, starts[len(x.grid.pages)])
	next := append([]int(nil), starts...)
	for i, n := range pages {
		if n >= 0 {
			order[next[n]] = uint32(i)
			next[n]++
		}
	}
	return order, starts
}
