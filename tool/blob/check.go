package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Trouble is one sort of finding.
type Trouble string

// The sorts of trouble.
const (
	SealedMissing  Trouble = "sealed-missing"      // the original is not there: evidence is lost
	SealedAltered  Trouble = "sealed-altered"      // it is not what was kept
	WorkingMissing Trouble = "working-missing"     // it can be made again from the original by a custodian
	WorkingAltered Trouble = "working-altered"     // likewise
	WorkingUnasked Trouble = "working-unasked"     // there should be none
	Undescribed    Trouble = "undescribed"         // files of a blob that has no description: left by a crash, or the description was removed
	BadDescription Trouble = "description-damaged" // it cannot be read, or is another file's
	UnknownFile    Trouble = "unknown-file"        // not of this store
)

// Finding names one file in the folder that is not as it should be.
type Finding struct {
	ID      ID // zero for UnknownFile
	Path    string
	Trouble Trouble
}

// String is a line for the operator.
func (f Finding) String() string { return f.Path + ": " + string(f.Trouble) }

// Progress is told after each file that was checked.
type Progress struct {
	Blobs, TotalBlobs int
	Bytes             int64 // read so far
	Found             []Finding
}

// Check reads every kept file and compares it with its description. progress may be nil.
// It changes nothing and may run while files are added; those may or may not be seen.
func (s *Store) Check(ctx context.Context, progress func(Progress)) ([]Finding, error) {
	c := checking{s: s, ctx: ctx}
	err := s.walk(ctx, func(name string) bool {
		if _, ok := describedBy(name); ok {
			c.TotalBlobs++
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	err = s.walk(ctx, func(name string) bool {
		c.file(name)
		if progress != nil && c.err == nil {
			progress(c.Progress)
		}
		return c.err == nil
	})
	return c.Found, errors.Join(err, c.err)
}

// CheckOne does the same for one file. Errors: ErrNotFound.
func (s *Store) CheckOne(ctx context.Context, id ID) ([]Finding, error) {
	c := checking{s: s, ctx: ctx}
	if _, err := s.Stat(id); errors.Is(err, ErrNotFound) {
		return nil, err
	}
	c.blob(id)
	return c.Found, c.err
}

type checking struct {
	Progress
	s   *Store
	ctx context.Context
	err error
}

func (c *checking) found(id ID, name string, t Trouble) {
	c.Found = append(c.Found, Finding{id, name, t})
}

// file checks a blob at its description, and else only whether the file belongs here.
func (c *checking) file(name string) {
	if id, ok := describedBy(name); ok {
		c.Blobs++
		c.blob(id)
		return
	}
	base := path.Base(name)
	id, err := ParseID(strings.TrimSuffix(base, path.Ext(base)))
	if err != nil || !slices.Contains([]string{id.Path(Sealed), id.Path(Working)}, name) {
		c.found(ID{}, name, UnknownFile)
		return
	}
	if _, err := c.s.Stat(id); errors.Is(err, ErrNotFound) {
		c.found(id, name, Undescribed)
	}
}

func (c *checking) blob(id ID) {
	stored, err := c.s.Stat(id)
	if errors.Is(err, ErrDamaged) {
		c.found(id, id.Path(Description), BadDescription)
		return
	}
	if err != nil {
		c.err = err
		return
	}
	c.compare(id, id.Path(Sealed), id, SealedMissing, SealedAltered)
	if stored.Working != nil {
		c.compare(id, id.Path(Working), stored.Working.SHA256, WorkingMissing, WorkingAltered)
		return
	}
	if _, err := c.s.disk.root.Stat(id.Path(Working)); err == nil {
		c.found(id, id.Path(Working), WorkingUnasked)
	}
}

func (c *checking) compare(id ID, name string, want ID, missing, altered Trouble) {
	if c.err != nil {
		return
	}
	f, err := c.s.disk.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		c.found(id, name, missing)
		return
	}
	if err != nil {
		c.err = fmt.Errorf("check %s: %w", name, err)
		return
	}
	defer f.Close()
	got, n, err := hashOf(c.ctx, f)
	c.Bytes += n
	if err != nil {
		c.err = fmt.Errorf("check %s: %w", name, err)
		return
	}
	if got != want {
		c.found(id, name, altered)
	}
}

// hashOf reads to the end, and says how much that was.
func hashOf(ctx context.Context, f io.Reader) (ID, int64, error) {
	h := sha256.New()
	n, err := io.CopyBuffer(h, readFunc(func(p []byte) (int, error) { return readSome(ctx, f, p) }), make([]byte, copyBytes))
	return ID(h.Sum(nil)), n, err
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }
