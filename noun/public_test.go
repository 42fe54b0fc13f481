package noun_test

import (
	"strings"
	"testing"

	"truce/noun"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	some := noun.Shown("name", "versions.title", "versions.clauses").But("source")
	for path, want := range map[string]bool{
		"name": true, "name.first": true, "nam": false, "names": false, "versions": true, "versions.title": true,
		"versions.titles": false, "versions.clauses.text": true, "versions.clauses.source": false,
		"versions.clauses.source.page": false, "versions.source": false, "secret": false, "": false,
	} {
		if got := some.Shows(path); got != want {
			t.Errorf("%q: got %v, want %v", path, got, want)
		}
	}
	if noun.Inside("for the mission").Shows("name") || noun.Inside("for the mission").Any() {
		t.Error("what is inside is shown")
	}
	if !noun.Everything("reference data").Shows("name") || !noun.Everything("reference data").Any() {
		t.Error("what is public is not shown")
	}
}

func TestLacks_names_everything_that_a_value_does_not_say(t *testing.T) {
	t.Parallel()
	if got := len(noun.Noun{}.Lacks()); got != 10 {
		t.Errorf("an empty value lacks %d things: %q", got, noun.Noun{}.Lacks())
	}
}

func TestLacks_names_what_is_safe_for_nobody_to_guess(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		value noun.Noun
		lacks string
	}{
		"shown, and not how exactly its times": {noun.Noun{Public: noun.Shown("name")}, ".Told("},
		"happened, and not judged":             {noun.Noun{Placed: noun.Placed{Map: noun.Happened}}, "Judged"},
	} {
		if got := strings.Join(c.value.Lacks(), "\n"); !strings.Contains(got, c.lacks) {
			t.Errorf("%s: got %s", name, got)
		}
	}
}
