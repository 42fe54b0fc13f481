package kinds

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"truce/ground/act"
)

// compiler asserts the formats of JSON Schema, and ours.
func compiler() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.RegisterFormat(&jsonschema.Format{Name: "language", Validate: func(v any) error {
		text, is := v.(string)
		if !is {
			return nil // as JSON Schema has it: a format is asked of text
		}
		if !languages()[text] && !scripted.MatchString(text) {
			return fmt.Errorf("there is no language %q", text)
		}
		return nil
	}})
	return c
}

// languages are those of the list itself, read here without package subtag.
var languages = sync.OnceValue(func() map[string]bool {
	text, err := os.ReadFile("../../ground/subtag/subtags.txt")
	if err != nil {
		panic(err)
	}
	all := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		all[line] = line != "" && line == strings.ToLower(line)
	}
	return all
})

// scripted are the languages with a script that samples have.
var scripted = regexp.MustCompile("^(ar|en|ku)-(Arab|Latn)$")

// compiled is the kind's schema as a validator that is not ours reads it.
func compiled(t *testing.T, s Spec) (*jsonschema.Schema, jsontext.Value) {
	t.Helper()
	text, err := s.Shape.Schema(string(s.Kind), s.About, act.MaxBodyBytes, 1)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := compiler()
	url := "https://truce.example/schemas/" + string(s.Kind) + ".json"
	if err := c.AddResource(url, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(url)
	if err != nil {
		t.Fatalf("compile schema of %s: %v", s.Kind, err)
	}
	return schema, text
}

func TestExamples_are_acts_of_their_kind(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, s := range k.All() {
		text := example(t, s.body)
		a, ds := signed(t, s, text)
		if _, err := k.Read(a, ds); err != nil {
			t.Errorf("example of %s: %v\n%s", s.Kind, err, text)
		}
	}
}

// The schema that is served and the check that decides take the same bodies.
func TestSchema_agrees_with_Read(t *testing.T) {
	t.Parallel()
	for _, s := range open(t).All() {
		t.Run(string(s.Kind), func(t *testing.T) {
			t.Parallel()
			schema, text := compiled(t, s)
			whole := value(t, text).(map[string]any)
			g := generator{rand.New(rand.NewPCG(1, seed(s.Kind))), t, whole["$defs"], map[string][]string{}}
			bodies := []any{value(t, example(t, s.body))}
			for range 15 {
				bodies = append(bodies, g.from(whole))
			}
			taken, refused := 0, 0
			for _, body := range bodies {
				if agree(t, s, schema, body) {
					taken++
				} else {
					t.Errorf("%s: %s is made after the schema", s.Kind, written(t, body))
				}
				for range 20 {
					if !agree(t, s, schema, g.mutate(value(t, written(t, body)))) {
						refused++
					}
				}
			}
			if taken == 0 || refused < len(bodies) {
				t.Errorf("%d were taken and %d refused: nothing was tried", taken, refused)
			}
		})
	}
}

func agree(t *testing.T, s Spec, schema *jsonschema.Schema, body any) bool {
	t.Helper()
	text := written(t, body)
	again, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	_, readErr := s.Shape.Read(text)
	schemaErr := schema.Validate(again)
	if (readErr == nil) != (schemaErr == nil) {
		t.Errorf("%s: Read says %v, the schema %v:\n%s", s.Kind, readErr, schemaErr, text)
	}
	return schemaErr == nil
}

func value(t *testing.T, text jsontext.Value) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

func written(t *testing.T, v any) jsontext.Value {
	t.Helper()
	text, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// seed is another for each kind, and the same in every run.
func seed(kind act.Kind) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind))
	return h.Sum64()
}

// Of one seed the same bodies are made, so that a failure is seen again.
func TestGenerator_makes_the_same_again(t *testing.T) {
	t.Parallel()
	s := open(t).All()[0]
	_, text := compiled(t, s)
	made := func() string {
		whole := value(t, text).(map[string]any)
		g := generator{rand.New(rand.NewPCG(1, seed(s.Kind))), t, whole["$defs"], map[string][]string{}}
		var all strings.Builder
		for range 40 {
			body := g.from(whole)
			all.Write(written(t, body))
			all.Write(written(t, g.mutate(body)))
		}
		return all.String()
	}
	if first := made(); first != made() {
		t.Error("other bodies are made of the same seed")
	}
}

