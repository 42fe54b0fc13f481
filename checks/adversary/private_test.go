package adversary

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/session"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/private"
	"truce/office/officetest"
	"truce/tool/query"
	"truce/tool/seal"
)

const lorries = "EXERCISE. Two lorries with ammunition crossed at 03:10."

func privately(text string) private.Content {
	return private.Content{Salt: strings.Repeat("Qz7", 14) + "x", Text: shape.In("en", text)}
}

// Broken: a party filed the digest that another's act tells to everybody, and opened that one's text as its own once it was shown: as if it had
// known before. The digest is of the name, too, under which it is filed, and nobody else has that name.
func TestPrivate_nobody_files_what_another_filed(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	one, _ := filesPrivately(t, w, strings.Repeat("1", 32), lorries)
	identity, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.Padded([]seal.Recipient{identity.Recipient()}, []byte("{}"), private.SealedBytes)
	if err != nil {
		t.Fatal(err)
	}
	nonce := strings.Repeat("2", 32)
	own := act.Named(private.Noun, w.Keys["liaison-ru"].Public().ID(), nonce)
	draft, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: "private-filed", Subject: own, Nonce: nonce,
		Body: encoded(t, private.PrivateFiled{Commitment: privately(lorries).Commitment(one), Sealed: sealed})}, "en")
	if _, err := w.Submit(t.Context(), w.SignDraft(t, "liaison-ru", draft)); err != nil {
		t.Fatal(err)
	}
	w.Must(t, "liaison-tr", "private-opened", string(one), private.PrivateOpened{Content: privately(lorries)})
	_, err = w.Do(t, "liaison-ru", "private-opened", string(own), private.PrivateOpened{Content: privately(lorries)})
	officetest.WantProblem(t, err, problem.PrivateDiffers)
}

// filesPrivately has Turkey's liaison file a text for Turkey alone, as the program does it.
func filesPrivately(t *testing.T, w *officetest.World, nonce, text string) (subject act.SubjectID, id act.ID) {
	t.Helper()
	identity, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	c := privately(text)
	plain, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.Padded([]seal.Recipient{identity.Recipient()}, plain, private.SealedBytes)
	if err != nil {
		t.Fatal(err)
	}
	subject = act.Named(private.Noun, w.Keys["liaison-tr"].Public().ID(), nonce)
	draft, _ := w.Kinds().Complete(act.Draft{
		Issued: w.Clock.Now(), Audience: w.Audience, Kind: "private-filed", Subject: subject, Nonce: nonce,
		Body: encoded(t, private.PrivateFiled{Commitment: c.Commitment(subject), Sealed: sealed})}, "en")
	r, err := w.Submit(t.Context(), w.SignDraft(t, "liaison-tr", draft))
	if err != nil {
		t.Fatal(err)
	}
	return subject, r.ID
}

// others are all who are not of Turkey.
func others() []string {
	return []string{"", "administrator", "secretary", "verifier-1", "monitor-1", "custodian-1", "auditor-1", "liaison-ru"}
}

