package adversary

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/query"
	"truce/tool/store"
)

// What an act hides is deleted from the database of a running office. Its author hands it in again: it is there again,
// in the state that readers are shown, and whoever folds everything finds nothing lost.
func TestDisclosure_deleted_is_back_when_the_act_is_handed_in_again(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	o := officetest.Observation()
	text := w.Sign(t, "monitor-1", "observation-filed", "report/1", o)
	if _, err := w.Submit(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE entry SET hidden = '' WHERE subject = 'report/1'")
	bare, _, _ := strings.Cut(text, "~")
	if _, err := w.Submit(t.Context(), bare+"~"); err == nil {
		t.Error("an act is taken without what it hides")
	}
	again, err := w.Submit(t.Context(), text)
	if err != nil || !again.Again || !slices.Contains(again.Restored, "narrative") {
		t.Fatalf("%+v, %v", again, err)
	}
	if again, err = w.Submit(t.Context(), text); err != nil || !again.Again || len(again.Restored) > 0 {
		t.Errorf("the third time: %+v, %v", again, err)
	}
	items, err := w.Reading.Subject(t.Context(), w.As("verifier-1"), "report/1", query.Clocks{})
	if err != nil || !strings.Contains(string(items[len(items)-1].State), o.Narrative.Text) {
		t.Errorf("%+v, %v", items, err)
	}
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "rebuild", "--data", w.Folder)
	if code != 0 || strings.Contains(said, "LOST") {
		t.Errorf("%d: %s", code, said)
	}
}

// A name that was made from a key and a nonce is that key's: nobody who saw or guessed it opens the subject before its
// author does.
func TestName_that_was_made_is_opened_by_its_maker_alone(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	mine := w.Keys["monitor-1"].Public().ID()
	name := act.Named("report", mine, "7 May, the bridge")
	body, err := json.Marshal(officetest.Observation())
	if err != nil {
		t.Fatal(err)
	}
	draft := func(who, nonce string, subject act.SubjectID) string {
		d := act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: "observation-filed", Subject: subject, Nonce: nonce, Body: jsontext.Value(body)}
		d, _ = w.Kinds().Complete(d, "en")
		return w.SignDraft(t, who, d)
	}
	for why, text := range map[string]string{
		"another key, the nonce overheard": draft("monitor-2", "7 May, the bridge", name),
		"another key, no nonce":            draft("monitor-2", "", name),
		"its maker, without the nonce":     draft("monitor-1", "", name),
		"its maker, another nonce":         draft("monitor-1", "8 May", name),
		"a nonce for a name by hand":       draft("monitor-1", "7 May, the bridge", "report/1"),
	} {
		if _, err := w.Submit(t.Context(), text); !problem.Is(err, problem.NameOfAnother) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := w.Submit(t.Context(), draft("monitor-1", "7 May, the bridge", name)); err != nil {
		t.Error(err)
	}
}

// A device's clock is wrong by years, or somebody dates what they say. It is taken, so that no shift is lost, and marked
// for its author, for every reader and by whoever checks a copy.
func TestClock_of_an_author_that_is_far_off_is_marked(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	now := w.Clock.Now()
	for subject, c := range map[string]struct {
		says time.Time
		mark act.Clock
	}{
		"report/ahead":  {now.AddDate(83, 0, 0), act.Ahead},
		"report/behind": {now.AddDate(-16, 0, 0), act.Behind},
		"report/late":   {now.AddDate(0, 0, -20), ""},
	} {
		body, err := json.Marshal(officetest.Observation())
		if err != nil {
			t.Fatal(err)
		}
		d, _ := w.Kinds().Complete(act.Draft{Issued: c.says, Audience: w.Audience, Kind: "observation-filed", Subject: act.SubjectID(subject), Body: body}, "en")
		receipt, err := w.Submit(t.Context(), w.SignDraft(t, "monitor-1", d))
		if err != nil || receipt.Clock != c.mark {
			t.Errorf("%s: %+v, %v", subject, receipt, err)
		}
		history, err := w.Reading.History(t.Context(), w.As("verifier-1"), act.SubjectID(subject))
		if err != nil || history[0].Clock != c.mark {
			t.Errorf("%s: %+v, %v", subject, history, err)
		}
	}
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0, "1 act, by which the time was more than 10 minutes after", "1 act, by which the time was more than 31 days before")
}

