package adversary

import (
	"bytes"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"truce/door/exercise"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/office"
	"truce/office/house"
	"truce/scenario"
)

// A code that no agreement names, put into a record, does not become a party: the public's
// bulletin says that no agreement names it, and it is in no list of parties.
func TestParty_that_no_agreement_names_is_shown_as_that(t *testing.T) {
	t.Parallel()
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
