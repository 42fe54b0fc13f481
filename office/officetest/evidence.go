package officetest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"

	"truce/ground/shape"
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
	ctx := t.Context()
	id, err := w.Blobs().Create(ctx, blob.Claim{Length: int64(len(content)), MediaType: mediaType, NothingPersonal: true})
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
	body := evidence.EvidenceDeposited{Kind: "document", MediaType: stored.MediaType, Size: stored.Size,
		Sealed: stored.SealedSHA256.String(), SealedTo: w.Custodians().Digest, Description: shape.In("en", "EXERCISE. "+name), Exercise: true}
	if stored.Working != nil {
		body.Working = stored.Working.SHA256.String()
	}
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/"+stored.ID.String(), body)
	return stored
}
