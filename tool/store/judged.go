package store

import (
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"truce/tool/query"
)

// JudgedUpTo is how far judging is.
type JudgedUpTo struct {
	Done int64     // rows up to this id are judged
	Last int64     // id of the last row that there is
	Law  time.Time // judged by the law as known at this moment; zero: by none
	Next time.Time // when the first row became known that is not judged; zero: there is none
}

// JudgedUpTo reads how far judging is.
func (tx *Tx) JudgedUpTo() (j JudgedUpTo, err error) {
	err = tx.each(`SELECT done, law, (SELECT coalesce(max(id), 0) FROM view),
		coalesce((SELECT known_from FROM view WHERE id > done ORDER BY id LIMIT 1), 0) FROM judged`, nil,
		func(s *sqlite.Stmt) error {
			j = JudgedUpTo{s.ColumnInt64(0), s.ColumnInt64(2), instant(s.ColumnInt64(1)), instant(s.ColumnInt64(3))}
			return nil
		})
	return j, err
}

// PutDone notes up to which row everything is judged.
func (tx *Tx) PutDone(done int64) error {
	return tx.each("UPDATE judged SET done = ?", func(s *sqlite.Stmt) { s.BindInt64(1, done) }, nil)
}

// PutLaw notes by which law everything is judged.
func (tx *Tx) PutLaw(law time.Time) error {
	return tx.each("UPDATE judged SET law = ?", func(s *sqlite.Stmt) { s.BindInt64(1, micros(law)) }, nil)
}

// Touching selects rows that a change of the law may concern: those that were known after it
// and may have been in one of the boxes, or all.
type Touching struct {
	Since    time.Time // rows that ended before are not meant
	Boxes    []query.Box
	Nowhere  bool // also those of which no place is known, or only an area of unknown extent
	All      bool // wherever they are
	LastDone int64
}

// Touched answers the ids, in order. It may answer too many.
func (tx *Tx) Touched(t Touching) (ids []int64, err error) {
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

func (tx *Tx) touchedPlaces(t Touching, take func(*sqlite.Stmt) error) error {
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
