package blob

import (
	"fmt"
	"io"
	"path/filepath"
	"sync"

	"truce/tool/disk"
)

// Store keeps files under one folder. It may be used by many goroutines at once.
type Store struct {
	o    Options
	disk changes
	lock io.Closer // nil if opened for reading

	mu      sync.Mutex // guards uploads, what they hold, and o.Rand
	uploads map[UploadID]*upload

	looked sync.Map // look by path: forms that were compared with their hash

	commit sync.Mutex // held while a blob is put into its place
}

// Open opens the folder for writing, making it if need be, and takes up the unfinished
// uploads where a crash or a stop left them. What was only work in progress is removed.
// Errors: ErrInUse, ErrNotWritable, ErrDiskFull.
func Open(d disk.Disk, dir string, o Options) (*Store, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := disk.MakeFolder(d, dir, folderMode); err != nil {
		return nil, diskError("open blob store", err)
	}
	lock, err := lockFolder(d, dir)
	if err != nil {
		return nil, err
	}
	s, err := open(d, dir, o, lock)
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	return s, nil
}

// OpenReadOnly opens the folder for Stat, All, OpenWorking, OpenSealed and Check, also
// while another program writes to it. It shows no uploads, and Create answers
// ErrNotWritable.
func OpenReadOnly(d disk.Disk, dir string) (*Store, error) {
	root, err := d.Within(dir)
	if err != nil {
		return nil, diskError("open blob store", err)
	}
	return &Store{disk: changes{root: root, readOnly: true}}, nil
}

// Close gives the folder free. Readers that are still open stay so.
func (s *Store) Close() error {
	err := s.disk.root.Close()
	if s.lock == nil {
		return err
	}
	if unlockErr := s.lock.Close(); err == nil {
		err = unlockErr
	}
	return err
}

func lockFolder(d disk.Disk, dir string) (io.Closer, error) {
	lock, held, err := d.Lock(filepath.Join(dir, lockFile), false)
	if err != nil {
		return nil, diskError("lock blob store", err)
	}
	if !held {
		return nil, fmt.Errorf("lock blob store: %w", ErrInUse)
	}
	return lock, nil
}

func open(d disk.Disk, dir string, o Options, lock io.Closer) (*Store, error) {
	root, err := d.Within(dir)
	if err != nil {
		return nil, diskError("open blob store", err)
	}
	s := &Store{o: o, disk: changes{root: root}, lock: lock, uploads: make(map[UploadID]*upload)}
	if err := s.takeUp(); err != nil {
		_ = root.Close()
		return nil, diskError("open blob store", err)
	}
	return s, nil
}
