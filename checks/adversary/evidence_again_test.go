package adversary

import (
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/evidence"
	"truce/office/officetest"
	"truce/tool/query"
)

// Whoever has the same file deposits it again, with other words and for another report. The file is no less evidence of the
// first one than it was.
func TestEvidence_deposited_again_is_taken_from_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	stored := w.Deposit(t, "note.txt", "text/plain", []byte("Seen from the roof."))
	subject := act.SubjectID("evidence/" + stored.ID.String())
	b := w.Deposited(stored)
	b.About, b.Description = []act.SubjectID{"report/0"}, shape.In("en", "Seen from the roof.")
	w.Must(t, "monitor-1", "evidence-deposited", string(subject), b)
	b.About, b.Description = []act.SubjectID{"report/1"}, shape.In("en", "Nothing to see.")
	w.Must(t, "monitor-2", "evidence-deposited", string(subject), b)
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), subject, query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	var s evidence.Evidence
	if err := json.Unmarshal(items[0].State, &s); err != nil {
		t.Fatal(err)
	}
	if len(s.About) != 2 || s.About[0] != "report/0" || s.Description.Text != "Seen from the roof." {
		t.Errorf("about %v: %q", s.About, s.Description.Text)
	}
}
