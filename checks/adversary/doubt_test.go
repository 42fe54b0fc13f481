package adversary

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/judge/bulletin"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/officetest"
	"truce/tool/query"
)

// stolen is an office in which a verifier's key was in other hands from a moment on: it called an incident possible that
// a monitor had reported, and closed nothing else. Another incident was assessed before.
func stolen(t *testing.T) (w *officetest.World, since time.Time) {
	t.Helper()
	w = officetest.New(t)
	w.File(t, 0, 4)
	w.Must(t, "secretary", "incident-opened", "incident/2", incident.IncidentOpened{Event: "mortar"})
	w.Must(t, "secretary", "report-linked", "incident/2", incident.ReportLinked{Report: "report/1"})
	w.Must(t, "verifier-1", "incident-assessed", "incident/2", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "one post alone")})
	w.Clock.Set(officetest.Date(5, 8))
	since = w.Clock.Now()
	w.Assess(t)
	return w, since
}

// lost has the owner of the verifier's key say that it is.
func lost(t *testing.T, w *officetest.World, since time.Time) {
	t.Helper()
	w.Must(t, "verifier-1", "key-revoked", string(w.KeyOf("verifier-1")), people.KeyRevoked{Reason: shape.In("en", "stolen"), Own: true, CompromisedSince: since})
}

func doubtOf(t *testing.T, w *officetest.World, subject act.SubjectID, known time.Time) fold.Doubt {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), subject, query.Clocks{Known: known})
	if err != nil {
		t.Fatal(err)
	}
	return items[0].Doubted
}

// A stolen key confirmed something before it was reported lost: what stands on its acts alone says so from then on, in
// records, lists, counts, histories; what rests on others does not; and what was known before is as it was.
func TestDoubt_marks_what_a_stolen_key_signed(t *testing.T) {
	t.Parallel()
	w, since := stolen(t)
	before := w.Clock.Now()
	if d := doubtOf(t, w, "incident/1", time.Time{}); d != fold.Sound {
		t.Fatalf("nobody said yet that the key was stolen: %q", d)
	}
	lost(t, w, since)
	for subject, want := range map[act.SubjectID]fold.Doubt{"incident/1": fold.Wholly, "incident/2": fold.Sound, "report/0": fold.Sound} {
		if got := doubtOf(t, w, subject, time.Time{}); got != want {
			t.Errorf("%s: %q, want %q", subject, got, want)
		}
	}
	if d := doubtOf(t, w, "incident/1", before); d != fold.Sound {
		t.Errorf("what was known before was changed: %q", d)
	}
	for doubt, want := range map[query.Doubt]string{query.AnyDoubt: "incident/1", query.WhollyDoubt: "incident/1", query.NoDoubt: "incident/2"} {
		page, err := w.Reading.List(t.Context(), w.As("liaison-tr"), query.Filter{Nouns: []string{"incident"}, Doubt: doubt}, nil, 10)
		if err != nil || len(page.Items) != 1 || string(page.Items[0].Subject) != want {
			t.Errorf("%s: %+v %v", doubt, page.Items, err)
		}
	}
	counts, err := w.Reading.Count(t.Context(), w.As("liaison-tr"), query.Filter{Nouns: []string{"incident"}}, []string{"status"})
	if err != nil || len(counts) != 1 || counts[0].N != 2 || counts[0].Doubted != 1 || counts[0].Alone != 1 {
		t.Errorf("counts: %+v %v", counts, err)
	}
	marked := 0
	history, err := w.Reading.History(t.Context(), w.As("liaison-tr"), "incident/1")
	for _, told := range history {
		if told.Doubted {
			marked++
		}
		if told.Doubted != (told.Kind == "incident-assessed") {
			t.Errorf("%s: in doubt: %v", told.Kind, told.Doubted)
		}
	}
	if err != nil || marked != 1 {
		t.Errorf("%d acts are marked: %v", marked, err)
	}
	if told, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || told.Changed > 0 {
		t.Errorf("folded again it is otherwise: %+v %v", told, err)
	}
	if d := doubtOf(t, w, "incident/1", time.Time{}); d != fold.Wholly {
		t.Errorf("after folding again: %q", d)
	}
}

