package adversary

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/bulletin"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/post"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/officetest"
	"truce/tool/query"
)

// enrol has an administrator let a new key speak for somebody; its holder proves to hold it.
func enrol(t *testing.T, w *officetest.World, name, person, party string) (subject string, id act.ID) {
	t.Helper()
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Keys[name], subject = key, string(people.KeySubject(key.Public().ID()))
	enrolled := w.Must(t, "administrator", "key-enrolled", subject, people.KeyEnrolled{Person: act.SubjectID(person), Holder: act.SubjectID(person), Party: party, Key: jwk})
	w.Must(t, name, "key-possessed", subject, people.KeyPossessed{})
	return subject, enrolled.ID
}

func status(t *testing.T, w *officetest.World, subject string) string {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), act.SubjectID(subject), query.Clocks{})
	if err != nil || len(items) == 0 {
		t.Fatalf("%s: %v", subject, err)
	}
	return string(items[0].State)
}

// Broken: the administrator enrolled a second key for Turkey's liaison and spoke as Turkey.
func TestSides_a_second_key_for_a_partys_liaison_does_not_speak(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	subject, enrolled := enrol(t, w, "second", "person/liaison-tr", "TR")
	o := officetest.Observation()
	claim := incident.AllegationFiled(o)
	_, err := w.Do(t, "second", "allegation-filed", "report/forged", claim)
	officetest.WantProblem(t, err, problem.KeyUnvouched)
	if told := status(t, w, subject); !strings.Contains(told, `"missionOnly":true`) {
		t.Errorf("the key does not say who vouched: %s", told)
	}
	_, err = w.Do(t, "administrator", "endorsed", subject, noun.Endorsed{Act: enrolled, Answer: noun.Yes})
	officetest.WantProblem(t, err, problem.AnsweredAlready)
	w.Endorses(t, "root-tr", subject, enrolled)
	w.Must(t, "second", "allegation-filed", "report/own", claim)
}

// An administrator moves Turkey's liaison into the mission, or the mission into Turkey: keys speak
// for the side that they were enrolled for.
func TestSides_a_key_speaks_for_its_side_whoever_employs_its_owner(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "administrator", "organisation-registered", "organisation/liaison-tr", people.OrganisationRegistered{Name: "gone"})
	w.Must(t, "administrator", "organisation-registered", "organisation/mission", people.OrganisationRegistered{Name: "mission", Party: "TR"})
	if got := w.As("liaison-tr").Party; got != "TR" {
		t.Errorf("the liaison of TR speaks for %q", got)
	}
	if got := w.As("monitor-1").Party; got != "" {
		t.Errorf("a monitor of the mission speaks for %q", got)
	}
}

// Somebody's key is enrolled under another's name: it says nothing before its holder proved it.
func TestSides_a_key_that_nobody_proved_to_hold_says_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["holder"] = key
	subject := string(people.KeySubject(key.Public().ID()))
	w.Must(t, "administrator", "key-enrolled", subject, people.KeyEnrolled{Person: "person/monitor-1", Roles: []string{"monitor"}, Key: jwk})
	_, err = w.Do(t, "holder", "observation-filed", "report/1", officetest.Observation())
	officetest.WantProblem(t, err, problem.KeyUnproven)
	_, err = w.Do(t, "monitor-2", "key-possessed", subject, people.KeyPossessed{})
	officetest.WantProblem(t, err, problem.NotPermittedHere)
}

// One side alone makes no administrator and no custodian once there are two, and removes no founder.
func TestSides_one_side_alone_makes_no_administrator(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	grant := w.Must(t, "administrator", "role-granted", "person/auditor-1", people.RoleGranted{Role: "administrator"})
	if roles := w.As("auditor-1").Roles; slices.Contains(roles, "administrator") {
		t.Errorf("one side made an administrator: %v", roles)
	}
	w.Endorses(t, "root-tr", "person/auditor-1", grant.ID)
	if roles := w.As("auditor-1").Roles; !slices.Contains(roles, "administrator") {
		t.Errorf("two sides made no administrator: %v", roles)
	}
	office := string(people.OfficeSubject(w.Verifier().Name()))
	removal := w.Must(t, "root-tr", "founder-removed", office, people.FounderRemoved{Founder: "person/administrator", Reason: shape.In("en", "left")})
	if roles := w.As("administrator").Roles; !slices.Contains(roles, "administrator") {
		t.Errorf("one side removed a founder: %v", roles)
	}
	w.Endorses(t, "auditor-1", office, removal.ID)
	if roles := w.As("administrator").Roles; slices.Contains(roles, "administrator") {
		t.Errorf("the founder cannot be removed: %v", roles)
	}
}

// The custodian whom the mission made alone lapses when a second side counts.
func TestSides_custodians_of_provisional_time_lapse(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	if !slices.Contains(w.As("custodian-1").Roles, "custodian") {
		t.Fatal("in provisional time one side makes a custodian")
	}
	w.Root(t, "TR")
	if roles := w.As("custodian-1").Roles; slices.Contains(roles, "custodian") {
		t.Errorf("nobody else confirmed the custodian: %v", roles)
	}
	if told := status(t, w, "person/custodian-1"); !strings.Contains(told, `"alone":true`) {
		t.Errorf("it does not show that one side did it: %s", told)
	}
}

