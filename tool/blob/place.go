package blob

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// place gives the asides their names. The description is written last and is the moment
// at which the file is kept: a crash before leaves a sealed original or a working copy
// without description, which nobody sees and Open removes.
func (s *Store) place(u *upload, stored Stored) (Stored, error) {
	upload := u.state.ID
	s.commit.Lock()
	defer s.commit.Unlock()
	// The same bytes may be here, sealed to the same custodians.
	earlier, err := s.same(stored)
	if err == nil {
		earlier, err = s.join(upload, earlier, stored)
	}
	if !errors.Is(err, ErrNotFound) {
		s.removeAsides(upload)
		return earlier.as(stored), err
	}
	mended, err := s.mend(upload, earlier, stored)
	if err != nil {
		return Stored{}, diskError("keep file", err)
	}
	if mended {
		return earlier.as(stored), nil
	}
	if err := s.placeAll(u, stored); err != nil {
		s.takeOut(stored.ID)
		return Stored{}, diskError("keep file", err)
	}
	return stored.as(stored), nil
}

// join notes who else sent a file that is kept. A working copy is kept beside one that had none, because its first sender did
// not give the word that makes one.
func (s *Store) join(upload UploadID, earlier, again Stored) (Stored, error) {
	with, copied := earlier, earlier.Working == nil && again.Working != nil
	for _, who := range again.By {
		if !earlier.SentBy(who) {
			with.By = append(with.By[:len(with.By):len(with.By)], who)
		}
	}
	if len(with.By) == len(earlier.By) && !copied {
		return earlier, nil
	}
	if copied {
		with.Working, with.NoWorkingReason = again.Working, ""
		err := s.disk.rename(upload.aside("work"), with.ID.Path(Working))
		if err == nil {
			err = s.disk.flushFolder(with.ID.folder()) // its name is durable before the description can be
		}
		if err != nil {
			return earlier, diskError("keep file", err)
		}
	}
	if err := s.describe(upload, with); err != nil {
		return earlier, diskError("keep file", err)
	}
	return with, nil
}

// describe writes the description of a file.
func (s *Store) describe(upload UploadID, stored Stored) error {
	text, err := json.Marshal(stored, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return s.disk.replace(stored.ID.Path(Description), upload.aside("stored"), append(text, '\n'))
}

// mend puts back a lost working copy that is the one that comes again, so that what acts say of the file stays so; false if
// that is not enough. Where the sealed original was lost the file is kept anew, under another name: sealing draws
// chance, and what acts say of the lost one is not here any more.
func (s *Store) mend(upload UploadID, earlier, again Stored) (mended bool, err error) {
	if earlier.ID.IsZero() { // it was not described
		return false, nil
	}
	whole := s.lies(earlier.ID, Sealed, earlier.SealedSize) == nil
	if !whole || again.Working == nil || earlier.Working == nil || again.Working.SHA256 != earlier.Working.SHA256 {
		return false, nil
	}
	if err := s.disk.rename(upload.aside("work"), earlier.ID.Path(Working)); err != nil {
		return false, err
	}
	if err := s.disk.flushFolder(earlier.ID.folder()); err != nil {
		return false, err
	}
	_, err = s.join(upload, earlier, again)
	s.removeAsides(upload)
	return true, err
}

func (s *Store) placeAll(u *upload, stored Stored) error {
	id, upload, st := stored.ID, u.state.ID, u.state
	s.takeBack(st) // what an attempt left that could not take it back itself
	st.Placing = id
	if err := s.save(u, st); err != nil {
		return err
	}
	if err := s.disk.folder(id.folder()); err != nil {
		return err
	}
	if stored.Working != nil {
		if err := s.disk.rename(upload.aside("work"), id.Path(Working)); err != nil {
			return err
		}
	}
	if err := s.disk.rename(upload.aside("age"), id.Path(Sealed)); err != nil {
		return err
	}
	// Both names are durable before the description can be.
	if err := s.disk.flushFolder(id.folder()); err != nil {
		return err
	}
	if err := s.remember(upload, stored); err != nil {
		return err
	}
	return s.describe(upload, stored)
}

// takeOut removes what place left half done; the description goes first.
func (s *Store) takeOut(id ID) {
	for _, name := range []string{id.Path(Description), id.Path(Sealed), id.Path(Working)} {
		if s.disk.remove(name) != nil {
			return
		}
	}
}
