package adversary

import (
	"os"
	"path/filepath"
	"testing"

	"truce/door/backup"
	"truce/ground/problem"
	"truce/office"
	"truce/office/house"
	"truce/office/officetest"
	"truce/tool/query"
)

// backedUp is an office of which a backup was made, that took more since, and of which a reader remembers a head.
func backedUp(t *testing.T) (w *officetest.World, file, here string) {
	t.Helper()
	w = officetest.New(t)
	w.File(t, 0, 5)
	copyOf(t, w, "secretary") // a head is signed
	file, here = filepath.Join(t.TempDir(), "office.backup"), t.TempDir()
	if _, err := backup.Make(t.Context(), w.Folder, file, backup.Options{Now: w.Clock.Now}, nil); err != nil {
		t.Fatal(err)
	}
	w.File(t, 5, 10)
	said, code := truce(t, here, "check", copyOf(t, w, "secretary"), "--remember", "memory")
	says(t, said, code, 0, "GOOD")
	return w, file, here
}

// startIn opens the office in another folder.
func startIn(t *testing.T, w *officetest.World, folder string) *house.House {
	t.Helper()
	o := w.Options()
	o.Folder = folder
	f, err := house.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// Whoever was given a backup to study, and has the register's key too, gets no office by it.
func TestRestore_a_studied_backup_is_no_office(t *testing.T) {
	t.Parallel()
	w, file, here := backedUp(t)
	studied := filepath.Join(here, "studied")
	said, code := truce(t, here, "restore", file, "--data", studied)
	says(t, said, code, 1, "It is not said whether", "--study", "--replace")
	said, code = truce(t, here, "restore", file, "--study", "--data", studied)
	says(t, said, code, 0, "for study", "nothing is taken, signed or published")
	key, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, studied, "register.key", key)
	heads := read(t, studied, "signed-heads")
	f := startIn(t, w, studied)
	if !f.Studied() || f.Size() == w.Size() {
		t.Fatalf("studied %v, %d entries", f.Studied(), f.Size())
	}
	_, err = f.Submit(t.Context(), w.Sign(t, "monitor-1", "observation-filed", "report/20", officetest.Observation()))
	officetest.WantProblem(t, err, problem.BackupIsStudied)
	if string(read(t, studied, "signed-heads")) != string(heads) {
		t.Error("a head was signed")
	}
	if id, err := f.Reading.Subject(t.Context(), w.As("verifier-1"), "report/0", query.Clocks{}); err != nil || len(id) == 0 {
		t.Errorf("it is not read: %v", err)
	}
	for _, refused := range [][]string{
		{"restore", file, "--replace", "--data", studied}, // it stays for study
		{"restore", file, "--study", "--data", w.Folder},  // an office is not made a study by it
	} {
		said, code = truce(t, here, refused...)
		says(t, said, code, 1, "error: ")
	}
}

// Its holder takes away the mark and starts it with the register's key. It cannot know that it is old; a reader who
// remembers a head does, with a proof that convinces others.
func TestRestore_a_studied_backup_that_is_started_as_the_office_is_found(t *testing.T) {
	t.Parallel()
	w, file, here := backedUp(t)
	studied := filepath.Join(here, "studied")
	said, code := truce(t, here, "restore", file, "--study", "--data", studied)
	says(t, said, code, 0, "for study")
	key, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, studied, "register.key", key)
	if err := os.Remove(filepath.Join(studied, office.StudiedName)); err != nil {
		t.Fatal(err)
	}
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	w.Folder = studied
	w.Reopen(t)
	w.File(t, 20, 40)
	said, code = truce(t, here, "check", copyOf(t, w, "secretary"), "--remember", "memory")
	says(t, said, code, 3, "two histories", "PROOF")
}

// The folder with the signed heads is gone, and the backup is older than what others saw: who remembers it, or is
// given a head, does not go on from it.
func TestRestore_goes_by_heads_that_somebody_saw(t *testing.T) {
	t.Parallel()
	w, file, here := backedUp(t)
	said, code := truce(t, here, "restore", file, "--replace", "--data", "anew", "--remember", "memory")
	says(t, said, code, 1, "has already signed for", "two different registers")
	said, code = truce(t, here, "restore", file, "--replace", "--data", "anew", "--remember", "none", "--head", copyOf(t, w, "secretary"))
	says(t, said, code, 1, "has already signed for")
	said, code = truce(t, here, "restore", file, "--study", "--data", "study", "--remember", "memory")
	says(t, said, code, 0, "5 are not in this backup")
	said, code = truce(t, here, "restore", file, "--replace", "--data", "anew", "--remember", "none")
	says(t, said, code, 0, "to go on with", "ask the other offices for the last head")
}