// What a party filed for itself is answered to all others as if it was not there: whatever is asked, and whatever they hand
// in about it, in every byte.
func TestPrivate_is_for_all_others_as_if_it_was_not_there(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	asOf := w.Clock.Now()
	ask := asking(t, w)
	lists := []string{"/api/private", "/api/counts?noun=private&by=party", "/api/counts?by=noun", "/api/private?text=lorries", "/api/private?party=TR"}
	before := map[string]string{}
	for _, who := range others() {
		for _, path := range lists {
			before[who+path] = ask(who, path)
		}
	}
	there, id := filesPrivately(t, w, "one", lorries)
	absent := act.Named(private.Noun, w.Keys["liaison-tr"].Public().ID(), "two")
	alike := func(what, of, never string) {
		if never = strings.NewReplacer(string(absent), string(there), act.ID{7}.String(), id.String()).Replace(never); of != never {
			t.Errorf("%s: what is there is answered by\n%s\nand what is not by\n%s", what, of, never)
		}
	}
	for _, who := range others() {
		for _, path := range lists {
			if now := ask(who, path); now != before[who+path] {
				t.Errorf("%s as %q: %s, before %s", path, who, now, before[who+path])
			}
		}
		for _, rest := range []string{"", "/history", "/heads", "/explanation"} {
			alike(who+rest, ask(who, "/api/subjects/"+string(there)+rest), ask(who, "/api/subjects/"+string(absent)+rest))
		}
		for _, rest := range []string{"", "/receipt/step"} {
			alike(who+" act"+rest, ask(who, "/api/acts/"+id.String()+rest), ask(who, "/api/acts/"+act.ID{7}.String()+rest))
		}
		if who == "" {
			continue
		}
		for kind, body := range map[act.Kind]any{
			"private-opened": private.PrivateOpened{Content: privately(lorries)},
			"private-filed":  private.PrivateFiled{Commitment: strings.Repeat("0f", 32), Sealed: "-----BEGIN AGE ENCRYPTED FILE-----"},
		} {
			alike(who+" "+string(kind), refused(t, w, who, kind, there, body), refused(t, w, who, kind, absent, body))
		}
		named := func(subject act.SubjectID) string {
			return refused(t, w, who, "evidence-deposited", act.SubjectID("evidence/"+strings.Repeat("0f", 32)), evidence.EvidenceDeposited{
				Kind: "photo", MediaType: "image/jpeg", Original: strings.Repeat("0f", 32), Size: 1, Sealed: strings.Repeat("0f", 32), SealedTo: strings.Repeat("0f", 32), About: []act.SubjectID{subject}})
		}
		alike(who+" evidence", named(there), named(absent))
		if changes, _, err := w.Reading.Changes(t.Context(), w.As(who), 0, 1000); err != nil {
			t.Error(err)
		} else {
			for _, c := range changes {
				if c.Subject == there || c.ID == id {
					t.Errorf("%s is told by the stream", who)
				}
			}
		}
	}
	after := func(prev act.ID) string {
		_, err := w.Submit(t.Context(), w.SignAfter(t, "monitor-1", "observation-filed", "report/after", []act.ID{prev}, officetest.Observation()))
		officetest.WantProblem(t, err, problem.PrevUnknown)
		return problem.From(err).Sentence()
	}
	alike("an act that follows it", after(id), after(act.ID{7}))
	if _, err := w.Do(t, "secretary", "disclosure-erased", officeOf(w), people.DisclosureErased{Act: id, Subject: there, Classes: []string{"party"}, Reason: shape.In("en", "x")}); err == nil {
		t.Error("somebody else finds out by erasing it")
	}
	if told, err := w.Reading.Subject(t.Context(), w.As("liaison-tr"), there, query.Clocks{}); err != nil || told[0].Status != private.Filed {
		t.Errorf("Turkey itself does not see it: %v", err)
	}
	if _, err := w.Reading.Subject(t.Context(), w.As("liaison-tr"), there, query.Clocks{Known: asOf}); err == nil {
		t.Error("it is known before it was filed")
	}
	// Its own side, too, names it nowhere else: that would tell the others. No form of today has a place for it.
	_, err := w.Do(t, "liaison-tr", "evidence-deposited", "evidence/"+strings.Repeat("0f", 32), evidence.EvidenceDeposited{
		Kind: "photo", MediaType: "image/jpeg", Original: strings.Repeat("0f", 32), Size: 1, Sealed: strings.Repeat("0f", 32), SealedTo: strings.Repeat("0f", 32), About: []act.SubjectID{there}})
	officetest.WantProblem(t, err, problem.BodyWrong)
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "Fire")})
}

