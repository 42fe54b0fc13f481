package exercise

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/backup"
	"truce/door/copies"
	"truce/door/folded"
	"truce/door/recount"
	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/office/house"
	"truce/office/officetest"
	"truce/scenario"
	"truce/tool/kinds"
	"truce/tool/query"
)

// The golden corpus: for each release and each ceasefire that it had a register, what it added up to and the bulletins
// made from it, as the release's own program wrote them. Every later program holds them to be good. It is written once
// (corpus_test.go), and the stories before it, which hold every kind of act (office/released_test.go).
//
//	testdata/released/VERSION/SCENARIO/copy        the copy of the register of the exercise that its secretary may have
//	                                   states      what its acts added up to, a line a state, by noun
//	                                   meaning     by which rules, as kinds.Meaning says it
//	                                   bulletins   every edition of every bulletin, as published, and the rows that it was made from
//	                                   verdicts    what the release's program found when it made each again from the copy, and how many figures
//	                                   counts      how many acts it judged, and how many figures of bulletins it held to the copy
//	                                   folder.zip  the office's folder, as the release left it
//	                                   backup      of the second one, the same in one file, which that release's truce backup wrote
const corpus = "../../testdata/released"

var release = flag.String("release", "", "write the golden corpus of this version, once: testdata/released/VERSION")

func TestReleased(t *testing.T) {
	t.Parallel()
	if *release != "" {
		writeOnce(t, *release)
	}
	stays(t)
	folders, err := filepath.Glob(filepath.Join(corpus, "*", "*", "states"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		played := filepath.Dir(folder)
		t.Run(filepath.Base(filepath.Dir(played))+"/"+filepath.Base(played), func(t *testing.T) {
			t.Parallel()
			for _, fault := range faultsOf(t, played) {
				t.Error(fault)
			}
		})
	}
}

// While nothing is released, the machinery is tried on a corpus of this very program: it is
// good, and whatever is altered in it is named.
func TestReleased_finds_what_is_altered(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "good")
	writeRelease(t, good)
	for _, name := range scenario.Names() {
		if faults := faultsOf(t, filepath.Join(good, name)); len(faults) > 0 {
			t.Fatalf("a corpus of this program is not good: %s: %q", name, faults)
		}
	}
	for name, change := range map[string]struct{ scenario, file, from, to string }{
		"a state":                        {scenario.Default, "states/incident", `"event":"mortar"`, `"event":"rocket"`},
		"a state that is gone":           {scenario.Default, "states/zone", "\n", " "},
		"a figure":                       {scenario.Default, "bulletins/hq-daily-2017-05-07-0-mission.json", `"number":18`, `"number":19`},
		"a byte of the copy":             {scenario.Default, "copy/tile/entries/000", "eyJ", "eyK"},
		"a byte of the second's folder":  {second, "folder.zip", "PK\x01\x02", "PK\x01\x03"},
		"a byte of the second's backup":  {second, "backup", "\x1f\x8b\x08", "\x1f\x8b\x09"},
		"a word of the second's own":     {second, "states/word", `"text":"Barco"`, `"text":"Barca"`},
		"a figure of the second":         {second, "bulletins/sede-daily-2025-04-08-0-mission.json", `"number":1`, `"number":9`},
		"a byte of the second's copy":    {second, "copy/tile/entries/000.p/*", "eyJ", "eyK"},
		"a row of a bulletin":            {scenario.Default, "bulletins/hq-daily-2017-05-07-0.rows", `"as":"observation"`, `"as":"allegation"`},
		"how many figures there are":     {scenario.Default, "verdicts", " figures, ", "1 figures, "},
		"how many acts are judged":       {second, "counts", "acts ", "acts 1"},
		"another meaning that never was": {second, "meaning", "word 1 ", "word 0 "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := filepath.Join(t.TempDir(), "bad")
			if err := os.CopyFS(bad, os.DirFS(filepath.Join(good, change.scenario))); err != nil {
				t.Fatal(err)
			}
			alter(t, filepath.Join(bad, change.file), change.from, change.to)
			if len(faultsOf(t, bad)) == 0 {
				t.Errorf("%s was altered, and nothing was found", change.file)
			}
		})
	}
}

func alter(t *testing.T, file, from, to string) {
	t.Helper()
	files, err := filepath.Glob(file + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s is not there: %v", file, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || !bytes.Contains(text, []byte(from)) {
		t.Fatalf("%s does not hold %q: %v", files[0], from, err)
	}
	if err := os.WriteFile(files[0], bytes.Replace(text, []byte(from), []byte(to), 1), 0o600); err != nil {
		t.Fatal(err)
	}
}

