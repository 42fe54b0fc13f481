package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
)

// Day of an instant, counted from 1970-01-01 UTC.
func dayOf(us int64) int64 {
	const dayMicros = int64(24 * time.Hour / time.Microsecond)
	if us < 0 {
		return (us - dayMicros + 1) / dayMicros
	}
	return us / dayMicros
}

// dayColumn is dayOf in SQL: integer division towards the past.
const dayColumn = "(from_us - ((from_us % 86400000000) + 86400000000) % 86400000000) / 86400000000"

// Cell is one combination that current rows are counted by, so that counts over a
// million rows are the sum of a few thousand.
type Cell struct {
	Noun, Kind                       string
	Day                              int64
	Status, Party, Zone, Compartment string
	Counts                           bool
}

// CellOf is the cell that a row is counted in.
func CellOf(r Row) Cell {
	return Cell{r.Noun, r.Kind, dayOf(micros(r.From)), r.Status, r.Party, r.Zone, r.Compartment, r.Counts}
}

// AddTally adds differences to the counts; cells that reach zero disappear.
func (tx *Tx) AddTally(differences map[Cell]int) error {
	for _, c := range inOrder(differences) {
		if err := tx.addCell(c, differences[c]); err != nil {
			return fmt.Errorf("count rows: %w", err)
		}
	}
	return nil
}

// inOrder are the cells of which the count differs, as the table has them: many in a row are
// written side by side.
func inOrder(differences map[Cell]int) []Cell {
	cells := make([]Cell, 0, len(differences))
	for c, n := range differences {
		if n != 0 {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(a, b Cell) int {
		return cmp.Or(strings.Compare(a.Noun, b.Noun), strings.Compare(a.Kind, b.Kind), cmp.Compare(a.Day, b.Day))
	})
	return cells
}

func (tx *Tx) addCell(c Cell, n int) error {
	err := tx.each(`INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET n = n + excluded.n`, func(s *sqlite.Stmt) { bindCell(s, c); s.BindInt64(9, int64(n)) }, nil)
	if err != nil || n > 0 {
		return err
	}
	return tx.each(`DELETE FROM tally WHERE noun = ? AND kind = ? AND day = ? AND status = ? AND party = ?
		AND zone = ? AND compartment = ? AND counts = ? AND n = 0`, func(s *sqlite.Stmt) { bindCell(s, c) }, nil)
}

func bindCell(s *sqlite.Stmt, c Cell) {
	s.BindText(1, c.Noun)
	s.BindText(2, c.Kind)
	s.BindInt64(3, c.Day)
	s.BindText(4, c.Status)
	s.BindText(5, c.Party)
	s.BindText(6, c.Zone)
	s.BindText(7, c.Compartment)
	s.BindBool(8, c.Counts)
}
