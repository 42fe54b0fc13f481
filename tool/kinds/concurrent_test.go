package kinds

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
)

// settled are pairs of kinds of which one act replaces what the other said although neither
// author knew of the other, without a word about it, and why that is right.
func settled() map[string]string {
	const (
		alike  = "both say the same; of their grounds or sources the later is shown, and the history has both"
		first  = "what was said first stands: an office refuses the other, and from elsewhere it has no effect"
		needed = "an office refuses the one before the other is there"
		listed = "proposals stand beside each other; a list shows by whom the last one is"
	)
	return map[string]string{
		"root-named root-enrolled":                  needed,
		"root-enrolled registrar-named":             needed,
		"root-enrolled founder-removed":             "a side counts for what is proposed after it came; an office receives one thing after the other",
		"root-enrolled custodians-set":              "a side counts for what is proposed after it came; an office receives one thing after the other",
		"root-enrolled rules-set":                   "a side counts for what is proposed after it came; an office receives one thing after the other",
		"root-enrolled register-succeeded":          "who ends a register waits for the sides that count by then; an office receives one thing after the other",
		"registrar-named registrar-withdrawn":       needed,
		"office-opened office-opened":               first,
		"bulletin-published bulletin-published":     first,
		"correction-published correction-published": first,
		"observation-filed allegation-filed":        first,
		"report-withdrawn report-withdrawn":         alike,
		"source-coded source-coded":                 alike,
		"sources-compared sources-compared":         alike,
		"duplicate-decided duplicate-decided":       alike,
		"report-linked report-linked":               alike,
		"same-victim-proposed same-victim-proposed": alike,
		"same-victim-decided same-victim-decided":   alike,
		"same-victim-proposed same-victim-decided":  "a decision ahead of its proposal is told among what was ignored",
		"key-enrolled key-enrolled":                 first,
		"key-enrolled key-revoked":                  "the key ends in either order; an end that came first stands among the proposals too",
		"custody-transferred custody-transferred":   "the chain is marked as broken",
		"evidence-deposited evidence-deposited":     "of one author, with the same words: the office lost the file and sealed it anew; the later says which seal is here, and the history has both. Anything else is a conflict",
		"agreement-signed agreement-signed":         alike,
		"extension-consented extension-consented":   alike,
		"suspension-declared suspension-declared":   alike,
		"trigger-recorded trigger-recorded":         alike,
		"fulfilment-recorded fulfilment-recorded":   alike,
		"zone-proposed zone-proposed":               listed,
		"line-drawn line-drawn":                     listed,
		"private-filed private-filed":               first,
	}
}

// What two people said without knowing of each other is told: whatever order they came in, the
// state is the same, or a conflict names both acts. Each two kinds of a noun are tried, with
// acts that differ in one member.
func TestFolds_tell_what_was_said_side_by_side(t *testing.T) {
	t.Parallel()
	k, silent := open(t), map[string]bool{}
	for _, n := range k.Nouns() {
		var before []fold.Entry
		for i, a := range n.Kinds {
			for _, b := range n.Kinds[i:] {
				if len(before) == 0 && !b.Opens {
					continue // it comes after what opens its subject
				}
				pair := string(a.Name) + " " + string(b.Name)
				members := silentMembers(t, k, before, a.Name, b.Name)
				silent[pair] = len(members) > 0
				if len(members) > 0 && settled()[pair] == "" {
					t.Errorf("%s and %s beside it, which differ in %q: the later one wins and no conflict tells it. Keep both in a fold.Field, or say in settled why not", a.Name, b.Name, members)
				}
			}
			spec, _ := k.Spec(a.Name)
			before = append(before, entry(t, spec, len(before)))
		}
	}
	for pair := range settled() {
		if !silent[pair] {
			t.Errorf("%s: the order says nothing, or a conflict tells it by now; take it out of settled", pair)
		}
	}
}

