package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/tool/disk"
)

// Stat describes a kept file. Errors: ErrNotFound, ErrDamaged.
func (s *Store) Stat(id ID) (Stored, error) {
	text, err := disk.ReadFile(s.disk.root, id.Path(Description))
	if errors.Is(err, fs.ErrNotExist) {
		return Stored{}, fmt.Errorf("find file %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return Stored{}, diskError("find file", err)
	}
	var stored Stored
	if err := json.Unmarshal(text, &stored); err != nil {
		return Stored{}, fmt.Errorf("read description of %s: %w: %w", id, ErrDamaged, err)
	}
	if stored.ID != id {
		return Stored{}, fmt.Errorf("read description of %s: %w", id, ErrDamaged)
	}
	return stored, nil
}

// Held describes a kept file of which all forms are here, as long as they were when it was kept. Their hashes are not
// compared: Check does that. Errors: ErrNotFound, also if one form is missing; ErrDamaged.
func (s *Store) Held(id ID) (Stored, error) {
	stored, err := s.Stat(id)
	if err == nil {
		err = s.lies(id, Sealed, stored.SealedSize)
	}
	if err == nil && stored.Working != nil {
		err = s.lies(id, Working, stored.Working.Size)
	}
	return stored, err
}

// lies tells whether a form is here, of that size.
func (s *Store) lies(id ID, form Form, size int64) error {
	info, err := s.disk.root.Stat(id.Path(form))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("find %s of file %s: %w", form, id, ErrNotFound)
	case err != nil:
		return diskError("find file", err)
	case info.Size() != size:
		return fmt.Errorf("find %s of file %s, of %d bytes: %w", form, id, size, ErrDamaged)
	}
	return nil
}

// OpenWorking reads the working copy. It is not compared with its hash: Check does that.
// Errors: ErrNotFound, ErrNoWorking (Stored.NoWorkingReason says why), ErrDamaged.
func (s *Store) OpenWorking(id ID) (io.ReadSeekCloser, error) {
	stored, err := s.Stat(id)
	if err != nil {
		return nil, err
	}
	if stored.Working == nil {
		return nil, fmt.Errorf("open file %s: %w", id, ErrNoWorking)
	}
	return opened(s.open(id, id.Path(Working)))
}

// OpenSealed reads the sealed original, which a custodian's key opens (seal.Decrypt, or
// any age tool). Errors: ErrNotFound, ErrDamaged.
func (s *Store) OpenSealed(id ID) (io.ReadSeekCloser, error) {
	if _, err := s.Stat(id); err != nil {
		return nil, err
	}
	return opened(s.open(id, id.Path(Sealed)))
}

// opened is no file at all where there is an error: not a nil one of a kind.
func opened(f disk.File, err error) (io.ReadSeekCloser, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (s *Store) open(id ID, name string) (disk.File, error) {
	f, err := s.disk.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open file %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, diskError("open file", err)
	}
	return f, nil
}

// All goes through the kept files in the order of their IDs. A description that cannot be
// read is given as an error (ErrDamaged) and the walk goes on.
func (s *Store) All(ctx context.Context) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		err := s.walk(ctx, func(name string) bool {
			id, ok := describedBy(name)
			if !ok {
				return true
			}
			stored, err := s.Stat(id)
			return yield(stored, err)
		})
		if err != nil {
			yield(Stored{}, err)
		}
	}
}

// describedBy is the file that a description at this path belongs to.
func describedBy(name string) (ID, bool) {
	text, isDescription := strings.CutSuffix(path.Base(name), ".json")
	id, err := ParseID(text)
	return id, isDescription && err == nil && id.Path(Description) == name
}

// walk calls each with the path of every file below blobs, sorted, until it says false.
// One folder at a time is held in memory.
func (s *Store) walk(ctx context.Context, each func(name string) bool) error {
	_, err := s.walkFolder(ctx, blobsFolder, each)
	return err
}

func (s *Store) walkFolder(ctx context.Context, folder string, each func(name string) bool) (more bool, err error) {
	all, err := s.disk.root.ReadDir(folder)
	if err != nil {
		return false, fmt.Errorf("walk files: %w", err)
	}
	for _, entry := range all {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		name := path.Join(folder, entry.Name())
		if !entry.IsDir() {
			more = each(name)
		} else if more, err = s.walkFolder(ctx, name, each); err != nil {
			return false, err
		}
		if !more {
			return false, nil
		}
	}
	return true, nil
}
