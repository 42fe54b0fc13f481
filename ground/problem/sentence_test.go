package problem_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"truce/ground/problem"
)

func TestSentence(t *testing.T) {
	t.Parallel()
	written := time.Date(2017, 5, 4, 15, 0, 0, 0, time.FixedZone("", 3*3600))
	p := problem.Invalid(problem.FromTheFuture, problem.P{"written": written, "now": written.Add(-time.Hour)})
	want := "This act says it was written at 2017-05-04 12:00:00 UTC. Here it is 2017-05-04 11:00:00 UTC."
	if got := p.Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSentence_of_every_key_in_every_language_is_filled(t *testing.T) {
	t.Parallel()
	everything := problem.P{}
	for _, name := range strings.Fields("act action algorithm body allowed class code column count earliest entry expected " +
		"filter folder found from hash id instance key kind limit list now office offset other party person place prev register " +
		"reason row rule seconds side signed since size subject sum total type until upload value version address written days last least number admission policies rev role policy names threshold sides has seat what day file at entries span id least name reader capacity named option options value example origin steps bytes wildcards members groups") {
		everything[name] = "x"
	}
	for _, key := range problem.Keys() {
		for _, tag := range problem.Languages() {
			p := problem.Invalid(key, everything).At("/body")
			if s := p.Sentence(tag) + p.Remedy(tag); strings.ContainsAny(s, "—{}") {
				t.Errorf("%s in %s: %s", key, tag, s)
			}
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for readers, want := range map[string]string{
		"":                     "en",
		"de":                   "en",
		"ar-SY":                "ar",
		"fa-AF":                "fa",
		"prs":                  "fa",
		"ru-RU,en":             "ru",
		"de,tr-TR;q=0.8":       "tr",
		"uk":                   "en", // a neighbouring language is not offered
		"az":                   "en",
		"uk,ar;q=0.5":          "ar",
		"en-GB,ar;q=0.9":       "en",
		"ar;q=0.1,fa-IR;q=0.9": "fa",
	} {
		tags, _, err := language.ParseAcceptLanguage(readers)
		if err != nil {
			t.Fatal(err)
		}
		if got := problem.Language(tags...).String(); got != want {
			t.Errorf("%q: got %s, want %s", readers, got, want)
		}
	}
}

func TestSentence_translates_the_reason(t *testing.T) {
	t.Parallel()
	p := problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonEmpty}).At("/body/count")
	if got := p.Sentence(language.Russian); got != "Значение в /body/count принять нельзя: значение пусто." {
		t.Error(got)
	}
}

func TestSentence_isolates_parameters_when_written_from_the_right(t *testing.T) {
	t.Parallel()
	p := problem.NotFound(problem.NothingFound, problem.P{"id": "TR-2017/05"})
	for _, tag := range []language.Tag{language.Arabic, language.Persian} {
		if got := p.Sentence(tag); !strings.Contains(got, "\u2068TR-2017/05\u2069") {
			t.Errorf("%s: %+q", tag, got)
		}
	}
	if got := p.Sentence(language.Turkish); got != "TR-2017/05 burada bulunamadı." {
		t.Errorf("%+q", got)
	}
	arabic := problem.NotFound(problem.NothingFound, problem.P{"id": "حربنفسه 7"})
	if got := arabic.Sentence(); got != "\u2068حربنفسه 7\u2069 was not found here." {
		t.Errorf("%+q", got)
	}
}

func TestSentence_is_not_steered_by_a_parameter(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"a\u202Eb\u2069c\u200Fd": "abcd",
		"a\r\nb\x00c":            "a  b c",
		"{id}{where}":            "{id}{where}",
		"\xff":                   "\uFFFD",
		"":                       "—",
		"\u202E":                 "—",
		strings.Repeat("é", 300): strings.Repeat("é", 200) + "…",
	} {
		p := problem.NotFound(problem.NothingFound, problem.P{"id": given})
		if got := p.Sentence(); got != want+" was not found here." {
			t.Errorf("%+q: %+q", given, got)
		}
	}
}

func TestSentence_never_tells_the_cause(t *testing.T) {
	t.Parallel()
	secret := errors.New("password=hunter2")
	p := problem.Internal(problem.NothingFound, problem.P{"id": fmt.Errorf("open: %w", secret)}).Because(secret)
	for _, tag := range problem.Languages() {
		if s := p.Sentence(tag) + p.Remedy(tag); strings.Contains(s, "hunter2") {
			t.Errorf("%s: %s", tag, s)
		}
	}
}

func TestSentence_writes_identifiers_and_numbers_of_any_type(t *testing.T) {
	t.Parallel()
	type id string
	type count uint16
	for want, given := range map[string]any{
		"z1": id("z1"), "7": count(7), "-3": int8(-3), "1048576": int64(1 << 20), "0.25": 0.25,
		"verifier, auditor": []string{"verifier", "auditor"}, "1m0s": time.Minute,
		"—": struct{ secret string }{"x"},
	} {
		p := problem.NotFound(problem.NothingFound, problem.P{"id": given})
		if got := p.Sentence(); got != want+" was not found here." {
			t.Errorf("%v: %s", given, got)
		}
	}
}
