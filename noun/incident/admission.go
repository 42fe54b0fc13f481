package incident

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
	"truce/noun/body"
)

// reportAdmission holds a report to what it began as, and a party's own report to a party.
func reportAdmission() noun.Admission {
	return noun.Admission{
		Rules:   []noun.Rule{ofAParty, asItBegan, finished},
		Persons: otherReporter, Compartments: true,
	}
}

// incidentAdmission lets policies ask who reported: nobody verifies what he or she brought.
func incidentAdmission() noun.Admission {
	return noun.Admission{
		Recalls: []act.Kind{"report-linked", "finding-drafted", "endorsed"}, Persons: reporters,
		Rules: []noun.Rule{timeToAnswer, bodyDecides, seatSigns, seatThere, eachOfAnother},
	}
}

// timeToAnswer refuses a question whose deadline is over when it is received: whoever is asked would stand as late at once.
func timeToAnswer(q noun.Question) *problem.Problem {
	b, is := q.Body.(*AnswerRequested)
	if !is || b.Deadline.After(q.Received) {
		return nil
	}
	return problem.Invalid(problem.DeadlinePast, problem.P{"until": b.Deadline, "now": q.Received}).At("/deadline")
}

// bodyDecides refuses a draft for a body of which nobody knows how it decides.
func bodyDecides(q noun.Question) *problem.Problem {
	b, is := q.Body.(*FindingDrafted)
	if !is || b.Body == "" {
		return nil
	}
	t, signed := termOf(q, b.Body, q.Received)
	switch {
	case !signed:
		return problem.Conflict(problem.BodyUnsigned, problem.P{"body": b.Body}).At("/body")
	case t.Decision == nil:
		return problem.Conflict(problem.QuorumUnknown, problem.P{"body": b.Body}).At("/body")
	}
	return nil
}

// seatSigns holds an answer to a draft to whoever holds a seat of the body, once.
func seatSigns(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is {
		return nil
	}
	drafted, t, known := draftOf(q, b.Act)
	if !known {
		return problem.Conflict(problem.NothingToEndorse, problem.P{"act": b.Act}).At("/act")
	}
	seat, holds := t.SeatOf(q.Person, q.Party, q.Received)
	if !holds {
		return problem.Forbidden(problem.SeatNotHeld, problem.P{"body": drafted.Body})
	}
	for _, e := range q.Facts.Recall(q.Act.Subject) {
		said, is := e.Body.(*noun.Endorsed)
		if before, held := t.SeatOf(e.Person, e.Party, e.Received); is && said.Act == b.Act && held && before.Seat == seat.Seat {
			return problem.Conflict(problem.AnsweredAlready, problem.P{"side": seat.Seat}).At("/act")
		}
	}
	return nil
}

func seatThere(q noun.Question) *problem.Problem {
	b, is := q.Body.(*SeatRecorded)
	if !is {
		return nil
	}
	drafted, t, known := draftOf(q, b.Draft)
	if !known {
		return problem.Conflict(problem.NothingToEndorse, problem.P{"act": b.Draft}).At("/draft")
	}
	if _, is := t.Seat(b.Seat); !is {
		return problem.Forbidden(problem.SeatNotHeld, problem.P{"body": drafted.Body}).At("/seat")
	}
	return nil
}

// eachOfAnother holds a verifier who says that observations are each of another person to a body
// whose rule asks for that, and to whose keys they are. Who may not be told who is behind the keys
// cannot tell.
func eachOfAnother(q noun.Question) *problem.Problem {
	b, is := q.Body.(*IncidentAssessed)
	if !is || b.Body == "" {
		return nil
	}
	if t, _ := termOf(q, b.Body, q.Received); t.Alone != "" || t.Decision == nil || !t.Decision.EachReporter {
		return problem.Conflict(problem.SideIsOneSource, problem.P{"body": b.Body}).At("/body")
	}
	people := map[act.SubjectID]act.SubjectID{}
	for _, report := range b.Distinct {
		first, _ := q.Facts.First(report)
		person := q.Behind(first.Person)
		if person.Noun() == "key" {
			q.Withhold()
		}
		if other, same := people[person]; same {
			return problem.Conflict(problem.SameReporter, problem.P{"subject": report, "other": other}).At("/distinct")
		}
		people[person] = report
	}
	return nil
}

// draftOf is a drafted finding, and the body's seats and rule as they held then.
func draftOf(q noun.Question, id act.ID) (FindingDrafted, body.Term, bool) {
	for _, e := range q.Facts.Recall(q.Act.Subject) {
		if b, is := e.Body.(*FindingDrafted); is && e.ID == id {
			t, _ := termOf(q, b.Body, e.Received)
			return *b, t, true
		}
	}
	return FindingDrafted{}, body.Term{}, false
}

func termOf(q noun.Question, subject act.SubjectID, at time.Time) (body.Term, bool) {
	for _, s := range q.Facts.States(subject) {
		var b body.Body
		if json.Unmarshal(s.JSON, &b) == nil {
			return b.At(at)
		}
	}
	return body.Term{}, false
}

// ofAParty refuses a party's own report of somebody who is of no party.
func ofAParty(q noun.Question) *problem.Problem {
	r, is := recordOf(q.Body)
	if is && r.Compartment == "party" && q.Party == "" {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNotUsedWith}).At("/compartment")
	}
	return nil
}

// tallyAdmission holds whoever enters the count of a party to that party; the mission records what any of them published.
func tallyAdmission() noun.Admission { return noun.Admission{Rules: []noun.Rule{ofThePublisher}} }

func ofThePublisher(q noun.Question) *problem.Problem {
	b, is := q.Body.(*TallyPublished)
	if !is || q.Party == "" || q.Party == b.Publisher {
		return nil
	}
	return problem.Forbidden(problem.SpeaksForAnother, problem.P{"party": b.Publisher}).At("/publisher")
}

// asItBegan refuses to make an allegation of an observation, or the other way round.
func asItBegan(q noun.Question) *problem.Problem {
	first, there := q.Facts.First(q.Act.Subject)
	if _, is := recordOf(q.Body); is && there && first.Kind != q.Act.Kind {
		return problem.Conflict(problem.SubjectExists, problem.P{"subject": q.Act.Subject})
	}
	return nil
}

// finished refuses a report that lacks something without which it is only a draft, and does not say that it is one. It is decided when
// the report is received, from all that its author hides: whoever erases something of it later, or is not shown it, changes
// nothing about whether it counts. Whoever reads a copy without its place is told that it is open how the report stands (noun.Turns).
func finished(q noun.Question) *problem.Problem {
	r, is := recordOf(q.Body)
	if !is || !r.Unfinished() {
		return nil
	}
	for _, name := range r.Missing() {
		if !slices.Contains(hiddenOfRecord(), name) || !q.Withheld("exact-place") {
			return problem.Invalid(problem.ReportUnfinished, problem.P{"name": name}).At("/" + name)
		}
	}
	return nil
}

// hiddenOfRecord are those of what a report must tell that are for few to read.
func hiddenOfRecord() []string { return []string{"place", "observer"} }

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
	opened, _ := q.Facts.First(q.Act.Subject)
	p.Gatherers = append(p.Gatherers, opened.Person)
	for _, e := range q.Facts.Recall(q.Act.Subject) {
		if linked, is := e.Body.(*ReportLinked); is {
			first, _ := q.Facts.First(linked.Report)
			p.Reporters = append(p.Reporters, first.Person)
			p.Gatherers = append(p.Gatherers, e.Person)
		}
	}
	return p
}