// theSecretary is the secretary of either ceasefire: to somebody whom the register does not know nothing is released.
func theSecretary() policy.Person {
	return policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}
}

// second is the ceasefire in which all that is particular to the first is otherwise.
const second = "albarena-2025"

func writeRelease(t *testing.T, folder string) {
	t.Helper()
	for _, name := range scenario.Names() {
		writePlayed(t, scene(t, name), filepath.Join(folder, name))
	}
}

// writePlayed writes what comes of one ceasefire.
func writePlayed(t *testing.T, x *Exercise, folder string) {
	t.Helper()
	dir := t.TempDir()
	o, release := releasing(t, x, theSecretary().ID, dir)
	for _, part := range []string{"states", "bulletins"} {
		if err := os.MkdirAll(filepath.Join(folder, part), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := copies.Export(t.Context(), o.Office, o.Reading, theSecretary(), filepath.Join(folder, "copy"), copies.ExportOptions{Release: release}, nil); err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("meaning", []byte(o.Kinds().Meaning()))
	for _, n := range o.Kinds().Nouns() {
		write(filepath.Join("states", n.Name), []byte(strings.Join(statesOf(t, o, n.Name), "")))
	}
	for _, b := range publishedBy(t, o) {
		for _, issue := range b.Issues {
			for _, edition := range publication.Editions() {
				text, err := o.Bulletins.Read(t.Context(), theSecretary(), b.Subject.Name(), issue.Correction, edition)
				if err != nil {
					t.Fatal(err)
				}
				write(fmt.Sprintf("bulletins/%s-%d-%s.json", b.Subject.Name(), issue.Correction, edition), text)
			}
			rows, err := o.Bulletins.Rows(t.Context(), theSecretary(), b.Subject.Name(), issue.Correction)
			if err != nil {
				t.Fatal(err)
			}
			write(fmt.Sprintf("bulletins/%s-%d.rows", b.Subject.Name(), issue.Correction), rows)
		}
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	write("verdicts", []byte(strings.Join(verdictsOf(t, folder), "")))
	c, report := foldedFrom(t, filepath.Join(folder, "copy"), t.TempDir())
	write("counts", []byte(countsOf(t, c, report, filepath.Join(folder, "copy"))))
	writeOffice(t, dir, folder)
}

// writeOffice writes an office's folder and a backup of it: a later program is to open the one in place and to restore
// the other.
func writeOffice(t *testing.T, dir, folder string) {
	t.Helper()
	if filepath.Base(folder) == second { // the larger one would be as large again as all else
		if _, err := backup.Make(t.Context(), dir, filepath.Join(folder, "backup"), backup.Options{Now: time.Now}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := officetest.Zip(dir, filepath.Join(folder, "folder.zip")); err != nil {
		t.Fatal(err)
	}
}

// statesOf are the states of a noun as somebody in every role sees them, a line each, sorted.
func statesOf(t *testing.T, o *house.House, noun string) []string {
	t.Helper()
	var lines []string
	for _, item := range list(t, o, theSecretary(), query.Filter{Nouns: []string{noun}}) {
		text, err := json.Marshal(struct {
			Subject string
			From    time.Time
			Until   time.Time
			State   any
		}{string(item.Subject), item.From, item.Until, item.State}, json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(text)+"\n")
	}
	slices.Sort(lines)
	return lines
}

// faultsOf are what this program holds against a corpus: of the first part that is not as it was.
func faultsOf(t *testing.T, folder string) (faults []string) {
	t.Helper()
	dir := filepath.Join(folder, "copy")
	report, err := copies.Check(t.Context(), register.Folder(os.DirFS(dir)), copies.CheckOptions{Files: os.DirFS(dir)}, nil)
	if n := report.Unknown(); err == nil && n > 0 {
		return []string{fmt.Sprintf("%d acts are not judged: a program keeps the kinds, the revisions and the rules of earlier ones", n)}
	}
	if err != nil || !report.OK() {
		return []string{fmt.Sprintf("the copy is not good: %v, %+v", err, report.Findings)}
	}
	c, report := foldedFrom(t, dir, t.TempDir())
	if faults = faultsOfStates(t, c.House, folder, "copy"); len(faults) > 0 {
		return faults
	}
	if faults = faultsOfCounts(t, folder, countsOf(t, c, report, dir), sameMeaning(t, c.House, folder)); len(faults) > 0 {
		return faults
	}
	for _, more := range []func(*testing.T, string) []string{faultsOfBulletins, faultsOfFolder, faultsOfBackup} {
		if faults = more(t, folder); len(faults) > 0 {
			return faults
		}
	}
	return nil
}

// faultsOfFolder opens the release's own folder in place, as whoever puts a newer program beside it does.
func faultsOfFolder(t *testing.T, folder string) (faults []string) {
	t.Helper()
	dir, err := officetest.Unzip(t, filepath.Join(folder, "folder.zip"))
	if err != nil {
		return []string{err.Error()}
	}
	return faultsOfOffice(t, dir, folder, "folder")
}

// faultsOfBackup restores the release's backup, and opens what came of it with the register's key.
func faultsOfBackup(t *testing.T, folder string) (faults []string) {
	t.Helper()
	if !exists(filepath.Join(folder, "backup")) {
		return nil // that none is gone, the list of files tells
	}
	dir := t.TempDir()
	left, err := officetest.Unzip(t, filepath.Join(folder, "folder.zip"))
	if err != nil {
		return []string{err.Error()}
	}
	put(t, filepath.Join(dir, "register.key"), read(t, filepath.Join(left, "register.key")))
	if _, err := backup.Restore(t.Context(), filepath.Join(folder, "backup"), dir, backup.RestoreOptions{}, nil); err != nil {
		return []string{fmt.Sprintf("the backup: %v", err)}
	}
	return faultsOfOffice(t, dir, folder, "backup")
}

// faultsOfOffice opens an office and compares what it shows; it opens a second time as it was left.
func faultsOfOffice(t *testing.T, dir, folder, of string) (faults []string) {
	t.Helper()
	for range 2 {
		o, err := officetest.Open(t.Context(), dir)
		if err != nil {
			return append(faults, fmt.Sprintf("the %s: %v", of, err))
		}
		faults = append(faults, faultsOfStates(t, o, folder, of)...)
		if err := o.Close(); err != nil {
			faults = append(faults, err.Error())
		}
	}
	return faults
}

// faultsOfStates compares each noun whose rules are those of the release.
func faultsOfStates(t *testing.T, o *house.House, folder, of string) (faults []string) {
	t.Helper()
	for name, number := range meaningOf(t, folder) {
		n, is := o.Kinds().Noun(name)
		switch {
		case name == kinds.Law || name == kinds.Near:
			if follows(name) < number {
				faults = append(faults, fmt.Sprintf("the rules of %s have the number %d, and had %d: numbers are never lowered", name, follows(name), number))
			}
			continue
		case !is:
			faults = append(faults, "the noun "+name+" is gone: nouns stay")
			continue
		case n.Rules < number || number < 1:
			faults = append(faults, fmt.Sprintf("the rules of %s have the number %d, and had %d: numbers are never lowered", name, n.Rules, number))
			continue
		case n.Rules != number:
			t.Logf("%s has other rules since, by number and with a reason: its states are not compared", name)
			continue
		}
		want, err := os.ReadFile(filepath.Join(folder, "states", name))
		if err != nil {
			return append(faults, err.Error())
		}
		if lost := lost(t, string(want), statesOf(t, o, name)); lost != "" {
			faults = append(faults, fmt.Sprintf("the states of %s in the %s are others than released, by the same rules: %s", name, of, lost))
		}
	}
	return faults
}

// follows is the number of rules by which something follows from states.
func follows(name string) int {
	return map[string]int{kinds.Law: kinds.LawRules, kinds.Near: kinds.NearRules}[name]
}

// meaningOf are the numbers of the rules by which the release folded.
func meaningOf(t *testing.T, folder string) map[string]int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "meaning"))
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]int{}
	for line := range strings.Lines(string(text)) {
		var name, form string
		var number int
		if _, err := fmt.Sscan(line, &name, &number, &form); err != nil {
			t.Fatalf("meaning: %q: %v", line, err)
		}
		numbers[name] = number
	}
	return numbers
}

// sameMeaning reports whether all nouns have the rules that they had.
func sameMeaning(t *testing.T, o *house.House, folder string) bool {
	t.Helper()
	for name, number := range meaningOf(t, folder) {
		if n, _ := o.Kinds().Noun(name); max(n.Rules, follows(name)) != number {
			return false
		}
	}
	return true
}

// countsOf is how much of a copy is judged, and how many figures of its bulletins are held to it.
func countsOf(t *testing.T, c *folded.Copy, report copies.Report, dir string) string {
	t.Helper()
	all, err := recount.HoldAll(t.Context(), dir, c, nil)
	if err != nil || report.Acts == 0 || all.Figures == 0 {
		t.Fatalf("%d acts, %+v: %v", report.Acts, all, err)
	}
	return fmt.Sprintf("acts %d, disclosed %d, not judged %d, not checked %d\nbulletins %d, figures %d, open %d, not held %d, wrong %d, apart %d\n",
		report.Acts, report.Disclosed, report.Unknown(), report.NotChecked,
		all.Bulletins, all.Figures, all.Open, all.Unheld, len(all.Wrong)+all.More, all.Apart)
}

// faultsOfCounts compares how much was judged: what a program cannot judge is not good. Figures are held to what is folded by now only
// where it means the same; what they were made from is held beside (faultsOfBulletins).
func faultsOfCounts(t *testing.T, folder, got string, same bool) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "counts"))
	if err != nil {
		return []string{err.Error()}
	}
	want := string(text)
	if !same {
		want, _, _ = strings.Cut(want, "\n")
		got, _, _ = strings.Cut(got, "\n")
	}
	if got != want {
		return []string{fmt.Sprintf("of the copy are judged\n%s\nwere\n%s", got, want)}
	}
	return nil
}

