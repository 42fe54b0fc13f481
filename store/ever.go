package store

import (
	"zombiezen.com/go/sqlite"

	"truce/act"
)

// RowsEver are all rows that a subject ever had, by when they became known: those as known
// now and those that were closed.
func (tx *Tx) RowsEver(subject act.SubjectID) (rows []Row, err error) {
	err = tx.each("SELECT "+rowColumns+"WHERE subject = ? ORDER BY known_from, from_us, id",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

// NounEver are all rows that all subjects of a noun ever had, subject by subject. It is
// for nouns of which there are few.
func (tx *Tx) NounEver(noun string) (rows []Row, err error) {
	// Subjects are noun/name: the index of subjects has all of a noun beside one another.
	err = tx.each("SELECT "+rowColumns+"WHERE subject >= ? AND subject < ? ORDER BY subject, known_from, from_us, id",
		func(s *sqlite.Stmt) { s.BindText(1, noun+"/"); s.BindText(2, noun+"0") },
		func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}
