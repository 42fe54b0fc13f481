package adversary

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/query"
	"truce/tool/seal"
)

// Somebody who was handed what one monitor sealed puts it into a report of his own: a custodian who opens it would take that monitor's source for
// the other's. It says who sealed it, and is not told as that report's; nor is one that says nothing of it. And a short name is sealed as
// long as a longer one.
func TestCustodians_a_source_that_was_copied_is_not_told(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(time.Now().UTC().Truncate(time.Second))
	address, dir := serving(t, w), t.TempDir()
	said, code := sealed(t, dir, address, keyFile(t, w, "monitor-1"), "--accept-custodians")
	says(t, said, code, 0)
	signed := strings.Fields(said[strings.Index(said, "eyJ"):])[0]
	subject := string(parsed(t, jws(signed)).Subject)
	put(t, dir, "act.txt", []byte(signed+"\n"))
	said, code = truce(t, dir, "submit", "act.txt", "--server", address, "--key", keyFile(t, w, "monitor-1"))
	says(t, said, code, 0)
	custodian := keyFile(t, w, "custodian-1")
	said, code = truce(t, dir, "unseal", subject, "--server", address, "--key", custodian)
	says(t, said, code, 0, "A shepherd.")

	items, err := w.Reading.Subject(t.Context(), w.As("custodian-1"), act.SubjectID(subject), query.Clocks{})
	var r incident.Report
	if err := errors.Join(err, json.Unmarshal(items[0].State, &r)); err != nil {
		t.Fatal(err)
	}
	theft, old := officetest.Observation(), officetest.Observation()
	theft.Source, theft.SealedTo = r.Source, w.Custodians().Digest
	w.Must(t, "monitor-2", "observation-filed", "report/theft", theft)
	said, code = truce(t, dir, "unseal", "report/theft", "--server", address, "--key", custodian)
	says(t, said, code, 1, "copied from elsewhere", string(w.Keys["monitor-1"].Public().ID()))
	if strings.Contains(said, "shepherd") {
		t.Errorf("who told somebody else is told as the source of a report:\n%s", said)
	}

	to, err := seal.ParseRecipients(w.Custodians().Recipients())
	if err != nil {
		t.Fatal(err)
	}
	plain, err := seal.To(to, []byte("A shepherd."))
	if err != nil {
		t.Fatal(err)
	}
	old.Source, old.SealedTo = &incident.Source{Sealed: plain}, w.Custodians().Digest
	w.Must(t, "monitor-2", "observation-filed", "report/plain", old)
	said, code = truce(t, dir, "unseal", "report/plain", "--server", address, "--key", custodian)
	says(t, said, code, 1, incident.SourceForm)

	put(t, dir, "long.txt", []byte(strings.Repeat("A shepherd of the next valley. ", 20)))
	said, code = truce(t, dir, "sign", "--kind", "observation-filed", "--subject", "report/new", "--body", "body.json", "--seal", "long.txt",
		"--server", address, "--key", keyFile(t, w, "monitor-1"), "--remember", filepath.Join(dir, "seen"))
	says(t, said, code, 0)
	if long := strings.Fields(said[strings.Index(said, "eyJ"):])[0]; len(long) != len(signed) {
		t.Errorf("a longer name is seen: %d letters, and %d", len(long), len(signed))
	}
}
