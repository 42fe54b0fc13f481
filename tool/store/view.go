package store

import (
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/query"
)

// Row is one row of the read model: the state of a subject during one period in the
// world, as this office knew it from KnownFrom until KnownUntil.
type Row struct {
	ID                    int64
	Noun                  string
	Subject               act.SubjectID
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: what is known now
	From, Until           time.Time // in force, half-open; zero: open
	Kind, Status          string
	Party, Zone           string
	Compartment           string
	Counts                bool
	Box                   *query.Box
	Where                 fold.Where // for the law to judge by, never shown as it is
	Label, Narrative      string
	Conflicts             string // JSON, "" if none
	State                 string // JSON
}

// Same reports whether two rows say the same, whatever their ids and times of knowledge.
func (r Row) Same(o Row) bool {
	if (r.Box == nil) != (o.Box == nil) || r.Box != nil && *r.Box != *o.Box {
		return false
	}
	return samePlace(r.Where, o.Where) && r.From.Equal(o.From) && r.Until.Equal(o.Until) && r.State == o.State &&
		r.Kind == o.Kind && r.Status == o.Status && r.Party == o.Party && r.Zone == o.Zone &&
		r.Compartment == o.Compartment && r.Counts == o.Counts && r.Label == o.Label &&
		r.Narrative == o.Narrative && r.Conflicts == o.Conflicts
}

const rowColumns = `id, noun, subject, known_from, known_until, from_us, until_us, kind, status, party, zone,
	compartment, counts, min_lon, min_lat, max_lon, max_lat, label, narrative, conflicts, state,
	lon, lat, radius, sector
	FROM view `

func readRow(s *sqlite.Stmt) Row {
	r := Row{
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
	r.Where = readWhere(s, 21)
	return r
}

// CurrentRows are the rows of a subject as known now, by start of their period.
func (tx *Tx) CurrentRows(subject act.SubjectID) (rows []Row, err error) {
	err = tx.each("SELECT "+rowColumns+"WHERE subject = ? AND known_until = 9223372036854775807 ORDER BY from_us",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

// RowsAsOf are the rows of a subject as known at an instant, by start of their period.
// With a zero known they are the current ones.
func (tx *Tx) RowsAsOf(subject act.SubjectID, known time.Time) (rows []Row, err error) {
	if known.IsZero() {
		return tx.CurrentRows(subject)
	}
	err = tx.each("SELECT "+rowColumns+`WHERE subject = ?1 AND known_until > ?2 AND known_from <= ?2 ORDER BY from_us`,
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)); s.BindInt64(2, micros(known)) },
		func(s *sqlite.Stmt) error { rows = append(rows, readRow(s)); return nil })
	return rows, err
}

// AllRows hands every row to fn, in an order that does not depend on how they came to be.
func (tx *Tx) AllRows(fn func(Row) error) error {
	return tx.each("SELECT "+rowColumns+"ORDER BY subject, known_from, from_us, known_until", nil,
		func(s *sqlite.Stmt) error { return fn(readRow(s)) })
}

// CurrentOf hands every current row of a noun to fn.
func (tx *Tx) CurrentOf(noun string, fn func(Row) error) error {
	return tx.each("SELECT "+rowColumns+"WHERE noun = ? AND known_until = 9223372036854775807 ORDER BY subject",
		func(s *sqlite.Stmt) { s.BindText(1, noun) },
		func(s *sqlite.Stmt) error { return fn(readRow(s)) })
}

// CloseRow ends what was known by a row.
func (tx *Tx) CloseRow(id int64, at time.Time) error {
	return tx.each("UPDATE view SET known_until = ? WHERE id = ?",
		func(s *sqlite.Stmt) { s.BindInt64(1, micros(at)); s.BindInt64(2, id) }, nil)
}

// InsertRow writes a row as known from r.KnownFrom on.
func (tx *Tx) InsertRow(r Row) error {
	id, err := tx.nextID()
	if err != nil {
		return err
	}
	err = tx.each(`INSERT INTO view (id, noun, subject, known_from, known_until, from_us, until_us, kind, status,
		party, zone, compartment, counts, min_lon, min_lat, max_lon, max_lat, cell, label, narrative, conflicts, state,
		lon, lat, radius, sector)
		VALUES (?, ?, ?, ?, 9223372036854775807, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		func(s *sqlite.Stmt) { bindRow(s, id, r) }, nil)
	if err != nil {
		return fmt.Errorf("insert row of %s: %w", r.Subject, err)
	}
	return nil
}

func bindRow(s *sqlite.Stmt, id int64, r Row) {
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
		s.BindInt64(17, cellOf(*b))
	} else {
		for i := 13; i <= 16; i++ {
			s.BindNull(i)
		}
		s.BindInt64(17, noCell)
	}
	for i, text := range []string{r.Label, r.Narrative, r.Conflicts, r.State} {
		s.BindText(18+i, text)
	}
	bindWhere(s, 22, r.Where)
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

// DropRow removes a row that nobody ever knew: it was opened and replaced in one commit.
func (tx *Tx) DropRow(r Row) error {
	err := tx.each("DELETE FROM view WHERE id = ?", func(s *sqlite.Stmt) { s.BindInt64(1, r.ID) }, nil)
	if err != nil {
		return fmt.Errorf("drop row of %s: %w", r.Subject, err)
	}
	return nil
}
