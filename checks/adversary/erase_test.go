package adversary

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/blob"
	"truce/tool/query"
)

const secret = "Zahra-who-keeps-the-well"

// told is an office in which a monitor wrote down who told, and the text as it was handed in.
func told(t *testing.T) (w *officetest.World, filed act.ID, sdjwt string) {
	t.Helper()
	w = officetest.New(t)
	id, sdjwt := toldIn(t, w)
	return w, id, sdjwt
}

func toldIn(t *testing.T, w *officetest.World) (filed act.ID, sdjwt string) {
	t.Helper()
	w.Root(t, "TR")
	o := officetest.Observation()
	o.Narrative = shape.In("en", "EXERCISE. "+secret+" saw three rounds.")
	sdjwt = w.Sign(t, "monitor-1", "observation-filed", "report/1", o)
	r, err := w.Submit(t.Context(), sdjwt)
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "Fire")})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/1"})
	return r.ID, sdjwt
}

func erases(t *testing.T, w *officetest.World, id act.ID, slots ...string) answer.Receipt {
	t.Helper()
	return w.Must(t, "administrator", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: id, Subject: "report/1", Classes: slots, Reason: shape.In("en", "It lets people find out who told.")})
}

func narrativeOf(t *testing.T, w *officetest.World, clocks query.Clocks) string {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("verifier-1"), "report/1", clocks)
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, i := range items {
		all += string(i.State)
	}
	return all
}

