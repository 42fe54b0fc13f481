package blob

import (
	"context"
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"io"

	"truce/tool/disk"
)

const (
	copyBytes = 256 << 10 // read at once
	saveBytes = 8 << 20   // at most this much is sent again after a crash
)

// Append adds the bytes of r at offset and answers the new offset, up to which the bytes
// are durably here, also when it answers an error: what arrived before a connection broke
// is kept. It reads no more than was announced; a single byte beyond takes back all of
// this Append.
//
// Errors: ErrOffset (with the right offset), ErrBeyondLength, ErrFinished, ErrNoUpload,
// ErrExpired, ErrBusy, ErrUploadDamaged, ErrDiskFull, ErrNotWritable, those of ctx and r.
func (s *Store) Append(ctx context.Context, id UploadID, offset int64, r io.Reader) (int64, error) {
	u, err := s.take(id)
	if err != nil {
		return 0, err
	}
	defer s.release(u)
	if !u.state.Finished.IsZero() {
		return u.state.Offset, ErrFinished
	}
	if offset != u.state.Offset {
		return u.state.Offset, fmt.Errorf("append at %d, have %d: %w", offset, u.state.Offset, ErrOffset)
	}
	a, err := s.resume(u)
	if err != nil {
		return u.state.Offset, err
	}
	defer a.part.Close()
	err = a.receive(ctx, r)
	return u.state.Offset, err
}

// appending is one Append at work. st runs ahead of upload.state by what is not saved.
type appending struct {
	s       *Store
	upload  *upload
	begun   state
	st      state
	part    disk.File
	hash    hash.Hash
	unsaved int64
}

// resume cuts off what a crash left behind the durable offset.
func (s *Store) resume(u *upload) (*appending, error) {
	part, err := s.disk.extend(u.state.ID.partFile())
	if err != nil {
		return nil, diskError("open upload", err)
	}
	a := &appending{s: s, upload: u, begun: u.state, st: u.state, part: part}
	if err := a.cut(u.state.Offset); err != nil {
		_ = part.Close()
		return nil, err
	}
	if a.hash, err = resumeHash(part, u.state); err != nil {
		_ = part.Close()
		return nil, err
	}
	return a, nil
}

func (a *appending) cut(offset int64) error {
	info, err := a.part.Stat()
	if err != nil {
		return diskError("open upload", err)
	}
	if info.Size() < offset {
		return ErrUploadDamaged
	}
	if err := a.part.Truncate(offset); err != nil {
		return diskError("cut upload", err)
	}
	return nil
}

// resumeHash takes the saved state of SHA-256, or reads the bytes again if this build
// does not understand it. Either way the file is left at the durable offset.
func resumeHash(part disk.File, st state) (hash.Hash, error) {
	h := sha256.New()
	if st.Offset > 0 && h.(encoding.BinaryUnmarshaler).UnmarshalBinary(st.Hash) != nil {
		h = sha256.New()
		if _, err := io.Copy(h, io.NewSectionReader(part, 0, st.Offset)); err != nil {
			return nil, fmt.Errorf("read upload: %w", err)
		}
	}
	if _, err := part.Seek(st.Offset, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return h, nil
}

func (a *appending) receive(ctx context.Context, r io.Reader) error {
	buf := make([]byte, copyBytes)
	for a.st.Offset < a.st.Length {
		n, err := readSome(ctx, r, buf[:min(int64(len(buf)), a.st.Length-a.st.Offset)])
		if err := a.write(buf[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			return a.save()
		}
		if err != nil {
			return errors.Join(fmt.Errorf("receive bytes: %w", err), a.save())
		}
	}
	if n, err := readSome(ctx, r, buf[:1]); n > 0 {
		return a.takeBack()
	} else if err != nil && err != io.EOF {
		return errors.Join(fmt.Errorf("receive bytes: %w", err), a.save())
	}
	return a.save()
}

func readSome(ctx context.Context, r io.Reader, p []byte) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return r.Read(p)
}

// write saves now and then, but never at the full length: that all is here may be known
// only once no further byte came.
func (a *appending) write(p []byte) error {
	if _, err := a.s.disk.writer(a.part).Write(p); err != nil {
		return diskError("write upload", err)
	}
	a.hash.Write(p)
	a.st.Offset += int64(len(p))
	a.unsaved += int64(len(p))
	if a.unsaved >= saveBytes && a.st.Offset < a.st.Length {
		return a.save()
	}
	return nil
}

// save makes the bytes durable, then the offset. A crash between the two leaves the old
// offset; the bytes behind it are cut off and sent again.
func (a *appending) save() error {
	if a.unsaved == 0 {
		return nil
	}
	if err := a.s.disk.flush(a.part); err != nil {
		return diskError("write upload", err)
	}
	saved, err := a.hash.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return fmt.Errorf("write upload: %w", err)
	}
	a.st.Hash = saved
	a.st.Expires = a.s.o.Now().UTC().Add(a.s.o.UploadLife)
	if err := a.s.save(a.upload, a.st); err != nil {
		return err
	}
	a.unsaved = 0
	return nil
}

// takeBack undoes this Append: a file that is longer than announced is not the announced
// file, and must not be taken for it.
func (a *appending) takeBack() error {
	if a.upload.state.Offset != a.begun.Offset {
		if err := a.s.save(a.upload, a.begun); err != nil {
			return errors.Join(ErrBeyondLength, err)
		}
	}
	return errors.Join(ErrBeyondLength, a.cut(a.begun.Offset))
}
