package kinds

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
)

func specOf(t *testing.T, k *Kinds, kind act.Kind) Spec {
	t.Helper()
	s, known := k.Spec(kind)
	if !known {
		t.Fatalf("no kind %s", kind)
	}
	return s
}

func TestRead(t *testing.T) {
	t.Parallel()
	k := open(t)
	for name, c := range map[string]struct {
		kind act.Kind
		body string
		form func(act.Form) act.Form
		want error
	}{
		"what must be hidden is in the clear": {"report-withdrawn", `{"reason":"entered twice"}`, moved("reason", ""), ErrSlots},
		"an outer member is in the clear":     {"observation-filed", `{"event":"mortar","place":{"name":"x"}}`, moved("place", ""), ErrInClear},
		"what is for everybody is hidden":     {"role-granted", `{"role":"verifier"}`, moved("role", "staff"), ErrSlots},
		"what is for everybody in a slot":     {"observation-filed", `{"event":"mortar","place":{"name":"x"}}`, moved("event", "exact-place"), ErrUndeclared},
		"a member in the slot of others":      {"observation-filed", `{"event":"mortar","place":{"name":"x"}}`, moved("place", "narrative"), ErrUndeclared},
		"an unknown member in a slot":         {"observation-filed", `{"event":"mortar","colour":"red"}`, moved("colour", "narrative"), ErrUndeclared},
		"a revision of later":                 {"observation-filed", `{"event":"mortar"}`, func(f act.Form) act.Form { f.Rev++; return f }, ErrUnknownRev},
		"a place that says nothing":           {"post-moved", `{"from":"2018-02-05T09:00:00Z","place":{"precision":"exact"}}`, nil, ErrMisfit},
		"an end before the start": {"observation-filed",
			`{"time":{"from":"2017-05-07T04:30:00Z","until":"2017-05-07T04:30:00Z","precision":"minute"}}`, nil, ErrMisfit},
		"a reason for a status without": {"incident-assessed", `{"status":"confirmed","reason":{"text":"x","language":"en"},"obstacle":"access"}`, nil, ErrMisfit},
		"the body of another kind":      {"role-granted", `{"reason":"x"}`, nil, nil},
		"no place although one must be": {"post-moved", `{"from":"2018-02-05T09:00:00Z"}`, nil, nil},
	} {
		s := specOf(t, k, c.kind)
		form := s.Form()
		if c.form != nil {
			form = c.form(form)
		}
		a, ds := formed(t, s, form, jsontext.Value(c.body))
		_, err := k.Read(a, ds)
		var fault shape.Fault
		if err == nil || c.want != nil && !errors.Is(err, c.want) || c.want == nil && !errors.As(err, &fault) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// What a program makes of a rule is asked of who hands it in, and of nobody who reads what an office took: another edition of
// the library may read another language, and makes no signed text wrong. A word that a list lacks is unknown.
func TestRead_asks_what_may_change_of_who_hands_in_alone(t *testing.T) {
	t.Parallel()
	k := open(t)
	const clauses = `{"version":"v","part":1,"clauses":[{"id":"a","heading":[{"language":"en","text":"x"}],"text":[{"language":"en","text":"x"}],"prohibitions":[{"id":"p","who":["all"],"what":[{"language":"en","text":"x"}],"rule":"in a later language"}]}]}`
	for kind, c := range map[act.Kind]struct {
		body           string
		refused, wrong bool
	}{
		"clauses-filed":   {clauses, true, false},
		"finding-drafted": {`{"body":"body/b","status":"draft","at":"2017-05-12T10:00:00Z","text":{"text":"x","language":"en"}}`, true, false},
		"role-granted":    {`{"role":"monitor"}`, false, false}, // a rule of admission, by its number
		"word-added":      {`{"list":"means","code":"own-x.saw","labels":[{"language":"en","text":"x"}]}`, true, false},
		"post-moved":      {`{"from":"2018-02-05T09:00:00Z","place":{"precision":"exact"}}`, true, true},
	} {
		a, ds := formed(t, specOf(t, k, kind), specOf(t, k, kind).Form(), jsontext.Value(c.body))
		_, handedIn := k.Read(a, ds)
		_, checked := k.ReadWithheld(a, ds)
		if refused, wrong := handedIn != nil, checked != nil && !Unknown(checked); refused != c.refused || wrong != c.wrong {
			t.Errorf("%s: handed in %v; read from a copy %v", kind, handedIn, checked)
		}
	}
}

// moved puts a member into the slot of another class, or into the clear.
func moved(member, class string) func(act.Form) act.Form {
	return func(f act.Form) act.Form {
		f.Hides = maps.Clone(f.Hides)
		if delete(f.Hides, member); class != "" {
			f.Hides[member] = class
		}
		return f
	}
}

// Whoever first takes an act is handed all of it, also what the author says is nothing.
func TestRead_wants_every_disclosure(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, s := range k.All() {
		a, ds := signed(t, s, example(t, s.body))
		for i := range ds {
			handed := slices.Delete(slices.Clone(ds), i, i+1)
			if _, err := k.Read(a, handed); !errors.Is(err, ErrWithheld) {
				t.Errorf("%s without its slot %s: %v", s.Kind, a.Slots[i].Class, err)
			}
		}
	}
}

func TestRead_refuses_strange_kinds_and_subjects(t *testing.T) {
	t.Parallel()
	k := open(t)
	a, ds := formed(t, Spec{Kind: "zone-conquered", Noun: "zone"}, act.Form{Rev: 1}, jsontext.Value(`{}`))
	if _, err := k.Read(a, ds); !errors.Is(err, ErrUnknownKind) || !Unknown(err) {
		t.Errorf("a strange kind: %v", err)
	}
	s := specOf(t, k, "report-withdrawn")
	s.Noun = "incident"
	a, ds = signed(t, s, jsontext.Value(`{"reason":"x"}`))
	if _, err := k.Read(a, ds); !errors.Is(err, ErrWrongNoun) || Unknown(err) {
		t.Errorf("a strange subject: %v", err)
	}
}

// What was withheld is absent, nothing misses it, and the rest of the act reads as before:
// whichever disclosures a reader was handed.
func TestReadWithheld(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, s := range k.All() {
		a, ds := signed(t, s, example(t, s.body))
		whole, err := k.Decode(a, ds)
		read, readErr := k.Read(a, ds)
		if err != nil || readErr != nil || !reflect.DeepEqual(whole, read) {
			t.Errorf("%s: decoded %+v, read %+v, %v, %v", s.Kind, whole, read, err, readErr)
		}
		for subset := range 1 << len(ds) {
			var handed []act.Disclosure
			for i, d := range ds {
				if subset>>i&1 == 1 {
					handed = append(handed, d)
				}
			}
			some, err := k.ReadWithheld(a, handed)
			kept, keptErr := k.Decode(a, handed)
			if err != nil || keptErr != nil || !reflect.DeepEqual(some, kept) {
				t.Errorf("%s with %d of %d disclosures: %+v, %+v, %v, %v", s.Kind, len(handed), len(ds), some, kept, err, keptErr)
				continue
			}
			testShows(t, s, a, handed, some)
		}
	}
}

func testShows(t *testing.T, s Spec, a act.Act, handed []act.Disclosure, body any) {
	t.Helper()
	opened, err := a.Open(handed)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	for name, class := range s.Hides {
		if value, is := members[name]; is && !slices.Contains(opened.Disclosed, class) && len(value) > 2 && !strings.HasPrefix(string(value), `{`) {
			t.Errorf("%s, of which %v is disclosed, shows %s: %s", s.Kind, opened.Disclosed, name, value)
		}
	}
}

// (kind, rev) fixes members, their limits and slots for ever: acts that were signed are read by it.
func TestForms_are_fixed(t *testing.T) {
	t.Parallel()
	got := forms(t)
	const file = "../../testdata/forms.txt"
	if gone := goneOf(t, released, got); len(gone) > 0 {
		t.Fatalf("these forms were released, and are others now, or gone: %q. -update writes nothing over them", gone)
	}
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%v: members, limits or slots of a kind changed. A revision that was used is fixed for ever: give a new member `since` the next one. Before the formats are released, -update writes %s", err, file)
	}
}

// What a release wrote down of each form stays true: later programs have revisions beside it.
func TestForms_that_were_released_stay(t *testing.T) {
	t.Parallel()
	today := forms(t)
	if gone := goneOf(t, released, today); len(gone) > 0 {
		t.Errorf("these forms were released, and are others now, or gone: %q", gone)
	}
	// While nothing is released, and after: a released row is missed, whether it is another now or not there at all.
	folder := filepath.Join(t.TempDir(), "v0")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]struct {
		row  string
		gone int
	}{"the same": {"", 0}, "another form": {"endorsed 1 0000000000000000: act\n", 1}, "a kind that is gone": {"gone-declared 1 0000000000000000: act\n", 1}} {
		if err := os.WriteFile(filepath.Join(folder, "forms.txt"), []byte(today+k.row), 0o644); err != nil {
			t.Fatal(err)
		}
		if gone := goneOf(t, filepath.Dir(folder), today); len(gone) != k.gone {
			t.Errorf("%s: %q", name, gone)
		}
	}
}

