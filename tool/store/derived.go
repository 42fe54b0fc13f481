package store

import (
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/tool/keep"
)

const sourceColumns = `id, noun, known_from, known_until, from_us, until_us, lon, lat, radius, sector FROM view `

func readSource(s *sqlite.Stmt) keep.Source {
	return keep.Source{
		ID: s.ColumnInt64(0), Noun: s.ColumnText(1), KnownFrom: instant(s.ColumnInt64(2)), KnownUntil: instant(s.ColumnInt64(3)),
		From: instant(s.ColumnInt64(4)), Until: instant(s.ColumnInt64(5)), Where: readWhere(s, 6),
	}
}

// Sources are the next rows after an id, at most limit, with what is held of them.
func (tx *Tx) Sources(derivation string, after int64, limit int) (rows []keep.Source, err error) {
	err = tx.each("SELECT "+sourceColumns+"WHERE id > ? ORDER BY id LIMIT ?",
		func(s *sqlite.Stmt) { s.BindInt64(1, after); s.BindInt64(2, int64(limit)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readSource(s)); return nil })
	if err != nil {
		return nil, err
	}
	return rows, tx.hold(derivation, rows)
}

// SourcesAgain are the rows with these ids, in order of id, with what is held of them.
func (tx *Tx) SourcesAgain(derivation string, ids []int64) (rows []keep.Source, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	take := func(s *sqlite.Stmt) error {
		if _, asked := slices.BinarySearch(ids, s.ColumnInt64(0)); asked {
			rows = append(rows, readSource(s))
		}
		return nil
	}
	if first, last := ids[0], ids[len(ids)-1]; dense(len(ids), first, last) {
		err = tx.each("SELECT "+sourceColumns+"WHERE id BETWEEN ? AND ? ORDER BY id",
			func(s *sqlite.Stmt) { s.BindInt64(1, first); s.BindInt64(2, last) }, take)
	} else {
		for _, id := range ids {
			if err == nil {
				err = tx.each("SELECT "+sourceColumns+"WHERE id = ?", func(s *sqlite.Stmt) { s.BindInt64(1, id) }, take)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return rows, tx.hold(derivation, rows)
}

// dense says when walking over a stretch of ids is cheaper than fetching each.
func dense(n int, first, last int64) bool { return last-first < int64(3*n) }

// hold reads what a derivation holds of the rows, which are in order of id.
func (tx *Tx) hold(derivation string, rows []keep.Source) error {
	if len(rows) == 0 {
		return nil
	}
	i := 0
	take := func(s *sqlite.Stmt) error {
		for i < len(rows) && rows[i].ID < s.ColumnInt64(0) {
			i++
		}
		if i < len(rows) && rows[i].ID == s.ColumnInt64(0) {
			rows[i].Held = append(rows[i].Held, readDerived(s))
		}
		return nil
	}
	if first, last := rows[0].ID, rows[len(rows)-1].ID; dense(len(rows), first, last) {
		return tx.each("SELECT "+derivedColumns+"WHERE row BETWEEN ? AND ? AND derivation = ? ORDER BY row, code, known_from",
			func(s *sqlite.Stmt) { s.BindInt64(1, first); s.BindInt64(2, last); s.BindText(3, derivation) }, take)
	}
	for _, r := range rows {
		err := tx.each("SELECT "+derivedColumns+"WHERE row = ? AND derivation = ? ORDER BY code, known_from",
			func(s *sqlite.Stmt) { s.BindInt64(1, r.ID); s.BindText(2, derivation) }, take)
		if err != nil {
			return err
		}
	}
	return nil
}

const derivedColumns = "row, code, known_from, known_until, kind, relation, point, acts FROM derived "

func readDerived(s *sqlite.Stmt) keep.Derived {
	d := keep.Derived{
		Code: s.ColumnText(1), KnownFrom: instant(s.ColumnInt64(2)), KnownUntil: instant(s.ColumnInt64(3)),
		Kind: s.ColumnText(4), Relation: s.ColumnText(5), Point: s.ColumnText(6),
	}
	packed := make([]byte, s.ColumnLen(7))
	s.ColumnBytes(7, packed)
	for len(packed) >= len(act.ID{}) {
		d.Acts, packed = append(d.Acts, act.ID(packed)), packed[len(act.ID{}):]
	}
	return d
}

// PutDerived replaces what a derivation holds of a row. If the row is known no longer, that
// changes no counts: then it was never counted, or no longer is.
func (tx *Tx) PutDerived(derivation string, of keep.Source, all []keep.Derived) error {
	c, current, held, err := tx.countedCell(of.ID)
	if err != nil || !held {
		return err
	}
	if len(of.Held) > 0 {
		err = tx.each("DELETE FROM derived WHERE row = ? AND derivation = ?",
			func(s *sqlite.Stmt) { s.BindInt64(1, of.ID); s.BindText(2, derivation) }, nil)
	}
	for i := 0; i < len(all) && err == nil; i++ {
		err = tx.insertDerived(of.ID, derivation, all[i])
	}
	if err != nil {
		return fmt.Errorf("derive %s of row %d: %w", derivation, of.ID, err)
	}
	if current && derivation == keep.Law {
		tx.countWithin(c, of.Held, -1)
		tx.countWithin(c, all, 1)
	}
	return nil
}

// countedCell is where a row is counted, if it is there and known now.
func (tx *Tx) countedCell(id int64) (c cell, current, held bool, err error) {
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

func (tx *Tx) insertDerived(row int64, derivation string, d keep.Derived) error {
	return tx.each("INSERT INTO derived VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", func(s *sqlite.Stmt) {
		s.BindInt64(1, row)
		s.BindText(2, derivation)
		s.BindText(3, d.Code)
		s.BindInt64(4, micros(d.KnownFrom))
		s.BindInt64(5, until(d.KnownUntil))
		s.BindText(6, d.Kind)
		s.BindText(7, d.Relation)
		s.BindText(8, d.Point)
		packed := make([]byte, 0, len(d.Acts)*len(act.ID{}))
		for _, id := range d.Acts {
			packed = append(packed, id[:]...)
		}
		s.BindBytes(9, packed)
	}, nil)
}

// Derived hands everything that a derivation holds to fn with the row's id, in order.
func (tx *Tx) Derived(derivation string, fn func(row int64, d keep.Derived) error) error {
	return tx.each("SELECT "+derivedColumns+"WHERE derivation = ? ORDER BY row, code, known_from",
		func(s *sqlite.Stmt) { s.BindText(1, derivation) },
		func(s *sqlite.Stmt) error { return fn(s.ColumnInt64(0), readDerived(s)) })
}
