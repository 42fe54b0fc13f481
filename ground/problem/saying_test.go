package problem

import (
	"maps"
	"slices"
	"testing"

	"golang.org/x/text/language"
)

func TestSayings_are_the_same_in_every_language(t *testing.T) {
	t.Parallel()
	english := catalogues()["en"].Sayings
	if len(english) < 60 {
		t.Fatalf("%d sayings", len(english))
	}
	for base, c := range catalogues() {
		same(t, "sayings of "+base, slices.Collect(maps.Keys(english)), slices.Collect(maps.Keys(c.Sayings)))
		for word, text := range c.Sayings {
			testPhrase(t, c, word, text)
			if got, want := placeholders(text), placeholders(english[word]); !slices.Equal(got, want) {
				t.Errorf("%s in %s: placeholders %v, English has %v", word, base, got, want)
			}
		}
	}
}

func TestSaying(t *testing.T) {
	t.Parallel()
	params := P{"count": 2, "unit": "weeks", "name": "signing"}
	if got, want := Saying("step-count-from", params), "count 2 weeks from signing, whose day is day 0"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Saying("step-count-from", params, language.Russian); got != "отсчитать 2 (weeks) от события «signing», его день — нулевой" {
		t.Errorf("got %q", got)
	}
	if got := Saying("step-nobody-wrote", nil, language.Turkish); got != "step-nobody-wrote" || HasSaying(got) {
		t.Errorf("got %q", got)
	}
}