// silentMembers are those in which an act of the second kind may differ from one of the first,
// beside it, so that the state goes by which came first and nothing tells it.
func silentMembers(t *testing.T, k *Kinds, before []fold.Entry, first, second act.Kind) (members []string) {
	t.Helper()
	a, _ := k.Spec(first)
	b, _ := k.Spec(second)
	one := beside(entry(t, a, len(before)), 101, before)
	for member, other := range variants(t, b) {
		if goesByOrder(t, k, a.Noun, before, one, beside(entryOf(other, second, len(before)), 102, before)) {
			members = append(members, member)
		}
	}
	slices.Sort(members)
	return members
}

// beside is an act that knows of those before it and of no other.
func beside(e fold.Entry, id byte, before []fold.Entry) fold.Entry {
	e.ID, e.Prev = act.ID{id}, nil
	if n := len(before); n > 0 {
		e.Prev = []act.ID{before[n-1].ID}
	}
	return e
}

// goesByOrder receives two acts at one moment, the one and the other way round.
func goesByOrder(t *testing.T, k *Kinds, noun string, before []fold.Entry, one, two fold.Entry) bool {
	t.Helper()
	foldNoun, _ := k.Fold(noun)
	two.Received = one.Received
	var states [2]string
	for i := range states {
		one.Index, two.Index = int64(100+i), int64(101-i)
		folded := foldNoun(act.SubjectID(noun+"/1"), fold.Order(append(slices.Clone(before), one, two)), nobody)
		if len(folded.Conflicts) > 0 {
			return false
		}
		states[i] = unordered(t, folded)
	}
	return states[0] != states[1]
}

// unordered is what was folded, with lists in one order.
func unordered(t *testing.T, f fold.Folded) string {
	t.Helper()
	var v any
	text, err := json.Marshal(f.Periods, json.Deterministic(true))
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return sorted(v)
}

func sorted(v any) string {
	var parts []string
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			parts = append(parts, sorted(each))
		}
	case map[string]any:
		for name, each := range v {
			parts = append(parts, name+": "+sorted(each))
		}
	default:
		return fmt.Sprintf("%q", fmt.Sprint(v))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, ", ") + "}"
}

// variants are the kind's example and bodies that differ from it in one member, by its name.
func variants(t *testing.T, s Spec) map[string]any {
	t.Helper()
	text := example(t, s.body)
	decoded := func() (body any, all []leaf) {
		body = reflect.New(s.body).Interface()
		if err := json.Unmarshal(text, body); err != nil {
			t.Fatal(err)
		}
		return body, leaves(reflect.ValueOf(body).Elem())
	}
	same, all := decoded()
	bodies := map[string]any{"nothing": same}
	for i, l := range all {
		other, its := decoded()
		its[i].change()
		bodies[l.name] = other
	}
	return bodies
}

// leaf is a text, a number, a time or a truth somewhere in a body.
type leaf struct {
	name   string
	change func()
}

func leaves(v reflect.Value) []leaf {
	var all []leaf
	below := func(name string, v reflect.Value) {
		for _, l := range leaves(v) {
			all = append(all, leaf{strings.TrimSuffix(name+"."+l.name, "."), l.change})
		}
	}
	if at, is := v.Interface().(time.Time); is {
		return []leaf{{"", func() { v.Set(reflect.ValueOf(at.Add(time.Hour))) }}}
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				below(f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if v.Type().Elem().Kind() != reflect.Uint8 {
				below(fmt.Sprint(i), v.Index(i))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return leaves(v.Elem())
		}
	case reflect.String:
		return []leaf{{"", func() { v.SetString(v.String() + "x") }}}
	case reflect.Bool:
		return []leaf{{"", func() { v.SetBool(!v.Bool()) }}}
	case reflect.Int, reflect.Int64:
		return []leaf{{"", func() { v.SetInt(v.Int() + 1) }}}
	case reflect.Float64:
		return []leaf{{"", func() { v.SetFloat(v.Float() + 1) }}}
	}
	return all
}
