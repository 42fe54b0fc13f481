package blob

import (
	"context"
	"fmt"
	"mime"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/tool/media"
)

// state is what is durably known of an upload: the content of uploads/<upload>.json. The
// part file may be longer, after a crash, never shorter.
type state struct {
	ID              UploadID  `json:"id"`
	Length          int64     `json:"length"`
	MediaType       string    `json:"mediaType"`
	NothingPersonal bool      `json:"nothingPersonal"`
	By              string    `json:"by,omitempty"`
	Offset          int64     `json:"offset"`
	Hash            []byte    `json:"hash,omitempty"` // state of SHA-256 after Offset bytes
	Created         time.Time `json:"created"`
	Expires         time.Time `json:"expires"`
	Finished        ID        `json:"finished,omitzero"`
	Told            *Stored   `json:"told,omitempty"`   // what its sender is told of it
	Placing         ID        `json:"placing,omitzero"` // the file that it is to become, while that is put into its place
}

type upload struct {
	state state
	busy  bool // one goroutine at a time works on it
}

// Create announces a file and reserves room for it. Errors: ErrLength, ErrTooLarge,
// ErrMediaType, ErrQuota, ErrDiskFull, ErrNotWritable.
func (s *Store) Create(ctx context.Context, c Claim) (UploadID, error) {
	if s.disk.readOnly {
		return UploadID{}, ErrNotWritable
	}
	if _, err := s.Expire(ctx); err != nil {
		return UploadID{}, err
	}
	c, err := s.admit(c)
	if err != nil {
		return UploadID{}, err
	}
	u, err := s.reserve(c)
	if err != nil {
		return UploadID{}, err
	}
	defer s.release(u)
	// A crash before this is durable leaves nothing; after it, an empty upload.
	if err := s.save(u, u.state); err != nil {
		s.forget(u)
		return UploadID{}, err
	}
	return u.state.ID, nil
}

// admit checks a claim and brings the media type into one spelling.
func (s *Store) admit(c Claim) (Claim, error) {
	if c.Length < 1 {
		return c, ErrLength
	}
	if c.Length > s.o.MaxBytes {
		return c, fmt.Errorf("announce %d bytes (at most %d): %w", c.Length, s.o.MaxBytes, ErrTooLarge)
	}
	if c.MediaType == "" {
		c.MediaType = media.Unknown
	}
	parsed, _, err := mime.ParseMediaType(c.MediaType)
	if err != nil || len(parsed) > 127 || strings.Count(parsed, "/") != 1 {
		return c, fmt.Errorf("announce %.80q: %w", c.MediaType, ErrMediaType)
	}
	c.MediaType = parsed
	return c, nil
}

// reserve enters the upload, busy, if there is room.
func (s *Store) reserve(c Claim) (*upload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.room(c) {
		return nil, ErrQuota
	}
	id, err := newUploadID(s.o.Rand)
	if err != nil {
		return nil, err
	}
	now := s.o.Now().UTC()
	u := &upload{busy: true, state: state{ID: id, Length: c.Length, MediaType: c.MediaType,
		NothingPersonal: c.NothingPersonal, By: c.By, Created: now, Expires: now.Add(min(s.o.FirstBytes, s.o.UploadLife))}}
	s.uploads[id] = u
	return u, nil
}

// room reports whether a claim fits, and its sender has not taken more of the room than is one's own.
func (s *Store) room(c Claim) bool {
	count, bytes, ofEach, bytesOfEach := 1, c.Length, 1, c.Length
	for _, u := range s.uploads {
		if !u.state.Finished.IsZero() {
			continue
		}
		count, bytes = count+1, bytes+u.state.Length
		if u.state.By == c.By {
			ofEach, bytesOfEach = ofEach+1, bytesOfEach+u.state.Length
		}
	}
	each := c.By == "" || ofEach <= s.o.EachUnfinished && bytesOfEach <= s.o.EachBytes
	return each && count <= s.o.MaxUnfinished && bytes <= s.o.MaxUnfinishedBytes
}

// take gives one goroutine the upload until release.
func (s *Store) take(id UploadID) (*upload, error) {
	now := s.o.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.find(id, now)
	if err != nil {
		return nil, err
	}
	if u.busy {
		return nil, ErrBusy
	}
	u.busy = true
	return u, nil
}

func (s *Store) find(id UploadID, now time.Time) (*upload, error) {
	u := s.uploads[id]
	if u == nil {
		return nil, ErrNoUpload
	}
	if u.state.Expires.Before(now) {
		return nil, ErrExpired
	}
	return u, nil
}

func (s *Store) release(u *upload) {
	s.mu.Lock()
	u.busy = false
	s.mu.Unlock()
}

func (s *Store) forget(u *upload) {
	s.mu.Lock()
	delete(s.uploads, u.state.ID)
	s.mu.Unlock()
}

// save makes st durable, then visible. A crash leaves the earlier state or this one.
func (s *Store) save(u *upload, st state) error {
	text, err := json.Marshal(st)
	if err != nil {
		return fmt.Errorf("write upload: %w", err)
	}
	aside := st.ID.aside("state")
	if err := s.disk.replace(st.ID.stateFile(), aside, text); err != nil {
		_ = s.disk.remove(aside)
		return diskError("write upload", err)
	}
	s.mu.Lock()
	u.state = st
	s.mu.Unlock()
	return nil
}

// Abort gives an upload up and removes its bytes. Of a finished upload only the memory
// that it finished goes; the file stays. Errors: ErrNoUpload, ErrExpired, ErrBusy,
// ErrNotWritable.
func (s *Store) Abort(ctx context.Context, id UploadID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	u, err := s.take(id)
	if err != nil {
		return err
	}
	defer s.release(u)
	return s.drop(u)
}

// drop removes the bytes first: a crash leaves at most a state without bytes, which
// expires, and never plain bytes without a state.
func (s *Store) drop(u *upload) error {
	id := u.state.ID
	if err := s.disk.remove(id.partFile()); err != nil {
		return diskError("remove upload", err)
	}
	if err := s.disk.remove(id.stateFile()); err != nil {
		return diskError("remove upload", err)
	}
	s.forget(u)
	if err := s.disk.flushFolder(uploadsFolder); err != nil {
		return diskError("remove upload", err)
	}
	return nil
}
