package problem

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/language"

	"truce/ground/tongue"
)

// typed is what a person types and no language translates: commands, flags, variables.
var typed = regexp.MustCompile("`[^`]*`|--[a-z-]+|TRUCE_[A-Z_]+")

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	for base, c := range catalogues() {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			testWords(t, c)
			for _, key := range Keys() {
				testEntry(t, c, key)
			}
			for _, word := range reasonWords {
				testPhrase(t, c, word, c.Reasons[word])
			}
		})
	}
}

func TestCatalogue_has_no_file_that_nobody_reads(t *testing.T) {
	t.Parallel()
	found, err := fs.Glob(files, "data/*.json")
	if err != nil || len(found) != len(Languages()) {
		t.Fatalf("files %v, error %v; want one for each of %v", found, err, Languages())
	}
}

func testWords(t *testing.T, c *catalogue) {
	same(t, "problems", keyWords[:], slices.Collect(maps.Keys(c.Problems)))
	same(t, "reasons", reasonWords[:], slices.Collect(maps.Keys(c.Reasons)))
}

func same(t *testing.T, what string, constants, catalogue []string) {
	t.Helper()
	want, got := slices.Sorted(slices.Values(constants)), slices.Sorted(slices.Values(catalogue))
	if !slices.Equal(want, got) {
		t.Errorf("%s: constants and catalogue differ:\n%v\n%v", what, want, got)
	}
}

func testEntry(t *testing.T, c *catalogue, key Key) {
	t.Helper()
	e, english := c.entry(key), catalogues()["en"].entry(key)
	testText(t, c, key.String()+" sentence", e.Sentence, english.Sentence)
	testText(t, c, key.String()+" remedy", e.Remedy, english.Remedy)
}

func testText(t *testing.T, c *catalogue, what, text, english string) {
	t.Helper()
	testPhrase(t, c, what, text)
	if !strings.HasSuffix(text, ".") {
		t.Errorf("%s: %q is not a full sentence", what, text)
	}
	if got, want := placeholders(text), placeholders(english); !slices.Equal(got, want) {
		t.Errorf("%s: placeholders %v, English has %v", what, got, want)
	}
	if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
		t.Errorf("%s: %q has a brace that is not a placeholder", what, text)
	}
}

func placeholders(text string) []string {
	names := placeholder.FindAllString(text, -1)
	slices.Sort(names)
	return slices.Compact(names)
}

var scripts = map[language.Tag]*unicode.RangeTable{
	language.English: unicode.Latin, language.Turkish: unicode.Latin, language.Russian: unicode.Cyrillic,
	language.Arabic: unicode.Arabic, language.Persian: unicode.Arabic, language.Spanish: unicode.Latin,
}

// testPhrase asks for the language's own script. Names such as CSV stay Latin,
// so that it is a matter of more than half.
func testPhrase(t *testing.T, c *catalogue, what, text string) {
	t.Helper()
	own, letters := 0, 0
	for _, r := range placeholder.ReplaceAllString(typed.ReplaceAllString(text, ""), "") {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsLetter(r) && unicode.Is(scripts[c.Language], r) {
			own++
		}
	}
	if letters == 0 || own*2 <= letters {
		t.Errorf("%s: %q is not written in the script of %s", what, text, c.Language)
	}
	if c.Language == language.Persian && strings.ContainsAny(text, "يكىة") {
		t.Errorf("%s: %q has Arabic letters where Persian has its own", what, text)
	}
}

// What a language that was added lacks is said in English, so that the file itself is looked at.
func TestCatalogue_of_added_languages_is_whole(t *testing.T) {
	t.Parallel()
	english := catalogues()["en"]
	for _, one := range tongue.All() {
		if !one.Added {
			continue
		}
		c, err := read(language.MustParse(one.Code))
		if err != nil {
			t.Fatal(err)
		}
		for key := range english.Problems {
			if c.Problems[key].Sentence == "" {
				t.Errorf("data/%s.json lacks the problem %s", one.Code, key)
			}
		}
		for what, maps := range map[string][2]map[string]string{"reason": {english.Reasons, c.Reasons}, "saying": {english.Sayings, c.Sayings}} {
			for key := range maps[0] {
				if maps[1][key] == "" {
					t.Errorf("data/%s.json lacks the %s %s", one.Code, what, key)
				}
			}
		}
	}
}
