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

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/query"
)

const secret = "Zahra-who-keeps-the-well"

// told is an office in which a monitor wrote down who told, and the text as it was handed in.
func told(t *testing.T) (w *officetest.World, filed act.ID, sdjwt string) {
	t.Helper()
	w = officetest.New(t)
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
	return w, r.ID, sdjwt
}

func erases(t *testing.T, w *officetest.World, id act.ID, slots ...string) answer.Receipt {
	t.Helper()
	return w.Must(t, "administrator", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: id, Of: "report/1", Slots: slots, Ground: shape.In("en", "It lets people find out who told.")})
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
		Act: act.ID{1}, Of: "report/1", Slots: []string{"source"}, Ground: shape.In("en", "x")})
	officetest.WantProblem(t, err, problem.NothingToErase)
	_, err = w.Do(t, "monitor-1", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: r.ID, Of: "report/1", Slots: []string{"source"}, Ground: shape.In("en", "x")})
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
