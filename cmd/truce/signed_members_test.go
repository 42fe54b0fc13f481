package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/kinds"
)

// Nobody is asked to sign what he or she is not told: of every kind that can wait for signatures, truce endorse prints
// each member of what is signed.
func TestEndorse_tells_every_member_that_is_signed(t *testing.T) {
	t.Parallel()
	all, err := knownKinds()
	if err != nil {
		t.Fatal(err)
	}
	_, vkey, err := register.GenerateKey(rand.NewChaCha8([32]byte{1}), "test")
	if err != nil {
		t.Fatal(err)
	}
	own, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := admission.New(all, own, "test", vkey)
	if err != nil {
		t.Fatal(err)
	}
	told := &sentences{kinds: all, rules: &ruled{rules: rules}, held: func(act.SubjectID) ([]answer.Item, error) { return nil, nil }}
	asked := 0
	for _, n := range told.kinds.Nouns() {
		if !slices.ContainsFunc(n.Kinds, func(k noun.Kind) bool { return k.Name == noun.Endorsement().Name }) {
			continue
		}
		for _, k := range n.Kinds {
			if k.Name == noun.Endorsement().Name {
				continue
			}
			asked++
			body := reflect.New(reflect.TypeOf(k.Body))
			filled(body.Elem(), string(k.Name))
			var out bytes.Buffer
			if err := told.print(&env{out: &output{Writer: &out}}, answer.Awaited{Subject: "body/one"}, fold.Entry{Kind: k.Name, Body: body.Interface()}); err != nil {
				t.Fatal(k.Name, err)
			}
			lines := strings.Split(out.String(), "\n")
			for path, value := range leaves(t, body.Interface()) {
				if line := "    " + path + ": " + value; !slices.Contains(lines, line) {
					t.Errorf("%s does not tell %q:\n%s", k.Name, line, out.String())
				}
			}
		}
	}
	if asked < 10 {
		t.Errorf("%d kinds were asked", asked)
	}
}

// filled gives every member a value of its own.
func filled(v reflect.Value, path string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)))
	case v.Type() == reflect.TypeFor[shape.Prose]():
		v.Set(reflect.ValueOf(shape.In("en", "Said of "+path)))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), path)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		v.SetBytes([]byte(`"said"`))
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		filled(v.Index(0), path+"-one")
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			filled(v.Field(i), path+"-"+v.Type().Field(i).Name)
		}
	case v.Kind() == reflect.String:
		v.SetString("said-of-" + path)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(7)
	case v.CanFloat():
		v.SetFloat(7)
	}
}

// leaves are the members of a body that say something, by their paths. Texts of policies are told by their digests.
func leaves(t *testing.T, body any) map[string]string {
	t.Helper()
	if b, is := body.(*people.RulesSet); is {
		body = withoutTexts(*b)
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(strings.TrimPrefix(path+"."+name, "."), v[name])
			}
		case []any:
			for i := range v {
				walk(path+"."+strconv.Itoa(i+1), v[i])
			}
		default:
			all[path] = fmt.Sprint(v)
		}
	}
	walk("", value)
	return all
}
