package office

import (
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/admission"
)

// Judge is what the rules that this program has say of an act that was handed in when the register had so many entries: why it is
// refused, nil if it is taken. It asks, in the order of an office, all that rests on the act and on the register alone.
func (f *Office) Judge(after int64, received time.Time, sdjwt string) (*problem.Problem, error) {
	ledger := admission.NewLedger(f.rules)
	if err := f.recall(ledger, f.heads.origin, after); err != nil {
		return nil, err
	}
	a, ds, err := act.ParseSDJWT(sdjwt)
	if err != nil {
		return problem.From(actProblem(err)), nil
	}
	directory := ledger.End()
	if refusal := f.rules.Meant(a, directory); refusal != nil {
		return refusal, nil
	}
	spec, _ := f.kinds.Spec(a.Kind)
	body, err := f.kinds.Read(a, ds)
	if err != nil {
		return problem.From(BodyProblem(a, spec, err)), nil
	}
	author, refusal := admission.Author(a, body, directory, received)
	if refusal != nil {
		return refusal, nil
	}
	if err := a.Check(author.Key); err != nil {
		return problem.Invalid(problem.SignatureWrong, problem.P{"key": a.Issuer}).Because(err), nil
	}
	if refusal := admission.ByItself(body); refusal != nil && f.kinds.Governs(a.Subject.Noun()) {
		return refusal, nil
	}
	v, err := ledger.Admit(admission.Candidate{Act: a, Body: body, Received: received, Index: after, Disclosed: ds, Whole: true})
	return v.Why, err
}
