package kinds

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/taxonomy"
	"truce/noun"
)

// Whatever body uses a word of an office's own refers to it, so that it is taken only once the word was added, wherever
// in the body it stands and whatever kind comes next year.
func TestOwnWords_are_referred_to(t *testing.T) {
	t.Parallel()
	looked := 0
	for _, s := range open(t).All() {
		if s.Kind == "word-added" {
			continue // says what it is
		}
		body := reflect.New(s.body)
		if err := json.Unmarshal(example(t, s.body), body.Interface()); err != nil {
			t.Fatal(err)
		}
		eachCode(body, "", func(list taxonomy.Name, path string, v reflect.Value) {
			if !taxonomy.Default().List(list).Open() {
				return
			}
			looked++
			own := "own-x." + taxonomy.Default().List(list).Codes()[0]
			before := v.String()
			v.SetString(own)
			if want := noun.WordSubject(string(list), own); !slices.Contains(Refers(body.Interface()), want) {
				t.Errorf("%s%s uses a word of the office's own, and Refers does not name %s", s.Kind, path, want)
			}
			v.SetString(before)
		})
	}
	if looked < 9 {
		t.Errorf("only %d members with a word of an open list", looked)
	}
}

// eachCode calls for each text with a tag `code` below a value; what is absent is made.
func eachCode(v reflect.Value, path string, do func(taxonomy.Name, string, reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		eachCode(v.Elem(), path, do)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			if v.Len() == 0 {
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			}
			eachCode(v.Index(0), path, do)
		}
	case reflect.Struct:
		if strings.HasPrefix(v.Type().PkgPath(), "truce/") {
			eachField(v, path, do)
		}
	}
}

func eachField(v reflect.Value, path string, do func(taxonomy.Name, string, reflect.Value)) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		list, is := f.Tag.Lookup("code")
		switch of := v.Field(i); {
		case !f.IsExported():
		case is && of.Kind() == reflect.String:
			do(taxonomy.Name(list), path+"/"+f.Name, of)
		case is && of.Kind() == reflect.Slice:
			if of.Len() == 0 {
				of.Set(reflect.MakeSlice(of.Type(), 1, 1))
			}
			do(taxonomy.Name(list), path+"/"+f.Name, of.Index(0))
		default:
			eachCode(of, path+"/"+f.Name, do)
		}
	}
}
