package vault

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"truce/tool/disk"
	"truce/tool/vfs"
)

// Disk is a disk on which every file is encrypted that lies on another.
type Disk struct {
	tree
	fs *vfs.FS
}

// Options say what a Disk may use of the world.
type Options struct {
	Rand io.Reader // for nonces; it is drawn from by many at once
	// Alone says that no other process has a database of the folder open, and that locks are kept in this one. Else they are SQLite's
	// own, on empty files beside the databases.
	Alone bool
}

// On is the encrypted disk on another, by the keys of a folder. It is to be closed once nothing of it is open.
func On(in disk.Disk, keys Keys, o Options) (*Disk, error) {
	d := &Disk{tree: tree{in: in, keys: keys, rand: o.Rand}}
	register := vfs.RegisterShared
	if o.Alone {
		register = vfs.Register
	}
	var err error
	d.fs, err = register(d)
	if err != nil {
		return nil, err
	}
	d.vfs = d.fs.Name()
	return d, nil
}

// Close lets go of the disk.
func (d *Disk) Close() error { return d.fs.Close() }

// tree is the disk, or a folder of it that is held open.
type tree struct {
	in   disk.Disk
	keys Keys
	rand io.Reader
	vfs  string
}

// Names that stay in the clear: what opens the folder, and what is handed out to everybody.
const (
	HeaderName  = "encryption.json"
	secondName  = "encryption-copy.json"
	publicName  = "register.pub"
	authority   = "authority.pem"
	lockName    = "lock"
	waitingName = "unlock.sock"
)

// open reports whether a name is of a file in the clear.
func open(name string) bool {
	switch strings.TrimSuffix(filepath.Base(name), disk.New) {
	case HeaderName, secondName, publicName, authority, lockName, waitingName:
		return true
	}
	return false
}

func (t *tree) OpenFile(name string, flag int, mode fs.FileMode) (disk.File, error) {
	if open(name) {
		return t.in.OpenFile(name, flag, mode)
	}
	how := flag &^ os.O_APPEND
	if how&os.O_WRONLY != 0 { // what is written in part is read first
		how = how&^os.O_WRONLY | os.O_RDWR
	}
	in, err := t.in.OpenFile(name, how, mode)
	if err != nil {
		return nil, err
	}
	return &file{t: t, in: in, name: name, append: flag&os.O_APPEND != 0}, nil
}

func (t *tree) Stat(name string) (fs.FileInfo, error) {
	info, err := t.in.Stat(name)
	if err != nil || !info.Mode().IsRegular() || open(name) {
		return info, err
	}
	f, err := t.OpenFile(name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrPermission) {
		return info, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	long, err := f.Stat()
	if err != nil { // it is there, and cannot be read
		return info, nil
	}
	return long, nil
}

// Rename takes along what is in a file; between what is encrypted and what is not it is written anew.
func (t *tree) Rename(from, to string) error {
	if open(from) == open(to) {
		return t.in.Rename(from, to)
	}
	content, err := disk.ReadFile(t, from)
	if err == nil {
		err = disk.Replace(t, to, content)
	}
	if err != nil {
		return err
	}
	return t.in.Remove(from)
}

func (t *tree) Mkdir(name string, mode fs.FileMode) error  { return t.in.Mkdir(name, mode) }
func (t *tree) Link(from, to string) error                 { return t.in.Link(from, to) }
func (t *tree) Remove(name string) error                   { return t.in.Remove(name) }
func (t *tree) Chmod(name string, mode fs.FileMode) error  { return t.in.Chmod(name, mode) }
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) { return t.in.ReadDir(name) }
func (t *tree) SyncFolder(name string) error               { return t.in.SyncFolder(name) }
func (t *tree) VFS() string                                { return t.vfs }

func (t *tree) Lock(name string, shared bool) (io.Closer, bool, error) {
	return t.in.Lock(name, shared)
}

func (t *tree) Within(folder string) (disk.Rooted, error) {
	in, err := t.in.Within(folder)
	if err != nil {
		return nil, err
	}
	return rooted{&tree{in, t.keys, t.rand, t.vfs}, in}, nil
}

// rooted is a folder of the disk that is held open.
type rooted struct {
	*tree
	in disk.Rooted
}

// Close lets go of the folder.
func (r rooted) Close() error { return r.in.Close() }
