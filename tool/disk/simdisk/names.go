package simdisk

import (
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"truce/tool/disk"
)

// Mkdir makes a folder.
func (d *Disk) Mkdir(path string, mode fs.FileMode) error {
	return d.naming("folder", path, func(folder *node, name string) (naming, error) {
		if folder.names[name] != nil {
			return nil, fs.ErrExist
		}
		made := folderNode()
		made.mode = fs.ModeDir | mode
		return naming{{folder, name, made}}, nil
	})
}

// Rename gives a file another name.
func (d *Disk) Rename(from, to string) error {
	return d.naming("rename", to, func(folder *node, name_ string) (naming, error) {
		old, name, err := d.place(from)
		if err != nil {
			return nil, err
		}
		moved := old.names[name]
		if moved == nil {
			return nil, fs.ErrNotExist
		}
		return naming{{old, name, nil}, {folder, name_, moved}}, nil
	})
}

// Link gives a file a second name.
func (d *Disk) Link(from, to string) error {
	return d.naming("link", to, func(folder *node, name string) (naming, error) {
		linked, err := d.find(from)
		if err == nil && folder.names[name] != nil {
			err = fs.ErrExist
		}
		return naming{{folder, name, linked}}, err
	})
}

// Remove takes a name away.
func (d *Disk) Remove(path string) error {
	return d.naming("remove", path, func(folder *node, name string) (naming, error) {
		gone := folder.names[name]
		switch {
		case gone == nil:
			return nil, fs.ErrNotExist
		case len(gone.names) > 0:
			return nil, syscall.ENOTEMPTY
		}
		d.used -= int64(len(gone.seen))
		return naming{{folder, name, nil}}, nil
	})
}

func (d *Disk) naming(what, path string, how func(folder *node, name string) (naming, error)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return errOff(what, path)
	}
	folder, name, err := d.place(path)
	var n naming
	if err == nil {
		n, err = how(folder, name)
	}
	if err == nil {
		err = d.call(what, path)
	}
	if err != nil {
		return &fs.PathError{Op: what, Path: path, Err: err}
	}
	d.give(n)
	return nil
}

// SyncFolder makes the names in a folder last.
func (d *Disk) SyncFolder(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	folder, err := d.find(path)
	if err == nil {
		err = d.call("sync folder", path)
	}
	if err != nil {
		return &fs.PathError{Op: "sync", Path: path, Err: err}
	}
	if d.model == Journal {
		d.settle(nil)
		return nil
	}
	d.settle(func(n naming) bool {
		return slices.ContainsFunc(n, func(one name) bool { return one.folder == folder })
	})
	return nil
}

// Chmod changes nothing that a crash could take back.
func (d *Disk) Chmod(path string, mode fs.FileMode) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.find(path)
	if d.off {
		err = syscall.EIO
	}
	if err != nil {
		return &fs.PathError{Op: "chmod", Path: path, Err: err}
	}
	n.mode = n.mode&fs.ModeDir | mode
	return nil
}

// Stat describes a file or folder.
func (d *Disk) Stat(path string) (fs.FileInfo, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.find(path)
	if d.off {
		err = syscall.EIO
	}
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return n.info(filepath.Base(path)), nil
}

// ReadDir lists a folder.
func (d *Disk) ReadDir(path string) ([]fs.DirEntry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.find(path)
	if err == nil && n.names == nil {
		err = syscall.ENOTDIR
	}
	if d.off {
		err = syscall.EIO
	}
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: path, Err: err}
	}
	var all []fs.DirEntry
	for _, name := range slices.Sorted(maps.Keys(n.names)) {
		all = append(all, fs.FileInfoToDirEntry(n.names[name].info(name)))
	}
	return all, nil
}

func (n *node) info(name string) fs.FileInfo {
	return info{name, int64(len(n.seen)), n.mode, n.at}
}

type info struct {
	name string
	size int64
	mode fs.FileMode
	at   time.Time
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.at }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// below is a disk whose root is a folder of another.
type below struct {
	d      *Disk
	folder string
}

func (b below) at(name string) (string, error) {
	if name = filepath.Clean(name); name == ".." || strings.HasPrefix(name, "../") || filepath.IsAbs(name) {
		return "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return filepath.Join(b.folder, name), nil
}

func (b below) OpenFile(name string, flag int, mode fs.FileMode) (disk.File, error) {
	path, err := b.at(name)
	if err != nil {
		return nil, err
	}
	return b.d.OpenFile(path, flag, mode)
}

func (b below) Mkdir(name string, mode fs.FileMode) error {
	path, err := b.at(name)
	if err != nil {
		return err
	}
	return b.d.Mkdir(path, mode)
}

func (b below) Rename(from, to string) error { return b.two(from, to, b.d.Rename) }
func (b below) Link(from, to string) error   { return b.two(from, to, b.d.Link) }

func (b below) two(from, to string, do func(from, to string) error) error {
	old, err := b.at(from)
	if err != nil {
		return err
	}
	fresh, err := b.at(to)
	if err != nil {
		return err
	}
	return do(old, fresh)
}

func (b below) Remove(name string) error {
	path, err := b.at(name)
	if err != nil {
		return err
	}
	return b.d.Remove(path)
}

func (b below) Stat(name string) (fs.FileInfo, error) {
	path, err := b.at(name)
	if err != nil {
		return nil, err
	}
	return b.d.Stat(path)
}

func (b below) Chmod(name string, mode fs.FileMode) error {
	path, err := b.at(name)
	if err != nil {
		return err
	}
	return b.d.Chmod(path, mode)
}

func (b below) ReadDir(name string) ([]fs.DirEntry, error) {
	path, err := b.at(name)
	if err != nil {
		return nil, err
	}
	return b.d.ReadDir(path)
}

func (b below) SyncFolder(name string) error {
	path, err := b.at(name)
	if err != nil {
		return err
	}
	return b.d.SyncFolder(path)
}

func (b below) Lock(name string, shared bool) (io.Closer, bool, error) {
	path, err := b.at(name)
	if err != nil {
		return nil, false, err
	}
	return b.d.Lock(path, shared)
}

func (b below) Within(folder string) (disk.Rooted, error) {
	path, err := b.at(folder)
	if err != nil {
		return nil, err
	}
	return b.d.Within(path)
}

func (b below) VFS() string  { return b.d.VFS() }
func (b below) Close() error { return nil }
