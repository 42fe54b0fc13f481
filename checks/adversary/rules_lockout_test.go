package adversary

import (
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/office/officetest"
)

// threeSides is an office in which the mission, TR and RU count.
func threeSides(t *testing.T) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	rooted(t, w)
	return w
}

func rooted(t *testing.T, w *officetest.World) {
	t.Helper()
	w.Root(t, "TR")
	third := w.Root(t, "RU")
	w.Endorses(t, "root-tr", officeOf(w), third.ID)
}

// forbidding are the policies of today and one more.
func forbidding(t *testing.T, w *officetest.World, text string) people.RulesSet {
	t.Helper()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return rulesWith(t, w, append(files, people.PolicyFile{Name: "ours.cedar", Text: text}))
}

// schema are the policies of today, and a passage of their schema otherwise.
func schema(t *testing.T, w *officetest.World, old, text string) people.RulesSet {
	t.Helper()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if f.Name == policy.SchemaFile {
			if files[i].Text = strings.Replace(f.Text, old, text, 1); files[i].Text == f.Text {
				t.Fatalf("the schema does not say %s", old)
			}
		}
	}
	return rulesWith(t, w, files)
}

// Two of three sides would choose who speaks for the mission and for the third: they permit everything to everybody. It changes nothing: a monitor answers nothing in the
// mission's name, and somebody of RU who is no liaison binds RU to nothing. Nor does a copy of an office that took it pass.
func TestRules_no_sides_choose_who_speaks_for_others(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Enrol(t, "reporter-ru", "liaison-ru", "monitor")
	w.Agreed(t)
	rooted(t, w)
	jwk, err := w.Keys["reporter-ru"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "root-ru", "key-enrolled", string(w.KeyOf("reporter-ru")), people.KeyEnrolled{Person: "person/reporter-ru", Party: "RU", Key: jwk, Roles: []string{"monitor"}})
	all := w.Must(t, "administrator", "rules-set", officeOf(w), forbidding(t, w, `@id("all") permit (principal, action, resource);`))
	w.Endorses(t, "root-tr", officeOf(w), all.ID)
	if term, _ := w.Rules(); term.Rules.Policies != forbidding(t, w, `@id("all") permit (principal, action, resource);`).Rules.Policies {
		t.Fatal("the policies that permit all are not in force")
	}
	ended := w.Must(t, "root-tr", "key-revoked", string(w.KeyOf("verifier-1")), people.KeyRevoked{Reason: shape.Prose{Text: "EXERCISE. It verifies too much", Language: "en"}})
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	for who, said := range map[string]struct {
		kind    act.Kind
		subject string
		body    any
		key     problem.Key
	}{
		"monitor-1":   {"endorsed", string(w.KeyOf("verifier-1")), noun.Endorsed{Act: ended.ID, Answer: noun.Yes}, problem.NotPermittedHere},
		"reporter-ru": {"denunciation-declared", "agreement/syria-2017", agreement.DenunciationDeclared{Party: "RU", Version: "x", From: "2017-07-01", On: "2017-05-08", Reason: shape.Prose{Text: "EXERCISE", Language: "en"}}, problem.NotPermitted},
	} {
		_, err := w.Do(t, who, said.kind, said.subject, said.body)
		officetest.WantProblem(t, err, said.key)
		forged := h.with(t, w.Sign(t, who, said.kind, said.subject, said.body))
		told, code := truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
		says(t, told, code, 3, "WRONG", string(said.kind))
	}
}