// lost is the first state that is not there any more as it was: a later program may tell more of it, never less or otherwise.
func lost(t *testing.T, want string, got []string) string {
	t.Helper()
	read := func(line string) (of string, state any) {
		if err := json.Unmarshal([]byte(line), &state); err != nil {
			return line, "not a state: " + err.Error() // of which nothing is there
		}
		m, _ := state.(map[string]any)
		return fmt.Sprint(m["Subject"], m["From"], m["Until"]), state
	}
	now := map[string]any{}
	for _, line := range got {
		of, state := read(line)
		now[of] = state
	}
	was := 0
	for line := range strings.Lines(want) {
		of, state := read(line)
		if was++; !within(state, now[of]) {
			return line
		}
	}
	if was != len(got) {
		return fmt.Sprintf("%d, were %d", len(got), was)
	}
	return ""
}

// within reports whether all that was told is told still.
func within(was, is any) bool {
	switch was := was.(type) {
	case map[string]any:
		now, same := is.(map[string]any)
		for name, value := range was {
			same = same && within(value, now[name])
		}
		return same
	case []any:
		now, same := is.([]any)
		if same = same && len(now) == len(was); same {
			for i := range was {
				same = same && within(was[i], now[i])
			}
		}
		return same
	}
	return was == is
}

// faultsOfBulletins makes each bulletin again, from the rows that were counted: it is found to be what the release found it to be, with as
// many figures, so a program keeps the rules of earlier ones. Where a noun means something else by now, rows may fold otherwise.
func faultsOfBulletins(t *testing.T, folder string) (faults []string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join(folder, "verdicts"))
	if err != nil || len(want) == 0 {
		return []string{fmt.Sprintf("no verdicts in %s: %v", folder, err)}
	}
	got, was := verdictsOf(t, folder), slices.Collect(strings.Lines(string(want)))
	if len(got) != len(was) {
		return []string{fmt.Sprintf("%d editions, were %d", len(got), len(was))}
	}
	for i, line := range was {
		if got[i] != line && got[i] != strings.Replace(line, string(recount.AsMade), string(recount.RowsRefolded), 1) {
			faults = append(faults, fmt.Sprintf("an edition is found to be\n%swas\n%s", got[i], line))
		}
	}
	return faults
}

// verdictsOf are a line for each edition of each bulletin, made again from the copy.
func verdictsOf(t *testing.T, folder string) (lines []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "bulletins", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, report := foldedFrom(t, filepath.Join(folder, "copy"), t.TempDir())
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := os.ReadFile(file[:strings.LastIndex(file, "-")] + ".rows")
		if err != nil {
			t.Fatal(err)
		}
		r, err := recount.Hold(t.Context(), text, rows, c, report)
		if err != nil {
			t.Fatal(err)
		}
		verdict, why := r.Verdict()
		lines = append(lines, fmt.Sprintf("%s: %s, %s, published %v, %d figures, from its rows %v\n", filepath.Base(file), verdict, why, r.Published, figuresIn(t, text), r.FromRows))
	}
	return lines
}

// figuresIn counts the figures of an edition that this program can read.
func figuresIn(t *testing.T, text []byte) int {
	t.Helper()
	b, err := bulletin.Parse(text)
	if err != nil {
		return 0
	}
	n, _, err := bulletin.Figures(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
