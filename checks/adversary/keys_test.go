package adversary

import (
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/office/officetest"
)

// ofOthers is what somebody of one side tries alone with what is another's. Each kind about people and sides needs a row: what the
// office says to it (0: it takes the act, which then waits for others), or a test that plays it.
type ofOthers struct {
	by, subject string
	body        func(*testing.T, *officetest.World) any
	refused     problem.Key
}

func (o ofOthers) tries(t *testing.T, w *officetest.World, kind act.Kind) {
	t.Helper()
	before := inForce(t, w, act.SubjectID(o.subject))
	_, err := w.Do(t, o.by, kind, o.subject, o.body(t, w))
	if o.refused != 0 {
		officetest.WantProblem(t, err, o.refused)
	} else if err != nil {
		t.Error(kind, o.by, o.subject, err)
	}
	if after := inForce(t, w, act.SubjectID(o.subject)); after != before {
		t.Errorf("%s by %s alone changed %s:\nbefore %s\nafter  %s", kind, o.by, o.subject, before, after)
	}
}

// elsewhere are the kinds about people and sides that name nobody of another side, or are played by tests of their own.
var elsewhere = map[act.Kind]string{
	"office-opened":         "TestRules_a_policy_that_nobody_signed_permits_nothing",
	"root-named":            "TestProposals_of_one_side_change_nothing_of_what_was_agreed",
	"root-enrolled":         "TestRoots_a_key_that_is_known_as_somebodys_is_nobody_elses_root",
	"founder-removed":       "TestProposals_of_one_side_change_nothing_of_what_was_agreed",
	"rules-set":             "TestProposals_of_one_side_change_nothing_of_what_was_agreed",
	"custodians-set":        "TestProposals_of_one_side_change_nothing_of_what_was_agreed",
	"register-succeeded":    "TestSuccession_takes_two_sides_and_ends_the_register",
	"disclosure-erased":     "TestErasure_ends_a_disclosure_everywhere_in_an_office",
	"copy-released":         "TestReleases_one_side_alone_lets_nothing_out",
	"head-checked":          "TestAudit",
	"key-possessed":         "TestSides_a_key_that_nobody_proved_to_hold_says_nothing",
	noun.Endorsement().Name: "TestRoots_a_registrar_refuses_and_does_not_sign_for_the_root",
}

