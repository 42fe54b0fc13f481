package blob

import (
	"context"
	"errors"
	"io/fs"
	"path"
)

// Erase takes a file out of the store for good, in all its forms, with what finds it by its bytes and what remembers its uploads.
// That it is not there is no error: who was interrupted does it again. The description, without which it could not be
// found again, goes after what is found by it. Errors: ErrNotWritable, those of ctx.
func (s *Store) Erase(ctx context.Context, id ID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.commit.Lock()
	defer s.commit.Unlock()
	if err := s.dropUploads(id); err != nil {
		return err
	}
	if err := s.forgetBytes(id); err != nil {
		return diskError("erase file", err)
	}
	for _, form := range []Form{Description, Sealed, Working} {
		if err := s.disk.remove(id.Path(form)); err != nil {
			return diskError("erase file", err)
		}
		s.looked.Delete(id.Path(form))
	}
	if err := s.flushNames(id.folder()); err != nil {
		return diskError("erase file", err)
	}
	return nil
}

// forgetBytes removes the name by which whoever sends the same bytes finds the file. What is not described has none that
// anybody goes by.
func (s *Store) forgetBytes(id ID) error {
	stored, err := s.Stat(id)
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) {
		return nil
	}
	if err != nil {
		return err
	}
	name := stored.key().originalFile()
	if err := s.disk.remove(name); err != nil {
		return err
	}
	return s.flushNames(path.Dir(name))
}

// flushNames makes durable what was taken out of a folder, if there is one.
func (s *Store) flushNames(folder string) error {
	if _, err := s.disk.root.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return s.disk.flushFolder(folder)
}

// dropUploads gives up the finished uploads that became the file. One at which somebody works just now finds no file when it is asked
// again, and expires.
func (s *Store) dropUploads(id ID) error {
	s.mu.Lock()
	var became []*upload
	for _, u := range s.uploads {
		if !u.busy && u.state.Told != nil && u.state.Told.ID == id {
			u.busy = true
			became = append(became, u)
		}
	}
	s.mu.Unlock()
	var errs []error
	for _, u := range became {
		errs = append(errs, s.drop(u))
		s.release(u)
	}
	return errors.Join(errs...)
}
