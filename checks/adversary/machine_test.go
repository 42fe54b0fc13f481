package adversary

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/store"
)

// claims are allegations of one author about one report of which none knows of another.
func claims(t *testing.T, w *officetest.World, who, subject string, prev []act.ID, n int) (ids []act.ID, rest int) {
	t.Helper()
	texts := make([]string, n)
	for i := range texts {
		o := officetest.Observation()
		o.Narrative = shape.In("en", fmt.Sprintf("EXERCISE. Claim %d.", i))
		texts[i] = w.SignAfter(t, who, "allegation-filed", subject, prev, incident.AllegationFiled(o))
	}
	for _, o := range w.SubmitAll(t.Context(), texts) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
		if ids = append(ids, o.Receipt.ID); o.Receipt.Rests {
			rest++
		}
	}
	return ids, rest
}

func unaltered(t *testing.T, w *officetest.World) {
	t.Helper()
	found, err := w.Rebuild(t.Context(), func(int64, int64) {})
	if err != nil || found.Against+found.Changed+found.Altered+found.Lost > 0 {
		t.Fatalf("made again, it is not as it was: %+v, %v", found, err)
	}
}

// Broken: who writes hundreds of versions beside one another makes a subject so wide that nobody can
// name all that was said, and each more costs all that were before.
func TestMachine_nobody_is_crowded_out_of_a_subject(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	opened := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	flood := make([]string, 200)
	for i := range flood {
		flood[i] = w.SignAfter(t, "liaison-tr", "position-taken", "incident/1", []act.ID{opened.ID},
			incident.PositionTaken{Position: "partly", Text: shape.In("en", fmt.Sprintf("%d", i))})
	}
	var rest []act.ID
	for _, o := range w.SubmitAll(t.Context(), flood) {
		switch {
		case o.Err != nil:
			t.Fatal(o.Err)
		case o.Receipt.Rests:
			rest = append(rest, o.Receipt.ID)
		}
	}
	if len(rest) != len(flood)-admission.MaxOpenOfOne {
		t.Errorf("%d of %d rest, want all but 4", len(rest), len(flood))
	}
	heads := w.Heads(t, "incident/1")
	if len(heads) > 8 {
		t.Fatalf("%d acts stand open: others cannot name them", len(heads))
	}
	// Others speak as before, and name all that counts.
	assessed := w.SignAfter(t, "verifier-1", "incident-assessed", "incident/1", heads, incident.IncidentAssessed{Status: "under-verification", Reason: shape.In("en", "begun")})
	if r, err := w.Submit(t.Context(), assessed); err != nil || r.Rests {
		t.Fatalf("another side is crowded out: %+v, %v", r, err)
	}
	told, err := w.Reading.History(t.Context(), w.As("secretary"), "incident/1")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, a := range told {
		if a.Rests {
			shown++
		}
	}
	if len(told) != len(flood)+2 || shown != len(rest) {
		t.Errorf("the history has %d acts, %d of them without effect: nothing may be lost", len(told), shown)
	}
	unaltered(t, w)
}

// Nothing is lost: what rests has effect as soon as an act that has effect names it.
func TestMachine_what_rests_counts_once_it_is_named(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	first, _ := claims(t, w, "liaison-tr", "report/1", nil, 1)
	ids, rest := claims(t, w, "liaison-tr", "report/1", first, 8)
	if rest != 4 {
		t.Fatalf("%d of 8 rest, want 4", rest)
	}
	resting := ids[len(ids)-1]
	o := officetest.Observation()
	o.Narrative = shape.In("en", "EXERCISE. What rests, said again.")
	text := w.SignAfter(t, "liaison-tr", "allegation-filed", "report/1", append(ids[:4:4], resting), incident.AllegationFiled(o))
	if r, err := w.Submit(t.Context(), text); err != nil || r.Rests {
		t.Fatalf("it follows all that was open and rests: %+v, %v", r, err)
	}
	told, err := w.Reading.History(t.Context(), w.As("secretary"), "report/1")
	if err != nil {
		t.Fatal(err)
	}
	still := 0
	for _, a := range told {
		if a.Rests {
			still++
		}
		if a.ID == resting && a.Rests {
			t.Error("what was named rests still")
		}
	}
	if still != 3 {
		t.Errorf("%d rest, want the 3 that nobody named", still)
	}
	unaltered(t, w)
}

// One more act on a subject with thousands costs what it adds: its author has no hold on the one
// writer for whom all wait.
func TestMachine_one_more_act_costs_what_it_adds(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	var last []act.ID
	file := func(n int) time.Duration {
		var texts []string
		for i := range n {
			o := officetest.Observation()
			o.Narrative = shape.In("en", fmt.Sprintf("EXERCISE. Version %d.", i))
			text := w.SignAfter(t, "monitor-1", "observation-filed", "report/1", last, o)
			a, _, err := act.ParseSDJWT(text)
			if err != nil {
				t.Fatal(err)
			}
			texts, last = append(texts, text), []act.ID{a.ID}
		}
		began := time.Now()
		for _, text := range texts {
			if _, err := w.Submit(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
		return time.Since(began)
	}
	file(50)
	few := file(50)
	for range 4 {
		file(300)
	}
	if many := file(50); many > 20*few+time.Second { // the square of it would be more than a hundred times
		t.Errorf("50 acts took %s beside 100, and %s beside 1,200", few, many)
	}
	unaltered(t, w)
}

// The database is changed so that what rests seems to count: the register decides it, and tells.
func TestMachine_what_rests_is_not_made_to_count_in_the_database(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	first, _ := claims(t, w, "liaison-tr", "report/1", nil, 1)
	claims(t, w, "liaison-tr", "report/1", first, 12)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE entry SET idle = NULL WHERE idle = 'crowded'")
	said, code := truce(t, t.TempDir(), "rebuild", "--data", w.Folder)
	says(t, said, code, 3, "without effect (crowded)")
}
