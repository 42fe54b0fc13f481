package store

import (
	"fmt"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/ground/fold"
)

// Judgement is how a row lies by the law to what a code means, as known during a stretch
// of time in which the row itself was known. Outside and elsewhere there is none.
type Judgement struct {
	Code, Kind            string
	Lies, Point           string
	Acts                  []act.ID  // that proposed the boundaries which decided
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: until the row's own end
}

// Same reports whether two judgements say the same.
func (j Judgement) Same(o Judgement) bool {
	return j.Code == o.Code && j.Kind == o.Kind && j.Lies == o.Lies && j.Point == o.Point &&
		j.KnownFrom.Equal(o.KnownFrom) && j.KnownUntil.Equal(o.KnownUntil) && slices.Equal(j.Acts, o.Acts)
}

// Judged is of a row what is needed to judge it, and what is held of that already.
type Judged struct {
	ID                    int64
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: what is known now
	From, Until           time.Time // in the world, half-open; zero: open
	Where                 fold.Where
	Cell                  Cell
	Held                  []Judgement // by code and KnownFrom
}

const judgedColumns = `id, noun, known_from, known_until, from_us, until_us, kind, status, party, zone,
	compartment, counts, lon, lat, radius, sector FROM view `

func readJudged(s *sqlite.Stmt) Judged {
	return Judged{
		ID: s.ColumnInt64(0), KnownFrom: instant(s.ColumnInt64(2)), KnownUntil: instant(s.ColumnInt64(3)),
		From: instant(s.ColumnInt64(4)), Until: instant(s.ColumnInt64(5)),
		Cell: Cell{
			Noun: s.ColumnText(1), Kind: s.ColumnText(6), Day: dayOf(s.ColumnInt64(4)), Status: s.ColumnText(7),
			Party: s.ColumnText(8), Zone: s.ColumnText(9), Compartment: s.ColumnText(10), Counts: s.ColumnInt(11) == 1,
		},
		Where: readWhere(s, 12),
	}
}

// RowsToJudge are the next rows after an id, at most limit, with what is held of them.
func (tx *Tx) RowsToJudge(after int64, limit int) (rows []Judged, err error) {
	err = tx.each("SELECT "+judgedColumns+"WHERE id > ? ORDER BY id LIMIT ?",
		func(s *sqlite.Stmt) { s.BindInt64(1, after); s.BindInt64(2, int64(limit)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readJudged(s)); return nil })
	if err != nil {
		return nil, err
	}
	return rows, tx.hold(rows)
}

