package adversary

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/store"
)

// drafted is a finding, as a monitor would like to make it.
func drafted() incident.FindingDrafted {
	return incident.FindingDrafted{Body: "body/jc", Status: "probable", At: officetest.Date(5, 8), Text: shape.In("en", "It was so.")}
}

// The owner writes policies by which monitors confirm findings, and starts an office with them. What its
// monitors did is named, by whoever holds a copy: nobody agreed to these policies.
func TestRules_a_policy_that_nobody_signed_permits_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	commission(t, w)
	w.Root(t, "TR")
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	proposal := w.Sign(t, "administrator", "rules-set", officeOf(w), rulesWith(t, w, monitorsDecide(t)))
	finding := w.Sign(t, "monitor-1", "finding-drafted", "incident/1", drafted())
	for name, forged := range map[string]history{
		"the file was changed":       h.with(t, finding),
		"one side put it forward":    h.with(t, proposal).with(t, finding),
		"its texts are only claimed": h.with(t, w.Sign(t, "monitor-1", "rules-set", officeOf(w), rulesWith(t, w, monitorsDecide(t)))).with(t, finding),
	} {
		said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
		says(t, said, code, 3, "WRONG", "finding-drafted", "enrolled as monitor")
		if strings.Contains(said, "monitors-draft-findings") {
			t.Errorf("%s: the rules are told as in force:\n%s", name, said)
		}
	}
}

// Two sides change the policies. They hold from the last signature on and not earlier, whatever the author's
// clock says, and a copy tells what changed, since when and by whom.
func TestRules_hold_from_the_last_signature(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	commission(t, w)
	w.Root(t, "TR")
	body := rulesWith(t, w, monitorsDecide(t))
	draft, _ := w.Kinds().Complete(act.Draft{Issued: officetest.Date(1, 1), Expires: w.Clock.Now().AddDate(0, 0, 7), Audience: w.Audience,
		Kind: "rules-set", Subject: act.SubjectID(officeOf(w)), Prev: w.Heads(t, act.SubjectID(officeOf(w))), Body: encoded(t, body)}, "en")
	proposed, err := w.Submit(t.Context(), w.SignDraft(t, "administrator", draft))
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Do(t, "monitor-1", "finding-drafted", "incident/1", drafted())
	officetest.WantProblem(t, err, problem.NotPermitted)
	early := w.Sign(t, "monitor-1", "finding-drafted", "incident/1", drafted())
	last := w.Sign(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: proposed.ID, Answer: noun.Yes})
	forged := historyOf(t, w).with(t, early).with(t, last)
	w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	w.Must(t, "monitor-1", "finding-drafted", "incident/1", drafted())

	honest := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", honest)
	says(t, said, code, 0, "GOOD", "policy monitors-draft-findings added", "signed by mission, TR")
	said, code = truce(t, t.TempDir(), "check", forged.publish(t, w, ""))
	says(t, said, code, 3, "WRONG", "finding-drafted")
	if n := strings.Count(said, "WRONG"); n != 1 {
		t.Errorf("%d acts are wrong, not the one before the last signature:\n%s", n, said)
	}
	if _, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil {
		t.Error(err)
	}
}

// How many sides must sign is a rule. It is not lowered by fewer than it asks for; nor is it raised by fewer than it then asks for: two of
// three would set what they want and then have all three asked to change it back.
func TestRules_the_threshold_is_not_moved_by_fewer(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	third := w.Root(t, "RU")
	w.Endorses(t, "root-tr", officeOf(w), third.ID)
	set := func(threshold int, by ...string) act.ID {
		term, _ := w.Rules()
		b := people.RulesSet{Rules: term.Rules, Reason: shape.In("en", "x")}
		b.Rules.Threshold = threshold
		proposed := w.Must(t, "administrator", "rules-set", officeOf(w), b)
		for _, side := range by {
			w.Endorses(t, side, officeOf(w), proposed.ID)
		}
		return proposed.ID
	}
	raised := set(3, "root-tr")
	o, _ := w.Directory().Office(people.OfficeSubject(w.Verifier().Name()))
	if p, _ := noun.Find(o.Proposals, raised); o.Needed(p) != 1 {
		t.Errorf("%d sides more must sign %+v", o.Needed(p), p)
	}
	if term, _ := w.Rules(); term.Rules.Threshold != 2 {
		t.Fatalf("two sides bound three: %+v", term)
	}
	w.Endorses(t, "root-ru", officeOf(w), raised)
	if term, _ := w.Rules(); term.Rules.Threshold != 3 {
		t.Fatalf("three sides did not raise it: %+v", term)
	}
	set(2, "root-tr")
	if term, _ := w.Rules(); term.Rules.Threshold != 3 {
		t.Errorf("two of three lowered it: %+v", term)
	}
	grant := w.Must(t, "administrator", "role-granted", "person/auditor-1", people.RoleGranted{Role: "administrator"})
	w.Endorses(t, "root-tr", "person/auditor-1", grant.ID)
	if slices.Contains(w.As("auditor-1").Roles, "administrator") {
		t.Error("two made an administrator where three must sign")
	}
}

