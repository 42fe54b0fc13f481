package officetest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/tool/blob"
)

// File hands in the observations report/FROM up to report/TO, each with words of its own.
func (w *World) File(t testing.TB, from, to int) {
	t.Helper()
	var acts []string
	for i := from; i < to; i++ {
		o := Observation()
		o.Narrative = shape.In("en", fmt.Sprintf("EXERCISE. Heard from the roof, number %d.", i))
		acts = append(acts, w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/%d", i), o))
	}
	for _, o := range w.SubmitAll(t.Context(), acts) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
	}
}

// Assess opens incident/1 over report/0 and calls it possible.
func (w *World) Assess(t testing.TB) {
	t.Helper()
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/0"})
	w.Must(t, "verifier-1", "incident-assessed", "incident/1", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "one post alone")})
}

// Deposit keeps a file and says so in the register.
func (w *World) Deposit(t testing.TB, name, mediaType string, content []byte) blob.Stored {
	t.Helper()
	stored := w.Send(t, "monitor-1", mediaType, content)
	body := w.Deposited(stored)
	body.Description = shape.In("en", "EXERCISE. "+name)
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/"+stored.ID.String(), body)
	return stored
}

// Send hands a file in for somebody, and says nothing in the register.
func (w *World) Send(t testing.TB, who, mediaType string, content []byte) blob.Stored {
	t.Helper()
	ctx := t.Context()
	id, err := w.Blobs().Create(ctx, blob.Claim{Length: int64(len(content)), MediaType: mediaType, NothingPersonal: true, By: w.sender(who)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Blobs().Append(ctx, id, 0, bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	stored, err := w.Blobs().Finish(ctx, id, sha256.Sum256(content))
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func (w *World) sender(who string) string { return string(w.Keys[who].Public().ID()) }

// Deposited is what an act says of a file that was sent.
func (w *World) Deposited(stored blob.Stored, about ...act.SubjectID) evidence.EvidenceDeposited {
	body := evidence.EvidenceDeposited{Kind: "document", MediaType: stored.MediaType, Original: stored.Original.String(), Size: stored.Size,
		Sealed: stored.ID.String(), SealedTo: w.Custodians().Digest, About: about, Exercise: true}
	if stored.Working != nil {
		body.Working = stored.Working.SHA256.String()
	}
	return body
}

// Hold has the office hold what an act of somebody names, as the act tells it: files of those names, which are nothing. A story tells
// the same at every play, and a file is sealed otherwise each time.
func (w *World) Hold(t testing.TB, who string, c noun.Content) {
	t.Helper()
	stored := blob.Stored{ID: named(t, c.Sealed), Original: named(t, c.Original), Size: c.Size, By: []string{w.sender(who)}}
	w.place(t, stored.ID, blob.Sealed, nil)
	if c.Working != "" {
		stored.Working = &blob.WorkingCopy{SHA256: named(t, c.Working)}
		w.place(t, stored.ID, blob.Working, nil)
	}
	text, err := json.Marshal(stored)
	if err != nil {
		t.Fatal(err)
	}
	w.place(t, stored.ID, blob.Description, text)
}

func named(t testing.TB, text string) blob.ID {
	t.Helper()
	id, err := blob.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *World) place(t testing.TB, id blob.ID, form blob.Form, content []byte) {
	t.Helper()
	name := filepath.Join(w.Folder, blob.Folder, filepath.FromSlash(id.Path(form)))
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		err = os.WriteFile(name, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
