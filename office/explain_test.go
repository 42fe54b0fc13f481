package office_test

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/tools/txtar"

	"truce/ground/act"
	"truce/ground/change"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/office/reading"
	"truce/tool/answer"
	"truce/tool/query"
)

// explainReaders see different parts of a state.
func explainReaders() []string {
	return []string{"verifier-1", "monitor-1", "custodian-1", "auditor-1", "liaison-tr", "liaison-ru"}
}

// eachExplained plays every story and hands each subject of it, explained to each reader who
// may see it, to a test.
func eachExplained(t *testing.T, test func(*testing.T, *officetest.World, string, answer.Explanation)) {
	files, err := filepath.Glob(stories)
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := officetest.NewSeeded(t)
			play(t, w, story.Files[0].Data)
			explained := 0
			for _, one := range tellings(t, story.Files[0].Data) {
				for _, who := range explainReaders() {
					e, err := w.Reading.Explain(context.Background(), w.As(who), one.Subject, time.Time{})
					if err == nil {
						test(t, w, who, e)
						explained++
					} else if problem.From(err).Key != problem.NothingFound {
						t.Errorf("%s as %s: %v", one.Subject, who, err)
					}
				}
			}
			if explained == 0 {
				t.Error("nothing was explained to anybody")
			}
		})
	}
}

// What the changes add up to is the state.
func TestExplanation_agrees_with_the_state(t *testing.T) {
	t.Parallel()
	eachExplained(t, func(t *testing.T, w *officetest.World, who string, e answer.Explanation) {
		for _, step := range e.Steps {
			for _, c := range step.Changes {
				if c.Member == "subject" || c.Member == "noun" {
					t.Errorf("%s as %s: an act is said to change the %s", e.Subject, who, c.Member)
				}
			}
		}
		items, err := w.Reading.Subject(context.Background(), w.As(who), e.Subject, query.Clocks{})
		if err != nil || len(items) != 1 { // of a subject with several periods the changes move from one to another
			return
		}
		told := map[string]string{}
		for _, step := range e.Steps {
			for _, c := range step.Changes {
				if c.Period.IsZero() {
					told[c.Member] = string(c.After)
				}
			}
		}
		for member, value := range leaves(t, items[0]) {
			if told[member] != value {
				t.Errorf("%s as %s: the last change of %s is to %s, and the state has %s", e.Subject, who, member, told[member], value)
			}
		}
	})
}

// leaves are the members of an item that are neither lists nor objects, by path.
func leaves(t *testing.T, i answer.Item) map[string]string {
	t.Helper()
	i.KnownFrom, i.KnownUntil, i.SameWeek = time.Time{}, time.Time{}, nil // no act about the subject says these,
	i.Doubted = fold.Sound                                                // nor this: acts about keys do, and each step tells whether its act's key is in doubt
	text, err := json.Marshal(i)
	if err != nil {
		t.Fatal(err)
	}
	all, err := change.Between(nil, jsontext.Value(text))
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]string{}
	for _, c := range all {
		if kind := c.After.Kind(); kind != '[' && kind != '{' && c.Member != "subject" && c.Member != "noun" { // whose it is does not change
			by[c.Member] = string(c.After)
		}
	}
	return by
}

var inBrackets = regexp.MustCompile(`\[\d+\]`)

// A member of a class that the reader is not handed is in no explanation, nor is that it changed.
func TestExplanation_holds_nothing_that_states_withhold(t *testing.T) {
	t.Parallel()
	eachExplained(t, func(t *testing.T, w *officetest.World, who string, e answer.Explanation) {
		classes := w.Kinds().StateClasses(e.Subject.Noun())
		for _, step := range e.Steps {
			for _, c := range step.Changes {
				member, inState := strings.CutPrefix(inBrackets.ReplaceAllString(c.Member, ""), "state.")
				class := classes[member]
				if inState && class != "" && class != "party" && !w.May(w.As(who), policy.Read(class)) {
					t.Errorf("%s as %s: %s is of the class %s", e.Subject, who, c.Member, class)
				}
			}
		}
	})
}

