package feature

import (
	"strings"
	"testing"

	"truce/ground/shape"
)

func TestWriteCSV_makes_control_characters_visible(t *testing.T) {
	t.Parallel()
	table := Table{Columns: []shape.Column{{Path: "state.narrative"}}}
	var out strings.Builder
	if err := table.WriteCSV(&out, []Feature{{Values: []any{"a\x1b]0;x\a\u202e\tb\nc"}}}); err != nil {
		t.Fatal(err)
	}
	if want := "state.narrative\n\"a\\u001b]0;x\\u0007\\u202e\tb\nc\"\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
