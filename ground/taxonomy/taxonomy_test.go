package taxonomy

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"
)

func TestLabel(t *testing.T) {
	t.Parallel()
	for readers, want := range map[string]string{
		"ar-SY":         "قصف بقذائف الهاون",
		"ru":            "Миномётный обстрел",
		"tr":            "Havan atışı",
		"fa-AF":         "شلیک خمپاره",
		"prs":           "شلیک خمپاره",
		"en-US":         "Mortar fire",
		"de":            "Mortar fire",
		"uk":            "Mortar fire", // a neighbouring language is not offered
		"":              "Mortar fire",
		"de,ru;q=0.5":   "Миномётный обстрел",
		"en,ar;q=0.999": "Mortar fire",
	} {
		tags, _, err := language.ParseAcceptLanguage(readers)
		if err != nil {
			t.Fatal(err)
		}
		if got := Default().List(Event).Label("mortar", tags...); got != want {
			t.Errorf("%q: got %s, want %s", readers, got, want)
		}
	}
	if got := Default().List(Event).Label("no-such-code", language.Arabic); got != "no-such-code" {
		t.Errorf("a code without a label: got %q", got)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	term, ok := Default().List("place-precision").Term("vicinity")
	if !ok || term.RadiusMetres != 100 {
		t.Errorf("got %+v, %v", term, ok)
	}
}

func TestList_unknown_is_empty(t *testing.T) {
	t.Parallel()
	l := Default().List("no-such-list")
	if l.Has("mortar") || l.Writable("mortar") || l.Terms() != nil || l.Codes() != nil ||
		l.Name() != "" || l.About() != "" || l.Label("x") != "x" {
		t.Error("a list that is not there has something in it")
	}
	if raw, err := json.Marshal(l); string(raw) != "null" || err != nil {
		t.Errorf("got %s, %v", raw, err)
	}
}

func TestList_is_not_changed_by_its_readers(t *testing.T) {
	t.Parallel()
	terms := Default().List(Means).Terms()
	terms[0].Code, terms[0].Labels = "changed", Labels{}
	if Default().List(Means).Has("changed") || Default().List(Means).Label("saw") != "Seen" {
		t.Error("a reader changed the list of all")
	}
}

func TestList_retired_code_is_read_but_not_written(t *testing.T) {
	t.Parallel()
	tax, err := load(with(t, Means, `{"list":"means","about":"A.","terms":[
		{"code":"saw","labels":{},"definition":"D."},
		{"code":"smelt","labels":{"en":"Smelt"},"definition":"D.","retired":true,"replaced_by":"saw"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	l := tax.List(Means)
	if !l.Has("smelt") || l.Label("smelt") != "Smelt" || len(l.Terms()) != 2 {
		t.Error("a retired code cannot be read")
	}
	if l.Writable("smelt") || strings.Join(l.Codes(), " ") != "saw" {
		t.Error("a retired code can be written")
	}
	if codes, own := tax.Words(string(Means)); strings.Join(codes, " ") != "saw smelt" || own != "" {
		t.Errorf("acts that were signed with a retired word are not read: %v, %s", codes, own)
	}
}

// What was signed with a kind of a word that is retired is read, too.
func TestList_kinds_of_a_retired_code_are_read(t *testing.T) {
	t.Parallel()
	tax, err := load(with(t, Event, `{"list":"event","about":"A.","own":true,"terms":[
		{"code":"mortar","labels":{},"definition":"D."},
		{"code":"shelling","labels":{"en":"Shelling"},"definition":"D.","retired":true,"replaced_by":"mortar"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, own := tax.Words(string(Event)); !regexp.MustCompile(own).MatchString("own-night-fire.shelling") || !tax.List(Event).Has("own-night-fire.shelling") {
		t.Errorf("it is not read: %s", own)
	}
}

func TestLoad_refuses(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"a misspelt field":       `{"list":"means","about":"A.","terms":[{"code":"saw","drect":true}]}`,
		"a code that is twice":   `{"list":"means","about":"A.","terms":[{"code":"saw"},{"code":"saw"}]}`,
		"a file of another list": `{"list":"event","about":"A.","terms":[]}`,
		"text after the list":    `{"list":"means","about":"A.","terms":[]}{}`,
		"a broken file":          `{"list":"means"`,
	} {
		if _, err := load(with(t, Means, file)); err == nil || !strings.HasPrefix(err.Error(), "load list means: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	files := with(t, Means, "")
	delete(files, "means.json")
	if _, err := load(files); err == nil {
		t.Error("a missing file was not noticed")
	}
}

// with returns the embedded lists with one of them replaced.
func with(t *testing.T, name Name, file string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, n := range Names() {
		raw, err := data.ReadFile("data/" + string(n) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		files[string(n)+".json"] = &fstest.MapFile{Data: raw}
	}
	files[string(name)+".json"] = &fstest.MapFile{Data: []byte(file)}
	return files
}

func TestMarshalJSON(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(Default())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Languages []string   `json:"languages"`
		Lists     []listFile `json:"lists"`
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if strings.Join(got.Languages, " ") != "en ar ru tr fa es" || len(got.Lists) != len(Names()) {
		t.Fatalf("got languages %v and %d lists", got.Languages, len(got.Lists))
	}
	for i, f := range got.Lists {
		l, err := index(f)
		if err != nil || f.List != Names()[i] || !maps.Equal(l.at, Default().List(f.List).at) || !reflect.DeepEqual(l.terms[0], Default().List(f.List).terms[0]) {
			t.Errorf("%s did not survive the journey: %v", f.List, err)
		}
	}
}

func BenchmarkHas(b *testing.B) {
	l := Default().List(Event)
	for b.Loop() {
		if !l.Has("weapon-over-line") {
			b.Fatal("not there")
		}
	}
}

func BenchmarkLabel(b *testing.B) {
	l, syria := Default().List(Event), language.MustParse("ar-SY")
	for b.Loop() {
		l.Label("mortar", syria)
	}
}