// generator makes bodies after schemas, and spoils them.
type generator struct {
	*rand.Rand
	t       *testing.T
	defs    any                 // what the schema's members refer to
	fitting map[string][]string // by schema
}

// from makes a value after a schema.
func (g generator) from(schema any) any {
	s := schema.(map[string]any)
	if enum, has := s["enum"].([]any); has {
		return enum[g.IntN(len(enum))]
	}
	if either, has := s["anyOf"].([]any); has {
		return g.from(either[g.IntN(len(either))])
	}
	switch s["type"] {
	case "object":
		return g.object(s)
	case "array":
		list := []any{g.from(s["items"])}
		if other := g.from(s["items"]); g.IntN(2) == 0 && (s["uniqueItems"] != true || !reflect.DeepEqual(other, list[0])) && !sameIn(s["x-once"], list[0], other) {
			list = append(list, other)
		}
		return list
	case "boolean":
		return s["const"] != nil || g.IntN(2) == 0 // it is said or not there
	case "integer", "number":
		low, high := bound(s, "minimum", bound(s, "exclusiveMinimum", -1000.5)+0.5), bound(s, "maximum", bound(s, "exclusiveMaximum", 1000.5)-0.5)
		n := []float64{low, high, low + float64(int((high-low)*g.Float64()))}[g.IntN(3)]
		if n == 0 && s["not"] != nil {
			n = high
		}
		return n
	}
	return g.text(s)
}

// sameIn reports whether two members of a list say the same in a member of which no two may.
func sameIn(once, a, b any) bool {
	names, _ := once.([]any)
	return slices.ContainsFunc(names, func(name any) bool {
		return reflect.DeepEqual(a.(map[string]any)[name.(string)], b.(map[string]any)[name.(string)])
	})
}

func bound(s map[string]any, name string, otherwise float64) float64 {
	if b, has := s[name].(float64); has {
		return b
	}
	return otherwise
}

