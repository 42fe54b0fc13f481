package officetest

import (
	"bytes"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

// Answered fails the test if an answer of a story is not the one that stands in it, with the
// lines that differ and the command that takes the new answer over.
func Answered(t testing.TB, question string, stands, got []byte, takeOver string) {
	t.Helper()
	stands, got = append(bytes.TrimSpace(stands), '\n'), append(bytes.TrimSpace(got), '\n')
	if difference := diff.Diff("the story", stands, "the office", got); difference != nil {
		t.Errorf("%s\n%s\nhint: if the office is right, take its answer over and read the difference: %s", question, difference, takeOver)
	}
}
