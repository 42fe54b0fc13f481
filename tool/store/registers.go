package store

import (
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
		all = append(all, keep.Register{Origin: s.ColumnText(0), Tree: tree})
		return err
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

// PutCosignature keeps a cosigner's line on the head of a size; a later one replaces it.
func (tx *Tx) PutCosignature(size int64, cosigner, line string) error {
	return tx.each("INSERT OR REPLACE INTO cosignature (size, cosigner, line) VALUES (?, ?, ?)", func(s *sqlite.Stmt) {
		s.BindInt64(1, size)
		s.BindText(2, cosigner)
		s.BindText(3, line)
	}, nil)
}

// Cosignatures are the lines on the head of a size, by cosigner.
func (tx *Tx) Cosignatures(size int64) (lines []string, err error) {
	err = tx.each("SELECT line FROM cosignature WHERE size = ? ORDER BY cosigner",
		func(s *sqlite.Stmt) { s.BindInt64(1, size) },
		func(s *sqlite.Stmt) error { lines = append(lines, s.ColumnText(0)); return nil })
	return lines, err
}
