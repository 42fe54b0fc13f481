package adversary

import (
	"bytes"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"truce/door/exercise"
	"truce/ground/force"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/noun/word"
	"truce/office"
	"truce/office/house"
	"truce/office/officetest"
	"truce/scenario"
)

// A code that no agreement names, put into a record, does not become a party: the public's
// bulletin says that no agreement names it, and it is in no list of parties.
func TestParty_that_no_agreement_names_is_shown_as_that(t *testing.T) {
	t.Parallel()
	o := albarena(t)
	text, err := o.Bulletins.Read(t.Context(), policy.Person{}, "sede-daily-2025-04-12", -1, publication.Public)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bulletin.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := b.HTML(&page, bulletin.HTMLOptions{Language: "en", Location: time.UTC}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), "CORSARIOS <small>(no agreement in force names it)</small>") {
		t.Error("the public is not told that no agreement names the accused")
	}
	text, err = o.Bulletins.Read(t.Context(), policy.Person{}, "sede-daily-2025-04-08", -1, publication.Public)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = bulletin.Parse(text); err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Header.Parties {
		if p.Code == "CORSARIOS" || !p.Agreed {
			t.Errorf("strangers are told of %s as a party", p.Code)
		}
	}
}

// albarena is an office into which the second ceasefire was played.
func albarena(t *testing.T) *house.House {
	t.Helper()
	folder, err := scenario.Open("albarena-2025")
	if err != nil {
		t.Fatal(err)
	}
	x, err := exercise.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	clock := x.Clock()
	o, err := house.Open(t.Context(), office.Options{
		Folder: t.TempDir(), Origin: x.Origin(), Now: clock.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	if _, err := x.Load(t.Context(), o, clock, rand.Reader); err != nil {
		t.Fatal(err)
	}
	return o
}

// An agreement that lapsed is not told of as if it held: the bytes of a bulletin that are signed say that none
// was in force and since when, in both editions, and every language of the page says so before any figure.
func TestBulletin_says_that_no_agreement_was_in_force(t *testing.T) {
	t.Parallel()
	o := albarena(t)
	for name, held := range map[string]string{
		"sede-daily-2025-04-08": bulletin.Always, "sede-weekly-2025-04-13": bulletin.Partly, "sede-daily-2026-04-08": bulletin.Never} {
		for edition, who := range map[string]policy.Person{publication.Public: {}, publication.Mission: {ID: "person/secretary", Roles: []string{"secretariat"}}} {
			text, err := o.Bulletins.Read(t.Context(), who, name, -1, edition)
			if err != nil {
				t.Fatal(err)
			}
			b, err := bulletin.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			s := bulletin.Content[bulletin.Forces](b, "force")
			if s.Held != held || len(s.Rows) == 0 {
				t.Errorf("%s, %s: in force %s, want %s: %v", name, edition, s.Held, held, s.Rows)
			}
			if held != bulletin.Never {
				continue
			}
			if r := s.Rows[0]; r.State != force.Ended || r.Why[0].Say != force.Lapsed || !r.Why[0].At.Equal(time.Date(2026, 4, 8, 4, 0, 0, 0, time.UTC)) {
				t.Errorf("%s: it is not said that it lapsed, and when: %v", edition, r)
			}
			for language, says := range map[string]string{"en": "No agreement was in force", "es": "No hubo ningún acuerdo en vigor", "ar": "لم يكن أي اتفاق نافذًا"} {
				var page bytes.Buffer
				if err := b.HTML(&page, bulletin.HTMLOptions{Language: language, Location: time.UTC}); err != nil || strings.Count(page.String(), says) < 2 {
					t.Errorf("%s, %s: the page says it %d times, not by its figures by zone, too: %v", edition, language, strings.Count(page.String(), says), err)
				}
			}
		}
	}
}

// A word that the office never added is in no record: its program refuses it, and a reader with a copy of a
// register in which the owner wrote it nevertheless is told.
func TestWords_that_were_never_added_or_ended_are_used_by_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	made := officetest.Observation()
	made.Event = "own-treason.other"
	if _, err := w.Do(t, "monitor-1", "observation-filed", "report/own", made); !problem.Is(err, problem.WordUnknown) {
		t.Errorf("the office answers %v", err)
	}
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	forged := h.with(t, w.Sign(t, "monitor-1", "observation-filed", "report/own", made))
	said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
	says(t, said, code, 3, "WRONG", "the word own-treason.other, which nobody had added to the list event")
	added := word.WordAdded{List: "event", Code: made.Event, Labels: []word.Label{{Language: "en", Text: "Treason"}}}
	if _, err := w.Do(t, "monitor-1", "word-added", "word/event.own-treason.other", added); !problem.Is(err, problem.NotPermitted) {
		t.Errorf("a monitor adds a word: %v", err)
	}
	w.Must(t, "secretary", "word-added", "word/event.own-treason.other", added)
	w.Must(t, "monitor-1", "observation-filed", "report/own", made)
	said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0, "GOOD")

	// One that ended stays where it was, and is in nothing new; nobody's check lets it pass.
	w.Must(t, "secretary", "word-ended", "word/event.own-treason.other", word.WordEnded{Reason: shape.Prose{Text: "EXERCISE. It accused.", Language: "en"}})
	if _, err := w.Do(t, "monitor-1", "observation-filed", "report/later", made); !problem.Is(err, problem.WordEnded) {
		t.Errorf("the office answers %v", err)
	}
	honest, h = copyOf(t, w, "secretary"), historyOf(t, w)
	forged = h.with(t, w.Sign(t, "monitor-1", "observation-filed", "report/later", made))
	said, code = truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
	says(t, said, code, 3, "WRONG", "the word own-treason.other of the list event, which had ended")
}