// asking asks the office over HTTP, and answers the status and the body.
func asking(t *testing.T, w *officetest.World) func(who, path string) string {
	t.Helper()
	server := httptest.NewServer(api.New(w.House, api.Options{Log: slog.New(slog.DiscardHandler), Now: w.Clock.Now, Rand: w.Rand, StrangerRate: 1e9, StrangerBurst: 1e9}))
	t.Cleanup(server.Close)
	return func(who, path string) string {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if who != "" {
			token, err := session.Sign(w.Keys[who], session.Office{Register: w.ID(), Address: "127.0.0.1"}, w.Clock.Now(), time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+token)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Status + " " + string(body)
	}
}

// refused is why the office does not take an act.
func refused(t *testing.T, w *officetest.World, who string, kind act.Kind, subject act.SubjectID, body any) string {
	t.Helper()
	_, err := w.Do(t, who, kind, string(subject), body)
	if err == nil {
		t.Fatalf("%s by %s about %s was taken", kind, who, subject)
	}
	return problem.From(err).Key.String() + " " + problem.From(err).Sentence()
}

// With the office's folder its owner reads nothing of it; and a copy of another tells that the party filed something, and no
// more: not even how long it is.
func TestPrivate_is_read_by_nobody_with_the_database_or_a_copy(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	subject, id := filesPrivately(t, w, "one", lorries)
	dir := copyOf(t, w, "liaison-ru")
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD")
	if found := lies(t, dir, "AGE ENCRYPTED", lorries, "lorries"); len(found) > 0 {
		t.Errorf("the other side's copy holds it: %v", found)
	}
	if told, err := w.Reading.Act(t.Context(), w.As("liaison-tr"), id); err != nil || !strings.Contains(string(told.Body), "AGE ENCRYPTED") {
		t.Errorf("Turkey itself is not given it: %v", err)
	}
	if entries := historyOf(t, w); !entryOf(t, entries[len(entries)-1], subject) {
		t.Error("its entry is not in the register: nobody could hold what is opened to it")
	}
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	if found := lies(t, w.Folder, "lorries"); len(found) > 0 {
		t.Errorf("the office's folder tells it: %v", found)
	}
}

// A party that files what may happen in several ways, and opens the one that did, is seen to have done so; what it opens is
// what it filed, also where its office takes something else.
func TestPrivate_what_is_opened_is_what_was_filed_and_shows_how_it_was_chosen(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	one, _ := filesPrivately(t, w, "one", lorries)
	filesPrivately(t, w, "two", "EXERCISE. No lorries crossed.")
	filesPrivately(t, w, "three", "EXERCISE. One lorry crossed.")
	forged := w.Sign(t, "liaison-tr", "private-opened", string(one), private.PrivateOpened{Content: privately("EXERCISE. Ten lorries crossed.")})
	_, err := w.Submit(t.Context(), forged)
	officetest.WantProblem(t, err, problem.PrivateDiffers)
	_, err = w.Do(t, "liaison-ru", "private-opened", string(one), private.PrivateOpened{Content: privately(lorries)})
	officetest.WantProblem(t, err, problem.NameOfAnother) // as of one that nobody filed
	opened := w.Must(t, "liaison-tr", "private-opened", string(one), private.PrivateOpened{Content: privately(lorries)})
	if told := refused(t, w, "liaison-tr", "private-opened", one, private.PrivateOpened{Content: privately(lorries)}); !strings.Contains(told, problem.PrivateOpenedAlready.String()) {
		t.Errorf("opened twice: %s", told)
	}
	for _, who := range []string{"secretary", "liaison-ru", "liaison-tr"} {
		items, err := w.Reading.Subject(t.Context(), w.As(who), one, query.Clocks{})
		if err != nil {
			t.Fatal(err)
		}
		if week := items[0].SameWeek; week == nil || week.Filed != 3 || week.NeverOpened != 2 || !strings.Contains(string(items[0].State), lorries) {
			t.Errorf("%s is told %+v, %s", who, week, items[0].State)
		}
	}
	if items, err := w.Reading.Subject(t.Context(), w.As("secretary"), one, query.Clocks{Known: opened.Received.Add(-time.Microsecond)}); err == nil {
		t.Errorf("as known before it was opened it is told: %v", items)
	}
	dir := restrictedOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), append([]string{"show", string(one), "--copy", dir}, cached(t)...)...)
	says(t, said, code, 0, "Two lorries", "of 3 that TR filed for itself", "2 were never opened")
}

func entryOf(t *testing.T, entry []byte, subject act.SubjectID) bool {
	t.Helper()
	e, err := register.ParseEntry(entry)
	if err != nil {
		t.Fatal(err)
	}
	a, err := act.Parse(e.Act)
	return err == nil && a.Subject == subject
}
