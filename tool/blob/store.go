package blob

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// Store keeps files under one folder. It may be used by many goroutines at once.
type Store struct {
	o    Options
	disk disk
	lock *flock.Flock // nil if opened for reading

	mu      sync.Mutex // guards uploads, what they hold, and o.Rand
	uploads map[UploadID]*upload

	commit sync.Mutex // held while a blob is put into its place
}

// Open opens the folder for writing, making it if need be, and takes up the unfinished
// uploads where a crash or a stop left them. What was only work in progress is removed.
// Errors: ErrInUse, ErrNotWritable, ErrDiskFull.
func Open(dir string, o Options) (*Store, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, diskError("open blob store", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s, err := open(dir, o, disk{}, lock)
	if err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	return s, nil
}

// OpenReadOnly opens the folder for Stat, All, OpenWorking, OpenSealed and Check, also
// while another program writes to it. It shows no uploads, and Create answers
// ErrNotWritable.
func OpenReadOnly(dir string) (*Store, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, diskError("open blob store", err)
	}
	return &Store{disk: disk{root: root, readOnly: true}}, nil
}

// Close gives the folder free. Readers that are still open stay so.
func (s *Store) Close() error {
	err := s.disk.root.Close()
	if s.lock == nil {
		return err
	}
	if unlockErr := s.lock.Unlock(); err == nil {
		err = unlockErr
	}
	return err
}

func lockFolder(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(fileMode))
	held, err := lock.TryLock()
	if err != nil {
		return nil, diskError("lock blob store", err)
	}
	if !held {
		return nil, fmt.Errorf("lock blob store: %w", ErrInUse)
	}
	return lock, nil
}

func open(dir string, o Options, d disk, lock *flock.Flock) (*Store, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, diskError("open blob store", err)
	}
	d.root = root
	s := &Store{o: o, disk: d, lock: lock, uploads: make(map[UploadID]*upload)}
	if err := s.takeUp(); err != nil {
		_ = root.Close()
		return nil, diskError("open blob store", err)
	}
	return s, nil
}
