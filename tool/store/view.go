package store

import (
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/keep"
	"truce/tool/query"
)

const rowColumns = `id, noun, subject, known_from, known_until, from_us, until_us, kind, status, party, zone,
	compartment, counts, min_lon, min_lat, max_lon, max_lat, label, narrative, conflicts, state,
	lon, lat, radius, sector, doubt
	FROM view `

func readRow(s *sqlite.Stmt) keep.Row {
	r := keep.Row{
		ID: s.ColumnInt64(0), Noun: s.ColumnText(1), Subject: act.SubjectID(s.ColumnText(2)),
		KnownFrom: instant(s.ColumnInt64(3)), KnownUntil: instant(s.ColumnInt64(4)),
		From: instant(s.ColumnInt64(5)), Until: instant(s.ColumnInt64(6)),
		Kind: s.ColumnText(7), Status: s.ColumnText(8), Party: s.ColumnText(9), Zone: s.ColumnText(10),
		Compartment: s.ColumnText(11), Counts: s.ColumnInt(12) == 1,
		Label: s.ColumnText(17), Narrative: s.ColumnText(18), Conflicts: s.ColumnText(19), State: s.ColumnText(20),
	}
	if s.ColumnType(13) != sqlite.TypeNull {
		r.Box = &query.Box{MinLon: s.ColumnFloat(13), MinLat: s.ColumnFloat(14), MaxLon: s.ColumnFloat(15), MaxLat: s.ColumnFloat(16)}
	}
	r.Where, r.Doubt = readWhere(s, 21), fold.Doubt(s.ColumnText(25))
	return r
}

// CurrentRows are the rows of a subject as known now, by start of their period.
func (tx *Tx) CurrentRows(subject act.SubjectID) (rows []keep.Row, err error) {
	err = tx.each("SELECT "+rowColumns+"WHERE subject = ? AND known_until = 9223372036854775807 ORDER BY from_us",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

// RowsAsOf are the rows of a subject as known at an instant, by start of their period.
// With a zero known they are the current ones.
func (tx *Tx) RowsAsOf(subject act.SubjectID, known time.Time) (rows []keep.Row, err error) {
	if known.IsZero() {
		return tx.CurrentRows(subject)
	}
	err = tx.each("SELECT "+rowColumns+`WHERE subject = ?1 AND known_until > ?2 AND known_from <= ?2 ORDER BY from_us`,
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)); s.BindInt64(2, micros(known)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

// ReplaceRows ends what was known by some rows and opens others.
func (tx *Tx) ReplaceRows(ended, opened []keep.Row, at time.Time) error {
	for _, old := range ended {
		if err := tx.end(old, at); err != nil {
			return fmt.Errorf("end row of %s: %w", old.Subject, err)
		}
	}
	for _, row := range opened {
		row.KnownFrom = at
		tx.tally[cellOf(row)]++
		if err := tx.insert(row); err != nil {
			return fmt.Errorf("insert row of %s: %w", row.Subject, err)
		}
	}
	return nil
}

// end closes a row. One that this very commit opened was never known to anybody.
func (tx *Tx) end(old keep.Row, at time.Time) error {
	tx.tally[cellOf(old)]--
	if old.KnownFrom.Equal(at) {
		return tx.each("DELETE FROM view WHERE id = ?", func(s *sqlite.Stmt) { s.BindInt64(1, old.ID) }, nil)
	}
	if !tx.bulk { // else nothing is judged yet
		if err := tx.uncount(old); err != nil {
			return err
		}
	}
	return tx.each("UPDATE view SET known_until = ? WHERE id = ?",
		func(s *sqlite.Stmt) { s.BindInt64(1, micros(at)); s.BindInt64(2, old.ID) }, nil)
}

// insert writes a row as known from r.KnownFrom on.
func (tx *Tx) insert(r keep.Row) error {
	id, err := tx.nextID()
	if err != nil {
		return err
	}
	return tx.each(`INSERT INTO view (id, noun, subject, known_from, known_until, from_us, until_us, kind, status,
		party, zone, compartment, counts, min_lon, min_lat, max_lon, max_lat, cell, label, narrative, conflicts, state,
		lon, lat, radius, sector, doubt)
		VALUES (?, ?, ?, ?, 9223372036854775807, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		func(s *sqlite.Stmt) { bindRow(s, id, r) }, nil)
}

func bindRow(s *sqlite.Stmt, id int64, r keep.Row) {
	s.BindInt64(1, id)
	s.BindText(2, r.Noun)
	s.BindText(3, string(r.Subject))
	s.BindInt64(4, micros(r.KnownFrom))
	s.BindInt64(5, micros(r.From))
	s.BindInt64(6, until(r.Until))
	for i, text := range []string{r.Kind, r.Status, r.Party, r.Zone, r.Compartment} {
		s.BindText(7+i, text)
	}
	s.BindBool(12, r.Counts)
	if b := r.Box; b != nil {
		s.BindFloat(13, b.MinLon)
		s.BindFloat(14, b.MinLat)
		s.BindFloat(15, b.MaxLon)
		s.BindFloat(16, b.MaxLat)
		s.BindInt64(17, quadrantOf(*b))
	} else {
		for i := 13; i <= 16; i++ {
			s.BindNull(i)
		}
		s.BindInt64(17, noQuadrant)
	}
	for i, text := range []string{r.Label, r.Narrative, r.Conflicts, r.State} {
		s.BindText(18+i, text)
	}
	bindWhere(s, 22, r.Where)
	s.BindText(26, string(r.Doubt))
}

func (tx *Tx) nextID() (int64, error) {
	if tx.next == 0 {
		err := tx.each("SELECT coalesce(max(id), 0) FROM view", nil,
			func(s *sqlite.Stmt) error { tx.next = s.ColumnInt64(0); return nil })
		if err != nil {
			return 0, err
		}
	}
	tx.next++
	return tx.next, nil
}

// Referring are the subjects whose folds looked at the target.
func (tx *Tx) Referring(target act.SubjectID) (subjects []act.SubjectID, err error) {
	err = tx.each("SELECT subject FROM refers WHERE target = ?", func(s *sqlite.Stmt) { s.BindText(1, string(target)) },
		func(s *sqlite.Stmt) error { subjects = append(subjects, act.SubjectID(s.ColumnText(0))); return nil })
	return subjects, err
}

// PutRefers adds what a fold looked at. What it looks at no longer stays: to fold once
// too often is harmless, to miss a change is not.
func (tx *Tx) PutRefers(subject act.SubjectID, targets []act.SubjectID) error {
	for _, target := range targets {
		err := tx.each("INSERT OR IGNORE INTO refers (target, subject) VALUES (?, ?)",
			func(s *sqlite.Stmt) { s.BindText(1, string(target)); s.BindText(2, string(subject)) }, nil)
		if err != nil {
			return fmt.Errorf("note what %s looks at: %w", subject, err)
		}
	}
	return nil
}