func TestExplain(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	o := officetest.Observation()
	o.Source, o.SealedTo = &incident.Source{Sealed: "-----BEGIN AGE ENCRYPTED FILE-----", Direct: new(true)}, w.Custodians().Digest
	first := w.Must(t, "monitor-1", "observation-filed", "report/1", o)
	o.Event = "rocket"
	second, err := w.Submit(t.Context(), w.SignAfter(t, "monitor-1", "observation-filed", "report/1", []act.ID{first.ID}, o))
	if err != nil {
		t.Fatal(err)
	}
	explain := func(t *testing.T, who string, id act.SubjectID, known time.Time) answer.Explanation {
		t.Helper()
		e, err := w.Reading.Explain(t.Context(), w.As(who), id, known)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	t.Run("a value that a later act replaced names that act", func(t *testing.T) {
		e := explain(t, "verifier-1", "report/1", time.Time{})
		if len(e.Steps) != 2 || e.Steps[0].ID != first.ID || e.Steps[1].ID != second.ID {
			t.Fatalf("got %+v", e)
		}
		event := func(c answer.MemberChange) bool { return c.Member == "state.event" }
		i, j := slices.IndexFunc(e.Steps[0].Changes, event), slices.IndexFunc(e.Steps[1].Changes, event)
		if i < 0 || j < 0 {
			t.Fatalf("the event is not told: %+v", e)
		}
		before, after := e.Steps[0].Changes[i], e.Steps[1].Changes[j]
		if before.ReplacedBy != second.ID || string(after.Before) != string(before.After) || string(after.After) != `"rocket"` || after.ReplacedBy != (act.ID{}) {
			t.Errorf("got %+v, then %+v", before, after)
		}
	})
	t.Run("a source is told to custodians only", func(t *testing.T) {
		for who, want := range map[string]bool{"custodian-1": true, "verifier-1": false, "monitor-2": false, "liaison-tr": false} {
			text, err := json.Marshal(explain(t, who, "report/1", time.Time{}))
			if got := strings.Contains(string(text), "AGE ENCRYPTED"); err != nil || got != want {
				t.Errorf("%s is told the source: %v, want %v; %v", who, got, want, err)
			}
		}
	})
	t.Run("what came later was not known", func(t *testing.T) {
		e := explain(t, "verifier-1", "report/1", first.Received)
		if e.Steps[0].Nothing != "" || e.Steps[1].Nothing != answer.NotKnown || len(e.Steps[1].Changes) > 0 {
			t.Errorf("got %+v", e.Steps)
		}
	})
	t.Run("an act that says what stood already has no effect", func(t *testing.T) {
		said := people.OrganisationRegistered{Name: "Red (exercise)", Party: "RED"}
		once := w.Must(t, "administrator", "organisation-registered", "organisation/red", said)
		if _, err := w.Submit(t.Context(), w.SignAfter(t, "administrator", "organisation-registered", "organisation/red", []act.ID{once.ID}, said)); err != nil {
			t.Fatal(err)
		}
		if e := explain(t, "verifier-1", "organisation/red", time.Time{}); len(e.Steps) != 2 || e.Steps[1].Nothing != answer.NoEffect {
			t.Errorf("got %+v", e.Steps)
		}
	})
	t.Run("whether a withheld member changed is not told", func(t *testing.T) {
		named := people.PersonRegistered{Organisation: "organisation/mission", Name: "One (exercise)"}
		once := w.Must(t, "administrator", "person-registered", "person/one", named)
		for _, name := range []string{"Two (exercise)", "Two (exercise)"} {
			named.Name = name
			var err error
			if once, err = w.Submit(t.Context(), w.SignAfter(t, "administrator", "person-registered", "person/one", []act.ID{once.ID}, named)); err != nil {
				t.Fatal(err)
			}
		}
		e := explain(t, "liaison-tr", "person/one", time.Time{})
		if len(e.Steps) != 3 || e.Steps[1].Nothing != answer.Withheld || e.Steps[2].Nothing != answer.Withheld {
			t.Errorf("got %+v", e.Steps)
		}
	})
	t.Run("of very many acts the last are told singly", func(t *testing.T) {
		for range reading.MaxExplained + 5 {
			w.Must(t, "administrator", "role-granted", "person/one", people.RoleGranted{Role: "auditor"})
		}
		e := explain(t, "verifier-1", "person/one", time.Time{})
		if e.Earlier != 8 || len(e.Steps) != reading.MaxExplained {
			t.Errorf("%d earlier, %d told", e.Earlier, len(e.Steps))
		}
	})
}

func TestExplain_refuses_as_the_history_does(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	o := officetest.Observation()
	o.Compartment = "party"
	w.Must(t, "liaison-tr", "allegation-filed", "report/own", incident.AllegationFiled(o))
	w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	for _, c := range []struct {
		who     string
		subject act.SubjectID
		want    problem.Key
	}{
		{"", "report/1", problem.NothingFound}, {"", "organisation/mission", problem.NothingFound}, {"", "office/test.exercise.truce", problem.SignInNeeded},
		{"liaison-ru", "report/own", problem.NothingFound}, {"verifier-1", "report/none", problem.NothingFound},
	} {
		_, err := w.Reading.Explain(t.Context(), w.As(c.who), c.subject, time.Time{})
		if told := problem.From(err); told == nil || told.Key != c.want {
			t.Errorf("%s as %q: %v, want %s", c.subject, c.who, err, c.want)
		}
	}
	if e, err := w.Reading.Explain(t.Context(), w.As("liaison-tr"), "report/own", time.Time{}); err != nil || len(e.Steps) != 1 || len(e.Steps[0].Changes) == 0 {
		t.Errorf("to its own party: %+v, %v", e, err)
	}
}
