package kinds

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"hash"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
)

var update = flag.Bool("update", false, "write what the recorded acts now add up to; a changed meaning needs a new number first")

const (
	meanings = "../../testdata/meaning"
	released = "../../testdata/released" // with the recordings of each release, which stay
)

// told names one subject in one recorded story.
type told struct {
	recording string
	subject   act.SubjectID
}

// meant is what the acts about a subject add up to, by which rules.
type meant struct {
	rules  int
	given  string // digest of the acts, and of what was held of other nouns, at which folds look
	folded string // digest
	text   string // of what was folded; not written down
}

// Who changes what a fold makes of the same acts raises the number of its noun's rules: rows
// that an older program made are then folded again, and no reader takes one for the other.
// Stories come and change beside that: each subject whose acts are what they were is compared.
func TestMeaning_changes_with_its_number_alone(t *testing.T) {
	t.Parallel()
	recorded, got := readMeanings(t, meanings), foldRecordings(t, meanings)
	for _, n := range Nouns() {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(got)), func(of told) bool { return of.subject.Noun() == n.Name }) {
			t.Errorf("no recorded story has acts about %s: write one in testdata/story, then go test ./office -run TestStories -record", n.Name)
		}
	}
	fresh := len(recorded) == len(got)
	for of, is := range got {
		was, known := recorded[of]
		fresh = fresh && known && was.rules == is.rules && was.given == is.given && was.folded == is.folded
		switch {
		case !known:
		case is.rules < was.rules:
			t.Errorf("Rules of %s is %d and was %d: a number is never lowered", of.subject.Noun(), is.rules, was.rules)
			got[of] = was
		case is.rules == was.rules && is.given == was.given && is.folded != was.folded:
			t.Errorf("the same acts about %s, of the story %s, add up to something else than they did. If that is meant: raise Rules of its noun, "+
				"say why in docs/meaning.md, and run go test ./tool/kinds -run Meaning -update. If not: its fold has a fault. Now they are\n%s", of.subject, of.recording, is.text)
			got[of] = was
		}
	}
	switch {
	case *update:
		writeMeanings(t, got)
	case !fresh:
		t.Error("other stories were recorded, or a noun has another number: run go test ./tool/kinds -run Meaning -update and read the difference")
	}
}

// The acts of every kind that a release took are read by each later program, and add up to the same by the same rules.
func TestMeaning_of_what_was_released_stays(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(released, "*", "meaning"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		for _, fault := range faultsOfMeaning(t, folder) {
			t.Error(fault)
		}
	}
}

// While nothing is released, and after: a recording that was altered is found.
func TestMeaning_of_what_was_released_is_compared(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(meanings)); err != nil {
		t.Fatal(err)
	}
	if faults := faultsOfMeaning(t, folder); len(faults) > 0 {
		t.Fatalf("the recordings of today are not as they are: %q", faults)
	}
	text, err := os.ReadFile(filepath.Join(folder, "meaning.txt"))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(string(text))
	if len(words) < 5 {
		t.Fatalf("nothing is in meaning.txt: %q", text)
	}
	first := words[4]
	if err := os.WriteFile(filepath.Join(folder, "meaning.txt"), []byte(strings.Replace(string(text), first, "0000000000000000", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if len(faultsOfMeaning(t, folder)) != 1 {
		t.Error("a subject adds up to something else than it did, and nobody said so")
	}
}

// faultsOfMeaning are the subjects that add up to something else than in the release, by rules of the same number.
func faultsOfMeaning(t *testing.T, folder string) (faults []string) {
	t.Helper()
	got := foldRecordings(t, folder)
	for of, was := range readMeanings(t, folder) {
		if is := got[of]; is.given != was.given || is.rules == was.rules && is.folded != was.folded {
			faults = append(faults, fmt.Sprintf("%s: the acts about %s, of the story %s, are read otherwise or add up to something else than released", folder, of.subject, of.recording))
		}
	}
	return faults
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

func foldRecordings(t *testing.T, folder string) map[told]meant {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", folder, err)
	}
	k, all := open(t), map[told]meant{}
	for _, file := range files {
		var r foldtest.Recording
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &r)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for subject, m := range foldRecording(t, k, r) {
			all[told{strings.TrimSuffix(filepath.Base(file), ".json"), subject}] = m
		}
	}
	return all
}

func foldRecording(t *testing.T, k *Kinds, r foldtest.Recording) map[act.SubjectID]meant {
	t.Helper()
	about, given := map[act.SubjectID][]fold.Entry{}, map[act.SubjectID]hash.Hash{}
	for _, e := range r.Entries {
		spec, known := k.Spec(e.Kind)
		if !known {
			t.Fatalf("the recorded kind %s is gone: kinds stay", e.Kind)
		}
		body := reflect.New(spec.body).Interface()
		if err := json.Unmarshal(e.Body, body, json.RejectUnknownMembers(true)); err != nil {
			t.Fatalf("a recorded %s cannot be read any more: %v", e.Kind, err)
		}
		if given[e.Subject] == nil {
			given[e.Subject] = held(r, e.Subject.Noun())
		}
		about[e.Subject] = append(about[e.Subject], e.Entry(body))
		fmt.Fprintf(given[e.Subject], "%s %s\n", e.ID, e.Body)
	}
	all := map[act.SubjectID]meant{}
	for subject, entries := range about {
		n, _ := k.Noun(subject.Noun())
		folded := n.Fold(subject, fold.Order(entries), r.Look)
		if err := folded.Check(); err != nil {
			t.Errorf("%s: %v", subject, err)
		}
		if !n.Placed.Judged && !n.Placed.Open && slices.ContainsFunc(folded.Periods, func(p fold.Period) bool { return p.Where.Known }) {
			t.Errorf("%s lies somewhere: its noun's value must say, in Placed, that the law is asked where (Judged) or that it is no secret (Open)", subject)
		}
		text := foldtest.Text(t, folded)
		all[subject] = meant{n.Rules, short(given[subject].Sum(nil)), digest(text), text}
	}
	return all
}

// held begins a digest with the states of other nouns: those of its own are what is compared.
func held(r foldtest.Recording, noun string) hash.Hash {
	h := sha256.New()
	for _, s := range r.States {
		if s.Subject.Noun() != noun {
			fmt.Fprintf(h, "%s %s %s %s\n", s.Subject, s.From, s.Until, s.State)
		}
	}
	return h
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return short(sum[:])
}

// short is enough of a digest against mistakes; nobody is kept from forging one here.
func short(digest []byte) string { return fmt.Sprintf("%x", digest[:8]) }

func readMeanings(t *testing.T, folder string) map[told]meant {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "meaning.txt"))
	if err != nil && !*update {
		t.Fatal(err)
	}
	all := map[told]meant{}
	for line := range strings.Lines(string(text)) {
		var of told
		var m meant
		if _, err := fmt.Sscan(line, &of.subject, &m.rules, &of.recording, &m.given, &m.folded); err != nil {
			t.Fatalf("meaning.txt: %q: %v", line, err)
		}
		all[of] = m
	}
	return all
}

func writeMeanings(t *testing.T, all map[told]meant) {
	t.Helper()
	var lines []string
	for of, m := range all {
		lines = append(lines, fmt.Sprintf("%s %d %s %s %s\n", of.subject, m.rules, of.recording, m.given, m.folded))
	}
	slices.Sort(lines)
	if err := os.WriteFile(filepath.Join(meanings, "meaning.txt"), []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}
