package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/work"
	"truce/tool/keep"
	"truce/tool/store"
)

// checkBatch is how many entries of a database are read at a time and checked on all cores.
const checkBatch = 4096

// checkDatabase checks the registers in the database of a folder by themselves: every entry
// against its hash, its id, its subject and its disclosures, all entries against the tree,
// and the tree of the own register against heads that were signed. It answers how many
// entries the own register has. Problems: DatabaseDamaged, RegisterAltered, FormatsEnded.
func checkDatabase(ctx context.Context, dir string, heads []register.TreeHead, tell work.Tell) (size int64, err error) {
	db, err := store.OpenRecord(dir)
	if err != nil {
		return 0, databaseProblem(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Read(ctx, func(r keep.Reader) error {
		all, err := r.Registers()
		if len(all) == 0 { // as good as empty: it may not be what was signed
			all = []keep.Register{{}}
		}
		for i, kept := range all {
			signed := heads
			if i > 0 { // another office's: it signs its own
				signed = nil
			} else {
				size = kept.Tree.Size()
			}
			if err == nil {
				err = checkRegister(ctx, r, kept, signed, tell)
			}
		}
		return err
	})
	return size, databaseProblem(err)
}

func checkRegister(ctx context.Context, r keep.Reader, kept keep.Register, signed []register.TreeHead, tell work.Tell) error {
	c := databaseCheck{origin: kept.Origin, roots: map[int64][]register.TreeHead{}}
	for _, h := range signed {
		c.roots[h.Size] = append(c.roots[h.Size], h)
		if h.Size > kept.Tree.Size() {
			return problem.Conflict(problem.RegisterBehindSignedHead, problem.P{"size": kept.Tree.Size(), "signed": h.Size})
		}
	}
	for c.tree.Size() < kept.Tree.Size() {
		if err := c.batch(ctx, r, kept.Tree.Size()); err != nil {
			return err
		}
		tell.At("check the register", c.tree.Size(), kept.Tree.Size(), "entries")
	}
	if c.tree.Root() != kept.Tree.Root() {
		return alteredAt(kept.Tree.Size())
	}
	return nil
}

type databaseCheck struct {
	origin string
	tree   register.Tree
	roots  map[int64][]register.TreeHead // signed, by size
}

func (c *databaseCheck) batch(ctx context.Context, r keep.Reader, size int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	from := c.tree.Size()
	to := min(from+checkBatch, size)
	entries := make([]keep.Entry, 0, to-from)
	err := r.Entries(c.origin, from, to, func(e keep.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return err
	}
	if int64(len(entries)) != to-from {
		return alteredAt(from + int64(len(entries)))
	}
	wrong := make([]error, len(entries))
	work.Parallel(len(entries), func(i int) { wrong[i] = checkEntry(entries[i], from+int64(i)) })
	for i, e := range entries {
		if wrong[i] != nil {
			return problem.Conflict(problem.RegisterAltered, problem.P{"entry": from + int64(i)}).Because(wrong[i])
		}
		c.tree.Append(e.Leaf)
		for _, head := range c.roots[c.tree.Size()] {
			if head.Root != c.tree.Root() {
				return problem.Conflict(problem.HistoryForked, problem.P{"office": head.Origin, "size": head.Size})
			}
		}
	}
	return nil
}

func alteredAt(entry int64) error {
	return problem.Conflict(problem.RegisterAltered, problem.P{"entry": entry})
}

// checkEntry checks what stands beside an entry against the entry, and the entry against
// its hash.
func checkEntry(e keep.Entry, index int64) error {
	encoded, err := register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
	if err != nil {
		return err
	}
	a, err := act.Parse(e.JWS)
	if err != nil {
		return err
	}
	if e.Index != index || register.LeafHash(encoded) != e.Leaf || a.ID != e.ID || a.Subject != e.Subject {
		return errors.New("the entry is not the one that was recorded")
	}
	ds, err := act.ParseDisclosures(e.Hidden)
	if err == nil {
		_, err = a.Open(ds)
	}
	return err
}

// databaseProblem tells a person what it means that a database can't be read.
func databaseProblem(err error) error {
	switch {
	case errors.Is(err, keep.ErrDamaged):
		return problem.Unavailable(problem.DatabaseDamaged).Because(err)
	case errors.Is(err, keep.ErrOlder):
		return problem.Conflict(problem.FormatsEnded).Because(err)
	case errors.Is(err, keep.ErrNewer):
		return problem.Conflict(problem.FormatsNewer).Because(err)
	}
	return err
}

// lastHead is the last head that the office in a folder signed, the zero head if none. A
// line torn by a crash was never shown to anybody.
func lastHead(dir string, k key) (register.SignedHead, error) {
	all, err := os.ReadFile(filepath.Join(dir, headsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return register.SignedHead{}, fmt.Errorf("read signed heads: %w", err)
	}
	var last register.SignedHead
	for block := range bytes.SplitSeq(all, []byte("\n\n\n")) {
		if head, err := register.OpenHead(append(bytes.TrimSpace(block), '\n'), k.verifier); err == nil {
			last = head
		}
	}
	return last, nil
}

// noteOfHead is how signed-heads holds a head.
func noteOfHead(note string) []byte {
	if note == "" {
		return nil
	}
	return []byte(note + "\n\n")
}
