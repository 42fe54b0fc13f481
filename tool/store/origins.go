package store

import (
	"sync"

	"zombiezen.com/go/sqlite"

	"truce/tool/keep"
)

// own is the number of the register that this office writes; those of others get higher ones.
const own = 0

// origins are the names of registers by their numbers, so that no query has to join for them.
// A register keeps its number for ever.
type origins struct {
	mu    sync.Mutex
	names []string
}

// forget is for numbers that a transaction gave which then failed.
func (o *origins) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.names = nil
}

func (o *origins) name(number int) (string, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if number >= len(o.names) {
		return "", false
	}
	return o.names[number], true
}

func (o *origins) number(name string) (int, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, n := range o.names {
		if n == name {
			return i, true
		}
	}
	return 0, false
}

func (o *origins) learn(names []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(names) > len(o.names) {
		o.names = names
	}
}

// originOf is the name of a register, empty for a number that none has.
func (tx *Tx) originOf(number int) (string, error) {
	if name, known := tx.db.origins.name(number); known {
		return name, nil
	}
	err := tx.learnOrigins()
	name, _ := tx.db.origins.name(number)
	return name, err
}

// numberOf is the number of a register, or ErrNotFound.
func (tx *Tx) numberOf(origin string) (int, error) {
	if number, known := tx.db.origins.number(origin); known {
		return number, nil
	}
	if err := tx.learnOrigins(); err != nil {
		return 0, err
	}
	if number, known := tx.db.origins.number(origin); known {
		return number, nil
	}
	return 0, keep.ErrNotFound
}

func (tx *Tx) learnOrigins() error {
	var names []string
	err := tx.each("SELECT origin FROM register ORDER BY number", nil,
		func(s *sqlite.Stmt) error { names = append(names, s.ColumnText(0)); return nil })
	tx.db.origins.learn(names)
	return err
}
