package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
)

// dayColumn is keep.DayOf of a row, in SQL: integer division towards the past.
const dayColumn = "(from_us - ((from_us % 86400000000) + 86400000000) % 86400000000) / 86400000000"

// cell is one combination that current rows are counted by, so that counts over a
// million rows are the sum of a few thousand.
type cell struct {
	noun, kind                       string
	day                              int64
	status, party, zone, compartment string
	counts                           bool
}

// cellOf is the cell that a row is counted in.
func cellOf(r keep.Row) cell {
	return cell{r.Noun, r.Kind, keep.DayOf(r.From), r.Status, r.Party, r.Zone, r.Compartment, r.Counts}
}

// maxTally bounds the memory of counts that are gathered over transactions.
const maxTally = 200_000

// count writes the differences of counts, once a transaction. While everything is folded
// again they are gathered and written at the end: most cells are met again and again, so that
// sorting and counting all rows at the end, or writing cells batch by batch, cost several
// times as much.
func (tx *Tx) count() error {
	if !tx.bulk || len(tx.tally) > maxTally {
		if err := tx.addTally(); err != nil {
			return fmt.Errorf("count rows: %w", err)
		}
	}
	if err := tx.addWithins(); err != nil {
		return fmt.Errorf("count rows by what they lie in: %w", err)
	}
	return nil
}

// forget drops differences that were not written.
func (tx *Tx) forget() {
	clear(tx.tally)
	clear(tx.within)
}

// addTally adds the differences to the counts; cells that reach zero disappear.
func (tx *Tx) addTally() error {
	for _, c := range inOrder(tx.tally) {
		if err := tx.addCell(c, tx.tally[c]); err != nil {
			return err
		}
	}
	clear(tx.tally)
	return nil
}

// inOrder are the cells of which the count differs, as the table has them: many in a row are
// written side by side.
func inOrder(differences map[cell]int) []cell {
	cells := make([]cell, 0, len(differences))
	for c, n := range differences {
		if n != 0 {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(strings.Compare(a.noun, b.noun), strings.Compare(a.kind, b.kind), cmp.Compare(a.day, b.day))
	})
	return cells
}

func (tx *Tx) addCell(c cell, n int) error {
	err := tx.each(`INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET n = n + excluded.n`, func(s *sqlite.Stmt) { bindCell(s, c); s.BindInt64(9, int64(n)) }, nil)
	if err != nil || n > 0 {
		return err
	}
	return tx.each(`DELETE FROM tally WHERE noun = ? AND kind = ? AND day = ? AND status = ? AND party = ?
		AND zone = ? AND compartment = ? AND counts = ? AND n = 0`, func(s *sqlite.Stmt) { bindCell(s, c) }, nil)
}

func bindCell(s *sqlite.Stmt, c cell) {
	s.BindText(1, c.noun)
	s.BindText(2, c.kind)
	s.BindInt64(3, c.day)
	s.BindText(4, c.status)
	s.BindText(5, c.party)
	s.BindText(6, c.zone)
	s.BindText(7, c.compartment)
	s.BindBool(8, c.counts)
}
