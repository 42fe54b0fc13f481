// Package staging changes folders on disk so that a crash at any step leaves each file as it
// was or as it is to be: written aside, flushed, renamed. It knows nothing of what is in them.
package staging

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"truce/tool/disk"
)

// Modes of what is written: what anybody may read, and what is for one reader.
const (
	OpenFile   = 0o644
	OwnFile    = 0o600
	OpenFolder = 0o755
	OwnFolder  = 0o700
)

// Folder is every change that is made to a folder on disk, one method a step. A file is
// written aside, flushed, and renamed to its name, so it is there whole or not at all.
// Names are durable after flush.
type Folder struct {
	Path   string
	Aside  string             // a folder on the same disk for what is not whole yet
	Before func(string) error // nil, or what a test does ahead of each step
	Disk   disk.Disk          // on which both are; nil: the machine's own

	asides atomic.Int64    // that were begun
	dirty  map[string]bool // folders whose names are not durable yet
}

func (f *Folder) disk() disk.Disk { return disk.Or(f.Disk) }

// Step is called ahead of each step, also of those that others make in the folder.
func (f *Folder) Step(what, name string) error {
	if f.Before == nil {
		return nil
	}
	return f.Before(what + " " + name)
}

// Begin makes the folder aside anew: what was left in it was not whole.
func (f *Folder) Begin() error {
	if err := f.Step("begin", filepath.Base(f.Aside)); err != nil {
		return err
	}
	if err := disk.RemoveAll(f.disk(), f.Aside); err != nil {
		return fmt.Errorf("remove leftovers: %w", err)
	}
	return disk.MakeFolder(f.disk(), f.Aside, OwnFolder)
}

// End removes the folder aside.
func (f *Folder) End() error {
	if err := f.Step("end", filepath.Base(f.Aside)); err != nil {
		return err
	}
	return disk.RemoveAll(f.disk(), f.Aside)
}

// At is the path of a name.
func (f *Folder) At(name string) string { return filepath.Join(f.Path, filepath.FromSlash(name)) }

// Write puts content at a name, unless it is there already.
func (f *Folder) Write(name string, content []byte, mode fs.FileMode) error {
	if held, err := disk.ReadFile(f.disk(), f.At(name)); err == nil && bytes.Equal(held, content) {
		return nil
	}
	return f.Fill(name, mode, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// Fill puts at a name what fn writes; if fn fails nothing changes.
func (f *Folder) Fill(name string, mode fs.FileMode, fn func(io.Writer) error) error {
	if err := f.Step("write", name); err != nil {
		return err
	}
	aside := filepath.Join(f.Aside, fmt.Sprint("aside-", f.asides.Add(1)))
	file, err := f.disk().OpenFile(aside, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	err = fn(file)
	if err == nil {
		err = errors.Join(f.disk().Chmod(aside, mode), file.Sync()) // whatever mask the process has
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return f.Move(aside, name, mode)
}

// Move renames a whole, flushed file to a name.
func (f *Folder) Move(from, name string, mode fs.FileMode) error {
	if err := f.folderFor(name, mode); err != nil {
		return err
	}
	if err := f.Step("rename", name); err != nil {
		return err
	}
	if err := f.disk().Rename(from, f.At(name)); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// folderFor makes the folders of a name, and notes all of them for flush.
func (f *Folder) folderFor(name string, mode fs.FileMode) error {
	folderMode := fs.FileMode(OpenFolder)
	if mode == OwnFile {
		folderMode = OwnFolder
	}
	dir := filepath.Dir(f.At(name))
	if !f.dirty[dir] {
		if err := disk.MakeFolder(f.disk(), dir, folderMode); err != nil {
			return fmt.Errorf("make folder of %s: %w", name, err)
		}
	}
	if f.dirty == nil {
		f.dirty = map[string]bool{}
	}
	for ; !f.dirty[dir]; dir = filepath.Dir(dir) {
		f.dirty[dir] = true
		if dir == f.Path {
			break
		}
	}
	return nil
}

// Has reports whether there is anything at the name.
func (f *Folder) Has(name string) bool {
	return disk.Has(f.disk(), f.At(name))
}

// Remove takes a file away; that it is not there is no error.
func (f *Folder) Remove(name string) error {
	if !f.Has(name) {
		return nil
	}
	if err := f.Step("remove", name); err != nil {
		return err
	}
	if err := f.disk().Remove(f.At(name)); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}

// Flush makes every name durable that was given since the last flush.
func (f *Folder) Flush() error {
	if err := f.Step("flush", ""); err != nil {
		return err
	}
	for dir := range f.dirty {
		if err := f.disk().SyncFolder(dir); err != nil {
			return fmt.Errorf("flush folder %s: %w", dir, err)
		}
	}
	clear(f.dirty)
	return nil
}

// FlushFolder makes the names in a folder durable.
func FlushFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("flush folder: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("flush folder %s: %w", path, err)
	}
	return nil
}

// Replace puts content into a single file that only its owner reads, durably; a crash leaves
// what was there.
func Replace(path string, content []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, OwnFolder); err != nil {
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
	return FlushFolder(dir)
}
