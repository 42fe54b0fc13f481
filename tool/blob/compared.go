package blob

import (
	"context"
	"fmt"
	"io"

	"truce/tool/disk"
)

// look is what is remembered of a form that was read and had its hash.
type look struct {
	want           ID
	size, modified int64
}

// OpenAs opens a form of a file if it has this hash: it is read whole before its first byte is handed out. That is done once
// for as long as the store is open and the file has the size and the time of change that it had then. Who sets that time back
// is not found here: whoever fetches a file compares it too. Errors: ErrNotFound, ErrAltered.
func (s *Store) OpenAs(ctx context.Context, id ID, form Form, want ID) (io.ReadSeekCloser, error) {
	f, err := s.open(id, id.Path(form))
	if err != nil {
		return nil, err
	}
	if err := s.compared(ctx, f, id.Path(form), want); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("open %s of file %s: %w", form, id, err)
	}
	return f, nil
}

func (s *Store) compared(ctx context.Context, f disk.File, name string, want ID) error {
	info, err := f.Stat()
	if err != nil {
		return diskError("look at file", err)
	}
	now := look{want, info.Size(), info.ModTime().UnixNano()}
	if before, known := s.looked.Load(name); known && before == now {
		return nil
	}
	got, _, err := hashOf(ctx, f)
	if err != nil {
		return diskError("read file", err)
	}
	if got != want {
		return ErrAltered
	}
	s.looked.Store(name, now)
	_, err = f.Seek(0, io.SeekStart)
	return err
}