// A report of a stolen monitor's key carries an incident file: the file's status rests on it.
func TestDoubt_reaches_what_rests_on_a_report(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	since := w.Clock.Now()
	w.File(t, 0, 2)
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/0"})
	w.Must(t, "monitor-1", "key-revoked", string(w.KeyOf("monitor-1")), people.KeyRevoked{Reason: shape.In("en", "stolen"), Own: true, CompromisedSince: since})
	for subject, want := range map[act.SubjectID]fold.Doubt{"report/0": fold.Wholly, "incident/1": fold.Wholly} {
		if got := doubtOf(t, w, subject, time.Time{}); got != want {
			t.Errorf("%s: %q, want %q", subject, got, want)
		}
	}
}

// Acts that a stolen key dated ahead are in doubt, too: received before, and made after by their own clock.
func TestDoubt_takes_the_later_of_two_clocks(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	body, err := json.Marshal(officetest.Observation())
	if err != nil {
		t.Fatal(err)
	}
	draft, _ := w.Kinds().Complete(act.Draft{
		Kind: "observation-filed", Subject: "report/0", Body: body, Issued: w.Clock.Now().Add(48 * time.Hour), Audience: w.Audience}, "en")
	if _, err := w.Submit(t.Context(), w.SignDraft(t, "monitor-1", draft)); err != nil {
		t.Fatal(err)
	}
	w.File(t, 1, 2)
	w.Clock.Set(w.Clock.Now().Add(24 * time.Hour))
	w.Must(t, "monitor-1", "key-revoked", string(w.KeyOf("monitor-1")), people.KeyRevoked{
		Reason: shape.In("en", "stolen"), Own: true, CompromisedSince: w.Clock.Now()})
	for subject, want := range map[act.SubjectID]fold.Doubt{"report/0": fold.Wholly, "report/1": fold.Sound} {
		if got := doubtOf(t, w, subject, time.Time{}); got != want {
			t.Errorf("%s: %q, want %q", subject, got, want)
		}
	}
}

// A bulletin says which of its figures rest on acts of a key in doubt, in both editions, and a check of a copy counts them.
func TestDoubt_is_said_by_bulletins_and_checks(t *testing.T) {
	t.Parallel()
	w, since := stolen(t)
	lost(t, w, since)
	made, err := w.Bulletins.Make(t.Context(), bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: officetest.Date(5, 7).Format(time.DateOnly)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, edition := range publication.Editions() {
		told := map[string]int{}
		for _, d := range bulletin.Content[[]bulletin.DoubtedRecords](made.Editions[edition], "doubted") {
			told[d.Row] = d.Records.N()
			if d.Wholly.N() != d.Records.N() {
				t.Errorf("the %s edition: %+v", edition, d)
			}
		}
		if want := map[string]int{"counts": 1, "zones": 1, "belts": 1, "events": 1, "attribution": 1}; !maps.Equal(told, want) {
			t.Errorf("the %s edition says %v, want %v", edition, told, want)
		}
	}
	w.Clock.Set(officetest.Date(5, 9))
	proposed, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: officetest.Date(5, 7).Format(time.DateOnly)}})
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", proposed.Kind, string(proposed.Subject), proposed.Body)
	dir := t.TempDir()
	if _, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("liaison-tr"), dir, copies.ExportOptions{Bulletins: w.Bulletins}, nil); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "In doubt  1 act of key", "of the mission, which is said to have been in other hands since 2017-05-08", "GOOD")
	said, code = truce(t, t.TempDir(), "list", "incidents", "--copy", dir, "--doubted", "wholly")
	says(t, said, code, 0, "incident/1", "on acts of a key in doubt alone", "Of these, 1 rests on acts of a key in doubt")
	if strings.Contains(said, "incident/2") {
		t.Errorf("incident/2 does not rest on them:\n%s", said)
	}
	said, code = truce(t, t.TempDir(), "show", "incident/1", "--copy", dir)
	says(t, said, code, 0, "IN DOUBT: it stands as it does on acts of a key in doubt alone")
}
