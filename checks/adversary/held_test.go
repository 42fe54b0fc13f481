package adversary

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
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
		"another original":                   {says: func(b *evidence.EvidenceDeposited) { b.Original = strings.Repeat("0f", 32) }, about: "/original"},
		"another sealed original":            {says: func(b *evidence.EvidenceDeposited) { b.Sealed = strings.Repeat("0f", 32) }},
		"another working copy":               {says: func(b *evidence.EvidenceDeposited) { b.Working = strings.Repeat("0f", 32) }, about: "/working"},
		"all of it was taken away":           {lost: []blob.Form{blob.Sealed, blob.Working, blob.Description}},
		"the original was taken away":        {lost: []blob.Form{blob.Sealed}},
		"the working copy was taken away":    {lost: []blob.Form{blob.Working}},
		"what tells of the file was removed": {lost: []blob.Form{blob.Description}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			stored := w.Send(t, "monitor-1", "text/plain", []byte(content))
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
			if findings, err := w.Blobs().CheckOne(t.Context(), w.Deposit(t, "note.txt", "text/plain", []byte(content)).ID); err != nil || len(findings) > 0 {
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

// The office loses a file again and again after it was sent, and before its act comes. Who sends it anew, and asks what became of
// it, is told of what lies there now, or that nothing does: never of what is lost, of which no act would be taken any more.
func TestHeld_a_sender_is_told_of_what_is_there_now(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	const content = "EXERCISE. Seen from the roof."
	f := client.File{Content: strings.NewReader(content), Size: int64(len(content)), MediaType: "text/plain", NothingPersonal: true}
	for range 6 {
		name, c := "", clientOf(t, w, "monitor-1")
		sent, err := c.Upload(t.Context(), f, func(n string) { name = n })
		if err != nil {
			t.Fatal(err)
		}
		if told, err := c.Resume(t.Context(), name, f); err != nil || told.ID != sent.ID {
			t.Fatalf("told %s, %v, and %s lies there", told.ID, err, sent.ID)
		}
		remove(t, w, sent.ID, blob.Sealed, blob.Working, blob.Description)
		told, err := c.Resume(t.Context(), name, f)
		if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != problem.UploadUnknown.String() {
			t.Fatalf("of what is lost: %+v, %v", told, err)
		}
	}
	sent := sends(t, w, "monitor-1", content)
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/sent", w.Deposited(sent))
	if n := notHeld(t, w); n != 0 {
		t.Errorf("%d pieces are told not to be held", n)
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
	stored := w.Send(t, "monitor-1", "text/plain", []byte("EXERCISE. Seen from the roof."))
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
	w.Send(t, "monitor-1", "text/plain", []byte(content)) // the working copy comes back, and the original is the one that the act names
	if n := notHeld(t, w); n != 0 {
		t.Errorf("%d pieces are told not to be held after the file came again", n)
	}
	remove(t, w, stored.ID, blob.Sealed)
	w.Send(t, "monitor-1", "text/plain", []byte(content)) // sealed anew, it is not the one that the act names
	if n := notHeld(t, w); n != 1 {
		t.Errorf("an original that the act does not name passes for it")
	}
}

// Two people hand in the same bytes, each for a report of their own. Both deposits stand, each is with who made it, and the file
// is kept once.
func TestHeld_the_same_file_is_evidence_of_both_reports(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	const content = "EXERCISE. Seen from the roof."
	var first, second blob.Stored
	for i, stored := range []*blob.Stored{&first, &second} {
		*stored = sends(t, w, fmt.Sprintf("monitor-%d", i+1), content)
		w.Must(t, fmt.Sprintf("monitor-%d", i+1), "evidence-deposited", fmt.Sprintf("evidence/%d", i), w.Deposited(*stored, act.SubjectID(fmt.Sprintf("report/%d", i))))
	}
	if kept, err := w.Blobs().Stat(first.ID); err != nil || first.ID != second.ID || first.StoredAt != kept.StoredAt || len(kept.By) != 2 {
		t.Errorf("the second replaced the first: %+v, %+v", first, second)
	}
	for i, report := range []string{"report/0", "report/1"} {
		page, err := w.Reading.List(t.Context(), w.As("custodian-1"), query.Filter{Nouns: []string{evidence.Noun}, About: []string{report}}, nil, 10)
		if err != nil || len(page.Items) != 1 || len(page.Items[0].Conflicts) > 0 || page.Items[0].NotHeld {
			t.Fatalf("about %s: %+v, %v", report, page.Items, err)
		}
		var s evidence.Evidence
		if err := json.Unmarshal(page.Items[0].State, &s); err != nil {
			t.Fatal(err)
		}
		if len(s.About) != 1 || s.Holder != act.SubjectID(fmt.Sprintf("person/monitor-%d", i+1)) {
			t.Errorf("about %v, with %s", s.About, s.Holder)
		}
	}
}

// Somebody who may hand in files comes by the name of another's upload. For him it is not there: he reads nothing of it, adds
// nothing, and takes nothing away.
func TestHeld_nobody_goes_on_with_an_upload_of_another(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	const content = "EXERCISE. Seen from the roof."
	f := client.File{Content: strings.NewReader(content), Size: int64(len(content)), MediaType: "text/plain"}
	name := ""
	began, stop := context.WithCancel(t.Context())
	_, err := clientOf(t, w, "monitor-1").Upload(began, f, func(n string) { name = n; stop() })
	if name == "" || err == nil {
		t.Fatalf("%q, %v", name, err)
	}
	_, err = clientOf(t, w, "monitor-2").Resume(t.Context(), name, f)
	if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != problem.UploadUnknown.String() || p.Status != 404 {
		t.Errorf("another goes on: %v", err)
	}
	if stored, err := clientOf(t, w, "monitor-1").Resume(t.Context(), name, f); err != nil || stored.Size != int64(len(content)) {
		t.Errorf("who began it: %+v, %v", stored, err)
	}
	_, err = clientOf(t, w, "monitor-2").Resume(t.Context(), name, f)
	if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != problem.UploadUnknown.String() {
		t.Errorf("another learns what became of it: %v", err)
	}
}

// sends hands a file in over the network.
func sends(t *testing.T, w *officetest.World, who, content string) blob.Stored {
	t.Helper()
	stored, err := clientOf(t, w, who).Upload(t.Context(), client.File{Content: strings.NewReader(content), Size: int64(len(content)), MediaType: "text/plain", NothingPersonal: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func clientOf(t *testing.T, w *officetest.World, who string) *client.Client {
	t.Helper()
	server := httptest.NewServer(api.New(w.House, api.Options{Log: slog.New(slog.DiscardHandler), Now: w.Clock.Now, Rand: w.Rand, StrangerRate: 1e9, StrangerBurst: 1e9}))
	t.Cleanup(server.Close)
	c, err := client.New(server.URL, client.Options{Key: w.Keys[who], Origin: w.Verifier().Name(), Now: w.Clock.Now, Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
