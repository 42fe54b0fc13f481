package adversary

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/office/officetest"
)

// signedAs are the acts of a kind in a register, as everybody who has its entries reads them.
func signedAs(t *testing.T, w *officetest.World, kind act.Kind) (all []string) {
	t.Helper()
	for _, raw := range historyOf(t, w) {
		e, err := register.ParseEntry(raw)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := act.Parse(e.Act); err == nil && a.Kind == kind {
			all = append(all, string(a.Body))
		}
	}
	return all
}

// Who has nothing but the entries of a register learns that there is a row of a victim, and nothing of who it was and what became of whom: "the
// combatant who is detained" is a person to whoever knows the village.
func TestVictims_are_not_in_the_clear(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	for _, key := range []string{"a", "b"} {
		w.Must(t, "monitor-1", "harm-recorded", "incident/1", incident.HarmRecorded{Victim: key, Status: "detained", Certainty: "confirmed", Civil: "combatant"})
	}
	w.Must(t, "monitor-1", "same-victim-proposed", "incident/1", incident.SameVictimProposed{First: "a", Second: "b", Reason: shape.In("en", "x")})
	w.Must(t, "verifier-1", "same-victim-decided", "incident/1", incident.SameVictimDecided{First: "a", Second: "b", Decision: "accepted", Reason: shape.In("en", "x")})
	told := append(signedAs(t, w, "harm-recorded"), signedAs(t, w, "same-victim-decided")...)
	if len(told) != 3 {
		t.Fatalf("%d acts", len(told))
	}
	for _, body := range told {
		for _, word := range []string{"detained", "confirmed", "combatant", "accepted"} {
			if strings.Contains(body, word) {
				t.Errorf("%s stands in the clear: %s", word, body)
			}
		}
	}
}

// bodyOf is the body of a bulletin that the office proposes.
func bodyOf(t *testing.T, body any) (b publication.BulletinPublished) {
	t.Helper()
	text, err := json.Marshal(body)
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A bulletin signs digests of what holds exact places. Whoever knows all of it but one place finds that place by trying, unless what is
// digested holds something that cannot be guessed: it is drawn for each bulletin, and what everybody has does not hold it.
func TestBulletin_its_digests_tell_no_place(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	date := w.Clock.Now().AddDate(0, 0, -1).Format("2006-01-02")
	spec := daily(date)
	first, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), spec)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), spec)
	if err != nil {
		t.Fatal(err)
	}
	digests := func(body any) (rows string, editions map[string]string) {
		b := bodyOf(t, body)
		editions = map[string]string{}
		for _, e := range b.Editions {
			editions[e.Edition] = e.SHA256
		}
		return b.Rows, editions
	}
	rows, editions := digests(first.Body)
	others, otherEditions := digests(second.Body)
	if rows == others || editions["mission"] == otherEditions["mission"] {
		t.Error("what is the same in two bulletins has the same digest: it can be tried")
	}
	w.Must(t, "secretary", "bulletin-published", string(first.Subject), first.Body)
	blind := bodyOf(t, first.Body).Blind
	for _, body := range signedAs(t, w, "bulletin-published") {
		if strings.Contains(body, blind) || strings.Contains(body, "blind") {
			t.Errorf("it stands in the clear: %s", body)
		}
	}
	unblinded := spec
	unblinded.Known = bodyOf(t, first.Body).Known
	made, err := w.Bulletins.Make(t.Context(), unblinded) // as whoever knows all that it was made from
	if err != nil {
		t.Fatal(err)
	}
	if made.Rows.Digest == rows {
		t.Error("without what was drawn its digest is the same")
	}
	unblinded.Blind = blind
	if made, err = w.Bulletins.Make(t.Context(), unblinded); err != nil || made.Rows.Digest != rows {
		t.Errorf("with it the rows are not those that were signed: %v", err)
	}
}

// What was drawn for a bulletin is erased after it was published. Whoever holds its mission edition finds it as published: no check accuses the office
// because the act no longer tells what was drawn.
func TestBulletin_is_as_published_when_what_was_drawn_is_erased(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.File(t, 0, 2)
	proposed, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), daily(w.Clock.Now().AddDate(0, 0, -1).Format("2006-01-02")))
	if err != nil {
		t.Fatal(err)
	}
	published := w.Must(t, "secretary", proposed.Kind, string(proposed.Subject), proposed.Body)
	erased := w.Must(t, "administrator", "disclosure-erased", officeOf(w), people.DisclosureErased{
		Act: published.ID, Subject: proposed.Subject, Classes: []string{"exact-place"}, Reason: shape.In("en", "EXERCISE")})
	w.Endorses(t, "root-tr", officeOf(w), erased.ID)
	said, code := truce(t, t.TempDir(), "check", restrictedOf(t, w, "secretary"))
	if code == 3 || strings.Contains(said, "WRONG") {
		t.Errorf("an honest office is accused (%d):\n%s", code, said)
	}
	says(t, said, code, code, "all as published")
}
