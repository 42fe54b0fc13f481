package geo

// Query asks which areas hold a point at an instant of the world, as known at another. Both
// are microseconds since 1970-01-01 UTC; Latest as Known asks for what is known last.
type Query struct {
	Point Point
	At    int64
	Known int64
}

// Hit is a version that is in force, known, and not Outside. Where is Inside or Border, or
// MayBe for an uncertain place.
type Hit struct {
	Ref   uint32
	Where Where
}

// At appends the hits of one query, in no promised order.
func (x *Index) At(q Query, hits []Hit) []Hit {
	p := x.grid.at(pageOf(q.Point))
	if p == nil {
		return hits
	}
	return x.inPage(p, &q, hits)
}

func (x *Index) inPage(p *page, q *Query, hits []Hit) []Hit {
	for i := range p.whole {
		hits = x.entry(&p.whole[i], q, hits)
	}
	if p.spans == nil {
		return hits
	}
	s := p.spans[cellOf(q.Point)]
	cell := p.entries[s.start:s.end]
	for i := range cell {
		hits = x.entry(&cell[i], q, hits)
	}
	return hits
}

func (x *Index) entry(e *entry, q *Query, hits []Hit) []Hit {
	// One comparison for both ends of the period: before its start the difference wraps.
	if uint64(q.At-e.from) >= uint64(e.until-e.from) {
		return hits
	}
	s := &x.slots[e.slot]
	if !s.known.Holds(q.Known) {
		return hits
	}
	where := Inside
	if e.kind > 0 {
		if where = s.mixed.locate(e.kind-1, q.Point); where == Outside {
			return hits
		}
	}
	return append(hits, Hit{s.ref, where})
}
