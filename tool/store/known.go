package store

import (
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/tool/keep"
)

// Began hands to fn the rows of a noun in one compartment whose period began in the half-open
// stretch of the world, as known at an instant. Rows are found by their beginning, those that
// were closed since in an index of their own: a day of a million rows costs that day.
func (tx *Tx) Began(noun, compartment string, from, until, known time.Time, fn func(keep.Row) error) error {
	for _, part := range []string{
		`INDEXED BY view_list WHERE known_until = 9223372036854775807`,
		`INDEXED BY view_closed WHERE known_until <> 9223372036854775807 AND known_until > ?5`,
	} {
		err := tx.each("SELECT "+rowColumns+part+` AND noun = ?1 AND compartment = ?2 AND from_us >= ?3 AND from_us < ?4
			AND known_from <= ?5 ORDER BY from_us, id`, func(s *sqlite.Stmt) {
			s.BindText(1, noun)
			s.BindText(2, compartment)
			s.BindInt64(3, micros(from))
			s.BindInt64(4, micros(until))
			s.BindInt64(5, micros(known))
		}, func(s *sqlite.Stmt) error { return fn(readRow(s)) })
		if err != nil {
			return fmt.Errorf("read rows of %s by day: %w", noun, err)
		}
	}
	return nil
}

// NounAsOf hands to fn all rows of a noun as known at an instant, subject by subject.
func (tx *Tx) NounAsOf(noun string, known time.Time, fn func(keep.Row) error) error {
	at, from := "known_until > ?3 AND known_from <= ?3", micros(known)
	if known.IsZero() {
		at, from = "known_until = ?3", openEnd
	}
	// Subjects are noun/name: the index of subjects has all of a noun beside one another.
	return tx.each("SELECT "+rowColumns+"INDEXED BY view_subject WHERE subject >= ?1 AND subject < ?2 AND "+at+
		" ORDER BY subject, from_us, id", func(s *sqlite.Stmt) {
		s.BindText(1, noun+"/")
		s.BindText(2, noun+"0")
		s.BindInt64(3, from)
	}, func(s *sqlite.Stmt) error { return fn(readRow(s)) })
}

// Ever hands every row that any subject of a noun ever had to fn, in an order that does not
// depend on how they came to be.
func (tx *Tx) Ever(noun string, fn func(keep.Row) error) error {
	sql, bind := "SELECT "+rowColumns, func(*sqlite.Stmt) {}
	if noun != "" {
		sql += "WHERE subject >= ? AND subject < ? "
		bind = func(s *sqlite.Stmt) { s.BindText(1, noun+"/"); s.BindText(2, noun+"0") }
	}
	return tx.each(sql+"ORDER BY subject, known_from, from_us, known_until, id", bind,
		func(s *sqlite.Stmt) error { return fn(readRow(s)) })
}

// Learnt hands to fn the subjects of a noun, in one compartment, of whose rows that began
// before an instant of the world one became known after since and no later than known, and
// whether anything was known of the subject before, and whether it counts now.
func (tx *Tx) Learnt(noun, compartment string, before, since, known time.Time, fn func(subject act.SubjectID, changed, counts bool) error) error {
	first, err := tx.firstKnownAfter(since)
	if err != nil {
		return err
	}
	return tx.each(`SELECT subject, max(counts), EXISTS (SELECT 1 FROM view AS earlier INDEXED BY view_subject
			WHERE earlier.subject = v.subject AND earlier.id < ?1)
		FROM view AS v NOT INDEXED WHERE id >= ?1 AND noun = ?2 AND compartment = ?3 AND from_us < ?4 AND from_us <> 0
		AND known_from <= ?5 AND known_until > ?5 GROUP BY subject ORDER BY subject`, func(s *sqlite.Stmt) {
		s.BindInt64(1, first)
		s.BindText(2, noun)
		s.BindText(3, compartment)
		s.BindInt64(4, micros(before))
		s.BindInt64(5, micros(known))
	}, func(s *sqlite.Stmt) error {
		return fn(act.SubjectID(s.ColumnText(0)), s.ColumnInt(2) == 1, s.ColumnInt(1) == 1)
	})
}

// firstKnownAfter is the least id of the rows that became known after an instant. Rows get
// their ids in the order in which they become known, so a few look-ups find it.
func (tx *Tx) firstKnownAfter(since time.Time) (int64, error) {
	low, high := int64(0), int64(0) // the id sought is in (low, high]
	err := tx.each("SELECT coalesce(max(id), 0) + 1 FROM view", nil, func(s *sqlite.Stmt) error { high = s.ColumnInt64(0); return nil })
	for err == nil && high-low > 1 {
		middle := low + (high-low)/2
		later := true // there is no row from the middle on
		err = tx.each("SELECT known_from FROM view WHERE id >= ? ORDER BY id LIMIT 1",
			func(s *sqlite.Stmt) { s.BindInt64(1, middle) },
			func(s *sqlite.Stmt) error { later = s.ColumnInt64(0) > micros(since); return nil })
		if later {
			high = middle
		} else {
			low = middle
		}
	}
	return high, err
}
