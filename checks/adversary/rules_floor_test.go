package adversary

import (
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// The mission and TR set policies, against RU's no, that permit everybody everything. What RU filed for its own people and who of the mission
// reported stay hidden from TR, also what was filed before; TR verifies nothing, takes back nothing of RU's and publishes nothing. Policies
// without the floor by which that is so are refused, and so are policies of which nobody brought the texts; a copy of an
// office that took them is wrong.
func TestRules_no_two_sides_open_what_a_third_filed(t *testing.T) {
	t.Parallel()
	const note, there = "EXERCISE. For Moscow alone: the bridge is mined.", "report/ru"
	w := threeSides(t)
	vouchesFor(t, w, "RU", "liaison-ru")
	vouchesFor(t, w, "TR", "liaison-tr")
	r := officetest.Observation().Record
	r.Means, r.Accused, r.Note = "party-statement", "TR", shape.In("en", note)
	w.Must(t, "liaison-ru", "allegation-filed", there, incident.AllegationFiled{Record: r})
	hidden := ownReport()
	hidden.Accused = "TR"
	w.Must(t, "liaison-ru", "allegation-filed", "report/ru-own", hidden)
	w.Must(t, "monitor-1", "observation-filed", "report/seen", officetest.Observation())
	w.Must(t, "monitor-1", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})

	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	all := `@id("x") permit (principal, action, resource);`
	lower := forbidding(t, w, all)
	lower.PolicyFiles = slices.DeleteFunc(lower.PolicyFiles, func(f people.PolicyFile) bool { return f.Name == "floor.cedar" })
	lower.Rules.Policies = people.PoliciesDigest(lower.PolicyFiles)
	untold := forbidding(t, w, all)
	untold.PolicyFiles = nil
	for _, c := range []struct {
		set  people.RulesSet
		key  problem.Key
		said string
	}{
		{lower, problem.PoliciesFixed, "lack the file floor.cedar"},
		{untold, problem.PoliciesMissing, "whose texts nobody was given"},
	} {
		_, err := w.Do(t, "administrator", "rules-set", officeOf(w), c.set)
		officetest.WantProblem(t, err, c.key)
		said, code := truce(t, t.TempDir(), "check", h.with(t, w.Sign(t, "administrator", "rules-set", officeOf(w), c.set)).publish(t, w, honest))
		says(t, said, code, 3, "WRONG", c.said)
	}

	set := w.Must(t, "administrator", "rules-set", officeOf(w), forbidding(t, w, all))
	w.Must(t, "root-ru", "endorsed", officeOf(w), noun.Endorsed{Act: set.ID, Answer: noun.No, Reason: shape.In("en", "EXERCISE: not with us.")})
	w.Endorses(t, "root-tr", officeOf(w), set.ID)
	if term, _ := w.Rules(); term.Act != set.ID {
		t.Fatal("the policies are not in force")
	}
	on := shape.In("en", "EXERCISE.")
	for _, c := range []struct {
		kind    act.Kind
		subject act.SubjectID
		body    any
	}{
		{"report-withdrawn", there, incident.ReportWithdrawn{Reason: on}},
		{"incident-assessed", "incident/1", incident.IncidentAssessed{Status: "confirmed", Reason: on}},
		{"duplicate-decided", there, incident.DuplicateDecided{Other: "report/seen", Decision: "different", Reason: on}},
		{"report-linked", "incident/1", incident.ReportLinked{Report: there}},
	} {
		_, err := w.Do(t, "liaison-tr", c.kind, string(c.subject), c.body)
		if key := problem.From(err).Key; err == nil || key != problem.NotPermitted && key != problem.NotPermittedHere {
			t.Errorf("%s by Turkey's liaison: %v", c.kind, err)
		}
	}
	for _, what := range []policy.Action{policy.Read("party"), policy.Read("staff"), policy.Read("person"), policy.SealedOriginal} {
		if w.Policy().May(w.As("liaison-tr"), what, policy.Subject{ID: there, Exists: true, Party: "RU"}).Allowed {
			t.Errorf("Turkey's liaison may %s", what)
		}
	}
	ask := asking(t, w)
	for _, path := range []string{"/api/subjects/report/ru", "/api/subjects/report/ru/history", "/api/subjects/report/ru-own"} {
		if told := ask("liaison-tr", path); strings.Contains(told, "mined") || strings.HasPrefix(path, "/api/subjects/report/ru-own") && strings.HasPrefix(told, "200") {
			t.Errorf("%s tells Turkey's liaison %s", path, told)
		}
	}
	dir := copyOf(t, w, "liaison-tr")
	if found := lies(t, dir, note); len(found) > 0 {
		t.Errorf("Turkey's copy holds Russia's note: %v", found)
	}
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD")
}
