package kinds

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/taxonomy"
	"truce/judge/policy"
)

// secretNumber is put into every hidden number: nothing that is shown may repeat it.
const secretNumber = 36.123457

// What an act hides must be hidden in the states that it adds up to, and in the columns
// of the lists: bodies are filled with marked secrets, folded, and what a reader without
// the right to a class is shown is searched for them.
func TestStates_hide_what_acts_hide(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, noun := range k.Names() {
		for _, last := range k.All() {
			if last.Noun != noun {
				continue
			}
			for _, p := range k.filled(noun, last.Kind).Periods {
				testColumns(t, last.Kind, p)
				for _, class := range taxonomy.Default().List(taxonomy.DisclosureClass).Codes() {
					testState(t, k, last.Kind, p, noun, class)
				}
			}
		}
	}
}

func testColumns(t *testing.T, kind act.Kind, p fold.Period) {
	t.Helper()
	if shown := fmt.Sprint(p.Kind, p.Status, p.Party, p.Zone, p.Compartment, p.Label); strings.Contains(shown, "secret") {
		t.Errorf("after %s the columns show %s", kind, shown)
	}
	// Narrative is searched for readers of narratives. They may all read exact places.
	for _, class := range []string{"source", "person", "party", "staff"} {
		if strings.Contains(p.Narrative, "secret-"+class) {
			t.Errorf("after %s readers of narratives can search for what is of class %s: %s", kind, class, p.Narrative)
		}
	}
}

func testState(t *testing.T, k *Kinds, kind act.Kind, p fold.Period, noun, class string) {
	t.Helper()
	text, err := json.Marshal(p.State)
	if err != nil {
		t.Fatal(err)
	}
	state := value(t, text)
	for path, c := range k.StateClasses(noun) {
		if c == class {
			state = dropped(state, strings.Split(path, "."))
		}
	}
	shown := string(written(t, state))
	if strings.Contains(shown, "secret-"+class) || class == "exact-place" && strings.Contains(shown, fmt.Sprint(secretNumber)) {
		t.Errorf("after %s readers without %s are shown %s", kind, class, shown)
	}
}

func dropped(v any, path []string) any {
	switch v := v.(type) {
	case map[string]any:
		if len(path) == 1 {
			delete(v, path[0])
		} else if member, is := v[path[0]]; is {
			v[path[0]] = dropped(member, path[1:])
		}
	case []any:
		for i := range v {
			v[i] = dropped(v[i], path)
		}
	}
	return v
}

// filled folds one act of each kind about the noun, up to and with the last.
func (k *Kinds) filled(noun string, last act.Kind) fold.Folded {
	var entries []fold.Entry
	for _, s := range k.All() {
		if s.Noun != noun {
			continue
		}
		body := reflect.New(s.body)
		fill(body.Elem(), "", s.Hides, "")
		entries = append(entries, entryOf(body.Interface(), s.Kind, len(entries)))
		if s.Kind == last {
			break
		}
	}
	foldNoun, _ := k.Fold(noun)
	return foldNoun(act.SubjectID(noun+"/open"), entries, k.look)
}

// look answers a filled state of the noun, before anything about it ended.
func (k *Kinds) look(subject act.SubjectID, _ time.Time) ([]byte, bool) {
	for _, s := range k.All() {
		if s.Noun == subject.Noun() {
			state, err := json.Marshal(k.filled(s.Noun, s.Kind).Periods[0].State)
			return state, err == nil
		}
	}
	return nil, false
}

// fill gives every member a value, marked with its class if it is hidden.
func fill(v reflect.Value, path string, hides map[string]string, class string) {
	if class == "" {
		class = hides[path]
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2017, 5, 7, 4, 30, 0, 0, time.UTC)))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), path, hides, class)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), path, hides, class)
	case v.Kind() == reflect.Slice:
		v.SetBytes([]byte(`{}`))
	case v.Kind() == reflect.Struct:
		fillMembers(v, path, hides, class)
	case v.Kind() == reflect.String:
		v.SetString(marked(path, class))
	case v.CanFloat() && class != "":
		v.SetFloat(secretNumber)
	case v.CanInt():
		v.SetInt(1)
	}
}

func fillMembers(v reflect.Value, path string, hides map[string]string, class string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		at := path
		if !f.Anonymous {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			at = strings.TrimPrefix(path+"."+name, ".")
		}
		fill(v.Field(i), at, hides, class)
	}
}

// marked is text for a member. Compartments would take the report out of incidents.
func marked(path, class string) string {
	switch {
	case path == "compartment":
		return ""
	case class != "":
		return "secret-" + class + "-" + path
	case path == "report" || path == "post" || path == "organisation":
		return path + "/open"
	}
	return "open"
}

// The search relies on it: whoever may read narratives may read the names of places.
func TestReaders_of_narratives_may_read_exact_places(t *testing.T) {
	t.Parallel()
	rules, err := policy.Load(Nouns())
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
		for _, party := range []string{"", "TR"} {
			who := policy.Person{ID: "person/1", Party: party, Roles: []string{role}}
			if rules.May(who, policy.Read("narrative"), policy.Subject{}).Allowed &&
				!rules.May(who, policy.Read("exact-place"), policy.Subject{}).Allowed {
				t.Errorf("%s of party %q reads narratives but no exact places", role, party)
			}
		}
	}
}

// A member of the same name about the same noun has the same class in bodies and state.
func TestStates_and_bodies_agree_on_classes(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, s := range k.All() {
		state := k.StateClasses(s.Noun)
		for path, class := range s.Hides {
			if c, is := state[path]; is && c != class {
				t.Errorf("%s hides %s as %s, the state of %s as %s", s.Kind, path, class, s.Noun, c)
			}
		}
		for _, f := range reflect.VisibleFields(s.body) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if class := state[name]; class != "" && s.Hides[name] == "" {
				t.Errorf("%s shows %s, which the state of %s hides as %s", s.Kind, name, s.Noun, class)
			}
		}
	}
}