// goneOf are the rows of released forms that today's program does not have any more.
func goneOf(t *testing.T, releases, today string) (gone []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(releases, "*", "forms.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(today, "\n")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !slices.Contains(rows, strings.TrimSuffix(line, "\n")) {
				gone = append(gone, file+": "+line)
			}
		}
	}
	return gone
}

// forms are a line for each revision of each kind: what it lets in, and in which slot each member stands.
func forms(t *testing.T) string {
	t.Helper()
	var lines []string
	for _, s := range open(t).All() {
		for rev, form := range s.forms {
			var members []string
			for _, f := range reflect.VisibleFields(s.body) {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				since, _ := strconv.Atoi(cmp.Or(f.Tag.Get("since"), "1"))
				if name != "" && since <= rev+1 {
					members = append(members, strings.TrimSuffix(name+":"+form.Hides[name], ":"))
				}
			}
			slices.Sort(members)
			lines = append(lines, fmt.Sprintf("%s %d %s: %s", s.Kind, rev+1, s.Shape.Fixed(rev+1), strings.Join(members, " ")))
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// A word that a list gets later, and a language, make an act unknown to a program that does not have them, not wrong.
func TestUnknown_is_what_a_later_program_may_know(t *testing.T) {
	t.Parallel()
	for rule, unknown := range map[shape.Rule]bool{shape.Word: true, shape.Language: true, shape.Limit: false, shape.Missing: false, shape.Unknown: false, shape.Malformed: false, shape.Hidden: false} {
		if Unknown(fmt.Errorf("read: %w", shape.Fault{Rule: rule})) != unknown {
			t.Errorf("a fault of the rule %s: unknown is %v", rule, !unknown)
		}
	}
}