// A register that goes by a number of rules that this program does not have is neither good nor wrong to it, whatever its policies are written in: what may be
// written in policies is of the number. Under a number that it has, what it cannot read nobody could.
func TestRules_that_this_program_does_not_have(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	unread := func(b *people.OfficeOpened) {
		b.PolicyFiles = ofLaterCedar(t)
		b.Rules.Policies = people.PoliciesDigest(b.PolicyFiles)
	}
	for name, c := range map[string]struct {
		change func(*people.OfficeOpened)
		said   string // why it is wrong, if it is
	}{
		"another admission": {func(b *people.OfficeOpened) { b.Rules.Admission = admission.Number + 1 }, ""},
		"of another admission, and a later Cedar": {func(b *people.OfficeOpened) {
			b.Rules.Admission = admission.Number + 1
			unread(b)
		}, ""},
		"policies of a later Cedar": {unread, "cannot go by these policies"},
		"policies whose texts nobody gave": {func(b *people.OfficeOpened) {
			b.Rules.Policies, b.PolicyFiles = people.PoliciesDigest(monitorsDecide(t)), nil
		}, "whose texts nobody was given"},
	} {
		said, code := truce(t, t.TempDir(), "check", h.refounded(t, w, c.change).publish(t, w, honest))
		if c.said != "" {
			says(t, said, code, 3, "WRONG", c.said)
			continue
		}
		says(t, said, code, 4, "taken under rules that this program does not have")
		if strings.Contains(said, "WRONG") || strings.Contains(said, "GOOD") {
			t.Errorf("%s: it is told as good or wrong:\n%s", name, said)
		}
	}
}

// Policies stand in the register as texts, and by a later number of the rules they may say what this program's Cedar does not read. Whoever checks a register in which
// they came into force says that he does not have the rules: of what was taken since, and of nothing before.
func TestRules_that_a_later_Cedar_reads_are_not_wrong(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	set := rulesWith(t, w, ofLaterCedar(t))
	set.Rules.Admission = admission.Number + 1
	_, err := w.Do(t, "administrator", "rules-set", officeOf(w), set)
	officetest.WantProblem(t, err, problem.RulesNumberUnknown)
	proposed := w.Sign(t, "administrator", "rules-set", officeOf(w), set)
	moved := h.with(t, proposed)
	moved = moved.with(t, w.Sign(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: idOf(t, proposed), Answer: noun.Yes}))
	moved = moved.with(t, w.Sign(t, "monitor-1", "observation-filed", "report/since", officetest.Observation()))
	said, code := truce(t, t.TempDir(), "check", moved.publish(t, w, honest))
	says(t, said, code, 4, "this program does not have them", "taken under rules that this program does not have")
	if strings.Contains(said, "WRONG") || strings.Contains(said, "GOOD") {
		t.Errorf("what this program cannot judge is told as good or wrong:\n%s", said)
	}
}

// A program whose rules are not those in force serves, and takes nothing until it has them. A reader without them says so of
// what was taken since, and of nothing before.
func TestRules_a_program_without_the_rules_takes_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Must(t, "monitor-1", "observation-filed", "report/before", officetest.Observation())
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	for _, number := range []int{admission.Number + 1, admission.Number + 7} {
		term, _ := w.Rules()
		b := people.RulesSet{Rules: term.Rules, Reason: shape.In("en", "Another program.")}
		b.Rules.Admission = number
		proposed := w.Sign(t, "administrator", "rules-set", officeOf(w), b)
		moved := h.with(t, proposed)
		moved = moved.with(t, w.Sign(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: idOf(t, proposed), Answer: noun.Yes}))
		moved = moved.with(t, w.Sign(t, "monitor-1", "observation-filed", "report/since", officetest.Observation()))
		// By that number there may be languages and time zones of which this program does not know.
		spoken, zoned := b, b
		spoken.Reason, zoned.Rules.TimeZone = shape.In("qqx", "In another language."), "Asia/Zellaqiyat"
		for _, b := range []people.RulesSet{spoken, zoned} {
			moved = moved.with(t, w.Sign(t, "administrator", "rules-set", officeOf(w), b))
		}
		said, code := truce(t, t.TempDir(), "check", moved.publish(t, w, honest))
		says(t, said, code, 4, "number of the admission: ", "this program does not have them", "Warning   this program does not have the rules number",
			"1 observation-filed, 1 rules-set; entries", "taken under rules that this program does not have")
		if strings.Contains(said, "WRONG") || strings.Contains(said, "GOOD") {
			t.Errorf("what this program cannot judge is told as good or wrong:\n%s", said)
		}
	}
	// Another program moved the office on, and this one is started again.
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	was, is := fmt.Sprintf(`"admission":%d`, admission.Number), fmt.Sprintf(`"admission":%d`, admission.Number+1)
	alter(t, filepath.Join(w.Folder, store.FileName), fmt.Sprintf("UPDATE view SET state = replace(state, '%s', '%s') WHERE noun = 'office'", was, is))
	w.Reopen(t)
	_, err := w.Do(t, "monitor-1", "observation-filed", "report/after", officetest.Observation())
	officetest.WantProblem(t, err, problem.RulesNotHere)
	if told := status(t, w, "report/before"); told == "" {
		t.Error("it does not serve")
	}
}

