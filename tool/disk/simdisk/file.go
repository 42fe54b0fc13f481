package simdisk

import (
	"bytes"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"
)

// file is an open file.
type file struct {
	d        *Disk
	n        *node
	path     string
	at       int64
	writable bool
	append   bool // whatever is written goes to the end
}

// Name is the path by which it was opened.
func (f *file) Name() string { return f.path }

// Close lets go of it; nothing lasts by that.
func (f *file) Close() error { return nil }

// Stat describes it.
func (f *file) Stat() (fs.FileInfo, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.d.off {
		return nil, errOff("stat", f.path)
	}
	return f.n.info(filepath.Base(f.path)), nil
}

// Read reads on.
func (f *file) Read(p []byte) (int, error) {
	n, err := f.ReadAt(p, f.at)
	f.at += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

// ReadAt reads what is seen, whether or not it lasts.
func (f *file) ReadAt(p []byte, at int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.d.off {
		return 0, errOff("read", f.path)
	}
	if len(p) == 0 {
		return 0, nil
	}
	if at >= int64(len(f.n.seen)) {
		return 0, io.EOF
	}
	n := copy(p, f.n.seen[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Write writes on.
func (f *file) Write(p []byte) (int, error) {
	n, err := f.WriteAt(p, f.at)
	f.at += int64(n)
	return n, err
}

// WriteAt writes what is seen at once, and lasts when it was synced. One that fails, or during which the power goes, has
// written a part.
func (f *file) WriteAt(p []byte, at int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if !f.writable {
		return 0, &fs.PathError{Op: "write", Path: f.path, Err: syscall.EBADF}
	}
	if f.append {
		at = int64(len(f.n.seen))
	}
	off := f.d.off
	err := f.d.call("write", f.path)
	if off {
		return 0, err
	}
	room := len(p)
	if grows := at + int64(len(p)) - int64(len(f.n.seen)); err == nil && f.d.room > 0 && f.d.used+grows > f.d.room {
		err = &fs.PathError{Op: "write", Path: f.path, Err: syscall.ENOSPC}
		room = int(max(0, min(int64(len(p)), f.d.room-f.d.used)))
	} else if err != nil {
		room = f.d.random.IntN(len(p) + 1)
	}
	if room > 0 {
		f.d.change(f.n, write{at, bytes.Clone(p[:room])})
	}
	return room, err
}

// Seek moves where is read and written on.
func (f *file) Seek(offset int64, whence int) (int64, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += int64(len(f.n.seen))
	}
	if offset < 0 {
		return 0, &fs.PathError{Op: "seek", Path: f.path, Err: fs.ErrInvalid}
	}
	f.at = offset
	return offset, nil
}

// Truncate gives the file another length.
func (f *file) Truncate(size int64) error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if err := f.d.call("truncate", f.path); err != nil {
		return err
	}
	if size != int64(len(f.n.seen)) {
		f.d.change(f.n, write{at: size})
	}
	return nil
}

// Sync makes what is in the file last. After one that failed some of what was written before is seen and will never last,
// whatever later syncs answer, as on Linux: who goes on must write it again.
func (f *file) Sync() error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if err := f.d.call("sync", f.path); err != nil {
		if !f.d.off {
			f.n.writes = slices.DeleteFunc(f.n.writes, func(write) bool { return f.d.random.IntN(2) == 0 })
		}
		return err
	}
	f.d.sync(f.n)
	return nil
}
