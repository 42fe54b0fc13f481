package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Modes of what is written: what anybody may read, and what is for one reader.
const (
	openFile   = 0o644
	ownFile    = 0o600
	openFolder = 0o755
	ownFolder  = 0o700
)

// folder is every change that is made to a folder on disk, one method a step. A file is
// written aside, flushed, and renamed to its name, so it is there whole or not at all.
// Names are durable after flush.
type folder struct {
	path   string
	aside  string             // a folder on the same disk for what is not whole yet
	before func(string) error // nil, or what a test does ahead of each step
	dirty  map[string]bool    // folders whose names are not durable yet
}

func (f *folder) step(what, name string) error {
	if f.before == nil {
		return nil
	}
	return f.before(what + " " + name)
}

// begin makes the folder aside anew: what was left in it was not whole.
func (f *folder) begin() error {
	if err := f.step("begin", filepath.Base(f.aside)); err != nil {
		return err
	}
	if err := os.RemoveAll(f.aside); err != nil {
		return fmt.Errorf("remove leftovers: %w", err)
	}
	return os.MkdirAll(f.aside, ownFolder)
}

// end removes the folder aside.
func (f *folder) end() error {
	if err := f.step("end", filepath.Base(f.aside)); err != nil {
		return err
	}
	return os.RemoveAll(f.aside)
}

func (f *folder) at(name string) string { return filepath.Join(f.path, filepath.FromSlash(name)) }

// write puts content at a name, unless it is there already.
func (f *folder) write(name string, content []byte, mode fs.FileMode) error {
	if held, err := os.ReadFile(f.at(name)); err == nil && bytes.Equal(held, content) {
		return nil
	}
	return f.fill(name, mode, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// fill puts at a name what fn writes; if fn fails nothing changes.
func (f *folder) fill(name string, mode fs.FileMode, fn func(io.Writer) error) error {
	if err := f.step("write", name); err != nil {
		return err
	}
	file, err := os.CreateTemp(f.aside, "*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	err = fn(file)
	if err == nil {
		err = errors.Join(file.Chmod(mode), file.Sync()) // whatever mask the process has
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return f.move(file.Name(), name, mode)
}

// move renames a whole, flushed file to a name.
func (f *folder) move(from, name string, mode fs.FileMode) error {
	if err := f.folderFor(name, mode); err != nil {
		return err
	}
	if err := f.step("rename", name); err != nil {
		return err
	}
	if err := os.Rename(from, f.at(name)); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// folderFor makes the folders of a name, and notes all of them for flush.
func (f *folder) folderFor(name string, mode fs.FileMode) error {
	folderMode := fs.FileMode(openFolder)
	if mode == ownFile {
		folderMode = ownFolder
	}
	dir := filepath.Dir(f.at(name))
	if !f.dirty[dir] {
		if err := os.MkdirAll(dir, folderMode); err != nil {
			return fmt.Errorf("make folder of %s: %w", name, err)
		}
	}
	if f.dirty == nil {
		f.dirty = map[string]bool{}
	}
	for ; !f.dirty[dir]; dir = filepath.Dir(dir) {
		f.dirty[dir] = true
		if dir == f.path {
			break
		}
	}
	return nil
}

// remove takes a file away; that it is not there is no error.
func (f *folder) remove(name string) error {
	if _, err := os.Lstat(f.at(name)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := f.step("remove", name); err != nil {
		return err
	}
	if err := os.Remove(f.at(name)); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}

// flush makes every name durable that was given since the last flush.
func (f *folder) flush() error {
	if err := f.step("flush", ""); err != nil {
		return err
	}
	for dir := range f.dirty {
		if err := flushFolder(dir); err != nil {
			return err
		}
	}
	clear(f.dirty)
	return nil
}

func flushFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("flush folder: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("flush folder %s: %w", path, err)
	}
	return nil
}

// replaceFile puts content into a single file of the person's own, durably.
func replaceFile(path string, content []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, ownFolder); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	file, err := os.CreateTemp(dir, ".new-*") // 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(file.Name())))
	}
	return flushFolder(dir)
}
