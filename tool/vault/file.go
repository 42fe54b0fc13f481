package vault

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"

	"truce/tool/disk"
)

// sqliteMagic is how a database begins.
const sqliteMagic = "SQLite format 3\x00"

// file is an encrypted file that is open.
type file struct {
	t      *tree
	in     disk.File
	name   string
	append bool

	mu   sync.Mutex
	at   int64
	body body // nil: nothing was written that is known of
}

// body is what a file holds, by its layout.
type body interface {
	readAt(p []byte, at int64) (int, error)
	writeAt(p []byte, at int64) error
	truncate(size int64) error
	size() (int64, error)
	sync() error
	again(from, to int64) error
}

// known looks whether the file has a head by now.
func (f *file) known() error {
	if f.body != nil {
		return nil
	}
	var head [headBytes]byte
	if n, err := f.in.ReadAt(head[:], 0); n < headBytes {
		if err == io.EOF {
			err = nil
		}
		return err
	}
	s, err := f.t.keys.known(f.t.rand, f.name, head)
	if err != nil || s == nil {
		return err
	}
	f.body, err = f.bodyOf(s)
	return err
}

func (f *file) bodyOf(s *sealer) (body, error) {
	if s.layout == stream {
		return openTail(f.in, f.name, s)
	}
	return &units{in: f.in, name: f.name, s: s}, nil
}

// begin gives a file its head, ahead of what is written to it first.
func (f *file) begin(p []byte, at int64) error {
	if err := f.known(); err != nil || f.body != nil {
		return err
	}
	of := stream
	switch {
	case strings.HasSuffix(f.name, "-wal"):
		of = logged
	case at == 0 && bytes.HasPrefix(p, []byte(sqliteMagic)):
		of = pages
	}
	s, err := f.t.keys.fresh(f.t.rand, of)
	if err != nil {
		return err
	}
	if err := f.clear(); err != nil {
		return err
	}
	if _, err := f.in.WriteAt(s.head[:], 0); err != nil {
		return err
	}
	f.body, err = f.bodyOf(s)
	return err
}

// clear takes away what a crash left without a head, or a write of the head that failed in part: of that nothing can be read. It lasts, so that no other
// crash brings a part of a head back.
func (f *file) clear() error {
	info, err := f.in.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	return errors.Join(f.in.Truncate(0), f.in.Sync())
}

func (f *file) ReadAt(p []byte, at int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readAt(p, at)
}

func (f *file) readAt(p []byte, at int64) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := f.known(); err != nil {
		return 0, err
	}
	if f.body == nil {
		return 0, io.EOF
	}
	return f.body.readAt(p, at)
}

func (f *file) WriteAt(p []byte, at int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.writeAt(p, at)
}

func (f *file) writeAt(p []byte, at int64) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := f.begin(p, at); err != nil {
		return 0, err
	}
	if err := f.body.writeAt(p, at); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (f *file) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.readAt(p, f.at)
	f.at += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

func (f *file) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.append {
		size, err := f.length()
		if err != nil {
			return 0, err
		}
		f.at = size
	}
	n, err := f.writeAt(p, f.at)
	f.at += int64(n)
	return n, err
}

func (f *file) Seek(offset int64, whence int) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		size, err := f.length()
		if err != nil {
			return 0, err
		}
		offset += size
	}
	if offset < 0 {
		return 0, &fs.PathError{Op: "seek", Path: f.name, Err: fs.ErrInvalid}
	}
	f.at = offset
	return offset, nil
}

func (f *file) length() (int64, error) {
	if err := f.known(); err != nil || f.body == nil {
		return 0, err
	}
	return f.body.size()
}

func (f *file) Truncate(size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.known(); err != nil {
		return err
	}
	switch {
	case f.body != nil:
		return f.body.truncate(size)
	case size == 0:
		return f.in.Truncate(0)
	}
	if err := f.begin(nil, 0); err != nil {
		return err
	}
	return f.body.truncate(size)
}

func (f *file) Sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.known(); err != nil || f.body == nil {
		return f.in.Sync()
	}
	return f.body.sync()
}

// Again writes what was written between two offsets once more, as it is on the disk: what a sync that failed may have lost though it can still
// be read. Nobody may write to the file meanwhile.
func (f *file) Again(from, to int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.known(); err != nil || f.body == nil || from >= to {
		return err
	}
	return f.body.again(from, to)
}

func (f *file) Stat() (fs.FileInfo, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := f.in.Stat()
	if err != nil {
		return nil, err
	}
	size, err := f.length()
	return sized{info, size}, err
}

func (f *file) Name() string { return f.in.Name() }
func (f *file) Close() error { return f.in.Close() }

// sized tells how long a file is that is longer on the disk.
type sized struct {
	fs.FileInfo
	size int64
}

// Size is how much was written.
func (s sized) Size() int64 { return s.size }

// filled reads as much as there is; less is io.EOF.
func filled(in disk.File, p []byte, at int64) (int, error) {
	n, err := in.ReadAt(p, at)
	if n == len(p) || errors.Is(err, io.EOF) {
		err = nil
	}
	if err == nil && n < len(p) {
		err = io.EOF
	}
	return n, err
}