// What rests on an act that this program cannot judge is not wrong to it; what does not rest on it is.
func TestRules_what_rests_on_an_unknown_act_is_not_wrong(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	commission(t, w)
	h := historyOf(t, w)
	unknown := w.SignDraft(t, "administrator", act.Draft{Issued: w.Clock.Now(), Audience: w.Audience,
		Kind: "role-lent", Form: act.Form{Rev: 1}, Subject: people.KeySubject(w.Keys["monitor-1"].Public().ID()), Body: []byte(`{}`)})
	h = h.with(t, unknown)
	said, code := truce(t, t.TempDir(), "check", h.with(t, w.Sign(t, "monitor-1", "finding-drafted", "incident/1", drafted())).publish(t, w, ""))
	says(t, said, code, 4, "1 role-lent", "1 finding-drafted", "rest on something that this program cannot judge")
	if strings.Contains(said, "WRONG") {
		t.Errorf("what rests on an unknown act is told as wrong:\n%s", said)
	}
	said, code = truce(t, t.TempDir(), "check", h.with(t, w.Sign(t, "monitor-2", "finding-drafted", "incident/1", drafted())).publish(t, w, ""))
	says(t, said, code, 3, "WRONG", "enrolled as monitor")
}

// An act in another office's register that follows one of the own hides from no author what the own
// register asks for: else nobody could write about the subject any more.
func TestRules_an_author_is_told_all_that_the_register_asks_for(t *testing.T) {
	t.Parallel()
	first := officetest.New(t)
	w := officetest.Second(t, first)
	const subject = "person/monitor-1"
	first.Must(t, "administrator", "role-granted", subject, people.RoleGranted{Role: "liaison"})
	w.Fetch(t, first, 0, first.Size())
	heads, err := w.Reading.Heads(t.Context(), w.As("administrator"), subject)
	if err != nil || !slices.Equal(heads, w.Heads(t, subject)) {
		t.Errorf("told of %v, asked for %v: %v", heads, w.Heads(t, subject), err)
	}
	sdjwt := w.SignAfter(t, "administrator", "role-granted", subject, heads, people.RoleGranted{Role: "auditor"})
	if _, err := w.Submit(t.Context(), sdjwt); err != nil {
		t.Errorf("what an author was told of is not enough: %v", err)
	}
}

// An answer is bound in time where what it answers is about people or the law, and nowhere else.
func TestRules_an_answer_ends_by_what_it_is_about(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	for subject, ends := range map[act.SubjectID]bool{"person/monitor-1": true, "incident/1": false} {
		d, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Kind: noun.Endorsement().Name, Subject: subject}, "en")
		if d.Expires.IsZero() == ends {
			t.Errorf("an answer about %s ends %v", subject, d.Expires)
		}
	}
}

// Whoever answers for a side is shown what the act says that waits, as it was signed, and nothing is signed before the
// person said yes.
func TestRules_a_side_answers_what_it_has_read(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Clock.Set(time.Now()) // by the command's clock, which is the machine's, what waits has not lapsed
	grant := w.Must(t, "administrator", "role-granted", "person/monitor-1", people.RoleGranted{Role: "custodian"})
	rules := w.Must(t, "administrator", "rules-set", officeOf(w), rulesWith(t, w, monitorsDecide(t)))
	key := keyFile(t, w, "root-tr")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	endorse := func(args ...string) (string, int) {
		return truce(t, t.TempDir(), append([]string{"endorse", "--confirm-clock", "--data", w.Folder, "--key", key}, args...)...)
	}
	said, code := endorse()
	says(t, said, code, 0, grant.ID.String(), "person/monitor-1 is to have the role custodian.", "you answer for TR",
		rules.ID.String(), "policy monitors-draft-findings added", "because: It is quicker.", "waits for TR")
	said, code = endorse(grant.ID.String()[:12], "yes")
	says(t, said, code, 1, "is to have the role custodian", "Nothing was signed")
	said, code = endorse("0123456789", "yes")
	says(t, said, code, 1, "waits for anybody")
	said, code = endorse(grant.ID.String()[:12], "no", "--yes", "--reason", "We do not know them.")
	says(t, said, code, 0, "You answered no for TR.")
	said, code = endorse()
	says(t, said, code, 0, rules.ID.String())
	if strings.Contains(said, grant.ID.String()) {
		t.Errorf("what was answered still waits for its side:\n%s", said)
	}
	w.Reopen(t)
	if told := status(t, w, "person/monitor-1"); !strings.Contains(told, `"answer":"no"`) || slices.Contains(w.As("monitor-1").Roles, "custodian") {
		t.Errorf("the answer is not there: %s", told)
	}
}

