package store

import (
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
	"truce/tool/query"
)

// JudgedUpTo reads how far judging is.
func (tx *Tx) JudgedUpTo() (j keep.JudgedUpTo, err error) {
	err = tx.each(`SELECT done, law, (SELECT coalesce(max(id), 0) FROM view),
		coalesce((SELECT known_from FROM view WHERE id > done ORDER BY id LIMIT 1), 0) FROM judged`, nil,
		func(s *sqlite.Stmt) error {
			j = keep.JudgedUpTo{Done: s.ColumnInt64(0), Last: s.ColumnInt64(2), Law: instant(s.ColumnInt64(1)), Next: instant(s.ColumnInt64(3))}
			return nil
		})
	return j, err
}

// PutJudged notes up to which row everything is judged, and by which law.
func (tx *Tx) PutJudged(done int64, law time.Time) error {
	return tx.each("UPDATE judged SET done = max(done, ?), law = max(law, ?)",
		func(s *sqlite.Stmt) { s.BindInt64(1, done); s.BindInt64(2, micros(law)) }, nil)
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