// lies names the files below a folder in which one of the texts is.
func lies(t *testing.T, dir string, texts ...string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, text := range texts {
			if bytes.Contains(content, []byte(text)) {
				names = append(names, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func disclosureOf(t *testing.T, sdjwt string) string {
	t.Helper()
	for text := range strings.SplitSeq(sdjwt, "~") {
		if d, err := act.ParseDisclosure(text); err == nil && strings.Contains(string(d.Value()), secret) {
			return text
		}
	}
	t.Fatal("no disclosure holds it")
	return ""
}

// What two sides erased is gone from the state of now and of then, from searches, from every file of the office, and
// does not come back when it is handed in again, rebuilt, or opened again.
func TestErasure_ends_a_disclosure_everywhere_in_an_office(t *testing.T) {
	t.Parallel()
	w, id, sdjwt := told(t)
	before := w.Clock.Now()
	if found, err := w.Reading.List(t.Context(), w.As("verifier-1"), query.Filter{Text: "Zahra"}, nil, 10); err != nil || len(found.Items) != 1 {
		t.Fatalf("it is not found: %v", err)
	}
	proposed := erases(t, w, id, "narrative")
	if !strings.Contains(narrativeOf(t, w, query.Clocks{}), secret) {
		t.Fatal("one side erased it")
	}
	w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	for name, clocks := range map[string]query.Clocks{"now": {}, "then": {Known: before}} {
		if state := narrativeOf(t, w, clocks); strings.Contains(state, secret) || !strings.Contains(state, `"status":"logged"`) {
			t.Errorf("%s: %s", name, state)
		}
	}
	if found, err := w.Reading.List(t.Context(), w.As("verifier-1"), query.Filter{Text: "Zahra"}, nil, 10); err != nil || len(found.Items) != 0 {
		t.Errorf("it is found by its words: %v %v", found, err)
	}
	gone := func(when string) {
		t.Helper()
		if names := lies(t, w.Folder, secret, disclosureOf(t, sdjwt)); len(names) > 0 {
			t.Errorf("%s it lies in %v", when, names)
		}
	}
	gone("once it is in force")
	again, err := w.Submit(t.Context(), sdjwt)
	if err != nil || !again.Again || !slices.Equal(again.Erased, []string{"narrative"}) || again.Restored != nil {
		t.Errorf("handed in again: %+v, %v", again, err)
	}
	gone("after it was handed in again")
	found, err := w.Rebuild(t.Context(), func(int64, int64) {})
	if err != nil || found.Found() || found.Erased != 1 {
		t.Errorf("a rebuild calls it lost: %+v, %v", found, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	gone("when it is closed")
	w.Reopen(t)
	if _, err := w.Submit(t.Context(), sdjwt); err != nil {
		t.Error(err)
	}
	gone("when it is opened again")
}

// Nobody erases alone, not while there is no second side, and nobody erases what is not there.
func TestErasure_needs_two_sides(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	r := w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	erases(t, w, r.ID, "exact-place")
	if !strings.Contains(narrativeOf(t, w, query.Clocks{}), `"position"`) {
		t.Error("one side erased it, when there was no second")
	}
	_, err := w.Do(t, "administrator", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: act.ID{1}, Subject: "report/1", Classes: []string{"source"}, Reason: shape.In("en", "x")})
	officetest.WantProblem(t, err, problem.NothingToErase)
	_, err = w.Do(t, "monitor-1", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: r.ID, Subject: "report/1", Classes: []string{"source"}, Reason: shape.In("en", "x")})
	officetest.WantProblem(t, err, problem.NotPermitted)
}

// An owner who puts it back by SQL, or an older database, has it for as long as nobody opens the office.
func TestErasure_is_done_again_on_what_was_put_back(t *testing.T) {
	t.Parallel()
	w, id, sdjwt := told(t)
	before := w.Clock.Now()
	w.Endorses(t, "root-tr", officeOf(w), erases(t, w, id, "narrative").ID)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, hidden, _ := strings.Cut(sdjwt, "~")
	for _, sql := range []string{"UPDATE entry SET hidden = '" + hidden + "' WHERE subject = 'report/1'", "DELETE FROM erased", "DELETE FROM model"} {
		alter(t, filepath.Join(w.Folder, "office.db"), sql)
	}
	w.Reopen(t)
	if state := narrativeOf(t, w, query.Clocks{Known: before.Add(time.Millisecond)}); strings.Contains(state, secret) {
		t.Errorf("it is back: %s", state)
	}
	if names := lies(t, w.Folder, secret, disclosureOf(t, sdjwt)); len(names) > 0 {
		t.Errorf("it lies in %v", names)
	}
}

// A copy that was made before loses it with the next export, and tells it as erased; until then nothing of it is shown.
func TestErasure_reaches_copies(t *testing.T) {
	t.Parallel()
	w, id, sdjwt := told(t)
	dir, old := t.TempDir(), t.TempDir()
	export := func(dir string) {
		t.Helper()
		if _, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("secretary"), dir, copies.ExportOptions{Bulletins: w.Bulletins, Release: w.Releases(t, "secretary")}, nil); err != nil {
			t.Fatal(err)
		}
	}
	export(dir)
	export(old)
	if len(lies(t, dir, disclosureOf(t, sdjwt))) == 0 {
		t.Fatal("the copy never had it")
	}
	w.Endorses(t, "root-tr", officeOf(w), erases(t, w, id, "narrative").ID)
	export(dir)
	if names := lies(t, dir, disclosureOf(t, sdjwt)); len(names) > 0 {
		t.Errorf("it lies in %v", names)
	}
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD", "Erased    by decision of two sides, for good: 1 of class narrative")

	// A copy whose holder got the newer entries, but not what else changed.
	hidden := read(t, old, "hidden/0.jsonl")
	export(old)
	put(t, old, "hidden/0.jsonl", withLineOf(id, read(t, old, "hidden/0.jsonl"), hidden))
	said, code = truce(t, t.TempDir(), "check", old)
	says(t, said, code, 0, "still in this copy", "truce export")
	shown, _ := truce(t, t.TempDir(), append([]string{"show", "report/1", "--copy", old}, cached(t)...)...)
	if strings.Contains(shown, secret) || !strings.Contains(shown, "report/1") {
		t.Errorf("it is shown: %s", shown)
	}
}

// withLineOf are lines of disclosures with that of an act as other lines have it.
func withLineOf(id act.ID, lines, other []byte) []byte {
	var all []string
	for line := range strings.Lines(string(lines)) {
		if strings.Contains(line, id.String()) {
			for was := range strings.Lines(string(other)) {
				if strings.Contains(was, id.String()) {
					line = was
				}
			}
		}
		all = append(all, line)
	}
	return []byte(strings.Join(all, ""))
}

// Whoever takes something out of a copy, and says that it was erased, is found out.
func TestErasure_that_nobody_decided_is_named(t *testing.T) {
	t.Parallel()
	w, _, _ := told(t)
	dir := copyOf(t, w, "secretary")
	var lines []string
	for line := range strings.Lines(string(read(t, dir, "hidden/0.jsonl"))) {
		var l copies.HiddenLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(line, `"disclosures"`) {
			l.Disclosures, l.Erased = nil, []string{"exact-place", "narrative", "party", "source"}
		}
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(text))
	}
	put(t, dir, "hidden/0.jsonl", []byte(strings.Join(lines, "\n")+"\n"))
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 3, "no two sides decided so")
}

// A mirror, and a backup that was made before, lose it when they learn of it.
func TestErasure_reaches_mirrors_and_backups(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	second := officetest.Second(t, w)
	id, sdjwt := toldIn(t, w)
	second.Fetch(t, w, 0, w.Size())
	if len(lies(t, second.Folder, disclosureOf(t, sdjwt))) == 0 {
		t.Fatal("the mirror never had it")
	}
	held := w.Size()
	w.Endorses(t, "root-tr", officeOf(w), erases(t, w, id, "narrative").ID)
	second.Fetch(t, w, held, w.Size())
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if names := lies(t, second.Folder, secret, disclosureOf(t, sdjwt)); len(names) > 0 {
		t.Errorf("the mirror has it in %v", names)
	}
}

// Broken: the bytes of a file whose class sides erased stayed in the office's folder in the clear, and its author gave another file
// its name, which then stood there as received at the time of the first.
func TestErasure_of_a_file_takes_its_bytes_and_closes_its_name(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-1").ID)
	const piece, content, other = "evidence/found", "EXERCISE. Zahra-who-keeps-the-well stands by it.", "EXERCISE. Another picture."
	stored := sends(t, w, "monitor-1", content)
	filed := w.Must(t, "monitor-1", "evidence-deposited", piece, w.Deposited(stored))
	traces := []string{content, stored.ID.String(), stored.Original.String()}
	held := func() []string { return lies(t, filepath.Join(w.Folder, blob.Folder), traces...) }
	dir := t.TempDir()
	export := func() {
		t.Helper()
		o := copies.ExportOptions{Bulletins: w.Bulletins, Release: w.Releases(t, "secretary")}
		if _, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("secretary"), dir, o, nil); err != nil {
			t.Fatal(err)
		}
	}
	export()
	if len(held()) == 0 || len(lies(t, dir, content)) == 0 {
		t.Fatal("it never lay there")
	}
	proposed := w.Must(t, "administrator", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: filed.ID, Subject: piece, Classes: []string{"file"}, Reason: shape.In("en", "It lets people find out who told.")})
	if len(held()) == 0 {
		t.Error("one side took it away")
	}
	w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	if names := held(); len(names) > 0 {
		t.Errorf("it lies in %v", names)
	}
	export()
	if names := lies(t, dir, content, stored.Original.String()); len(names) > 0 {
		t.Errorf("the copy has it in %v", names)
	}
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD", "Erased")
	for _, text := range []string{other, content} {
		_, err := w.Do(t, "monitor-1", "evidence-deposited", piece, w.Deposited(sends(t, w, "monitor-1", text)))
		officetest.WantProblem(t, err, problem.EvidenceErased)
	}
	shown, _ := truce(t, t.TempDir(), append([]string{"show", piece, "--copy", dir}, cached(t)...)...)
	if !strings.Contains(shown, "ERASED: what it hid of file") || strings.Contains(shown, "NOT HELD HERE") {
		t.Errorf("shown as %s", shown)
	}
}

