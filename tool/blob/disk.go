package blob

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"truce/tool/disk"
)

const (
	fileMode   = 0o600
	folderMode = 0o700
)

// changes is every change that the store makes to its folder, one method a step. All of it
// stays inside the folder, symbolic links included (disk.Rooted).
type changes struct {
	root     disk.Rooted
	readOnly bool

	// before is nil, or what a test does ahead of each step: refuse it, or stop there.
	before func(step string) error
}

func (d changes) step(what, name string) error {
	if d.readOnly {
		return fmt.Errorf("%s %s: %w", what, name, ErrNotWritable)
	}
	if d.before == nil {
		return nil
	}
	return d.before(what + " " + path.Ext(name))
}

// create begins an empty file.
func (d changes) create(name string) (disk.File, error) {
	if err := d.step("create", name); err != nil {
		return nil, err
	}
	return d.root.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, fileMode)
}

// extend opens a file for reading and writing, empty if it was not there.
func (d changes) extend(name string) (disk.File, error) {
	if err := d.step("extend", name); err != nil {
		return nil, err
	}
	return d.root.OpenFile(name, os.O_CREATE|os.O_RDWR, fileMode)
}

// writer writes to f; a crash leaves any part of it.
func (d changes) writer(f disk.File) io.Writer { return steppedWriter{d, f} }

type steppedWriter struct {
	d changes
	f disk.File
}

func (w steppedWriter) Write(p []byte) (int, error) {
	if err := w.d.step("write", w.f.Name()); err != nil {
		return 0, err
	}
	return w.f.Write(p)
}

// flush makes the content of f durable, not yet its name.
func (d changes) flush(f disk.File) error {
	if err := d.step("flush", f.Name()); err != nil {
		return err
	}
	return f.Sync()
}

// rename replaces to by from; after a crash to is the old file or the new one, whole.
func (d changes) rename(from, to string) error {
	if err := d.step("rename", to); err != nil {
		return err
	}
	return d.root.Rename(from, to)
}

// remove takes a file away; that it is not there is no error.
func (d changes) remove(name string) error {
	if err := d.step("remove", name); err != nil {
		return err
	}
	if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// folder makes a folder with its parents and makes their names durable.
func (d changes) folder(name string) error {
	if name == "." {
		return nil
	}
	if info, err := d.root.Stat(name); err == nil && info.IsDir() {
		return nil
	}
	if err := d.folder(path.Dir(name)); err != nil {
		return err
	}
	if err := d.step("folder", name); err != nil {
		return err
	}
	if err := d.root.Mkdir(name, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.flushFolder(path.Dir(name))
}

// flushFolder makes the names in a folder durable.
func (d changes) flushFolder(name string) error {
	if err := d.step("flush folder", name); err != nil {
		return err
	}
	return d.root.SyncFolder(name)
}

// read opens a file that is only read.
func (d changes) read(name string) (disk.File, error) { return d.root.OpenFile(name, os.O_RDONLY, 0) }

// replace puts content at name by way of aside, durably. After a crash name is as before
// or whole.
func (d changes) replace(name, aside string, content []byte) error {
	f, err := d.create(aside)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := d.writer(f).Write(content); err != nil {
		return err
	}
	if err := d.flush(f); err != nil {
		return err
	}
	if err := d.rename(aside, name); err != nil {
		return err
	}
	return d.flushFolder(path.Dir(name))
}