// Broken: the root of RU took the role of a monitor from the mission's keys, for good, and from keys for which TR's root had vouched; the
// mission gave a liaison of TR that role anew, until the next minute. What belongs to one side is changed by nobody of another alone.
func TestKeys_nobody_of_another_side_changes_alone_whose_who_is(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	w.Must(t, "secretary", "post-established", "post/1", established())
	key := func(name string) string { return string(w.KeyOf(name)) }
	vouched, id := enrol(t, w, "second", "person/liaison-tr", "TR")
	w.Endorses(t, "root-tr", vouched, id)
	vouchedReporter(t, w, "monitor-tr", "person/liaison-tr", "TR")
	reporter := key("monitor-tr")
	always := func(b any) func(*testing.T, *officetest.World) any {
		return func(*testing.T, *officetest.World) any { return b }
	}
	ends, soon := shape.In("en", "EXERCISE"), w.Clock.Now().Add(time.Minute)
	again := func(name, party string) func(*testing.T, *officetest.World) any {
		return func(t *testing.T, w *officetest.World) any {
			jwk, err := w.Keys[name].Public().MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			return people.KeyEnrolled{Person: "person/liaison-ru", Holder: "person/liaison-ru", Party: party, Key: jwk}
		}
	}
	rows := map[act.Kind][]ofOthers{
		"key-role-ended": {
			{"root-ru", key("monitor-1"), always(people.KeyRoleEnded{Role: "monitor"}), problem.NotYourSide},
			{"root-ru", key("verifier-1"), always(people.KeyRoleEnded{Role: "verifier"}), problem.NotYourSide},
			{"root-ru", reporter, always(people.KeyRoleEnded{Role: "monitor"}), problem.NotYourSide},
			{"administrator", reporter, always(people.KeyRoleEnded{Role: "monitor"}), problem.NotYourSide},
		},
		"key-revoked": {
			{"root-ru", key("monitor-1"), always(people.KeyRevoked{Reason: ends}), 0},
			{"root-ru", vouched, always(people.KeyRevoked{Reason: ends}), 0},
			{"administrator", vouched, always(people.KeyRevoked{Reason: ends}), 0},
			{"administrator", key("root-tr"), always(people.KeyRevoked{Reason: ends}), problem.RootNotYours},
		},
		"key-enrolled": {
			{"root-ru", key("monitor-1"), again("monitor-1", "RU"), problem.NotYourSide},
			{"root-ru", vouched, again("second", "RU"), problem.NotYourSide},
			{"root-ru", vouched, again("second", "TR"), problem.NotYourSide},
			{"administrator", vouched, again("second", "RU"), problem.NotYourSide},
		},
		"role-granted": {
			{"root-ru", "person/liaison-tr", always(people.RoleGranted{Role: "liaison", Until: soon}), problem.NotYourSide},
			{"root-ru", "person/secretary", always(people.RoleGranted{Role: "secretariat", Until: soon}), problem.NotYourSide},
			{"administrator", "person/liaison-tr", always(people.RoleGranted{Role: "liaison", Until: soon}), problem.NotYourSide},
			{"administrator", "person/liaison-tr", always(people.RoleGranted{Role: "custodian"}), 0},
		},
		"role-withdrawn": {
			{"root-ru", "person/liaison-tr", always(people.RoleWithdrawn{Role: "liaison"}), problem.NotYourSide},
			{"root-ru", "person/secretary", always(people.RoleWithdrawn{Role: "secretariat"}), problem.NotYourSide},
			{"administrator", "person/liaison-tr", always(people.RoleWithdrawn{Role: "liaison"}), problem.NotYourSide},
		},
		"person-registered": {
			{"root-ru", "person/liaison-tr", always(people.PersonRegistered{Organisation: "organisation/liaison-ru", Name: "x"}), problem.NotYourSide},
			{"root-ru", "person/secretary", always(people.PersonRegistered{Organisation: "organisation/liaison-ru", Name: "x"}), problem.NotYourSide},
			{"administrator", "person/liaison-tr", always(people.PersonRegistered{Organisation: "organisation/mission", Name: "x"}), problem.NotYourSide},
		},
		"organisation-registered": {
			{"root-ru", "organisation/liaison-tr", always(people.OrganisationRegistered{Name: "x", Party: "RU"}), problem.NotYourSide},
			{"root-ru", "organisation/mission", always(people.OrganisationRegistered{Name: "x", Party: "RU"}), problem.NotYourSide},
			{"administrator", "organisation/liaison-tr", always(people.OrganisationRegistered{Name: "x"}), problem.NotYourSide},
		},
		"registrar-named": {
			{"root-ru", officeOf(w), always(people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"}), problem.NotYourSide},
			{"administrator", officeOf(w), always(people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"}), problem.NotPermitted},
		},
		"registrar-withdrawn": {
			{"root-ru", officeOf(w), always(people.RegistrarWithdrawn{Party: "TR", Person: "person/liaison-tr"}), problem.NotYourSide},
			{"administrator", officeOf(w), always(people.RegistrarWithdrawn{Party: "TR", Person: "person/liaison-tr"}), problem.NotPermitted},
		},
		"post-established": {{"root-ru", "post/1", always(established()), problem.NotPermitted}},
	}
	for _, n := range w.Kinds().Nouns() {
		for _, k := range n.Kinds {
			_, played := rows[k.Name]
			if name, is := elsewhere[k.Name]; n.Part == noun.People && played == is || is && !inTests(t, name) {
				t.Errorf("%s: it needs a row here, or a test that is there", k.Name)
			}
		}
	}
	for kind, all := range rows {
		for _, o := range all {
			o.tries(t, w, kind)
		}
	}
	// What an office takes nevertheless has no effect for whoever folds the copy, and the check names it.
	forged := historyOf(t, w).with(t, w.Sign(t, "root-ru", "key-role-ended", key("monitor-1"), people.KeyRoleEnded{Role: "monitor"}))
	said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, copyOf(t, w, "liaison-ru")))
	says(t, said, code, 3, "WRONG", "about "+key("monitor-1"), "It was taken against the rules: This is for mission to say")
	// The side itself does each.
	w.Must(t, "administrator", "key-role-ended", key("monitor-1"), people.KeyRoleEnded{Role: "monitor"})
	w.Must(t, "root-tr", "key-role-ended", reporter, people.KeyRoleEnded{Role: "monitor"})
	if _, err := w.Do(t, "monitor-1", "observation-filed", "report/after", officetest.Observation()); err == nil {
		t.Error("a monitor whose role its own side ended reports")
	}
}
