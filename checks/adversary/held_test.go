package adversary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/ground/problem"
	"truce/noun/evidence"
	"truce/office/officetest"
	"truce/tool/blob"
	"truce/tool/query"
)

// remove takes a form of a file away, or all of them.
func remove(t *testing.T, w *officetest.World, id blob.ID, forms ...blob.Form) {
	t.Helper()
	for _, form := range forms {
		if err := os.Remove(filepath.Join(w.Folder, blob.Folder, filepath.FromSlash(id.Path(form)))); err != nil {
			t.Fatal(err)
		}
	}
}

// notHeld are the pieces of evidence of which readers are told that they are not held.
func notHeld(t *testing.T, w *officetest.World) (n int) {
	t.Helper()
	page, err := w.Reading.List(t.Context(), w.As("auditor-1"), query.Filter{Nouns: []string{evidence.Noun}}, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range page.Items {
		if i.NotHeld {
			n++
		}
	}
	return n
}

// An act names a file that never came, or of which something else came, or that the office lost since: it is refused, with
// what to do, and nothing of it is kept. Who then sends the file and files it again is taken.
func TestHeld_no_record_promises_a_file_that_is_not_there(t *testing.T) {
	t.Parallel()
	const content = "EXERCISE. Seen from the roof."
	for name, c := range map[string]struct {
		lost  []blob.Form // after it was sent
		says  func(*evidence.EvidenceDeposited)
		about string // part of the body of which the refusal tells
	}{
		"another size":                       {says: func(b *evidence.EvidenceDeposited) { b.Size++ }, about: "/size"},
		"another original":                   {says: func(b *evidence.EvidenceDeposited) { b.Sealed = strings.Repeat("0f", 32) }, about: "/sealed"},
		"another working copy":               {says: func(b *evidence.EvidenceDeposited) { b.Working = strings.Repeat("0f", 32) }, about: "/working"},
		"no working copy, where one is":      {says: func(b *evidence.EvidenceDeposited) { b.Working = "" }, about: "/working"},
		"all of it was taken away":           {lost: []blob.Form{blob.Sealed, blob.Working, blob.Description}},
		"the original was taken away":        {lost: []blob.Form{blob.Sealed}},
		"the working copy was taken away":    {lost: []blob.Form{blob.Working}},
		"what tells of the file was removed": {lost: []blob.Form{blob.Description}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			stored := w.Send(t, "text/plain", []byte(content))
			remove(t, w, stored.ID, c.lost...)
			b := w.Deposited(stored)
			if c.says != nil {
				c.says(&b)
			}
			before := w.Size()
			_, err := w.Do(t, "monitor-1", "evidence-deposited", "evidence/"+stored.ID.String(), b)
			officetest.WantProblem(t, err, problem.EvidenceNotHeld)
			if told := problem.From(err); told.Where != c.about || told.Status() != 409 || !strings.Contains(told.Remedy(), "Send the file first") {
				t.Errorf("about %q, status %d, to do: %s", told.Where, told.Status(), told.Remedy())
			}
			if w.Size() != before {
				t.Error("it stands in the register")
			}
			w.Deposit(t, "note.txt", "text/plain", []byte(content))
			if findings, err := w.Blobs().CheckOne(t.Context(), stored.ID); err != nil || len(findings) > 0 {
				t.Errorf("of the file that came again: %v, %v", findings, err)
			}
			if n := notHeld(t, w); n != 0 {
				t.Errorf("%d pieces are told not to be held", n)
			}
			said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
			says(t, said, code, 0, "GOOD")
		})
	}
}

// A file of which nothing ever came.
func TestHeld_a_file_that_never_came_is_not_deposited(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 1)
	_, err := w.Do(t, "monitor-1", "evidence-deposited", "evidence/"+strings.Repeat("1f", 32), depositAbout("report/0"))
	officetest.WantProblem(t, err, problem.EvidenceNotHeld)
}

// The owner puts other bytes, of another length, in the place of what came: no act is taken that says that it is the file.
func TestHeld_a_file_that_was_replaced_is_not_deposited(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	stored := w.Send(t, "text/plain", []byte("EXERCISE. Seen from the roof."))
	put(t, filepath.Join(w.Folder, blob.Folder), stored.ID.Path(blob.Sealed), []byte("nothing"))
	_, err := w.Do(t, "monitor-1", "evidence-deposited", "evidence/"+stored.ID.String(), w.Deposited(stored))
	officetest.WantProblem(t, err, problem.EvidenceAltered)
}

// A file is lost after its act was taken. The act stays, whoever reads the record is told, and a copy without files is no
// worse for it: the rule is the office's, and no reader's.
func TestHeld_a_file_that_was_lost_later_is_told(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	const content = "EXERCISE. Seen from the roof."
	stored := w.Deposit(t, "note.txt", "text/plain", []byte(content))
	if n := notHeld(t, w); n != 0 {
		t.Fatalf("%d pieces are told not to be held", n)
	}
	remove(t, w, stored.ID, blob.Working)
	if n := notHeld(t, w); n != 1 {
		t.Errorf("%d pieces are told not to be held", n)
	}
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, "GOOD")
	w.Send(t, "text/plain", []byte(content)) // the working copy comes back, and the original is the one that the act names
	if n := notHeld(t, w); n != 0 {
		t.Errorf("%d pieces are told not to be held after the file came again", n)
	}
	remove(t, w, stored.ID, blob.Sealed)
	w.Send(t, "text/plain", []byte(content)) // sealed anew, it is not the one that the act names
	if n := notHeld(t, w); n != 1 {
		t.Errorf("an original that the act does not name passes for it")
	}
}
