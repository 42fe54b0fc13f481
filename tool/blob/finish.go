package blob

import (
	"context"
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"

	"truce/tool/disk"
	"truce/tool/media"
)

// Finish turns a complete upload into a kept file: it compares the hash, seals the
// original, makes a working copy where that is safe, puts both into their place and
// removes the plain bytes. A zero want means that the sender did not say the hash. The
// same bytes sent twice are one file, sealed as it was the first time; of which a form
// was lost meanwhile, it is kept again. Who sends them the second time is told what would
// be told if they had never come, and they are worked at as long. Asked again, it answers the same.
//
// Errors: ErrIncomplete, ErrHashDiffers, ErrNoCustodians, ErrNotSealed, ErrUploadDamaged,
// ErrNoUpload, ErrExpired, ErrBusy, ErrDamaged, ErrDiskFull, ErrNotWritable, those of ctx
// and of Options. After an error the upload is as it was, and Finish can be tried again.
func (s *Store) Finish(ctx context.Context, id UploadID, want ID) (Stored, error) {
	u, err := s.take(id)
	if err != nil {
		return Stored{}, err
	}
	defer s.release(u)
	sum, err := u.state.sum()
	if err != nil {
		return Stored{}, err
	}
	if !want.IsZero() && want != sum {
		return Stored{}, fmt.Errorf("finish upload: %w", &DiffersError{Found: sum})
	}
	stored, err := s.finished(u.state)
	if errors.Is(err, ErrNotFound) {
		stored, err = s.keep(ctx, u, sum)
	}
	if err != nil {
		return Stored{}, err
	}
	return stored, s.conclude(u, stored)
}

// finished is what an upload became that was finished before. Errors: ErrNotFound, ErrDamaged.
func (s *Store) finished(st state) (Stored, error) {
	if st.Told == nil {
		return Stored{}, ErrNotFound
	}
	held, err := s.Held(st.Told.ID)
	return held.as(*st.Told), err
}

// sum is the hash of the complete upload.
func (st state) sum() (ID, error) {
	if !st.Finished.IsZero() {
		return st.Finished, nil
	}
	if st.Offset != st.Length {
		return ID{}, fmt.Errorf("finish upload: %d of %d bytes: %w", st.Offset, st.Length, ErrIncomplete)
	}
	h := sha256.New()
	if err := h.(encoding.BinaryUnmarshaler).UnmarshalBinary(st.Hash); err != nil {
		return ID{}, fmt.Errorf("finish upload: read hash state: %w", err)
	}
	return ID(h.Sum(nil)), nil
}

// conclude remembers what became of the upload and removes the plain bytes. A crash
// before it leaves a complete upload whose next Finish finds the file kept; a crash
// between its two steps leaves plain bytes that Open removes.
func (s *Store) conclude(u *upload, stored Stored) error {
	if u.state.Finished.IsZero() {
		// The file may have been put there by a run that was killed before its last flush.
		if err := s.disk.flushFolder(stored.ID.folder()); err != nil {
			return diskError("keep file", err)
		}
		st := u.state
		st.Finished, st.Told, st.Hash = stored.Original, &stored, nil
		st.Expires = s.o.Now().UTC().Add(s.o.UploadLife)
		if err := s.save(u, st); err != nil {
			return err
		}
	}
	if err := s.disk.remove(u.state.ID.partFile()); err != nil {
		return diskError("remove upload", err)
	}
	return nil
}

// keep makes both forms aside, then puts them into their place.
func (s *Store) keep(ctx context.Context, u *upload, sum ID) (Stored, error) {
	stored, err := s.prepare(ctx, u.state, sum)
	if err == nil {
		stored, err = s.place(u, stored)
	}
	if err != nil {
		s.removeAsides(u.state.ID)
		return Stored{}, err
	}
	return stored, nil
}

// prepare leaves nothing but asides, whenever it stops.
func (s *Store) prepare(ctx context.Context, st state, sum ID) (Stored, error) {
	custodians, err := s.o.Custodians(ctx)
	if err != nil {
		return Stored{}, fmt.Errorf("name custodians: %w", err)
	}
	if len(custodians) == 0 {
		return Stored{}, ErrNoCustodians
	}
	part, err := s.disk.read(st.ID.partFile())
	if err != nil {
		return Stored{}, fmt.Errorf("finish upload: %w: %w", ErrUploadDamaged, err)
	}
	defer part.Close()
	stored := Stored{Original: sum, Size: st.Length, Recipients: custodians, StoredAt: s.o.Now().UTC()}
	stored.ClaimedType = st.MediaType
	if st.By != "" {
		stored.By = []string{st.By}
	}
	if err := s.sealOriginal(ctx, st, part, &stored); err != nil {
		return Stored{}, err
	}
	return stored, s.copyWithoutTraces(ctx, st, part, &stored)
}

// removeAsides is best effort: Open does it again.
func (s *Store) removeAsides(id UploadID) {
	for _, name := range id.asides() {
		_ = s.disk.remove(name)
	}
}

// copyWithoutTraces makes the working copy aside, or says why there is none.
func (s *Store) copyWithoutTraces(ctx context.Context, st state, part disk.File, stored *Stored) error {
	kind, err := media.Look(part, st.MediaType)
	if err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	stored.MediaType, stored.TypeNote = kind.Name, kind.Note
	clean, err := kind.Cleaner(st.NothingPersonal)
	if err != nil {
		stored.NoWorkingReason = err.Error()
		return nil
	}
	out, err := s.aside(ctx, st.ID.aside("work"))
	if err != nil {
		return err
	}
	defer out.file.Close()
	found, err := clean(out, part, st.Length)
	if unsafe, ok := errors.AsType[media.NotSafe](err); ok {
		stored.NoWorkingReason = unsafe.Error()
		return s.disk.remove(st.ID.aside("work"))
	}
	if err != nil {
		return diskError("make working copy", err)
	}
	stored.Working = &WorkingCopy{MediaType: stored.MediaType, Removed: found.Removed, Orientation: found.Orientation}
	stored.Working.SHA256, stored.Working.Size, err = out.done()
	return err
}
