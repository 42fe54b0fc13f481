package exercise

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/tool/kinds"
)

// bodyOf reads a body strictly, as an office does. Acts that it names have no id yet.
func bodyOf(t testing.TB, all *kinds.Kinds, l line) reflect.Value {
	t.Helper()
	spec, known := all.Spec(l.Kind)
	if !known {
		t.Fatalf("there is no kind %s", l.Kind)
	}
	text, err := fill(l.Body, func(order, _ string) (any, error) {
		if order == "$key" {
			return "key/jkt:somebody", nil
		}
		return act.ID{}.String(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if l.content != nil {
		text, err = over(map[string]any{"mediaType": "image/png", "original": act.ID{}, "size": 1, "sealed": act.ID{}, "sealedTo": act.ID{}}, text)
		if err != nil {
			t.Fatal(err)
		}
	}
	body, err := spec.Shape.Read(spec.Shape.Worded(text, "en"))
	if err != nil {
		t.Fatalf("%s %s: %v", l.Kind, l.Subject, err)
	}
	return reflect.ValueOf(body).Elem()
}

// allKinds is the list of kinds, read once for each test.
func allKinds(t testing.TB) *kinds.Kinds {
	t.Helper()
	all, err := kinds.New(taxonomy.Words)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// members calls do with every string that stands in a value, the field that it stands in,
// and its path.
func members(v reflect.Value, path string, in reflect.StructField, do func(path string, in reflect.StructField, text string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			members(v.Elem(), path, in, do)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			members(v.Index(i), path, in, do)
		}
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(v.Type()) {
			if !f.Anonymous && f.IsExported() {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				members(v.FieldByIndex(f.Index), path+"/"+name, f, do)
			}
		}
	case reflect.String:
		if v.String() != "" {
			do(path, in, v.String())
		}
	}
}

// freeTexts are what people wrote in their own words, by path.
func freeTexts(body reflect.Value) map[string]string {
	free := []string{"narrative", "reason", "title", "note", "text", "ground", "given", "question", "basis", "list", "source", "row", "name", "description"}
	found := map[string]string{}
	members(body, "", reflect.StructField{}, func(path string, f reflect.StructField, text string) {
		name := path[strings.LastIndex(path, "/")+1:]
		switch {
		case !slices.Contains(free, name), f.Tag.Get("code") != "", strings.HasPrefix(path, "/names/"), strings.HasPrefix(path, "/name/"):
		case name == "name" && path != "/name", name == "name" && strings.Contains(text, "EXERCISE"): // of places; posts say it at the end
		default:
			found[path] = text
		}
	})
	return found
}

// exerciseMark answers whether a body that can be marked as an exercise is.
func exerciseMark(body reflect.Value) (marked, has bool) {
	f := body.FieldByName("Exercise")
	return f.IsValid() && f.Bool(), f.IsValid()
}

// words are the words of taxonomies that stand in a body, by list.
func words(body reflect.Value, used map[string]map[string]bool) {
	members(body, "", reflect.StructField{}, func(_ string, f reflect.StructField, text string) {
		list := f.Tag.Get("code")
		if list == "" {
			return
		}
		if used[list] == nil {
			used[list] = map[string]bool{}
		}
		used[list][text] = true
	})
}
