package adversary

import (
	"errors"
	"testing"

	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/post"
	"truce/office/officetest"
)

// A monitor writes a narrative that reads as what it is not: a character that nobody sees turns the direction of what
// follows. The office refuses it and names the character; the owner, who puts it into the register all the same, is told
// of by whoever checks a copy.
func TestText_that_reads_as_what_it_is_not_is_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	for text, want := range map[string]problem.Key{
		"Shots from \u202elivaN\u202c": problem.TextHidden, "Sinjar\u200b": problem.TextHidden, "\u2067Qalaat\u2069": problem.TextHidden,
		"Sin\U0001d173jar": problem.TextHidden, "Sin\u180bjar": problem.TextHidden, "Sin\ufe0fjar": problem.TextHidden, "Sin\u200cjar": problem.TextHidden,
		"Sin\U000e0100jar": problem.TextHidden, "Sin\u2065jar": problem.TextHidden, "Sin\u2800jar": problem.TextHidden,
		" \n\t": problem.BodyMissingField, "\u200f \u200e": problem.BodyMissingField, "\u2800": problem.BodyMissingField, "\ufe0f": problem.BodyMissingField,
	} {
		o := officetest.Observation()
		o.Narrative = shape.Prose{Text: text, Language: "en"}
		_, err := w.Submit(t.Context(), w.Sign(t, "monitor-1", "observation-filed", "report/hidden", o))
		if refused, is := errors.AsType[*problem.Problem](err); !is || refused.Key != want || refused.Where != "/narrative/text" {
			t.Errorf("%q: %v", text, err)
		}
	}
	o := officetest.Observation()
	o.Narrative = shape.Prose{Text: "Shots heard", Language: "zzz"}
	_, err := w.Submit(t.Context(), w.Sign(t, "monitor-1", "observation-filed", "report/hidden", o))
	if refused, is := errors.AsType[*problem.Problem](err); !is || refused.Key != problem.LanguageUnknown {
		t.Errorf("a language that there is not: %v", err)
	}
	o.Narrative = shape.Prose{Text: "می\u200cگوید: \u200fقلعه", Language: "fa"}
	if _, err := w.Submit(t.Context(), w.Sign(t, "monitor-1", "observation-filed", "report/fa", o)); err != nil {
		t.Errorf("what Persian is written with is refused: %v", err)
	}
	forged := historyOf(t, w).with(t, w.Sign(t, "secretary", "post-established", "post/hidden", post.PostEstablished{
		Name: "Post \u202elivaN", Kind: "observation-post", From: officetest.Date(5, 6), Place: place.Place{Name: "Naval"}, Exercise: true,
	}))
	said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, ""))
	says(t, said, code, 3, "U+202E")
}
