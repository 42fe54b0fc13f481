package subtag

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/language"
)

// The vectors are read by the desk's tests too (web/unit/subtag.test.ts).
func TestKnown(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../testdata/vectors/languages.json")
	var tags map[string]bool
	if err == nil {
		err = json.Unmarshal(data, &tags)
	}
	if err != nil || len(tags) < 20 {
		t.Fatal(len(tags), err)
	}
	for tag, want := range tags {
		if Sets().Newest().Known(tag) != want {
			t.Errorf("%q: got %t, want %t", tag, !want, want)
		}
	}
}

// What other programs have does not say what is in the list, but what they all know is not missing, and the list is
// written as it is read.
func TestList_is_sorted_and_has_what_others_know(t *testing.T) {
	t.Parallel()
	var languages, scripts []string
	set := Sets().At(1)
	for line := range strings.Lines(first) {
		switch line = strings.TrimSuffix(line, "\n"); {
		case strings.HasPrefix(line, "#"):
		case set.isScript(line) && len(line) == 4:
			scripts = append(scripts, line)
		case set.isLanguage(line) && len(scripts) == 0 && (len(line) == 2 || len(line) == 3):
			languages = append(languages, line)
		default:
			t.Errorf("the line %q is neither a language nor, behind all of them, a script", line)
		}
	}
	if !slices.IsSorted(languages) || !slices.IsSorted(scripts) || len(languages) < 8000 || len(scripts) < 200 || len(set) != len(languages)+len(scripts) {
		t.Errorf("%d languages, %d scripts, %d in all: want each once, sorted", len(languages), len(scripts), len(set))
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			two := string([]rune{a, b})
			if tag, err := language.ParseBase(two); err == nil && tag.String() == two && !set.Known(two) && !slices.Contains([]string{"in", "iw", "ji", "jw", "mo"}, two) { // replaced by id, he, yi, jv and ro
				t.Errorf("%s is missing", two)
			}
		}
	}
}
