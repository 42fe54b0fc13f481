package office

import (
	"context"
	"time"

	"truce/ground/fold"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/keep"
)

// goesBy are the rules of the office as of the last commit.
type goesBy struct {
	term    people.Term
	policy  *policy.Policy
	lacking error // why nothing is taken; nil if the program has the rules
}

// loadRules finds the rules in force when the office is opened.
func (f *Office) loadRules(ctx context.Context) error {
	return f.goByRules(ctx, f.Directory(), f.writer.last)
}

// goByRules has the office go by the rules in force when its last entry was received: they change by
// entries alone. A program that does not have them serves what
// is there, by its own policies if it has no others, and takes nothing: what it cannot judge it
// neither refuses nor lets in by rules that nobody agreed to.
func (f *Office) goByRules(ctx context.Context, d *people.Directory, at time.Time) error {
	var failed error
	acts := func() (all []fold.Entry) {
		failed = f.store.Read(ctx, func(r keep.Reader) (err error) { all, err = f.ruleActs(r); return err })
		return all
	}
	term, p, has := f.rules.InForce(d, acts, at)
	if failed != nil {
		return storageProblem(f.folder, failed)
	}
	by := &goesBy{term: term, policy: p}
	if by.policy == nil {
		by.policy = f.Policy()
	}
	if !has {
		by.lacking = f.rules.Lacking(term)
		f.log.Warn("the rules in force are not those of this program: nothing is taken until they are", "since", term.Since,
			"admission", term.Rules.Admission, "this program", admission.Number, "policies", term.Rules.Policies)
	}
	f.goesBy.Store(by)
	return nil
}

// ruleActs are the acts of the own register that bring the texts of policies.
func (f *Office) ruleActs(r keep.Reader) (all []fold.Entry, err error) {
	held, err := r.About(people.OfficeSubject(f.heads.origin))
	if err != nil {
		return nil, err
	}
	for _, e := range held {
		entry, err := f.Decode(e)
		if err != nil {
			return nil, err
		}
		all = append(all, entry)
	}
	return all, nil
}

// RulesAt are those that were in force at a moment.
func (f *Office) RulesAt(at time.Time) people.Term {
	o, _ := f.Directory().Office(people.OfficeSubject(f.heads.origin))
	t, _ := o.RulesAt(at)
	return t
}

// Terms are the rules that the office has gone by, the earliest first.
func (f *Office) Terms() []people.Term {
	o, _ := f.Directory().Office(people.OfficeSubject(f.heads.origin))
	return o.Terms
}

// Policy decides who may do what, by the rules in force.
func (f *Office) Policy() *policy.Policy { return f.goesBy.Load().policy }

// Number is that of the rules of admission in force; before there are any, and where this program does not have it, the program's own.
func (f *Office) Number() int {
	if n := f.goesBy.Load().term.Rules.Admission; n > 0 {
		return min(n, admission.Number)
	}
	return admission.Number
}

// Rules are those in force, as of the last commit, and why this program cannot take acts by them;
// nil if it can.
func (f *Office) Rules() (people.Term, error) {
	by := f.goesBy.Load()
	return by.term, by.lacking
}
