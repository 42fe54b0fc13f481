package store

import (
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/tool/keep"
)

const judgedColumns = `id, noun, known_from, known_until, from_us, until_us, lon, lat, radius, sector FROM view `

func readJudged(s *sqlite.Stmt) keep.Judged {
	return keep.Judged{
		ID: s.ColumnInt64(0), Noun: s.ColumnText(1), KnownFrom: instant(s.ColumnInt64(2)), KnownUntil: instant(s.ColumnInt64(3)),
		From: instant(s.ColumnInt64(4)), Until: instant(s.ColumnInt64(5)), Where: readWhere(s, 6),
	}
}

// RowsToJudge are the next rows after an id, at most limit, with what is held of them.
func (tx *Tx) RowsToJudge(after int64, limit int) (rows []keep.Judged, err error) {
	err = tx.each("SELECT "+judgedColumns+"WHERE id > ? ORDER BY id LIMIT ?",
		func(s *sqlite.Stmt) { s.BindInt64(1, after); s.BindInt64(2, int64(limit)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readJudged(s)); return nil })
	if err != nil {
		return nil, err
	}
	return rows, tx.hold(rows)
}

// RowsToJudgeAgain are the rows with these ids, in order of id, with what is held of them.
func (tx *Tx) RowsToJudgeAgain(ids []int64) (rows []keep.Judged, err error) {
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
func (tx *Tx) hold(rows []keep.Judged) error {
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

func readJudgement(s *sqlite.Stmt) keep.Judgement {
	j := keep.Judgement{
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

// PutJudgements replaces what is held of a row. If the row is known no longer, that changes
// no counts: then it was never counted, or no longer is.
func (tx *Tx) PutJudgements(r keep.Judged, all []keep.Judgement) error {
	c, current, held, err := tx.judgedCell(r.ID)
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
		tx.countWithin(c, r.Held, -1)
		tx.countWithin(c, all, 1)
	}
	return nil
}

// judgedCell is where a row is counted, if it is there and known now.
func (tx *Tx) judgedCell(id int64) (c cell, current, held bool, err error) {
	err = tx.each("SELECT noun, kind, from_us, status, party, zone, compartment, counts, known_until FROM view WHERE id = ?",
		func(s *sqlite.Stmt) { s.BindInt64(1, id) }, func(s *sqlite.Stmt) error {
			held, current = true, s.ColumnInt64(8) == openEnd
			c = cell{
				noun: s.ColumnText(0), kind: s.ColumnText(1), day: keep.DayOf(instant(s.ColumnInt64(2))), status: s.ColumnText(3),
				party: s.ColumnText(4), zone: s.ColumnText(5), compartment: s.ColumnText(6), counts: s.ColumnInt(7) == 1,
			}
			return nil
		})
	return c, current, held, err
}

func (tx *Tx) insertJudgement(row int64, j keep.Judgement) error {
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

// JudgedRows hands every judgement to fn with the row's id, in order.
func (tx *Tx) JudgedRows(fn func(row int64, j keep.Judgement) error) error {
	return tx.each("SELECT "+judgementColumns+"ORDER BY row, code, known_from", nil,
		func(s *sqlite.Stmt) error { return fn(s.ColumnInt64(0), readJudgement(s)) })
}
