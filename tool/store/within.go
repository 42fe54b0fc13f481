package store

import (
	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
)

// withinCell is one combination by which current rows are counted by what they lie in, as
// cell is without the law. A row that lies in two zones is in two cells.
type withinCell struct {
	code, kind, lies, point string
	cell                    cell
}

// countWithin notes n for each that holds now.
func (tx *Tx) countWithin(c cell, all []keep.Derived, n int) {
	for _, j := range all {
		if j.KnownUntil.IsZero() {
			tx.within[withinCell{j.Code, j.Kind, j.Relation, j.Point, c}] += n
		}
	}
}

// uncount notes that a row that is being closed is counted no more by what it lies in.
func (tx *Tx) uncount(r keep.Row) error {
	one := []keep.Source{{ID: r.ID}}
	err := tx.hold(keep.Law, one)
	tx.countWithin(cellOf(r), one[0].Held, -1)
	return err
}

// coarse is the cell of within_day.
func (c withinCell) coarse() withinCell {
	c.cell.kind, c.cell.party, c.cell.zone = "", "", ""
	return c
}

// addWithins adds the differences to the counts; cells that reach zero disappear.
func (tx *Tx) addWithins() error {
	if len(tx.within) == 0 {
		return nil
	}
	coarse := make(map[withinCell]int, len(tx.within))
	for c, n := range tx.within {
		coarse[c.coarse()] += n
	}
	err := tx.addWithin("within", tx.within)
	if err == nil {
		err = tx.addWithin("within_day", coarse)
	}
	clear(tx.within)
	return err
}

func (tx *Tx) addWithin(table string, differences map[withinCell]int) error {
	for c, n := range differences {
		if n == 0 {
			continue
		}
		err := tx.each(`INSERT INTO `+table+` (noun, kind, day, status, party, zone, compartment, counts, code, zonal, lies, point, n)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
			func(s *sqlite.Stmt) { bindWithin(s, c); s.BindInt64(13, int64(n)) }, nil)
		if err == nil && n < 0 {
			err = tx.each(`DELETE FROM `+table+` WHERE noun = ? AND kind = ? AND day = ? AND status = ? AND party = ? AND zone = ?
				AND compartment = ? AND counts = ? AND code = ? AND zonal = ? AND lies = ? AND point = ? AND n = 0`,
				func(s *sqlite.Stmt) { bindWithin(s, c) }, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func bindWithin(s *sqlite.Stmt, c withinCell) {
	bindCell(s, c.cell)
	for i, text := range []string{c.code, c.kind, c.lies, c.point} {
		s.BindText(9+i, text)
	}
}