// Broken: who answered for a body was told its seats and quorum alone. By an act about one that was established, one yes became
// enough and a side lost its seats, and the side that was asked for its word was told neither.
func TestRules_a_side_is_told_what_changes_of_an_established_body(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	commission(t, w)
	change := w.Must(t, "secretary", "body-established", "body/jc", body.BodyEstablished{
		Name: "Joint commission", Kind: "joint-commission",
		Seats:    []body.Seat{{Seat: "ru", Party: "RU", Person: "person/liaison-ru"}},
		Decision: &body.Decision{Rule: "n-of-m", Needed: 1, Quorum: 1, Sides: []string{"RU"}},
	})
	key := keyFile(t, w, "liaison-tr")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "endorse", "--confirm-clock", "--data", w.Folder, "--key", key, change.ID.String()[:12], "yes")
	says(t, said, code, 1, "This body is established", "its rule was: it decides by n-of-m: 2 must say yes; 2 must take part",
		"its rule is to be: it decides by n-of-m: 1 must say yes; 1 must take part, among them RU", "loses its seat: tr: person/liaison-tr, of the side TR",
		"TR is to have no seat in it any more", "decision.needed: 1", "decision.sides.1: RU", "Nothing was signed")
}

// Broken: after one whose word was needed had said no, others were told that their signature alone was lacking, and whoever then
// said yes was told nothing, as if it were in force.
func TestRules_what_was_refused_is_told_as_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	commission(t, w)
	change := w.Must(t, "secretary", "body-established", "body/jc", body.BodyEstablished{Name: "Joint commission", Kind: "joint-commission",
		Seats: []body.Seat{{Seat: "ru", Party: "RU", Person: "person/liaison-ru"}}})
	tr, ru := keyFile(t, w, "liaison-tr"), keyFile(t, w, "liaison-ru")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	endorse := func(key string, args ...string) (string, int) {
		return truce(t, t.TempDir(), append([]string{"endorse", "--confirm-clock", "--data", w.Folder, "--key", key}, args...)...)
	}
	refused := "refused by TR and cannot come into force any more"
	said, code := endorse(tr, change.ID.String()[:12], "no", "--yes")
	says(t, said, code, 0, "You answered no for TR.", refused)
	said, code = endorse(ru)
	says(t, said, code, 0, refused)
	if strings.Contains(said, "waits for RU") {
		t.Errorf("RU is told that its word alone is lacking:\n%s", said)
	}
	said, code = endorse(ru, change.ID.String()[:12], "yes", "--yes")
	says(t, said, code, 0, "You answered yes for RU.", "It is not in force, and waits for nobody any more: refused by TR.")
	w.Reopen(t)
	if told := status(t, w, "body/jc"); !strings.Contains(told, `"refused":["TR"]`) {
		t.Errorf("the body does not say who refused: %s", told)
	}
}

// The mission makes a key for a party that has no root, and signs with it. Wherever the signature is shown it says who vouched.
func TestRules_a_signature_says_who_vouched_for_its_key(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	draft, err := act.ParseID(commission(t, w))
	if err != nil {
		t.Fatal(err)
	}
	w.Endorses(t, "liaison-tr", "incident/1", draft)
	for _, subject := range []string{"body/jc", "incident/1"} {
		if told := status(t, w, subject); !strings.Contains(told, `"missionOnly":true`) {
			t.Errorf("%s does not say who vouched: %s", subject, told)
		}
	}
	w.Root(t, "TR")
	again := w.Must(t, "root-tr", "rules-set", officeOf(w), rulesWith(t, w, monitorsDecide(t)))
	if told := status(t, w, officeOf(w)); strings.Contains(told, `"missionOnly":true`) || !strings.Contains(told, again.ID.String()) {
		t.Errorf("what a root signed is told as vouched for by the mission: %s", told)
	}
}