// A file that another act names stays for that act, until it is erased there too; done again on an older database, by whoever
// opens the office.
func TestErasure_leaves_a_file_that_another_record_needs(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-1").ID)
	const content = "EXERCISE. A picture that two have."
	var stored blob.Stored
	var acts []act.ID
	for _, who := range []string{"monitor-1", "monitor-2"} {
		stored = sends(t, w, who, content)
		acts = append(acts, w.Must(t, who, "evidence-deposited", "evidence/of-"+who, w.Deposited(stored)).ID)
	}
	erase := func(id act.ID, of act.SubjectID) {
		t.Helper()
		proposed := w.Must(t, "administrator", "disclosure-erased", officeOf(w), people.DisclosureErased{
			Act: id, Subject: of, Classes: []string{"file"}, Reason: shape.In("en", "It lets people find out who told.")})
		w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	}
	held := func() []string { return lies(t, filepath.Join(w.Folder, blob.Folder), content) }
	erase(acts[0], "evidence/of-monitor-1")
	if told := asking(t, w)("verifier-1", "/api/evidence/of-monitor-2/working"); !strings.HasSuffix(told, content) {
		t.Errorf("of the second: %s", told)
	}
	before := read(t, w.Folder, filepath.Join(blob.Folder, stored.ID.Path(blob.Working)))
	erase(acts[1], "evidence/of-monitor-2")
	if names := held(); len(names) > 0 {
		t.Errorf("it lies in %v", names)
	}
	if found, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || found.Found() || found.Erased != 2 {
		t.Errorf("a rebuild calls it lost: %+v, %v", found, err)
	}
	if len(before) == 0 || len(held()) > 0 {
		t.Errorf("after a rebuild it lies in %v", held())
	}
}
