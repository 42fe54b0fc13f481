package blob

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// place gives the asides their names. The description is written last and is the moment
// at which the file is kept: a crash before leaves a sealed original or a working copy
// without description, which nobody sees and the next Finish replaces.
func (s *Store) place(upload UploadID, stored Stored) (Stored, error) {
	s.commit.Lock()
	defer s.commit.Unlock()
	// The same file may have been finished by another upload meanwhile.
	earlier, err := s.Held(stored.ID)
	if err == nil {
		earlier, err = s.addWorking(upload, earlier, stored)
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
	if err := s.placeAll(upload, stored); err != nil {
		s.takeOut(stored.ID)
		return Stored{}, diskError("keep file", err)
	}
	return stored, nil
}

// addWorking keeps a working copy beside a file that had none, because its first sender did not give the word that makes one.
func (s *Store) addWorking(upload UploadID, earlier, again Stored) (Stored, error) {
	if earlier.Working != nil || again.Working == nil {
		return earlier, nil
	}
	with := earlier
	with.Working, with.NoWorkingReason = again.Working, ""
	text, err := json.Marshal(with, jsontext.WithIndent("  "))
	if err == nil {
		err = s.disk.rename(upload.aside("work"), again.ID.Path(Working))
	}
	if err == nil {
		err = s.disk.flushFolder(again.ID.folder()) // its name is durable before the description can be
	}
	if err == nil {
		err = s.disk.replace(again.ID.Path(Description), upload.aside("stored"), append(text, '\n'))
	}
	if err != nil {
		return earlier, diskError("keep file", err)
	}
	return with, nil
}

// mend is for a file of which a form was lost. A working copy that is the lost one is put back, so that what acts say of
// the file stays so; false if that is not enough. Else the file is to be kept anew, and until it is, it is not here:
// the original is sealed otherwise each time, and the earlier description is of none that lies there.
func (s *Store) mend(upload UploadID, earlier, again Stored) (mended bool, err error) {
	if earlier.ID != again.ID { // it was not described
		return false, nil
	}
	whole := s.lies(again.ID, Sealed, earlier.SealedSize) == nil
	if whole && again.Working != nil && earlier.Working != nil && again.Working.SHA256 == earlier.Working.SHA256 {
		defer s.removeAsides(upload)
		if err := s.disk.rename(upload.aside("work"), again.ID.Path(Working)); err != nil {
			return false, err
		}
		return true, s.disk.flushFolder(again.ID.folder())
	}
	if err := s.disk.remove(again.ID.Path(Description)); err != nil {
		return false, err
	}
	return false, s.disk.flushFolder(again.ID.folder())
}

func (s *Store) placeAll(upload UploadID, stored Stored) error {
	text, err := json.Marshal(stored, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	id := stored.ID
	if err := s.disk.folder(id.folder()); err != nil {
		return err
	}
	if err := s.placeWorking(upload, stored); err != nil {
		return err
	}
	if err := s.disk.rename(upload.aside("age"), id.Path(Sealed)); err != nil {
		return err
	}
	// Both names are durable before the description can be.
	if err := s.disk.flushFolder(id.folder()); err != nil {
		return err
	}
	return s.disk.replace(id.Path(Description), upload.aside("stored"), append(text, '\n'))
}

// placeWorking also removes what an earlier, interrupted attempt may have left.
func (s *Store) placeWorking(upload UploadID, stored Stored) error {
	if stored.Working == nil {
		return s.disk.remove(stored.ID.Path(Working))
	}
	return s.disk.rename(upload.aside("work"), stored.ID.Path(Working))
}

// takeOut removes what place left half done; the description goes first.
func (s *Store) takeOut(id ID) {
	for _, name := range []string{id.Path(Description), id.Path(Sealed), id.Path(Working)} {
		if s.disk.remove(name) != nil {
			return
		}
	}
}
