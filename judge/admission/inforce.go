package admission

import (
	"sync"
	"time"

	"truce/ground/fold"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
)

// library has the policies by which acts are judged: the program's own, and those that the texts
// in a register say. Each is read once.
type library struct {
	own    *policy.Policy
	nouns  []noun.Noun
	read   sync.Map // of digest to its *policy.Policy; nil: it cannot be read
	judged sync.Map // of putForward to its fitness
}

// putForward are policies by their digest, under a number of the rules of admission.
type putForward struct {
	digest string
	number int
}

// fitness is why no office goes by them (policy.Usable), nil if one can.
type fitness struct{ error }

// of finds policies by their digest, with the texts that the acts about an office bring.
func (l *library) of(digest string, acts func() []fold.Entry) (*policy.Policy, bool) {
	if digest == l.own.Digest() {
		return l.own, true
	}
	if held, is := l.read.Load(digest); is {
		p := held.(*policy.Policy)
		return p, p != nil
	}
	files, is := Texts(digest, acts())
	if !is {
		return nil, false // it may come yet
	}
	p, err := policy.Compile(files, l.nouns)
	if err != nil {
		p = nil
	}
	l.read.Store(digest, p)
	return p, p != nil
}

// usable tells why no office goes by texts under rules, nil if one can.
func (l *library) usable(rules people.Ruling, files []people.PolicyFile) *problem.Problem {
	asked := putForward{rules.Policies, rules.Admission}
	why, is := l.judged.Load(asked)
	if !is {
		_, err := policy.Usable(files, rules.Admission, l.nouns)
		why, _ = l.judged.LoadOrStore(asked, fitness{err})
	}
	return lockout(why.(fitness).error)
}

// FirstRules are those by which an office is founded with this program, with the texts of its
// policies; what is said otherwise stays.
func FirstRules(said people.Ruling) (people.Ruling, []people.PolicyFile, error) {
	files, err := policy.Embedded()
	said.Admission, said.Policies, said.Threshold = Number, people.PoliciesDigest(files), max(2, said.Threshold)
	return said, files, err
}

// InForce are the rules in force in the register at a moment, and the policies by them: false if
// this program does not have them, and cannot judge by them. Before the office is founded there
// are none, and the program's own are answered.
func (r *Rules) InForce(d *people.Directory, acts func() []fold.Entry, at time.Time) (people.Term, *policy.Policy, bool) {
	o, _ := d.Office(people.OfficeSubject(r.origin))
	t, founded := o.RulesAt(at)
	if !founded {
		return t, r.library.own, true
	}
	return r.have(t, acts)
}

func (r *Rules) have(t people.Term, acts func() []fold.Entry) (people.Term, *policy.Policy, bool) {
	p, has := r.library.of(t.Rules.Policies, acts)
	return t, p, has && r.Has(t.Rules.Admission)
}

// settle finds the policies by which the candidate is judged, those in force when it was received. A founding brings its own; what they are
// worth under a number that the program has, the rules say (leavesAWay).
func (q *inquiry) settle() bool {
	acts := func() []fold.Entry { return q.facts.Recall(people.OfficeSubject(q.origin)) }
	t, p, has := q.InForce(q.facts.Directory(), acts, q.c.Received)
	if b, founds := q.c.Body.(*people.OfficeOpened); founds && !q.facts.Directory().Founded() {
		t, p, has = people.Term{Since: q.c.Received, Rules: b.Rules}, q.library.own, q.Has(b.Rules.Admission)
	}
	q.term, q.policy = t, p
	return has
}

// Lacking tells an author, or an operator, that the program does not have the rules in force.
func (r *Rules) Lacking(t people.Term) *problem.Problem {
	return problem.Unavailable(problem.RulesNotHere, problem.P{
		"since": t.Since, "number": r.last, "admission": t.Rules.Admission, "policies": t.Rules.Policies[:min(12, len(t.Rules.Policies))],
	})
}
