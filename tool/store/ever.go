package store

import "zombiezen.com/go/sqlite"

// NounEver hands every row that any subject of a noun ever had to fn, subject by subject, by
// when they became known: those as known now and those that were closed. It is for nouns of
// which there are few.
func (tx *Tx) NounEver(noun string, fn func(Row) error) error {
	// Subjects are noun/name: the index of subjects has all of a noun beside one another.
	return tx.each("SELECT "+rowColumns+"WHERE subject >= ? AND subject < ? ORDER BY subject, known_from, from_us, id",
		func(s *sqlite.Stmt) { s.BindText(1, noun+"/"); s.BindText(2, noun+"0") },
		func(s *sqlite.Stmt) error { return fn(readRow(s)) })
}
