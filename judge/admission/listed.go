package admission

import (
	"truce/ground/edition"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/noun/agreement"
	"truce/noun/people"
)

// lists are those that later programs have longer. Each act goes by the editions of the number in force when it was received.
type lists struct {
	written shape.Lists
	zones   edition.List[*timezone.Database]
}

func ownLists() lists { return lists{shape.OwnLists(), timezone.Databases()} }

// written refuses texts by the edition in force of what people may write. What no edition lets in was refused with the form of the
// body.
func written(q *inquiry) *problem.Problem {
	spec, known := q.kinds.Spec(q.c.Act.Kind)
	if !known || q.c.Body == nil || !q.lists.written.Several() {
		return nil
	}
	if fault := spec.Shape.Written(q.c.Body, q.c.Act.Rev, q.lists.written, q.Under()); fault != nil {
		return FaultProblem(*fault)
	}
	return nil
}

// zoned refuses names of time zones that the edition in force does not have, where days are counted by them.
func zoned(q *inquiry) *problem.Problem {
	at, name := "/rules/timeZone", ""
	switch b := q.c.Body.(type) {
	case *people.OfficeOpened:
		name = b.Rules.TimeZone
	case *people.RulesSet:
		name = b.Rules.TimeZone
	case *agreement.AgreementDrafted:
		at, name = "/version/timeZone", b.Version.TimeZone
	}
	if name == "" {
		return nil
	}
	if _, err := q.lists.zones.At(q.Under()).Load(name); err != nil {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNameUnknown}).At(at).Because(err)
	}
	return nil
}

// FaultProblem tells people which rule of its form a body broke, and where.
func FaultProblem(f shape.Fault) *problem.Problem {
	switch f.Rule {
	case shape.Unknown:
		return problem.Invalid(problem.BodyUnknownField).At(f.Where).Because(f)
	case shape.Missing:
		return problem.Invalid(problem.BodyMissingField).At(f.Where).Because(f)
	case shape.Word:
		return problem.Invalid(problem.BodyCodeUnknown, problem.P{"code": f.Code, "list": f.List, "allowed": f.Words}).At(f.Where).Because(f)
	case shape.Hidden:
		return problem.Invalid(problem.TextHidden, problem.P{"code": f.Code}).At(f.Where).Because(f)
	case shape.Language:
		return problem.Invalid(problem.LanguageUnknown, problem.P{"code": f.Code}).At(f.Where).Because(f)
	}
	return problem.Invalid(problem.BodyWrong, problem.P{"reason": "want " + f.Want}).At(f.Where).Because(f)
}
