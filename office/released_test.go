package office_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/tools/txtar"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/register"
	"truce/judge/policy"
	"truce/office/house"
	"truce/office/officetest"
)

// The part of the golden corpus that holds every kind of act as it was signed (door/exercise/released_test.go has the rest):
//
//	testdata/released/VERSION/stories/NAME.zip     the folder of the office in which a story was played
//	                          meaning/NAME.json    what it held, and what that added up to (compared by tool/kinds, too)
//	                          refused/NAME.json    the acts that were refused, when, and with which problem
//	                          forms.txt            what each revision of each kind lets in (compared by tool/kinds)
const released = "../testdata/released"

var release = flag.String("release", "", "write the stories of the golden corpus of this version, once: testdata/released/VERSION/stories")

func TestReleased_stories(t *testing.T) {
	t.Parallel()
	if *release != "" {
		version, made := filepath.Join(released, *release), t.TempDir()
		if _, err := os.Stat(version); err == nil {
			t.Fatalf("%s is there: a release is written once, and never again", version)
		}
		writeStories(t, made)
		if err := os.CopyFS(version, os.DirFS(made)); err != nil { // all of them, or nothing
			t.Fatal(err)
		}
	}
	folders, err := filepath.Glob(filepath.Join(released, "*", "stories"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		version := filepath.Dir(folder)
		t.Run(filepath.Base(version), func(t *testing.T) {
			t.Parallel()
			for _, fault := range faultsOfStories(t, version) {
				t.Error(fault)
			}
		})
	}
}

// While nothing is released, and after: stories that are played today are good, hold every kind, and what is altered in them is named.
func TestReleased_stories_finds_what_is_altered(t *testing.T) {
	t.Parallel()
	version := t.TempDir()
	writeStories(t, version)
	if faults := faultsOfStories(t, version); len(faults) > 0 {
		t.Fatalf("stories of today are not good: %q", faults)
	}
	for name, c := range map[string]struct{ story, file, from, to string }{
		"a body is read otherwise":       {"observation", "meaning/observation.json", `"event": "mortar"`, `"event": "rocket"`},
		"an act that is gone":            {"observation", "meaning/observation.json", `"kind": "observation-filed"`, `"kind": "allegation-filed"`},
		"an office is not whole":         {"observation", "stories/observation.zip", "PK\x01\x02", "PK\x01\x03"},
		"a refusal with another problem": {"disclosure_erased", "refused/disclosure_erased.json", `"not-permitted"`, `"subject-unknown"`},
		"a refusal at another moment":    {"disclosure_erased", "refused/disclosure_erased.json", `"after": `, `"after": 1`},
		"a refusal of another act":       {"disclosure_erased", "refused/disclosure_erased.json", `"act": "e`, `"act": "f`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := t.TempDir()
			for _, part := range []string{"meaning/" + c.story + ".json", "stories/" + c.story + ".zip", "refused/" + c.story + ".json"} {
				copied(t, filepath.Join(version, part), filepath.Join(bad, part))
			}
			replaceIn(t, filepath.Join(bad, c.file), c.from, c.to)
			if holdsStory(t, bad, c.story, map[string]bool{}) == nil {
				t.Error("nothing was found")
			}
		})
	}
	if len(kindsLeft(t, version, map[string]bool{"observation-filed": true})) < 70 {
		t.Error("kinds of which no story holds an act are not named")
	}
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o700)
	}
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func replaceIn(t *testing.T, file, from, to string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), from) {
		t.Fatalf("%s does not hold %q: %v", file, from, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeStories plays each story once more, and keeps the folder of its office beside the recordings and the forms of today.
func writeStories(t *testing.T, version string) {
	t.Helper()
	folder := filepath.Join(version, "stories")
	files, err := filepath.Glob(stories)
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.MkdirAll(filepath.Join(version, "refused"), 0o755)
	}
	if err == nil {
		err = os.CopyFS(filepath.Join(version, "meaning"), os.DirFS("../testdata/meaning"))
	}
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	forms, err := os.ReadFile("../testdata/forms.txt")
	if err == nil {
		err = os.WriteFile(filepath.Join(version, "forms.txt"), forms, 0o644)
	}
	for _, file := range files {
		story, failed := txtar.ParseFile(file)
		if err = errors.Join(err, failed); err != nil {
			t.Fatal(err)
		}
		w, name := officetest.NewSeeded(t), strings.TrimSuffix(filepath.Base(file), ".txtar")
		turned := play(t, w, story.Files[0].Data)
		refusals(t, w, turned, filepath.Join(version, "refused", name+".json"))
		recorded(t, w, filepath.Join(version, "meaning", name+".json"))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		err = officetest.Zip(w.Folder, filepath.Join(folder, name+".zip"))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// recorded holds a recording to the office of which it is; while nothing is released, one that is older is made again.
func recorded(t *testing.T, w *officetest.World, file string) {
	t.Helper()
	recording, err := w.Recording(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(recording, json.Deterministic(true), jsontext.WithIndent(" "))
	if err != nil {
		t.Fatal(err)
	}
	was, _ := os.ReadFile(file)
	if *release != "" && string(was) != string(text)+"\n" {
		t.Fatalf("%s is not what is played today: go test ./office -run TestStories -record, then go test ./tool/kinds -run Meaning -update", file)
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// faultsOfStories are what this program holds against the stories of a release: each office opens in place, each act is taken
// again, read as it was read, and found good in a copy; and all kinds that the release had are there.
func faultsOfStories(t *testing.T, version string) (faults []string) {
	t.Helper()
	recordings, err := filepath.Glob(filepath.Join(version, "meaning", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	signed := map[string]bool{}
	for _, recording := range recordings {
		name := strings.TrimSuffix(filepath.Base(recording), ".json")
		if err := holdsStory(t, version, name, signed); err != nil {
			faults = append(faults, fmt.Sprintf("the story %s: %v", name, err))
		}
	}
	return append(faults, kindsLeft(t, version, signed)...)
}

// kindsLeft names the kinds that the release had and of which no story holds a signed act.
func kindsLeft(t *testing.T, version string, signed map[string]bool) (left []string) {
	t.Helper()
	forms, err := os.ReadFile(filepath.Join(version, "forms.txt"))
	if err != nil || len(forms) == 0 {
		return []string{fmt.Sprintf("forms.txt says nothing: %v", err)}
	}
	told := map[string]bool{}
	for line := range strings.Lines(string(forms)) {
		if kind, _, _ := strings.Cut(line, " "); !signed[kind] && !told[kind] {
			left, told[kind] = append(left, "no story holds a signed "+kind), true
		}
	}
	return left
}

func holdsStory(t *testing.T, version, name string, signed map[string]bool) error {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(version, "meaning", name+".json"))
	var want foldtest.Recording
	if err == nil {
		err = json.Unmarshal(text, &want)
	}
	if err != nil {
		return err
	}
	dir, err := officetest.Unzip(t, filepath.Join(version, "stories", name+".zip"))
	if err != nil {
		return err
	}
	h, err := officetest.Open(t.Context(), dir)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := takenAgain(t.Context(), h); err != nil {
		return err
	}
	got, err := h.Recording(t.Context())
	if err != nil {
		return err
	}
	if err := readAsIt(got.Entries, want.Entries); err != nil {
		return err
	}
	if err := refusedAgain(h, filepath.Join(version, "refused", name+".json")); err != nil {
		return err
	}
	for _, e := range got.Entries {
		signed[string(e.Kind)] = true
	}
	return goodInACopy(t, h)
}

// refusals writes the acts that were refused, of those whose refusal rests on the act and the register alone.
func refusals(t *testing.T, w *officetest.World, all []turned, file string) {
	t.Helper()
	var kept []turned
	for _, r := range all {
		p, err := w.Judge(r.After, r.Received, r.Act)
		switch {
		case err != nil:
			t.Fatal(err)
		case slices.Contains(ofTheOffice(), r.Key):
		case p == nil || p.Key.String() != r.Key:
			t.Fatalf("%s refuses as %s what whoever reads the register refuses as %v", file, r.Key, p)
		default:
			kept = append(kept, r)
		}
	}
	text, err := json.Marshal(kept, jsontext.WithIndent(" "))
	if err == nil {
		err = os.WriteFile(file, append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ofTheOffice are the problems of which an office alone can tell: by what it would publish, by its heads, by what it runs.
func ofTheOffice() []string {
	return []string{"bulletin-not-as-made", "head-root-other", "rules-unknown-here"}
}

// refusedAgain refuses each act that was refused, with the same problem.
func refusedAgain(h *house.House, file string) error {
	text, err := os.ReadFile(file)
	var all []turned
	if err == nil {
		err = json.Unmarshal(text, &all, json.RejectUnknownMembers(true))
	}
	if err != nil {
		return err
	}
	for _, r := range all {
		p, err := h.Judge(r.After, r.Received, r.Act)
		switch {
		case err != nil:
			return err
		case int64(r.After) > h.Size():
			return fmt.Errorf("what was refused after %d entries: there are %d", r.After, h.Size())
		case p == nil:
			return fmt.Errorf("what was refused after %d entries as %s is taken", r.After, r.Key)
		case p.Key.String() != r.Key:
			return fmt.Errorf("what was refused after %d entries as %s is refused as %s", r.After, r.Key, p.Key)
		}
	}
	return nil
}

// takenAgain takes each act again.
func takenAgain(ctx context.Context, h *house.House) error {
	found, err := h.Rebuild(ctx, func(int64, int64) {})
	if err == nil && (found.Acts != h.Size() || found.Against+found.Undecided+found.Beyond+found.Altered != 0) {
		err = fmt.Errorf("of %d acts %d are taken again: %+v", h.Size(), found.Acts, found)
	}
	return err
}

func readAsIt(got, want []foldtest.Recorded) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d acts, were %d", len(got), len(want))
	}
	for i, e := range want {
		if err := e.Body.Compact(); err != nil {
			return err
		}
		if got[i].ID != e.ID || got[i].Kind != e.Kind || got[i].Subject != e.Subject || string(got[i].Body) != string(e.Body) ||
			got[i].Key != e.Key || !got[i].Received.Equal(e.Received) || !slices.Equal(got[i].Prev, e.Prev) {
			return fmt.Errorf("entry %d, a %s about %s, is read otherwise than it was", i, e.Kind, e.Subject)
		}
	}
	return nil
}

// goodInACopy has a copy of it checked, as whoever holds one does.
func goodInACopy(t *testing.T, h *house.House) error {
	t.Helper()
	dir := t.TempDir()
	who := policy.Person{ID: act.SubjectID("person/secretary"), Roles: []string{"secretariat"}}
	if _, err := copies.Export(t.Context(), h.Office, h.Reading, who, dir, copies.ExportOptions{}, nil); err != nil {
		return err
	}
	report, err := copies.Check(t.Context(), register.Folder(os.DirFS(dir)), copies.CheckOptions{Files: os.DirFS(dir)}, nil)
	if err == nil && (!report.OK() || report.Unknown() > 0 || report.Acts != h.Size()) {
		err = fmt.Errorf("its copy is not good: %d acts, %d not judged: %+v", report.Acts, report.Unknown(), report.Findings)
	}
	return err
}