// RowsToJudgeAgain are the rows with these ids, in order of id, with what is held of them.
func (tx *Tx) RowsToJudgeAgain(ids []int64) (rows []Judged, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	take := func(s *sqlite.Stmt) error {
		if _, asked := slices.BinarySearch(ids, s.ColumnInt64(0)); asked {
			rows = append(rows, readJudged(s))
		}
		return nil
	}
	if first, last := ids[0], ids[len(ids)-1]; dense(len(ids), first, last) {
		err = tx.each("SELECT "+judgedColumns+"WHERE id BETWEEN ? AND ? ORDER BY id",
			func(s *sqlite.Stmt) { s.BindInt64(1, first); s.BindInt64(2, last) }, take)
	} else {
		for _, id := range ids {
			if err == nil {
				err = tx.each("SELECT "+judgedColumns+"WHERE id = ?", func(s *sqlite.Stmt) { s.BindInt64(1, id) }, take)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return rows, tx.hold(rows)
}

// dense says when walking over a stretch of ids is cheaper than fetching each.
func dense(n int, first, last int64) bool { return last-first < int64(3*n) }

// hold reads what is held of the rows, which are in order of id.
func (tx *Tx) hold(rows []Judged) error {
	if len(rows) == 0 {
		return nil
	}
	i := 0
	take := func(s *sqlite.Stmt) error {
		for i < len(rows) && rows[i].ID < s.ColumnInt64(0) {
			i++
		}
		if i < len(rows) && rows[i].ID == s.ColumnInt64(0) {
			rows[i].Held = append(rows[i].Held, readJudgement(s))
		}
		return nil
	}
	if first, last := rows[0].ID, rows[len(rows)-1].ID; dense(len(rows), first, last) {
		return tx.each("SELECT "+judgementColumns+"WHERE row BETWEEN ? AND ? ORDER BY row, code, known_from",
			func(s *sqlite.Stmt) { s.BindInt64(1, first); s.BindInt64(2, last) }, take)
	}
	for _, r := range rows {
		err := tx.each("SELECT "+judgementColumns+"WHERE row = ? ORDER BY code, known_from",
			func(s *sqlite.Stmt) { s.BindInt64(1, r.ID) }, take)
		if err != nil {
			return err
		}
	}
	return nil
}

const judgementColumns = "row, code, known_from, known_until, kind, lies, point, acts FROM judgement "

func readJudgement(s *sqlite.Stmt) Judgement {
	j := Judgement{
		Code: s.ColumnText(1), KnownFrom: instant(s.ColumnInt64(2)), KnownUntil: instant(s.ColumnInt64(3)),
		Kind: s.ColumnText(4), Lies: s.ColumnText(5), Point: s.ColumnText(6),
	}
	packed := make([]byte, s.ColumnLen(7))
	s.ColumnBytes(7, packed)
	for len(packed) >= len(act.ID{}) {
		j.Acts, packed = append(j.Acts, act.ID(packed)), packed[len(act.ID{}):]
	}
	return j
}

// PutJudgements replaces what is held of a row. What that changes in the counts is added to
// tally, unless the row is known no longer: then it was never counted, or no longer is. A row
// that is not there any more is passed over.
func (tx *Tx) PutJudgements(r Judged, all []Judgement, tally map[WithinCell]int) error {
	current, held := false, false
	err := tx.each("SELECT known_until FROM view WHERE id = ?", func(s *sqlite.Stmt) { s.BindInt64(1, r.ID) },
		func(s *sqlite.Stmt) error { held, current = true, s.ColumnInt64(0) == openEnd; return nil })
	if err != nil || !held {
		return err
	}
	if len(r.Held) > 0 {
		err = tx.each("DELETE FROM judgement WHERE row = ?", func(s *sqlite.Stmt) { s.BindInt64(1, r.ID) }, nil)
	}
	for i := 0; i < len(all) && err == nil; i++ {
		err = tx.insertJudgement(r.ID, all[i])
	}
	if err != nil {
		return fmt.Errorf("judge row %d: %w", r.ID, err)
	}
	if current {
		tallyWithin(tally, r.Cell, r.Held, -1)
		tallyWithin(tally, r.Cell, all, 1)
	}
	return nil
}

func (tx *Tx) insertJudgement(row int64, j Judgement) error {
	return tx.each("INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?)", func(s *sqlite.Stmt) {
		s.BindInt64(1, row)
		s.BindText(2, j.Code)
		s.BindInt64(3, micros(j.KnownFrom))
		s.BindInt64(4, until(j.KnownUntil))
		s.BindText(5, j.Kind)
		s.BindText(6, j.Lies)
		s.BindText(7, j.Point)
		packed := make([]byte, 0, len(j.Acts)*len(act.ID{}))
		for _, id := range j.Acts {
			packed = append(packed, id[:]...)
		}
		s.BindBytes(8, packed)
	}, nil)
}

// AllJudgements hands every judgement to fn with the row's id, in order.
func (tx *Tx) AllJudgements(fn func(row int64, j Judgement) error) error {
	return tx.each("SELECT "+judgementColumns+"ORDER BY row, code, known_from", nil,
		func(s *sqlite.Stmt) error { return fn(s.ColumnInt64(0), readJudgement(s)) })
}
