package store

import (
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
	"truce/tool/query"
)

// DerivedUpTo reads how far a derivation is.
func (tx *Tx) DerivedUpTo(derivation string) (is keep.DerivedUpTo, err error) {
	named := func(s *sqlite.Stmt) { s.BindText(1, derivation) }
	err = tx.each("SELECT done, basis FROM derived_up_to WHERE derivation = ?", named, func(s *sqlite.Stmt) error {
		is.Done, is.Basis = s.ColumnInt64(0), instant(s.ColumnInt64(1))
		return nil
	})
	if err != nil {
		return is, err
	}
	err = tx.each(`SELECT coalesce(max(id), 0), coalesce((SELECT known_from FROM view WHERE id > ? ORDER BY id LIMIT 1), 0) FROM view`,
		func(s *sqlite.Stmt) { s.BindInt64(1, is.Done) },
		func(s *sqlite.Stmt) error {
			is.Last, is.Next = s.ColumnInt64(0), instant(s.ColumnInt64(1))
			return nil
		})
	return is, err
}

// PutDerivedUpTo notes up to which row a derivation is done, and by which basis.
func (tx *Tx) PutDerivedUpTo(derivation string, done int64, basis time.Time) error {
	return tx.each(`INSERT INTO derived_up_to VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET done = max(done, excluded.done), basis = max(basis, excluded.basis)`,
		func(s *sqlite.Stmt) {
			s.BindText(1, derivation)
			s.BindInt64(2, done)
			s.BindInt64(3, micros(basis))
		}, nil)
}

// Touched answers the ids, in order. It may answer too many.
func (tx *Tx) Touched(t keep.Touching) (ids []int64, err error) {
	take := func(s *sqlite.Stmt) error {
		if id := s.ColumnInt64(0); id <= t.LastDone {
			ids = append(ids, id)
		}
		return nil
	}
	err = tx.each("SELECT id FROM view INDEXED BY view_ended WHERE known_until > ? AND known_until <> 9223372036854775807",
		func(s *sqlite.Stmt) { s.BindInt64(1, micros(t.Since)) }, take)
	if err == nil && t.All {
		err = tx.each("SELECT id FROM view WHERE known_until = 9223372036854775807 AND id <= ?",
			func(s *sqlite.Stmt) { s.BindInt64(1, t.LastDone) }, take)
	} else if err == nil {
		err = tx.touchedPlaces(t, take)
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}

func (tx *Tx) touchedPlaces(t keep.Touching, take func(*sqlite.Stmt) error) error {
	if t.Nowhere {
		err := tx.each("SELECT id FROM view INDEXED BY view_nowhere WHERE known_until = 9223372036854775807 AND radius IS NULL", nil, take)
		if err != nil {
			return err
		}
	}
	for _, b := range t.Boxes {
		for _, cells := range coverBox(b) {
			if err := tx.eachInCells(cells, b, take); err != nil {
				return err
			}
		}
	}
	return nil
}

func (tx *Tx) eachInCells(cells cellRange, b query.Box, take func(*sqlite.Stmt) error) error {
	return tx.each(`SELECT id FROM view INDEXED BY view_cell
		WHERE known_until = 9223372036854775807 AND cell <> 0 AND cell BETWEEN ? AND ?
		AND max_lon >= ? AND min_lon <= ? AND max_lat >= ? AND min_lat <= ?`,
		func(s *sqlite.Stmt) {
			s.BindInt64(1, cells.low)
			s.BindInt64(2, cells.high)
			s.BindFloat(3, b.MinLon)
			s.BindFloat(4, b.MaxLon)
			s.BindFloat(5, b.MinLat)
			s.BindFloat(6, b.MaxLat)
		}, take)
}
