package store

import (
	"fmt"

	"zombiezen.com/go/sqlite"
)

// WithinCell is one combination by which current rows are counted by what they lie in, as
// Cell is without the law. A row that lies in two zones is in two cells.
type WithinCell struct {
	Code, Kind, Lies, Point string
	Cell                    Cell
}

// tallyWithin notes n for each judgement that holds now.
func tallyWithin(tally map[WithinCell]int, c Cell, all []Judgement, n int) {
	for _, j := range all {
		if j.KnownUntil.IsZero() {
			tally[WithinCell{j.Code, j.Kind, j.Lies, j.Point, c}] += n
		}
	}
}

// Uncount notes that a row that is being closed is counted no more by what it lies in.
func (tx *Tx) Uncount(r Row, tally map[WithinCell]int) error {
	one := []Judged{{ID: r.ID}}
	err := tx.hold(one)
	tallyWithin(tally, CellOf(r), one[0].Held, -1)
	return err
}

// coarse is the cell of within_day.
func (c WithinCell) coarse() WithinCell {
	c.Cell.Kind, c.Cell.Party, c.Cell.Zone = "", "", ""
	return c
}

// AddWithin adds differences to the counts; cells that reach zero disappear.
func (tx *Tx) AddWithin(differences map[WithinCell]int) error {
	coarse := make(map[WithinCell]int, len(differences))
	for c, n := range differences {
		coarse[c.coarse()] += n
	}
	err := tx.addWithin("within", differences)
	if err == nil {
		err = tx.addWithin("within_day", coarse)
	}
	if err != nil {
		return fmt.Errorf("count rows by what they lie in: %w", err)
	}
	return nil
}

func (tx *Tx) addWithin(table string, differences map[WithinCell]int) error {
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

func bindWithin(s *sqlite.Stmt, c WithinCell) {
	bindCell(s, c.Cell)
	for i, text := range []string{c.Code, c.Kind, c.Lies, c.Point} {
		s.BindText(9+i, text)
	}
}

// AllWithin hands every count to fn: those of all columns, then those without kind, party
// and zone.
func (tx *Tx) AllWithin(fn func(c WithinCell, n int) error) error {
	return tx.each(`SELECT noun, kind, day, status, party, zone, compartment, counts, code, zonal, lies, point, n FROM within
		UNION ALL SELECT noun, kind, day, status, party, zone, compartment, counts, code, zonal, lies, point, n FROM within_day`, nil,
		func(s *sqlite.Stmt) error {
			return fn(WithinCell{
				Code: s.ColumnText(8), Kind: s.ColumnText(9), Lies: s.ColumnText(10), Point: s.ColumnText(11),
				Cell: Cell{
					Noun: s.ColumnText(0), Kind: s.ColumnText(1), Day: s.ColumnInt64(2), Status: s.ColumnText(3),
					Party: s.ColumnText(4), Zone: s.ColumnText(5), Compartment: s.ColumnText(6), Counts: s.ColumnInt(7) == 1,
				},
			}, s.ColumnInt(12))
		})
}
