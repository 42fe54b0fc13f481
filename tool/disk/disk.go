// Package disk is the one seam between an office and where its files lie. What must last, heads,
// keys, evidence, backups and the database itself, is written through it, so that a test can put
// in its place a disk that loses power, tears what is written, is full, or lies (package simdisk).
//
// What a disk promises is less than one expects, and nothing here assumes more:
//
//   - what was written to a file lasts once Sync of that file has answered nil, and until then any
//     part of it may be lost, in any order, to the sector;
//   - a name, new, renamed or taken away, lasts once SyncFolder of its folder has answered nil;
//     until then it may or may not be as it was;
//   - a rename is seen whole: the old file is under the name or the new one.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrAltered says that what is read is not what was written there. Only a disk that looks, as an encrypted one does, can tell.
var ErrAltered = errors.New("what is there is not what was written")

// Modes of what is for its owner alone.
const (
	OwnFile   = 0o600
	OwnFolder = 0o700
)

// Disk is a tree of files. Names are paths as in package os, errors are those of package io/fs.
// It may be used by any number of goroutines.
type Disk interface {
	// OpenFile opens as os.OpenFile does, with its flags.
	OpenFile(name string, flag int, mode fs.FileMode) (File, error)
	// Mkdir makes a folder, whose parent is there.
	Mkdir(name string, mode fs.FileMode) error
	// Rename puts a file in the place of whatever had the other name.
	Rename(from, to string) error
	// Link gives a file a second name, which is free.
	Link(from, to string) error
	// Remove takes away a file or an empty folder.
	Remove(name string) error
	Stat(name string) (fs.FileInfo, error)
	Chmod(name string, mode fs.FileMode) error
	// ReadDir lists a folder by name.
	ReadDir(name string) ([]fs.DirEntry, error)
	// SyncFolder makes the names in a folder last.
	SyncFolder(name string) error
	// Lock takes a file as a lock, alone or with others that share it; held is false if somebody else has it.
	// It is given back by closing it.
	Lock(name string, shared bool) (lock io.Closer, held bool, err error)
	// Within is the disk of which a folder is the root. No name leads out of it, by symbolic links neither.
	Within(folder string) (Rooted, error)
	// VFS is the name by which SQLite knows the disk; "" is the machine's own.
	VFS() string
}

// Rooted is a Disk that holds a folder open.
type Rooted interface {
	Disk
	io.Closer
}

// File is an open file.
type File interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.WriterAt
	io.Seeker
	io.Closer
	Name() string
	Stat() (fs.FileInfo, error)
	Truncate(size int64) error
	// Sync makes its content last, not its name.
	Sync() error
}

// Letters is a file that writes again itself what is between two offsets, as one does that is encrypted: the bytes that lie on the disk,
// which are not those that were written.
type Letters interface {
	Again(from, to int64) error
}

// Again writes what is between two offsets of a file, or up to its end, once more as it is there. That is for after a sync that failed: it may
// have lost any of what was written before, though that can still be read, and later syncs answer nil all the same
// (https://www.usenix.org/conference/atc20/presentation/rebello). What is written again lasts by the next sync that answers nil. Nobody may write to
// the file meanwhile. Whatever the power takes of it, what lasted before stays.
func Again(f File, from, to int64) error {
	if own, is := f.(Letters); is {
		return own.Again(from, to)
	}
	for p := make([]byte, min(1<<20, max(to-from, 0))); from < to; {
		n, err := f.ReadAt(p[:min(int64(len(p)), to-from)], from)
		if n > 0 {
			_, err = f.WriteAt(p[:n], from)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		from += int64(n)
	}
	return nil
}

// AgainWhole is Again of a whole file, if there is one by the name, which lasts then.
func AgainWhole(d Disk, name string) error {
	f, err := d.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil && info.Size() > 0 {
		err = Again(f, 0, info.Size())
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Or is the disk, or the machine's own where none is given.
func Or(d Disk) Disk {
	if d == nil {
		return Own()
	}
	return d
}

// ReadFile reads a whole file.
func ReadFile(d Disk, name string) ([]byte, error) {
	f, err := d.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(f)
	return text, errors.Join(err, f.Close())
}

// Has reports whether there is anything at a name.
func Has(d Disk, name string) bool {
	_, err := d.Stat(name)
	return err == nil
}

// MakeFolder makes a folder with those above it that are not there, and their names last.
func MakeFolder(d Disk, name string, mode fs.FileMode) error {
	if info, err := d.Stat(name); err == nil {
		if !info.IsDir() {
			return &fs.PathError{Op: "mkdir", Path: name, Err: fs.ErrExist}
		}
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	above := filepath.Dir(name)
	if above == name {
		return &fs.PathError{Op: "mkdir", Path: name, Err: fs.ErrNotExist}
	}
	if err := MakeFolder(d, above, mode); err != nil {
		return err
	}
	if err := d.Mkdir(name, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.SyncFolder(above)
}

// RemoveAll takes away a name with all that is below it; that it is not there is no error.
func RemoveAll(d Disk, name string) error {
	info, err := d.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.IsDir() {
		var all []fs.DirEntry
		if all, err = d.ReadDir(name); err != nil {
			return err
		}
		for _, one := range all {
			if err := RemoveAll(d, filepath.Join(name, one.Name())); err != nil {
				return err
			}
		}
	}
	if err := d.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// New is what is added to a name while its file is not whole. It is always begun from nothing: what a crash left
// under it was never anything.
const New = ".new"

// Replace puts content at a name for its owner alone. Whenever the power goes the file is as it was or whole, and
// whole once Replace answered nil.
func Replace(d Disk, name string, content []byte) error {
	if err := put(d, name+New, content, os.O_TRUNC); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := d.Rename(name+New, name); err != nil {
		return fmt.Errorf("write %s: %w", name, errors.Join(err, d.Remove(name+New)))
	}
	return d.SyncFolder(filepath.Dir(name))
}

// Create is Replace where nothing may be there yet: it answers fs.ErrExist and leaves what is. A crash can leave a part.
func Create(d Disk, name string, content []byte) error {
	if Has(d, name) {
		return fmt.Errorf("write %s: %w", name, fs.ErrExist)
	}
	if err := put(d, name, content, os.O_EXCL); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write %s: %w", name, err)
	} else if err != nil { // a full disk left a part
		return fmt.Errorf("write %s: %w", name, errors.Join(err, d.Remove(name)))
	}
	return d.SyncFolder(filepath.Dir(name))
}

func put(d Disk, name string, content []byte, how int) error {
	f, err := d.OpenFile(name, os.O_CREATE|os.O_WRONLY|how, OwnFile)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
