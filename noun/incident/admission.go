package incident

import (
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// reportAdmission holds a report to what it began as, and a party's own report to a party.
func reportAdmission() noun.Admission {
	return noun.Admission{
		Rules:   []noun.Rule{ofAParty, asItBegan},
		Persons: otherReporter,
	}
}

// incidentAdmission lets policies ask who reported: nobody verifies what he or she brought.
func incidentAdmission() noun.Admission {
	return noun.Admission{Recalls: []act.Kind{"report-linked"}, Persons: reporters}
}

// ofAParty refuses a party's own report of somebody who is of no party.
func ofAParty(q noun.Question) *problem.Problem {
	r, is := recordOf(q.Body)
	if is && r.Compartment == "party" && q.Party == "" {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNotUsedWith}).At("/compartment")
	}
	return nil
}

// asItBegan refuses to make an allegation of an observation, or the other way round.
func asItBegan(q noun.Question) *problem.Problem {
	first, there := q.Facts.First(q.Act.Subject)
	if _, is := recordOf(q.Body); is && there && first.Kind != q.Act.Kind {
		return problem.Conflict(problem.SubjectExists, problem.P{"subject": q.Act.Subject})
	}
	return nil
}

func recordOf(body any) (Record, bool) {
	switch b := body.(type) {
	case *ObservationFiled:
		return b.Record, true
	case *AllegationFiled:
		return b.Record, true
	}
	return Record{}, false
}

// otherReporter filed the report that this one is compared with.
func otherReporter(q noun.Question) (p noun.Persons) {
	if b, is := q.Body.(*DuplicateDecided); is {
		other, _ := q.Facts.First(b.Other)
		p.Reporters = append(p.Reporters, other.Person)
	}
	return p
}

// reporters are all who ever filed or gathered what the incident holds or held: nobody verifies
// what he or she brought, nor by taking it out for a moment.
func reporters(q noun.Question) (p noun.Persons) {
	for _, e := range q.Facts.Recall(q.Act.Subject) {
		if linked, is := e.Body.(*ReportLinked); is {
			first, _ := q.Facts.First(linked.Report)
			p.Reporters = append(p.Reporters, e.Person, first.Person)
		}
	}
	return p
}
