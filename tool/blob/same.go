package blob

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"truce/tool/disk"
)

// key is what the same bytes have in common, sealed to the same custodians. To others they are sealed anew: nobody here can
// open a file to do it again.
func (s Stored) key() ID {
	h := sha256.New()
	fmt.Fprintf(h, "truce original\n%s\n", s.Original)
	for _, custodian := range slices.Sorted(slices.Values(s.Recipients)) {
		fmt.Fprintf(h, "%s\n", custodian)
	}
	return ID(h.Sum(nil))
}

func (id ID) originalFile() string {
	text := id.String()
	return path.Join(originalsFolder, text[:2], text[2:4], text)
}

// same is what is kept of the same bytes, sealed to the same custodians. Errors: ErrNotFound, also if one form is missing,
// with what is described; ErrDamaged.
func (s *Store) same(as Stored) (Stored, error) {
	text, err := disk.ReadFile(s.disk.root, as.key().originalFile())
	if errors.Is(err, fs.ErrNotExist) {
		return Stored{}, ErrNotFound
	}
	if err != nil {
		return Stored{}, diskError("find file", err)
	}
	id, err := ParseID(string(text))
	if err != nil {
		return Stored{}, ErrNotFound // it is only an index: the file is kept anew
	}
	stored, err := s.Held(id)
	if errors.Is(err, ErrDamaged) || err == nil && stored.key() != as.key() {
		return Stored{}, ErrNotFound
	}
	return stored, err
}

// remember has the next who sends the same bytes find them. It comes before the description: a crash in between leaves
// the name of nothing, and the file is then kept anew.
func (s *Store) remember(upload UploadID, stored Stored) error {
	name := stored.key().originalFile()
	if err := s.disk.folder(path.Dir(name)); err != nil {
		return err
	}
	return s.disk.replace(name, upload.aside("original"), []byte(stored.ID.String()))
}
