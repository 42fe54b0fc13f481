package geo

// footprint is what one area adds to the index, page by page. It depends on nothing but the
// area, so it is made once and shared by all snapshots.
type footprint struct {
	pages map[pageKey]share
	mixed mixed
}

// share is an area's part in one page: all of it, or some of its cells.
type share struct {
	whole bool
	cells []cellShare
}

// cellShare is one cell of which the area has all (kind 0) or which its border comes near
// (kind-1 is then the cell's place in mixed).
type cellShare struct {
	cell uint16
	kind uint32
}

// nearEdges are the edges that come near each cell of a page.
type nearEdges [pageSide * pageSide][]edge

func newFootprint(a *Area) *footprint {
	f := &footprint{pages: map[pageKey]share{}}
	near := map[pageKey]*nearEdges{}
	for _, r := range a.shape.rings() {
		for i := range len(r) - 1 {
			e := newEdge(r[i], r[i+1])
			cross(r[i], r[i+1], func(k pageKey, cell int) {
				if near[k] == nil {
					near[k] = new(nearEdges)
				}
				near[k][cell] = append(near[k][cell], e)
			})
		}
	}
	f.fill(a, near)
	return f
}

// fill goes through the pages of the area's box. Where no edge comes near, neighbours lie
// alike, so one exact location serves a whole stretch.
func (f *footprint) fill(a *Area, near map[pageKey]*nearEdges) {
	box := a.Box()
	low, high := pageOf(Point{box.West, box.South}), pageOf(Point{box.East, box.North})
	for y := low.y; y <= high.y; y++ {
		var run stretch
		for x := low.x; x <= high.x; x++ {
			k := pageKey{x, y}
			if n := near[k]; n != nil {
				f.pages[k] = share{cells: f.cells(a, k, n)}
				run.known = false
				continue
			}
			if run.inside(a, k.corner()) {
				f.pages[k] = share{whole: true}
			}
		}
	}
}

func (f *footprint) cells(a *Area, k pageKey, near *nearEdges) []cellShare {
	var out []cellShare
	var run stretch
	for cell, edges := range near {
		if cell%pageSide == 0 {
			run.known = false
		}
		if len(edges) > 0 {
			run.known = false
			out = append(out, cellShare{uint16(cell), f.mixed.add(a, k.cellCorner(cell), edges) + 1})
			continue
		}
		if run.inside(a, k.cellCorner(cell)) {
			out = append(out, cellShare{uint16(cell), 0})
		}
	}
	return out
}

// stretch is a row of neighbours that no edge comes near.
type stretch struct{ known, in bool }

func (s *stretch) inside(a *Area, p Point) bool {
	if !s.known {
		s.known, s.in = true, a.Locate(p) == Inside
	}
	return s.in
}
