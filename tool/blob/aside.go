package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"

	"truce/tool/disk"
)

// aside is a file in the making: it counts and hashes what is written, and stops when
// its context ends.
type aside struct {
	ctx  context.Context
	disk changes
	file disk.File
	to   io.Writer
	hash hash.Hash
	size int64
	head []byte // the first bytes, to see what sort of file it is
}

func (s *Store) aside(ctx context.Context, name string) (*aside, error) {
	f, err := s.disk.create(name)
	if err != nil {
		return nil, diskError("create file", err)
	}
	return &aside{ctx: ctx, disk: s.disk, file: f, to: s.disk.writer(f), hash: sha256.New()}, nil
}

func (a *aside) Write(p []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := a.to.Write(p)
	a.hash.Write(p[:n])
	a.size += int64(n)
	if room := len(ageHeader) - len(a.head); room > 0 {
		a.head = append(a.head, p[:min(n, room)]...)
	}
	return n, err
}

// done makes the content durable; the name is not final yet.
func (a *aside) done() (ID, int64, error) {
	if err := a.disk.flush(a.file); err != nil {
		return ID{}, 0, diskError("write file", err)
	}
	return ID(a.hash.Sum(nil)), a.size, nil
}

// ageHeader begins every file of age-encryption.org/v1.
const ageHeader = "age-encryption.org/v1\n"

// sealOriginal encrypts the original aside. It reads the bytes from the disk, so it
// compares their hash with what arrived. That the result has the header of age is
// checked, so that a wrongly wired Seal keeps no plain original.
func (s *Store) sealOriginal(ctx context.Context, st state, part io.Reader, stored *Stored) error {
	out, err := s.aside(ctx, st.ID.aside("age"))
	if err != nil {
		return err
	}
	defer out.file.Close()
	sealer, err := s.o.Seal(out, stored.Recipients)
	if err != nil {
		return diskError("seal original", err)
	}
	read := sha256.New()
	if _, err := io.Copy(io.MultiWriter(sealer, read), part); err != nil {
		return diskError("seal original", err)
	}
	if err := sealer.Close(); err != nil {
		return diskError("seal original", err)
	}
	if ID(read.Sum(nil)) != stored.Original {
		return fmt.Errorf("seal original: %w", ErrUploadDamaged)
	}
	if !bytes.Equal(out.head, []byte(ageHeader)) {
		return ErrNotSealed
	}
	stored.ID, stored.SealedSize, err = out.done()
	return err
}
