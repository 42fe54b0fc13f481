package judging

import (
	"cmp"
	"slices"
	"time"

	"truce/ground/fold"
	"truce/judge/law"
	"truce/tool/geo"
	"truce/tool/keep"
)

// judgedRow is a row and how it lies.
type judgedRow struct {
	keep.Judged
	all []keep.Judgement
}

// judge answers the rows that lie otherwise than is held of them.
func (c *chunk) judge() []judgedRow {
	nouns := judgedNouns()
	var rows []*keep.Judged
	var records []law.Record
	for i := range c.rows {
		r := &c.rows[i]
		if !slices.Contains(nouns, r.Noun) {
			continue
		}
		if record := lawRecord(r); r.ID > c.was || c.concerns(&record) {
			rows, records = append(rows, r), append(records, record)
		}
	}
	var changed []judgedRow
	c.book.snapshot.JudgeRecords(records, c.changes(), func(i int, pieces []law.Piece) {
		all := judgementsOf(pieces)
		if !slices.EqualFunc(all, rows[i].Held, keep.Judgement.Same) {
			changed = append(changed, judgedRow{*rows[i], all})
		}
	})
	return changed
}

// concerns spares a row of the pass that the changes cannot alter.
func (c *chunk) concerns(record *law.Record) bool {
	return slices.ContainsFunc(c.pass.pending, func(change law.Change) bool { return change.Meets(record) })
}

// changes are all changes that can alter judgements.
func (c *chunk) changes() []law.Change { return pendingSince(c.book.changes, time.Time{}) }

// lawRecord is a row as the law takes it.
func lawRecord(r *keep.Judged) law.Record {
	return law.Record{
		Place: law.PlaceOf(r.Where, nil), When: whenOf(r.From, r.Until), Point: pointOf(r.Where),
		KnownFrom: r.KnownFrom, KnownUntil: r.KnownUntil,
	}
}

// whenOf is the time of a row. What has no end lasts: a post that stands is judged by every
// boundary since it was established.
func whenOf(from, until time.Time) law.When {
	if until.IsZero() && !from.IsZero() {
		until = time.UnixMicro(geo.Forever)
	}
	return law.When{From: from, Until: until}
}

// pointOf is the recorded point. That of a sector is where the observer stood.
func pointOf(w fold.Where) *geo.Point {
	if !w.Known || w.Sector != nil {
		return nil
	}
	p, err := geo.FromDegrees(w.Lon, w.Lat)
	if err != nil {
		return nil
	}
	return &p
}

// judgementsOf cuts pieces into one stretch of knowledge for each code and what is said of it.
func judgementsOf(pieces []law.Piece) []keep.Judgement {
	var all []keep.Judgement
	for i, p := range pieces {
		until := time.Time{}
		if i+1 < len(pieces) {
			until = pieces[i+1].KnownFrom
		}
		for _, l := range p.Lies {
			all = goOn(all, keep.Judgement{
				Code: l.Code, Kind: l.Kind, Lies: l.Lies.String(), Point: l.Point, Acts: l.Acts, KnownFrom: p.KnownFrom, KnownUntil: until,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b keep.Judgement) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), a.KnownFrom.Compare(b.KnownFrom))
	})
	return all
}

// goOn makes the stretch before longer if it says the same.
func goOn(all []keep.Judgement, j keep.Judgement) []keep.Judgement {
	for i := range all {
		o := &all[i]
		if o.Code != j.Code || !o.KnownUntil.Equal(j.KnownFrom) {
			continue
		}
		longer := j
		longer.KnownFrom = o.KnownFrom
		if o.KnownUntil = j.KnownUntil; o.Same(longer) {
			return all
		}
		o.KnownUntil = j.KnownFrom
	}
	return append(all, j)
}
