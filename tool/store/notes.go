package store

import (
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/tool/keep"
	"truce/tool/query"
)

// readingSchema keeps who was handed what. It is neither of the record, which is signed, nor
// of the read model, which can be computed again: an office's own notes, a row for each
// reader, subject, class and day.
const readingSchema = `
CREATE TABLE reading (
	id      INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	day     INTEGER NOT NULL,  -- since 1970-01-01, UTC
	person  TEXT NOT NULL,
	class   TEXT NOT NULL,
	party   TEXT NOT NULL,     -- of the person, then
	first   INTEGER NOT NULL,  -- microseconds
	last    INTEGER NOT NULL,
	times   INTEGER NOT NULL,
	UNIQUE (subject, day, person, class)
) STRICT;
CREATE INDEX reading_last ON reading (last, id);
CREATE INDEX reading_person ON reading (person, last, id);
`

// AddReadings adds readings to what was noted of the same days.
func (tx *Tx) AddReadings(all []keep.Reading) error {
	// Side by side in the table, however they came.
	slices.SortFunc(all, func(a, b keep.Reading) int { return strings.Compare(string(a.Subject), string(b.Subject)) })
	for _, n := range all {
		err := tx.each(`INSERT INTO reading (subject, day, person, class, party, first, last, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET party = excluded.party, first = min(first, excluded.first), last = max(last, excluded.last), times = times + excluded.times`,
			func(s *sqlite.Stmt) {
				s.BindText(1, string(n.Subject))
				s.BindInt64(2, keep.DayOf(n.First))
				s.BindText(3, string(n.Person))
				s.BindText(4, n.Class)
				s.BindText(5, n.Party)
				s.BindInt64(6, micros(n.First))
				s.BindInt64(7, micros(n.Last))
				s.BindInt64(8, int64(n.Times))
			}, nil)
		if err != nil {
			return fmt.Errorf("write readings: %w", err)
		}
	}
	return nil
}

// Try writes a reading of nobody and takes it back: the pages are other ones all the same.
func (tx *Tx) Try() error {
	err := tx.each(`INSERT INTO reading (subject, day, person, class, party, first, last, times) VALUES ('', 0, '', '', '', 0, 0, 0)`, nil, nil)
	if err == nil {
		err = tx.each(`DELETE FROM reading WHERE subject = ''`, nil, nil)
	}
	if err != nil {
		return fmt.Errorf("try to write: %w", err)
	}
	return nil
}

// Readings answers a page, the latest first, after the cursor (Last and ID) if one is given.
func (tx *Tx) Readings(f keep.ReadingFilter, after *query.Cursor, limit int) (found []keep.Reading, err error) {
	c := &condition{}
	c.and("1")
	c.among("subject", f.Subjects)
	if f.Person != "" {
		c.and("person = ?", textBind(string(f.Person)))
	}
	if f.Class != "" {
		c.and("class = ?", textBind(f.Class))
	}
	if after != nil {
		c.and("(last, id) < (?, ?)", intBind(after.From), intBind(after.ID))
	}
	sql := fmt.Sprintf(`SELECT id, subject, person, class, party, first, last, times FROM reading WHERE %s ORDER BY last DESC, id DESC LIMIT %d`, c.sql.String(), limit)
	err = tx.each(sql, c.bind, func(s *sqlite.Stmt) error {
		found = append(found, keep.Reading{
			ID: s.ColumnInt64(0), Subject: act.SubjectID(s.ColumnText(1)), Person: act.SubjectID(s.ColumnText(2)), Class: s.ColumnText(3),
			Party: s.ColumnText(4), First: instant(s.ColumnInt64(5)), Last: instant(s.ColumnInt64(6)), Times: s.ColumnInt(7)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read readings: %w", err)
	}
	return found, nil
}
