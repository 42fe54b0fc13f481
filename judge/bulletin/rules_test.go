package bulletin_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/judge/bulletin"
	"truce/noun/publication"
)

var update = flag.Bool("update", false, "write what the recorded rows now make, by rules of a new number")

// Bulletins that were made from rows by rules of this number are made again to the last byte:
// who changes what a section makes of the same rows, or how it is written, raises Rules. The
// rows are those of bulletins of the exercise.
func TestRules_make_what_they_made(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/rows/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rows were recorded: %v", err)
	}
	var made strings.Builder
	fmt.Fprintf(&made, "rules %d\n", bulletin.Rules)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := bulletin.ReadRows(text)
		if err != nil {
			t.Fatalf("%s can no longer be read: %v", file, err)
		}
		if again, err := rows.Rows.Close(); err != nil || again.Digest != rows.Digest {
			t.Errorf("%s: read and written again the rows are other bytes: %v", file, err)
		}
		for _, edition := range publication.Editions() {
			text, err := bulletin.Make(rows, edition).Bytes()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&made, "%s %s %s\n", filepath.Base(file), edition, bulletin.Digest(text))
		}
	}
	held(t, "testdata/rows/editions.txt", made.String())
}

func held(t *testing.T, path, got string) {
	t.Helper()
	was, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(was), "\n")
	now, _, _ := strings.Cut(got, "\n")
	switch {
	case string(was) == got:
	case before == now:
		t.Errorf("the same rows make another bulletin than they did. If that is meant: raise bulletin.Rules, say why there, and run " +
			"go test ./judge/bulletin -update. If not: a section has a fault")
	case !*update:
		t.Errorf("%s is of %s, the program has %s: run go test ./judge/bulletin -update and read the difference", path, before, now)
	default:
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
