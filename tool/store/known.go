package store

import (
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
)

// Began hands to fn the rows of a noun in one compartment whose period began in the half-open
// stretch of the world, as known at an instant. Rows are found by their beginning, those that
// were closed since in an index of their own: a day of a million rows costs that day.
func (tx *Tx) Began(noun, compartment string, from, until, known time.Time, fn func(Row) error) error {
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

// NounAsOf hands to fn all rows of a noun as known at an instant, subject by subject. It is
// for nouns of which there are few.
func (tx *Tx) NounAsOf(noun string, known time.Time, fn func(Row) error) error {
	// Subjects are noun/name: the index of subjects has all of a noun beside one another.
	return tx.each("SELECT "+rowColumns+`INDEXED BY view_subject WHERE subject >= ?1 AND subject < ?2 AND known_until > ?3
		AND known_from <= ?3 ORDER BY subject, from_us, id`, func(s *sqlite.Stmt) {
		s.BindText(1, noun+"/")
		s.BindText(2, noun+"0")
		s.BindInt64(3, micros(known))
	}, func(s *sqlite.Stmt) error { return fn(readRow(s)) })
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

// SizeAt is how many entries of the own register, of the first most, had been received at an
// instant, and the last of them. ErrNotFound says that there were none.
func (tx *Tx) SizeAt(most int64, at time.Time) (int64, Entry, error) {
	low, high := int64(0), most // entries before low were received by then, those from high on were not
	for low < high {
		middle := low + (high-low)/2
		e, err := tx.entryAt(middle)
		switch {
		case err != nil:
			return 0, e, err
		case e.Received.After(at):
			high = middle
		default:
			low = middle + 1
		}
	}
	if low == 0 {
		return 0, Entry{}, ErrNotFound
	}
	e, err := tx.entryAt(low - 1)
	return low, e, err
}

func (tx *Tx) entryAt(index int64) (e Entry, err error) {
	err = ErrNotFound
	read := tx.Entries(index, index+1, func(found Entry) error { e, err = found, nil; return nil })
	if read != nil {
		return e, read
	}
	return e, err
}
