// Package adversary mounts attacks on Truce against real offices, folders and copies, and holds what each defender
// is told. The table in SECURITY.md says which attack is which test.
package adversary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truce/ground/register"
	"truce/office/officetest"
)

// A register was rewritten and cut back below what a reader has seen. There is no proof in it either way, so it is
// told as unproven; it is not remembered, and not forgotten.
func TestReader_is_told_of_a_register_that_was_rewritten_and_cut_back(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 40)
	seen, h, here := copyOf(t, w, "secretary"), historyOf(t, w), t.TempDir()
	said, code := truce(t, here, "check", seen, "--remember", "memory")
	says(t, said, code, 0, "GOOD")
	cut := h[:len(h)-10].rewritten(45).publish(t, w, seen)
	for range 2 { // the second time nothing was learned from the first
		said, code = truce(t, here, "check", cut, "--remember", "memory")
		says(t, said, code, 3, "UNPROVEN", "10 entries fewer", "--older")
	}
	said, code = truce(t, here, "check", cut, "--remember", "memory", "--older")
	says(t, said, code, 3, "UNPROVEN", "nothing here shows")
	said, code = truce(t, here, "check", cut, "--remember", "memory", "--newer", seen, "--proof", "fork.json")
	says(t, said, code, 3, "two histories", "fork.json")

	// The file convinces a stranger who has the key and nothing else.
	said, code = truce(t, here, "check", "fork.json", "--register", w.Key())
	says(t, said, code, 3, "PROVEN", "two different histories")
	_, other, err := register.GenerateKey(w.Rand, w.Verifier().Name())
	if err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, here, "check", "fork.json", "--register", other)
	says(t, said, code, 1, "proves nothing")
}

// A copy that is honestly older is good only when something shows it.
func TestReader_takes_an_older_copy_only_with_a_proof(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 20)
	older, here := copyOf(t, w, "secretary"), t.TempDir()
	w.File(t, 20, 30)
	newer := copyOf(t, w, "secretary")
	truce(t, here, "check", newer, "--remember", "memory")
	said, code := truce(t, here, "check", older, "--remember", "memory")
	says(t, said, code, 3, "UNPROVEN")
	said, code = truce(t, here, "check", older, "--remember", "memory", "--newer", newer)
	says(t, said, code, 0, "GOOD", "Older", "shown to be the beginning")
}

// An export, in the folder of the office and over HTTP, does not write over the only proof of a fork, nor over a longer
// copy; the head that was offered is kept.
func TestExport_does_not_write_over_the_proof_of_a_fork(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 300)
	mine, h := copyOf(t, w, "secretary"), historyOf(t, w)
	key := keyFile(t, w, "secretary")
	grown := append(history(nil), h...)
	for range 5 {
		grown = grown.with(t, w.Sign(t, "monitor-1", "observation-filed", "report/later", officetest.Observation()))
	}
	for name, c := range map[string]struct {
		shown history
		words string
		proof bool
	}{
		"rewritten and grown":    {grown.rewritten(45), "two histories", true},
		"rewritten and cut back": {h[:len(h)-5].rewritten(45), "fewer entries than the copy", false},
		"cut back":               {h[:len(h)-5], "fewer entries than the copy", false},
		"rewritten":              {h.rewritten(45), "two histories", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(mine)); err != nil {
				t.Fatal(err)
			}
			office := published(t, w, c.shown.publish(t, w, ""))
			said, code := truce(t, dir, "export", dir, "--server", office.URL, "--office", w.Verifier().Name(), "--key", key)
			says(t, said, code, 3, c.words, "left as it is")
			unchanged(t, mine, dir)
			if kept, err := filepath.Glob(filepath.Join(dir, "heads", "unproven", "*")); err != nil || len(kept) != 1 {
				t.Errorf("the head that was offered is not kept: %v, %v", kept, err)
			}
			if c.proof {
				said, code = truce(t, dir, "check", "fork-proof.json", "--register", w.Key())
				says(t, said, code, 3, "PROVEN")
			}
			said, code = truce(t, dir, "check", dir)
			says(t, said, code, 0, "GOOD")
		})
	}
}

// A head that claims 2^50 entries ends the check, the export and the comparison at once.
func TestReader_is_not_kept_busy_by_a_hostile_head(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	mine := copyOf(t, w, "secretary")
	for name, size := range map[string]int64{"2^50": 1 << 50, "as many as there can be": register.MaxEntries} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, claim := t.TempDir(), register.TreeHead{Origin: w.Verifier().Name(), Size: size}
			if err := os.CopyFS(dir, os.DirFS(mine)); err != nil {
				t.Fatal(err)
			}
			put(t, dir, register.HeadPath, signedText(t, w, claim.Body()))
			began := time.Now()
			said, code := truce(t, dir, "check", dir)
			says(t, said, code, 3)
			if !strings.Contains(said, "more entries than any register can have") && !strings.Contains(said, "more entries than are read without a word") {
				t.Errorf("it said %s", said)
			}
			office := published(t, w, dir)
			copied := t.TempDir()
			said, code = truce(t, copied, "export", copied, "--server", office.URL, "--office", w.Verifier().Name(), "--key", keyFile(t, w, "secretary"))
			if code == 0 {
				t.Errorf("it was copied: %s", said)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}
