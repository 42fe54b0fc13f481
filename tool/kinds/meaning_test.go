package kinds

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
)

var update = flag.Bool("update", false, "write what the recorded acts now add up to; a changed meaning needs a new number first")

const meanings = "../../testdata/meaning"

// meant is what the recorded acts about a noun add up to, by which rules.
type meant struct {
	rules           int
	entries, folded string // digests
}

// Who changes what a fold makes of the same acts raises the number of its noun's rules: rows
// that an older program made are then folded again, and no reader takes one for the other.
func TestMeaning_changes_with_its_number_alone(t *testing.T) {
	t.Parallel()
	recorded, got := readMeanings(t), foldRecordings(t)
	for _, n := range Nouns() {
		was, is := recorded[n.Name], got[n.Name]
		switch {
		case is.folded == "":
			t.Errorf("no recorded story has acts about %s: write one in testdata/story, then go test ./office -run TestStories -record", n.Name)
		case was == is:
		case was.rules == is.rules && was.entries == is.entries:
			t.Errorf("the same acts about %s add up to something else than they did. If that is meant: raise Rules in its value, "+
				"say why in docs/meaning.md, and run go test ./tool/kinds -update. If not: its fold has a fault", n.Name)
			got[n.Name] = was
		case !*update:
			t.Errorf("%s has rules %d, recorded were %d, or other stories were recorded: run go test ./tool/kinds -update and read the difference", n.Name, is.rules, was.rules)
		}
	}
	if *update {
		writeMeanings(t, got)
	}
}

// Each change of meaning is told where people read it.
func TestMeaning_is_told(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/meaning.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range Nouns() {
		for rules := 2; rules <= n.Rules; rules++ {
			if row := fmt.Sprintf("| %s | %d |", n.Name, rules); !strings.Contains(string(text), row) {
				t.Errorf("docs/meaning.md lacks the row %q: what changed, and why", row)
			}
		}
	}
}

func foldRecordings(t *testing.T) map[string]meant {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(meanings, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", meanings, err)
	}
	k := open(t)
	entries, folded := map[string]hash.Hash{}, map[string]hash.Hash{}
	for _, file := range files {
		var r foldtest.Recording
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &r)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		foldRecording(t, k, r, entries, folded)
	}
	all := map[string]meant{}
	for _, n := range k.Nouns() {
		if folded[n.Name] != nil {
			all[n.Name] = meant{n.Rules, fmt.Sprintf("%x", entries[n.Name].Sum(nil)), fmt.Sprintf("%x", folded[n.Name].Sum(nil))}
		}
	}
	return all
}

func foldRecording(t *testing.T, k *Kinds, r foldtest.Recording, entries, folded map[string]hash.Hash) {
	t.Helper()
	var order []act.SubjectID
	about := map[act.SubjectID][]fold.Entry{}
	for _, e := range r.Entries {
		noun := e.Subject.Noun()
		if entries[noun] == nil {
			entries[noun], folded[noun] = sha256.New(), sha256.New()
		}
		if about[e.Subject] == nil {
			order = append(order, e.Subject)
		}
		spec, known := k.Spec(e.Kind)
		if !known {
			t.Fatalf("the recorded kind %s is gone: kinds stay", e.Kind)
		}
		body := reflect.New(spec.body).Interface()
		if err := json.Unmarshal(e.Body, body, json.RejectUnknownMembers(true)); err != nil {
			t.Fatalf("a recorded %s cannot be read any more: %v", e.Kind, err)
		}
		about[e.Subject] = append(about[e.Subject], e.Entry(body))
		fmt.Fprintf(entries[noun], "%s %s\n", e.ID, e.Body)
	}
	for _, subject := range order {
		foldNoun, _ := k.Fold(subject.Noun())
		text, err := json.Marshal(foldNoun(subject, fold.Order(about[subject]), r.Look), json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(folded[subject.Noun()], "%s %s\n", subject, text)
	}
}

func readMeanings(t *testing.T) map[string]meant {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(meanings, "meaning.txt"))
	if err != nil && !*update {
		t.Fatal(err)
	}
	all := map[string]meant{}
	for line := range strings.Lines(string(text)) {
		var noun string
		var m meant
		if _, err := fmt.Sscan(line, &noun, &m.rules, &m.entries, &m.folded); err != nil {
			t.Fatalf("meaning.txt: %q: %v", line, err)
		}
		all[noun] = m
	}
	return all
}

func writeMeanings(t *testing.T, all map[string]meant) {
	t.Helper()
	var b strings.Builder
	for _, n := range Nouns() {
		m := all[n.Name]
		fmt.Fprintf(&b, "%s %d %s %s\n", n.Name, m.rules, m.entries, m.folded)
	}
	if err := os.WriteFile(filepath.Join(meanings, "meaning.txt"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