func (g generator) object(s map[string]any) any {
	properties, _ := s["properties"].(map[string]any)
	required := fmt.Sprint(s["required"])
	o := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if strings.Contains(required+" ", name+" ") || strings.Contains(required, name+"]") || g.IntN(3) > 0 {
			o[name] = g.from(properties[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if len(o) == 0 && s["minProperties"] != nil {
			o[name] = g.from(properties[name])
		}
	}
	return o
}

// samples hold text of each form that kinds ask for.
func samples() []string {
	return []string{
		"2017-05-07T04:30:00Z", "2017-05-07T07:30:00.123456789+03:00", "report/1", "incident/1", "post/op-1", "person/monitor-1",
		"organisation/mission", "evidence/" + strings.Repeat("0f", 32), "zone/idlib", "agreement/1", strings.Repeat("0f", 32),
		"TR", "SY-GOV", "dz-1", "ar", "party", "image/jpeg", "hq.exercise.truce", "-----BEGIN AGE ENCRYPTED FILE-----\nx",
		"age1wkj9h4u6tc6e4ags5jxvrthvye2f9ppr8hzy7a9aeflcrk5sfums5qqqrp", "الزلاقيات", "x",
		"2017-05-07", "+03:00", "killed", "confirmed", "civilian", "5-17", "female", "accepted", "different", "signed", "patrol", "turned-back",
		"geodesic", "fulfilled", "accepts", "left", "guarantor", "text", "paraphrase", "en", "Asia/Damascus", "draft", "point_1", "total", "contact",
		"days", "after", "clip", "fri", "12:00", "signing", "do", "guarantors", "observer",
		"own-raid.other", "own-crossing.looting", "own-boat.unknown", "own-head.event", "own-toll.delayed", "own-cattle-raid.mortar",
		"daily", "24:00", "Asia/Beirut", "public", "yes", "joint-commission", "consensus", "body/jc", "ru", "absent", "oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A", "act.cedar",
		strings.Repeat("0F:", 31) + "0F", "bulletin/hq-daily-2017-05-07", strings.Repeat("A", 43) + "=",
	}
}

func (g generator) text(s map[string]any) string {
	form := string(written(g.t, s))
	if g.fitting[form] == nil {
		g.fitting[form] = fitting(g.t, s, g.defs)
	}
	list := g.fitting[form]
	return list[g.IntN(len(list))]
}

// fitting are the samples that a schema of text takes.
func fitting(t *testing.T, s map[string]any, defs any) []string {
	t.Helper()
	c := compiler()
	whole := maps.Clone(s)
	whole["$defs"] = defs
	if err := c.AddResource("https://truce.example/text", whole); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("https://truce.example/text")
	if err != nil {
		t.Fatal(err)
	}
	list := slices.DeleteFunc(samples(), func(text string) bool { return schema.Validate(text) != nil })
	if len(list) == 0 {
		t.Fatalf("no sample of the form %v: add one", s)
	}
	return list
}

// spoilt are values that are wrong in many places, and right in some.
func spoilt() []any {
	list := make([]any, 201)
	for i := range list {
		list[i] = "x"
	}
	return []any{
		nil, "", "x", "unknown", "TR", "tr", "post/op-1", "post/", "post/ op", "person/a b", "2017-05-07", "2017-05-07T04:30:00", "2017-13-01T00:00:00Z",
		"2017-02-30T00:00:00Z", "2017-05-07T24:00:00Z", "2017-05-07T04:30:60Z", "2016-12-31T23:59:60Z", "2017-05-07t04:30:00z",
		"2017-05-07T04:30:00+03:00", "2017-05-07T04:30:00,5Z", "2017-05-07T04:30:00.5Z", "2017-05-07T04:30:00.1234567890Z",
		"2017-05-07T04:30:00+24:00", "1899-12-31T23:59:59Z", "1900-01-01T00:00:00Z", "2200-12-31T23:59:59Z", "2201-01-01T00:00:00Z",
		"0001-01-01T00:00:00Z", " 2017-05-07T04:30:00Z", 0, 1, -1, 1.5, 360.0001, 1e300, -1e300, 123456789012, true, false, []any{}, []any{"x"}, []any{nil},
		map[string]any{}, map[string]any{"x": 1}, list, strings.Repeat("x", 99), strings.Repeat("x", 2001), strings.Repeat("ж", 200),
		strings.Repeat("😀", 201), strings.Repeat("x", 8001), "a\nb", "a\rb", "😀", "⚠\ufe0f", "a\ufe0f",
		" ", "\u2800", "\u200f\u00a0", "\U000e0100", "Sin\u200bjar", "Sin\u200cjar", "می\u200cروم", "\u202egnp", "Sin\U0001d173jar", "zz", "iw", "sjc", "ku-Arab", "ar-Zzzx",
		map[string]any{"text": "a", "language": "zz"}, map[string]any{"text": "\u3164", "language": "ar"}, map[string]any{"text": "a", "language": "ar-Latn"}, map[string]any{"text": "a\u2060", "language": "ar"}, strings.Repeat("0f", 32), strings.Repeat("0F", 32),
	}
}

// mutate spoils one place of a body.
func (g generator) mutate(body any) any {
	o, is := body.(map[string]any)
	if !is || len(o) == 0 || g.IntN(12) == 0 {
		if is && g.IntN(2) == 0 {
			o["added"] = 1
			return o
		}
		return spoilt()[g.IntN(len(spoilt()))]
	}
	names := slices.Sorted(maps.Keys(o))
	name := names[g.IntN(len(names))]
	switch list, isList := o[name].([]any); {
	case g.IntN(5) == 0:
		delete(o, name)
	case isList && len(list) > 0 && g.IntN(2) == 0:
		list[0] = g.mutate(list[0])
	default:
		if nested, is := o[name].(map[string]any); is && g.IntN(4) > 0 {
			o[name] = g.mutate(nested)
		} else {
			o[name] = spoilt()[g.IntN(len(spoilt()))]
		}
	}
	return o
}
