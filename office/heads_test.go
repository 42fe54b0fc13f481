package office_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/office"
	"truce/office/officetest"
	"truce/tool/disk"
	"truce/tool/headfile"
	"truce/tool/store"
)

func refuses(t *testing.T, w *officetest.World, key problem.Key) {
	t.Helper()
	o, err := office.Open(context.Background(), w.Options())
	if err == nil {
		o.Close()
	}
	officetest.WantProblem(t, err, key)
}

func file(t *testing.T, w *officetest.World, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.Folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func put(t *testing.T, w *officetest.World, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.Folder, name), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func signs(t *testing.T, w *officetest.World) {
	t.Helper()
	if _, err := w.Head(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// A head that was torn while it was written, by a full disk or a crash, swallows no later one: an older database that is
// put back stays known for what it is.
func TestTornHead_hides_no_later_head(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	acts := someActs(t, w, 3)
	signs(t, w)
	submit(t, w, acts[0])
	w.Office.Close()
	older := file(t, w, store.FileName)
	heads := file(t, w, headfile.FileName)
	put(t, w, headfile.FileName, append(heads, "test.exercise.truce\n17\nQUJD"...))
	w.Reopen(t)
	submit(t, w, acts[1])
	signs(t, w)
	w.Office.Close()
	put(t, w, store.FileName, older)
	_ = os.Remove(filepath.Join(w.Folder, store.LeftName))
	refuses(t, w, problem.RegisterBehindSignedHead)
}

// What was promised and cannot be read stops the office, in words that say where, and changes nothing.
func TestDamagedHeads_stop_the_office(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	acts := someActs(t, w, 2)
	for _, text := range acts {
		submit(t, w, text)
		signs(t, w)
	}
	w.Office.Close()
	heads := file(t, w, headfile.FileName)
	damaged := slices.Clone(heads)
	damaged[60] ^= 1
	for key, text := range map[problem.Key][]byte{
		problem.SignedHeadsUnreadable: damaged,
		problem.FileNewer:             bytes.Replace(heads, []byte("truce-signed-heads-1"), []byte("truce-signed-heads-2"), 1),
	} {
		put(t, w, headfile.FileName, text)
		refuses(t, w, key)
		if string(file(t, w, headfile.FileName)) != string(text) {
			t.Error("the file was changed")
		}
	}
}

// A head of which only the database tells counts: the file of signed heads that is older than the database takes it up.
func TestHeadsFile_takes_up_what_others_cosigned(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	acts := someActs(t, w, 2)
	signs(t, w)
	w.Office.Close()
	earlier := file(t, w, headfile.FileName)
	w.Reopen(t)
	submit(t, w, acts[0])
	cosigned(t, w)
	w.Office.Close()
	newest := file(t, w, headfile.FileName)
	put(t, w, headfile.FileName, earlier)
	w.Reopen(t)
	if got := file(t, w, headfile.FileName); string(got) != string(newest) {
		t.Errorf("the file has %d bytes, had %d", len(got), len(newest))
	}
}

// cosigned has somebody cosign the head of now.
func cosigned(t *testing.T, w *officetest.World) {
	t.Helper()
	secret, public, err := register.GenerateCosignerKey(rand.Reader, "ru.exercise/cosigner")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewCosignatureSigner(secret, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := register.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	head, err := w.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := note.Open(head, note.VerifierList(w.Verifier()))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(opened, signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Cosign(context.Background(), signed, verifier); err != nil {
		t.Fatal(err)
	}
}

// A register in which there is anything gets no second key, whether or not a head was signed.
func TestKeyMissing(t *testing.T) {
	t.Parallel()
	for _, signed := range []bool{false, true} {
		w := officetest.New(t)
		if signed {
			signs(t, w)
		}
		w.Office.Close()
		if err := os.Remove(filepath.Join(w.Folder, "register.key")); err != nil {
			t.Fatal(err)
		}
		public := file(t, w, "register.pub")
		refuses(t, w, problem.RegisterKeyMissing)
		if disk.Has(disk.Own(), filepath.Join(w.Folder, "register.key")) || string(file(t, w, "register.pub")) != string(public) {
			t.Error("a new key was made")
		}
	}
}

func TestKeyOfAnother(t *testing.T) {
	t.Parallel()
	w, other := officetest.New(t), officetest.New(t)
	w.Office.Close()
	put(t, w, "register.key", file(t, other, "register.key"))
	refuses(t, w, problem.RegisterKeyWrong)
	put(t, w, "register.key", []byte("torn"))
	refuses(t, w, problem.RegisterKeyWrong)
}

// What a first start left when it was killed is no beginning of what the next writes.
func TestFirstStart_after_a_killed_one(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"register.key", "register.pub"} {
		w := &officetest.World{Folder: t.TempDir(), Clock: officetest.NewClock(), Rand: strings.NewReader(strings.Repeat("random ", 1000))}
		put(t, w, name+disk.New, []byte("PRIVATE+KEY+"))
		o, err := office.Open(context.Background(), w.Options())
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
		if o, err = office.Open(context.Background(), w.Options()); err != nil {
			t.Fatalf("%s was left: %v", name, err)
		}
		o.Close()
	}
}

// A search index that is damaged is taken away and filled again, and the office opens.
func TestDamagedIndex_is_filled_again(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	for _, text := range someActs(t, w, 3) {
		submit(t, w, text)
	}
	if err := w.Office.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.Office.Close()
	text := file(t, w, "search.db")
	clear(text[100:])
	put(t, w, "search.db", text)
	w.Reopen(t)
	if err := w.Office.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	checks(t, w)
}