// A second sock puppet does not count because one side says so, once there are two.
func TestSides_a_third_party_counts_when_two_say_so(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	named := w.Root(t, "XX")
	office := string(people.OfficeSubject(w.Verifier().Name()))
	grant := w.Must(t, "administrator", "role-granted", "person/auditor-1", people.RoleGranted{Role: "administrator"})
	w.Endorses(t, "root-tr", office, named.ID)
	w.Endorses(t, "root-xx", "person/auditor-1", grant.ID)
	if roles := w.As("auditor-1").Roles; !slices.Contains(roles, "administrator") {
		t.Errorf("a side that two others brought in does not count: %v", roles)
	}
}

// commission sets up a body of RU, TR and two seats of the mission, which its parties sign.
func commission(t *testing.T, w *officetest.World) string {
	t.Helper()
	w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	set := w.Must(t, "secretary", "body-established", "body/jc", body.BodyEstablished{
		Name: "Joint commission", Kind: "joint-commission",
		Seats: []body.Seat{{Seat: "ru", Party: "RU", Person: "person/liaison-ru"}, {Seat: "tr", Party: "TR", Person: "person/liaison-tr"},
			{Seat: "mission-1", Person: w.KeyOf("monitor-1")}, {Seat: "mission-2", Person: w.KeyOf("monitor-2")}},
		Decision: &body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 2},
	})
	w.Endorses(t, "liaison-ru", "body/jc", set.ID)
	w.Endorses(t, "liaison-tr", "body/jc", set.ID)
	draft := incident.FindingDrafted{Body: "body/jc", Status: "probable", At: officetest.Date(5, 8), Text: shape.In("en", "RU signed.")}
	return w.Must(t, "secretary", "finding-drafted", "incident/1", draft).ID.String()
}

// Broken: the secretary typed that a party signed. What a secretary writes counts for nothing, and says who wrote it.
func TestSides_a_typed_signature_counts_for_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	draft, err := act.ParseID(commission(t, w))
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Do(t, "secretary", "endorsed", "incident/1", noun.Endorsed{Act: draft, Answer: noun.Yes})
	officetest.WantProblem(t, err, problem.SeatNotHeld)
	for _, seat := range []string{"ru", "tr", "mission-1"} {
		w.Must(t, "secretary", "seat-recorded", "incident/1", incident.SeatRecorded{Draft: draft, Seat: seat, Presence: "present", Source: "my word"})
	}
	if told := status(t, w, "incident/1"); !strings.Contains(told, `"quorumMet":false`) || !strings.Contains(told, `"decided":false`) ||
		!strings.Contains(told, `"recorded":true`) || !strings.Contains(told, `"signed":0`) {
		t.Errorf("what was typed counts: %s", told)
	}
	w.Endorses(t, "liaison-ru", "incident/1", draft)
	_, err = w.Do(t, "liaison-ru", "endorsed", "incident/1", noun.Endorsed{Act: draft, Answer: noun.No})
	officetest.WantProblem(t, err, problem.AnsweredAlready)
	w.Endorses(t, "liaison-tr", "incident/1", draft)
	if told := status(t, w, "incident/1"); !strings.Contains(told, `"decided":true`) {
		t.Errorf("two sides signed: %s", told)
	}
}

// Two monitors of one side are one voice in a body.
func TestSides_two_seats_of_one_side_are_one_voice(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	draft, err := act.ParseID(commission(t, w))
	if err != nil {
		t.Fatal(err)
	}
	w.Endorses(t, "monitor-1", "incident/1", draft)
	w.Endorses(t, "monitor-2", "incident/1", draft)
	if told := status(t, w, "incident/1"); !strings.Contains(told, `"quorumMet":false`) {
		t.Errorf("the mission alone is a quorum of two: %s", told)
	}
}

// Broken: a party's root alone made its people secretaries, auditors and verifiers of the mission.
func TestSides_a_party_makes_nobody_an_officer_of_the_mission(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	for _, by := range []string{"root-tr", "administrator"} {
		for _, role := range []string{"secretariat", "auditor", "administrator"} {
			_, err := w.Do(t, by, "role-granted", "person/liaison-tr", people.RoleGranted{Role: role})
			officetest.WantProblem(t, err, problem.RoleOfMission)
			if told := problem.From(err).Sentence(language.English); !strings.Contains(told, role) || !strings.Contains(told, "liaison, monitor") {
				t.Errorf("it is not said what a party's people may be: %s", told)
			}
		}
		subject, jwk := drawn(t, w, "stranger-"+by)
		_, err := w.Do(t, by, "key-enrolled", subject, people.KeyEnrolled{Person: "person/liaison-tr", Party: "TR", Roles: []string{"monitor", "verifier"}, Key: jwk})
		officetest.WantProblem(t, err, problem.RoleOfMission)
	}
	if roles := w.As("liaison-tr").Roles; !slices.Equal(roles, []string{"liaison"}) {
		t.Errorf("the liaison of TR is %v", roles)
	}
}

