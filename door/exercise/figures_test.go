package exercise

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/judge/policy"
	"truce/noun/publication"
	"truce/office/house"
)

// figures holds every figure and every other statement of every bulletin of the exercise to
// what was recorded of them, a line each: whatever changes in how bulletins are made, these
// stay. What hangs on keys, which are new each time, is not recorded: ids of acts and digests.
func figures(t *testing.T, o *house.House) {
	ctx := context.Background()
	secretary := policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}
	all := publishedBy(t, o)
	if len(all) < 3 {
		t.Fatal(all)
	}
	for _, b := range all {
		for _, issue := range b.Issues {
			for _, edition := range publication.Editions() {
				text, err := o.Bulletins.Read(ctx, secretary, b.Subject.Name(), issue.Correction, edition)
				if err != nil {
					t.Fatal(err)
				}
				testRecorded(t, fmt.Sprintf("%s-%d-%s.txt", b.Subject.Name(), issue.Correction, edition), statements(t, text))
			}
		}
	}
}

func testRecorded(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "bulletin", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if t.Failed() {
			t.Log("hint: if the bulletin is right now, take it over and read the difference: go test ./door/exercise -update")
		}
	}()
	was, is := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("%s: no longer said: %s", name, line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("%s: not said before: %s", name, line)
		}
	}
}

// statements are what a bulletin says, sorted, a line each: the path of a figure, the number,
// unit and records, the same of the period before; or a path and a value.
func statements(t *testing.T, text []byte) []byte {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	for _, basis := range []string{"known", "size", "root", "registers", "origin", "rules", "rows", "folds", "blind"} {
		delete(tree["header"].(map[string]any), basis)
	}
	var lines []string
	said("", tree, &lines)
	slices.Sort(lines)
	hex := regexp.MustCompile(`\b([0-9a-f]{64}|[0-9a-f]{12})\b`)
	return append(hex.ReplaceAll([]byte(strings.Join(slices.Compact(lines), "\n")), []byte("…")), '\n')
}

func said(at string, v any, lines *[]string) {
	switch v := v.(type) {
	case map[string]any:
		if _, figure := v["unit"]; figure {
			*lines = append(*lines, fmt.Sprintf("%s = %s", at, figureSaid(v)))
			return
		}
		for name, member := range v {
			said(strings.TrimPrefix(at+"/"+name, "/"), member, lines)
		}
	case []any:
		for _, member := range v {
			row, is := member.(map[string]any)
			if name, named := row["row"].(string); is && named {
				said(at+"/"+name, member, lines)
				continue
			}
			text, _ := json.Marshal(v, json.Deterministic(true))
			*lines = append(*lines, fmt.Sprintf("%s = %s", at, text))
			return
		}
	default:
		*lines = append(*lines, fmt.Sprintf("%s = %v", at, v))
	}
}

func figureSaid(v map[string]any) string {
	var out bytes.Buffer
	for _, member := range []string{"number", "unit", "notObserved", "of", "before"} {
		if v[member] == nil {
			continue
		}
		if before, is := v[member].(map[string]any); is {
			fmt.Fprintf(&out, "; before: %s", figureSaid(before))
			continue
		}
		fmt.Fprintf(&out, "%v ", v[member])
	}
	return strings.TrimSpace(out.String())
}
