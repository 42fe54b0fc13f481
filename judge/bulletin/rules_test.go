package bulletin_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	for number := 1; number <= bulletin.Rules; number++ {
		makeWhatTheyMade(t, fmt.Sprintf("testdata/rows/%d", number))
	}
}

func makeWhatTheyMade(t *testing.T, folder string) {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rows were recorded in %s: %v", folder, err)
	}
	var made strings.Builder
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
	held(t, folder+"/editions.txt", made.String())
}

func held(t *testing.T, path, got string) {
	t.Helper()
	was, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	switch {
	case string(was) == got:
	case len(was) > 0:
		t.Errorf("%s: the same rows make another bulletin than they did. If that is meant: raise bulletin.Rules, say why there, have what was go on by the number before "+
			"(Section.Until, Rows.Rules), put rows of the new number beside these, and run go test ./judge/bulletin -update. If not: a section has a fault", path)
	case !*update:
		t.Errorf("%s says nothing: run go test ./judge/bulletin -update", path)
	default:
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Where acts came to mean something else, figures are not called wrong that were counted
// before; with the rows that were counted they are judged, and the rows are named that fold
// otherwise by now.
func TestHold(t *testing.T) {
	t.Parallel()
	rows := full(5)
	counted, err := rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	b := bulletin.Make(counted, publication.Mission)
	now := rows
	now.Reports = now.Reports[1:]
	earlier := rows
	earlier.Folds = maps.Clone(rows.Folds)
	earlier.Folds["report"] = 7
	before, err := earlier.Close()
	if err != nil {
		t.Fatal(err)
	}
	old := bulletin.Make(before, publication.Mission)
	unreckoned := []bulletin.Unreckoned{{Table: bulletin.Reports, As: rows.Reports[0].As, Event: "mortar", Harm: true, Place: true}}
	for name, c := range map[string]struct {
		of      bulletin.Bulletin
		folded  bulletin.Folded
		kept    *bulletin.Closed
		figures bulletin.Verdict // of those that differ, "" if none does
		rows    bulletin.Verdict
	}{
		"the same":                                     {b, bulletin.Folded{Rows: rows}, nil, "", ""},
		"another figure":                               {b, bulletin.Folded{Rows: now}, nil, bulletin.Wrong, ""},
		"another figure, by another meaning":           {old, bulletin.Folded{Rows: now}, nil, bulletin.Refolded, ""},
		"another meaning, the same rows":               {old, bulletin.Folded{Rows: rows}, nil, "", ""},
		"from its rows, by another meaning":            {old, bulletin.Folded{Rows: now}, &before, "", bulletin.Refolded},
		"from its rows, by the same meaning":           {b, bulletin.Folded{Rows: now}, &counted, "", bulletin.Wrong},
		"from its rows, of which a copy withholds one": {b, bulletin.Folded{Rows: now, Unreckoned: unreckoned}, &counted, "", bulletin.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, err := bulletin.Hold(c.of, c.folded, c.kept)
			if err != nil || verdicts(h.Differences) != c.figures || verdicts(h.Rows) != c.rows {
				t.Errorf("figures %q, rows %q, want %q and %q: %v", verdicts(h.Differences), verdicts(h.Rows), c.figures, c.rows, err)
			}
		})
	}
	if _, err := bulletin.Hold(b, bulletin.Folded{Rows: rows}, &before); !errors.Is(err, bulletin.ErrNotItsRows) {
		t.Errorf("rows of another bulletin: %v", err)
	}
}

// verdicts is the one verdict on all, or all that there are.
func verdicts(all []bulletin.Difference) bulletin.Verdict {
	var said []string
	for _, d := range all {
		if !slices.Contains(said, string(d.Verdict)) {
			said = append(said, string(d.Verdict))
		}
	}
	return bulletin.Verdict(strings.Join(said, " "))
}
