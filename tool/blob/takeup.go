package blob

import (
	"errors"
	"path"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/tool/disk"
)

// takeUp reads the uploads that an earlier run left. Asides are removed: nothing durable
// depends on them. An upload whose state cannot be read is given up with its bytes, since
// nobody could go on with it and its plain bytes must not lie about.
func (s *Store) takeUp() error {
	for _, folder := range []string{uploadsFolder, blobsFolder} {
		if err := s.disk.folder(folder); err != nil {
			return err
		}
	}
	names, err := s.disk.root.ReadDir(uploadsFolder)
	if err != nil {
		return err
	}
	for _, entry := range names {
		if err := s.takeUpState(entry.Name()); err != nil {
			return err
		}
	}
	for _, entry := range names {
		if err := s.tidy(entry.Name()); err != nil {
			return err
		}
	}
	for _, u := range s.uploads {
		s.takeBack(u.state)
	}
	return s.disk.flushFolder(uploadsFolder)
}

// takeBack removes what a crash left of a file that was being put into its place: it is sealed anew, under another name.
func (s *Store) takeBack(st state) {
	if _, err := s.Stat(st.Placing); st.Finished.IsZero() && !st.Placing.IsZero() && errors.Is(err, ErrNotFound) {
		s.takeOut(st.Placing)
	}
}

func (s *Store) takeUpState(name string) error {
	id, err := ParseUploadID(strings.TrimSuffix(name, ".json"))
	if err != nil || !strings.HasSuffix(name, ".json") {
		return nil
	}
	text, err := disk.ReadFile(s.disk.root, id.stateFile())
	if err != nil {
		return err
	}
	var st state
	if json.Unmarshal(text, &st) == nil && st.ID == id {
		s.uploads[id] = &upload{state: st}
	}
	return nil
}

// tidy removes what belongs to no upload that goes on.
func (s *Store) tidy(name string) error {
	text, extension, _ := strings.Cut(name, ".")
	id, err := ParseUploadID(text)
	if err != nil {
		return nil
	}
	u := s.uploads[id]
	goesOn := u != nil && (extension == "json" || extension == "part" && u.state.Finished.IsZero())
	if goesOn {
		return nil
	}
	return s.disk.remove(path.Join(uploadsFolder, name))
}