// The administrator would end the root key of a party: others end no root. Its own holder ends it at once.
func TestKey_of_a_party_s_root_is_not_ended_by_the_mission_alone(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	root := w.Keys["root-tr"].Public().ID()
	reason := people.KeyRevoked{Reason: shape.In("en", "lost")}
	_, err := w.Do(t, "administrator", "key-revoked", string(people.KeySubject(root)), reason)
	officetest.WantProblem(t, err, problem.RootNotYours)
	next := w.Must(t, "root-tr", "organisation-registered", "organisation/tr-2", people.OrganisationRegistered{Name: "EXERCISE", Party: "TR"})
	if next.ID == (act.ID{}) {
		t.Error("the mission alone ended the root of a party")
	}
	w.Must(t, "root-tr", "key-revoked", string(people.KeySubject(root)), reason)
	if _, err := w.Do(t, "root-tr", "organisation-registered", "organisation/tr-3", people.OrganisationRegistered{Name: "EXERCISE", Party: "TR"}); err == nil {
		t.Error("a root that its holder ended speaks on")
	}
}

// The administrator alone moves a party's liaison to the mission, takes his role, or makes another's employer part of the
// party: that party then could neither speak nor be spoken for. What the party's own root says is taken.
func TestPeople_of_a_party_with_a_root_are_not_moved_by_the_mission(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	employer := func(who string) string {
		var s people.Person
		if err := json.Unmarshal([]byte(status(t, w, "person/"+who)), &s); err != nil || s.Organisation == "" {
			t.Fatal(err, status(t, w, "person/"+who))
		}
		return string(s.Organisation)
	}
	w.Root(t, "TR")
	own, mission := employer("liaison-tr"), employer("secretary")
	for why, attack := range map[string]func() error{
		"moved to the mission": func() error {
			_, err := w.Do(t, "administrator", "person-registered", "person/liaison-tr", people.PersonRegistered{Organisation: act.SubjectID(mission), Name: "x"})
			return err
		},
		"silenced": func() error {
			_, err := w.Do(t, "administrator", "role-withdrawn", "person/liaison-tr", people.RoleWithdrawn{Role: "liaison"})
			return err
		},
		"the mission's people made the party's": func() error {
			_, err := w.Do(t, "administrator", "organisation-registered", mission, people.OrganisationRegistered{Name: "x", Party: "TR"})
			return err
		},
		"the party's people made the mission's": func() error {
			_, err := w.Do(t, "administrator", "organisation-registered", own, people.OrganisationRegistered{Name: "x"})
			return err
		},
	} {
		if err := attack(); !problem.Is(err, problem.NotYourSide) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := w.Do(t, "root-tr", "role-withdrawn", "person/liaison-tr", people.RoleWithdrawn{Role: "liaison"}); err != nil {
		t.Errorf("the party's own root: %v", err)
	}
}

// What persons open day by day is called by a name that tells nothing, in an office whose rules do not let people choose:
// nobody guesses or takes a name that tells of a place and a day. What was taken against that is named by who checks a copy.
func TestName_of_what_is_opened_day_by_day_tells_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	ruling := people.Ruling{Admission: admission.Number, Policies: w.Policy().Digest(), Threshold: 2}
	w.Must(t, "administrator", "rules-set", officeOf(w), people.RulesSet{Rules: ruling, Reason: shape.In("en", "This is no exercise.")})
	sign := func(who string, kind act.Kind, of, nonce string, body any) string {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		d := act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: kind, Subject: act.SubjectID(of + "/zellaqiyat-7-may"), Body: text}
		if nonce != "" {
			d.Nonce, d.Subject = nonce, act.Named(of, w.Keys[who].Public().ID(), nonce)
		}
		d, _ = w.Kinds().Complete(d, "en")
		return w.SignDraft(t, who, d)
	}
	for _, made := range []struct {
		who  string
		kind act.Kind
		noun string
		body any
	}{
		{"monitor-1", "observation-filed", "report", officetest.Observation()},
		{"liaison-tr", "allegation-filed", "report", officetest.Observation()},
		{"secretary", "incident-opened", "incident", incident.IncidentOpened{Event: "mortar"}},
		{"monitor-1", "restriction-recorded", "restriction", map[string]any{"kind": "denied", "party": "SY-GOV", "team": "patrol", "outcome": "passed", "from": w.Clock.Now()}},
	} {
		if of, _ := w.Kinds().Noun(made.noun); of.Named != noun.Made {
			t.Errorf("%s is not said to be opened day by day", made.noun)
		}
		if _, err := w.Submit(t.Context(), sign(made.who, made.kind, made.noun, "", made.body)); !problem.Is(err, problem.NameChosen) {
			t.Errorf("%s by a chosen name: %v", made.kind, err)
		}
		if _, err := w.Submit(t.Context(), sign(made.who, made.kind, made.noun, "a nonce", made.body)); problem.Is(err, problem.NameChosen) || problem.Is(err, problem.NameOfAnother) {
			t.Errorf("%s by a name that was made: %v", made.kind, err)
		}
	}
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	slipped := h.with(t, sign("monitor-1", "observation-filed", "report", "", officetest.Observation())).publish(t, w, honest)
	said, code := truce(t, t.TempDir(), "check", slipped)
	says(t, said, code, 3, "by a name that somebody chose")
}
