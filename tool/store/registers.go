package store

import (
	"errors"

	"zombiezen.com/go/sqlite"

	"truce/ground/register"
	"truce/tool/keep"
)

// Registers are the own one and those of others, by number.
func (tx *Tx) Registers() ([]keep.Register, error) {
	var all []keep.Register
	err := tx.each("SELECT origin, size, edge FROM register ORDER BY number", nil, func(s *sqlite.Stmt) error {
		edge := make([]byte, s.ColumnLen(2))
		s.ColumnBytes(2, edge)
		tree, err := register.TreeFromEdge(s.ColumnInt64(1), edge)
		if err != nil {
			return keep.TreeError{Origin: s.ColumnText(0), Size: s.ColumnInt64(1), Why: err}
		}
		all = append(all, keep.Register{Origin: s.ColumnText(0), Tree: tree})
		return nil
	})
	for i := range all {
		if err == nil {
			all[i].Last, err = tx.lastKnown(i)
		}
	}
	return all, err
}

// PutTree writes the tree of a register; the first that is ever written is the own one's.
func (tx *Tx) PutTree(origin string, tree register.Tree) error {
	number, err := tx.numberOf(origin)
	if err == keep.ErrNotFound {
		return tx.addRegister(origin, tree)
	}
	if err != nil {
		return err
	}
	return tx.each("UPDATE register SET size = ?, edge = ? WHERE number = ?", func(s *sqlite.Stmt) {
		s.BindInt64(1, tree.Size())
		s.BindBytes(2, tree.Edge())
		s.BindInt64(3, int64(number))
	}, nil)
}

func (tx *Tx) addRegister(origin string, tree register.Tree) error {
	tx.registers = 0
	return tx.each("INSERT INTO register (number, origin, size, edge) SELECT count(*), ?, ?, ? FROM register", func(s *sqlite.Stmt) {
		s.BindText(1, origin)
		s.BindInt64(2, tree.Size())
		s.BindBytes(3, tree.Edge())
	}, nil)
}

// PutCosigned keeps a head with its cosignatures; a later one of the size replaces it.
func (tx *Tx) PutCosigned(size int64, note string) error {
	return tx.each("INSERT OR REPLACE INTO cosigned (size, note) VALUES (?, ?)", func(s *sqlite.Stmt) {
		s.BindInt64(1, size)
		s.BindText(2, note)
	}, nil)
}

// Cosigned hands the cosigned heads of a size and larger to fn, the smallest first, until it has enough.
func (tx *Tx) Cosigned(from int64, fn func(size int64, note string) (more bool, err error)) error {
	err := tx.each("SELECT size, note FROM cosigned WHERE size >= ? ORDER BY size",
		func(s *sqlite.Stmt) { s.BindInt64(1, from) },
		func(s *sqlite.Stmt) error {
			more, err := fn(s.ColumnInt64(0), s.ColumnText(1))
			if err == nil && !more {
				err = errEnough
			}
			return err
		})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough ends a query whose caller has seen enough.
var errEnough = errors.New("enough")
