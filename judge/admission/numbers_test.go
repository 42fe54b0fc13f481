package admission_test

import (
	"testing"
	"time"

	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/kinds"
)

const (
	here  = admission.Number // the number that this program has last
	later = here + 1
)

// withLater are the rules of a program that has one number more: by it nobody is registered any more, and nobody files a report.
func withLater(own *admission.Rules) *admission.Rules {
	return own.Next(func(q noun.Question) *problem.Problem {
		if q.Act.Kind == "organisation-registered" {
			return problem.Conflict(problem.RegisterEnded)
		}
		return nil
	}, "report", func(noun.Question) *problem.Problem { return problem.Forbidden(problem.ReporterCannotVerify) })
}

// A program keeps the rules of earlier numbers beside its own: the next number is a rule for acts of all kinds and one of a
// noun, and each act is judged by the number that was in force when it was received. A program without that number calls
// nothing right or wrong that was taken since, and judges what came before as it did.
func TestNumbers_each_act_goes_by_the_one_in_force(t *testing.T) {
	t.Parallel()
	r := newRegisterOf(t, withLater)
	for i, number := range []int{here, later, here} {
		if i > 0 {
			r.goesBy(number)
		}
		name := string(rune('a' + i))
		if report, organisation := r.asks("monitor", "observation-filed", "report/"+name, filed()),
			r.asks("administrator", "organisation-registered", "organisation/"+name, people.OrganisationRegistered{Name: "O"}); number == later {
			r.refuses(problem.ReporterCannotVerify, report)
			r.refuses(problem.RegisterEnded, organisation)
		} else if report.Outcome != admission.Taken || organisation.Outcome != admission.Taken {
			t.Errorf("by number %d: %v, %v", number, report.Why, organisation.Why)
		}
	}
	outcomes := r.readWithout(t)
	for i, v := range outcomes {
		known := i < len(outcomes)-5 // then the later number is in force, and what ends that is judged by it, too
		switch {
		case known && v.Outcome != admission.Taken:
			t.Errorf("entry %d, %s: %d, %v", i, r.entries[i].Act.Kind, v.Outcome, v.Why)
		case !known && (v.Outcome != admission.Beyond || v.Why.Key != problem.RulesNotHere):
			t.Errorf("entry %d, %s under a number that is not here: %d, %v", i, r.entries[i].Act.Kind, v.Outcome, v.Why)
		}
	}
}

// goesBy has the office go by rules of a number.
func (r *register) goesBy(number int) {
	r.Helper()
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		r.Fatal(err)
	}
	r.takes("administrator", "rules-set", "office/test", people.RulesSet{Reason: shape.In("en", "x"),
		Rules: people.Ruling{Admission: number, Policies: p.Digest(), Threshold: 2, ChosenNames: true}})
	r.now = r.now.Add(time.Second)
}

// readWithout reads the same entries by a program that does not have the later number.
func (r *register) readWithout(t *testing.T) (all []admission.Verdict) {
	t.Helper()
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := admission.New(r.kinds, p, "test", r.vkey)
	if err != nil {
		t.Fatal(err)
	}
	ledger := admission.NewLedger(rules)
	for _, c := range r.entries {
		v, err := ledger.Admit(c)
		if err != nil {
			t.Fatal(err)
		}
		ledger.Take(c, v)
		all = append(all, v)
	}
	return all
}

// An earlier number keeps what a later one drops.
func TestUntil(t *testing.T) {
	t.Parallel()
	no := func(noun.Question) *problem.Problem { return problem.Forbidden(problem.NotPermitted) }
	for number, want := range map[int][2]bool{1: {true, false}, 2: {true, true}, 3: {false, true}} {
		q := noun.Question{Number: number}
		if got := [2]bool{noun.Until(2, no)(q) != nil, noun.Since(2, no)(q) != nil}; got != want {
			t.Errorf("number %d: refused until 2 and since 2: %v, want %v", number, got, want)
		}
	}
}