// Two of three sides would keep the third from ever changing the rules back, from answering, or from leaving. The office
// refuses each, and a copy of an office that took it nevertheless names the act: nothing of it is in force.
func TestRules_no_two_sides_lock_out_the_third(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	with := func(change func(*people.Ruling)) people.RulesSet {
		term, _ := w.Rules()
		b := people.RulesSet{Rules: term.Rules, Reason: rulesWith(t, w, monitorsDecide(t)).Reason}
		change(&b.Rules)
		return b
	}
	without := func(party string) people.RulesSet {
		files := forbidding(t, w, `@id("x") permit (principal, action == Action::"finding-drafted", resource);`).PolicyFiles
		for i, f := range files {
			if f.Name == "rights.cedar" {
				files[i].Text = strings.ReplaceAll(f.Text, "\nwhen {", "\nwhen { principal.party != \""+party+"\" || principal == Person::\"person/somebody\" }\nwhen {")
			}
		}
		return rulesWith(t, w, files)
	}
	for name, c := range map[string]struct {
		set  people.RulesSet
		key  problem.Key
		said string
	}{
		"RU sets no rules": {forbidding(t, w, `@id("x") forbid (principal, action == Action::"rules-set", resource) when { principal.party == "RU" };`),
			problem.PoliciesForbid, "The policy x forbids. Only floor.cedar does."},
		"RU answers nothing": {forbidding(t, w, `@id("x") forbid (principal, action in Action::"endorse", resource) when { principal.party == "RU" };`),
			problem.PoliciesForbid, "The policy x forbids."},
		"RU's registrar answers nothing": {forbidding(t, w, `@id("x") forbid (principal == Person::"person/root-ru", action in Action::"endorse", resource);`),
			problem.PoliciesForbid, "The policy x forbids."},
		"whoever joins later answers nothing": {forbidding(t, w, `@id("x") forbid (principal, action in Action::"endorse", resource) unless { ["", "TR", "RU"].contains(principal.party) };`),
			problem.PoliciesForbid, "The policy x forbids."},
		"nobody denounces": {forbidding(t, w, `@id("x") forbid (principal, action == Action::"denunciation-declared", resource);`),
			problem.PoliciesForbid, "The policy x forbids."},
		"RU copies nothing": {forbidding(t, w, `@id("x") forbid (principal, action == Action::"copy-register", resource) when { principal.party == "RU" };`),
			problem.PoliciesForbid, "The policy x forbids."},
		"nobody takes a position on an incident that holds a report": {forbidding(t, w, `@id("x") forbid (principal, action == Action::"position-taken", resource) when { !resource.reporters.isEmpty() };`),
			problem.PoliciesForbid, "The policy x forbids."},
		"answers are for custodians too, whom nobody else is": {schema(t, w, `in ["endorse"]`, `in ["endorse", "source-coded"]`),
			problem.PoliciesJoined, "puts actions under Action::\"source-coded\""},
		"whoever answers verifies too": {schema(t, w, `"incident-assessed", "answer-requested",`, `"verified" in ["endorsed"]; action "incident-assessed" in ["verified"]; action "answer-requested",`),
			problem.PoliciesJoined, "puts actions under Action::\"endorsed\""},
		"every right, but for RU":   {without("RU"), problem.PoliciesFixed, "lack the file rights.cedar as it must read"},
		"more sides than there are": {with(func(r *people.Ruling) { r.Threshold = 4 }), problem.RulesThreshold, "4 sides would have to sign, and no more than 3 can."},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Do(t, "administrator", "rules-set", officeOf(w), c.set)
			officetest.WantProblem(t, err, c.key)
			proposed := w.Sign(t, "administrator", "rules-set", officeOf(w), c.set)
			forged := h.with(t, proposed)
			forged = forged.with(t, w.Sign(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: idOf(t, proposed), Answer: noun.Yes}))
			said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
			says(t, said, code, 3, "WRONG", c.said)
		})
	}
	set := with(func(r *people.Ruling) { r.Admission = 100000 })
	_, err := w.Do(t, "administrator", "rules-set", officeOf(w), set)
	officetest.WantProblem(t, err, problem.RulesNumberUnknown)
}

// What takes no side's rights and names one nevertheless, or has all sides sign, is set as the sides like; whoever endorses
// and whoever checks is told.
func TestRules_that_name_a_party_are_told(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	w.Clock.Set(time.Now()) // by the command's clock, which is the machine's, what waits has not lapsed
	set := forbidding(t, w, `@id("ru-drafts") permit (principal, action == Action::"finding-drafted", resource) when { principal.party == "RU" };`)
	set.Rules.Threshold = 3
	proposed := w.Must(t, "administrator", "rules-set", officeOf(w), set)
	key := keyFile(t, w, "root-tr")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	warnings := []string{"the policy ru-drafts names RU: it says of one what it does not say of others", "all 3 sides that count must sign: one that stays away stops every change"}
	said, code := truce(t, t.TempDir(), "endorse", "--confirm-clock", "--data", w.Folder, "--key", key)
	says(t, said, code, 0, warnings...)
	w.Reopen(t)
	w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	w.Endorses(t, "root-ru", officeOf(w), proposed.ID)
	said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0, warnings...)
}
