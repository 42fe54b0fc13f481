package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// Own is the disk of the machine.
func Own() Disk { return own{} }

type own struct{}

func (own) OpenFile(name string, flag int, mode fs.FileMode) (File, error) {
	return opened(os.OpenFile(name, flag, mode))
}
func (own) Mkdir(name string, mode fs.FileMode) error  { return os.Mkdir(name, mode) }
func (own) Rename(from, to string) error               { return os.Rename(from, to) }
func (own) Link(from, to string) error                 { return os.Link(from, to) }
func (own) Remove(name string) error                   { return os.Remove(name) }
func (own) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (own) Chmod(name string, mode fs.FileMode) error  { return os.Chmod(name, mode) }
func (own) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (own) SyncFolder(name string) error               { return syncFolder(os.Open(name)) }
func (own) VFS() string                                { return "" }

func (own) Lock(name string, shared bool) (io.Closer, bool, error) {
	lock := flock.New(name, flock.SetPermissions(OwnFile))
	try := lock.TryLock
	if shared {
		try = lock.TryRLock
	}
	held, err := try()
	return lock, held, err
}

func (own) Within(folder string) (Rooted, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return rooted{root}, nil
}

// rooted is a folder that is held open: wherever it is moved, names lead into it.
type rooted struct{ root *os.Root }

func (r rooted) OpenFile(name string, flag int, mode fs.FileMode) (File, error) {
	return opened(r.root.OpenFile(name, flag, mode))
}
func (r rooted) Mkdir(name string, mode fs.FileMode) error { return r.root.Mkdir(name, mode) }
func (r rooted) Rename(from, to string) error              { return r.root.Rename(from, to) }
func (r rooted) Link(from, to string) error                { return r.root.Link(from, to) }
func (r rooted) Remove(name string) error                  { return r.root.Remove(name) }
func (r rooted) Stat(name string) (fs.FileInfo, error)     { return r.root.Stat(name) }
func (r rooted) Chmod(name string, mode fs.FileMode) error { return r.root.Chmod(name, mode) }
func (r rooted) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(r.root.FS(), name)
}
func (r rooted) SyncFolder(name string) error { return syncFolder(r.root.Open(name)) }
func (r rooted) VFS() string                  { return "" }
func (r rooted) Close() error                 { return r.root.Close() }

func (r rooted) Lock(name string, shared bool) (io.Closer, bool, error) {
	return Own().Lock(r.root.Name()+string(os.PathSeparator)+name, shared)
}

func (r rooted) Within(folder string) (Rooted, error) {
	root, err := r.root.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return rooted{root}, nil
}

// opened keeps a file that was not opened from being one that is not nil.
func opened(f *os.File, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

func syncFolder(f *os.File, err error) error {
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