// drawn is a new key of a name that nobody enrolled.
func drawn(t *testing.T, w *officetest.World, name string) (subject string, jwk []byte) {
	t.Helper()
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	if jwk, err = key.Public().MarshalJSON(); err != nil {
		t.Fatal(err)
	}
	w.Keys[name] = key
	return string(people.KeySubject(key.Public().ID())), jwk
}

// Broken: a party's people published the bulletin and corrected it, closed another's post, took reports out of an incident, and
// refuted and attributed what the mission had confirmed. What a party's monitor observes counts as that side's; no more.
func TestSides_a_partys_people_do_nothing_in_the_name_of_all(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "secretary", "post-established", "post/1", established())
	promoted(t, w)
	w.Root(t, "TR")
	vouchedReporter(t, w, "monitor-tr", "person/liaison-tr", "TR")
	for _, who := range []string{"liaison-tr", "promoted"} {
		key := w.KeyOf(who)
		told, err := w.Reading.History(t.Context(), w.As("administrator"), key)
		if err != nil {
			t.Fatal(err)
		}
		w.Endorses(t, "root-tr", string(key), told[0].ID)
	}
	if before := gathered(t, w, incident.IncidentAssessed{}, "monitor-1", "monitor-tr"); before.Status != "confirmed" {
		t.Fatalf("before: %s", before.Status)
	}
	w.Clock.Set(officetest.Date(5, 9))
	proposed, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: "2017-05-06"}})
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", proposed.Kind, string(proposed.Subject), proposed.Body)
	reason, basis := shape.In("en", "we say so"), publication.Basis{
		Known: officetest.Date(5, 9), Registers: []publication.Register{{Origin: w.Verifier().Name(), Size: 1, Root: strings.Repeat("A", 43) + "="}},
		Editions: []publication.Edition{{Edition: "public", SHA256: strings.Repeat("1a", 32)}, {Edition: "mission", SHA256: strings.Repeat("2b", 32)}},
		Rules:    1, Rows: strings.Repeat("3c", 32), Blind: strings.Repeat("A", 43),
	}
	for _, who := range []string{"liaison-tr", "monitor-tr", "promoted"} {
		for _, try := range []struct {
			kind    act.Kind
			subject string
			body    any
		}{
			{"bulletin-published", "bulletin/hq-daily-2017-05-07", publication.BulletinPublished{Number: 1, Kind: "daily", Date: "2017-05-07", CutOff: "24:00",
				TimeZone: "UTC", From: officetest.Date(5, 7), Until: officetest.Date(5, 8), Basis: basis}},
			{"correction-published", string(proposed.Subject), publication.CorrectionPublished{Number: 1, What: reason, Reason: reason, Basis: basis}},
			{"post-closed", "post/1", post.PostClosed{From: officetest.Date(5, 9), Reason: reason}},
			{"report-unlinked", "incident/1", incident.ReportUnlinked{Report: "report/monitor-1", Reason: reason}},
			{"incident-assessed", "incident/1", incident.IncidentAssessed{Status: "refuted", Reason: reason}},
			{"attribution-made", "incident/1", incident.AttributionMade{Actor: "RU", Confidence: "established", Basis: []string{"eyewitness"}, Reason: reason}},
		} {
			_, err := w.Do(t, who, try.kind, try.subject, try.body)
			if !problem.Is(err, problem.NotPermitted) && !problem.Is(err, problem.NotPermittedHere) && !problem.Is(err, problem.ReporterCannotVerify) {
				t.Errorf("%s by %s: %v", try.kind, who, err)
			}
		}
	}
	if s := incidentOf(t, w); s.Status != "confirmed" || len(s.Reports) != 2 || len(s.Attributions) != 0 {
		t.Errorf("the incident is %s, of %d reports, attributed %d times", s.Status, len(s.Reports), len(s.Attributions))
	}
}

// promoted is a secretary of the mission whom it moves into a party before that has a root: the role stays, the key speaks for TR.
func promoted(t *testing.T, w *officetest.World) {
	t.Helper()
	w.Must(t, "administrator", "person-registered", "person/promoted", people.PersonRegistered{Organisation: "organisation/mission", Name: "promoted (fictional role)"})
	w.Must(t, "administrator", "role-granted", "person/promoted", people.RoleGranted{Role: "secretariat"})
	w.Must(t, "administrator", "person-registered", "person/promoted", people.PersonRegistered{Organisation: "organisation/liaison-tr", Name: "promoted (fictional role)"})
	enrol(t, w, "promoted", "person/promoted", "TR")
	if roles := w.As("promoted").Roles; len(roles) > 0 {
		t.Errorf("a key of TR is %v", roles)
	}
}
