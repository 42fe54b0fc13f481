package geo

import "slices"

// page is the part of the index in one page of the grid.
type page struct {
	members []uint32 // slots with a part in it, in order
	whole   []entry  // of the areas that have all of the page
	spans   *[pageSide * pageSide]span
	entries []entry
}

// entry is one version in a cell.
type entry struct {
	from, until int64 // in force
	slot, kind  uint32
}

// span is the entries of a cell. Neighbours with the same list share it.
type span struct{ start, end uint32 }

// page is the page after the change. Nothing is left of an empty one.
func (x *Index) page(k pageKey, old *page, c *change) *page {
	p := &page{}
	if old != nil {
		p.members = slices.DeleteFunc(slices.Clone(old.members), func(s uint32) bool { return slices.Contains(c.out, s) })
	}
	p.members = append(p.members, c.in...)
	slices.Sort(p.members)
	if len(p.members) == 0 {
		return nil
	}
	var cells [pageSide * pageSide][]entry
	mixed := false
	for _, s := range p.members {
		v := &x.slots[s]
		part := v.foot.pages[k]
		if part.whole {
			p.whole = append(p.whole, entry{v.InForce.From, v.InForce.Until, s, 0})
		}
		for _, cs := range part.cells {
			mixed = true
			cells[cs.cell] = append(cells[cs.cell], entry{v.InForce.From, v.InForce.Until, s, cs.kind})
		}
	}
	if mixed {
		p.lay(&cells)
	}
	return p
}

// lay puts the cells' lists one after another, a list that is that of the cell to the west
// or to the south only once.
func (p *page) lay(cells *[pageSide * pageSide][]entry) {
	p.spans = new([pageSide * pageSide]span)
	for i, list := range cells {
		if i%pageSide > 0 && slices.Equal(list, cells[i-1]) {
			p.spans[i] = p.spans[i-1]
			continue
		}
		if i >= pageSide && slices.Equal(list, cells[i-pageSide]) {
			p.spans[i] = p.spans[i-pageSide]
			continue
		}
		start := uint32(len(p.entries))
		p.entries = append(p.entries, list...)
		p.spans[i] = span{start, uint32(len(p.entries))}
	}
	p.entries = slices.Clip(p.entries)
}

// directory holds the pages of a rectangle of the grid.
type directory struct {
	west, south   int32
	width, height int32
	pages         []*page
}

// at is the page, or nil where there is none.
func (d *directory) at(k pageKey) *page {
	if i := d.number(k); i >= 0 {
		return d.pages[i]
	}
	return nil
}

// number is the page's place in pages, or -1 outside the rectangle.
func (d *directory) number(k pageKey) int {
	x, y := uint32(k.x-d.west), uint32(k.y-d.south)
	if x >= uint32(d.width) || y >= uint32(d.height) {
		return -1
	}
	return int(y)*int(d.width) + int(x)
}

func (d *directory) set(k pageKey, p *page) { d.pages[d.number(k)] = p }

// with is a copy that has room for the pages too.
func (d *directory) with(keys []pageKey) directory {
	low := pageKey{d.west, d.south}
	high := pageKey{d.west + d.width - 1, d.south + d.height - 1}
	for i, k := range keys {
		if i == 0 && len(d.pages) == 0 {
			low, high = k, k
		}
		low = pageKey{min(low.x, k.x), min(low.y, k.y)}
		high = pageKey{max(high.x, k.x), max(high.y, k.y)}
	}
	n := directory{west: low.x, south: low.y, width: high.x - low.x + 1, height: high.y - low.y + 1}
	n.pages = make([]*page, int(n.width)*int(n.height))
	for i, p := range d.pages {
		w := int(d.width)
		n.set(pageKey{d.west + int32(i%w), d.south + int32(i/w)}, p)
	}
	return n
}
