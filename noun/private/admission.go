package private

import (
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// SealedLength is how long what is sealed is, in characters: age armour of SealedBytes.
const (
	SealedBytes  = 12288
	SealedLength = SealedBytes/3*4 + SealedBytes/48 + 35 + 33 // a line of 64 characters for 48 bytes; the first and the last line
)

// admission lets a party file each but once, and open it as it was filed.
func admission() noun.Admission {
	return noun.Admission{Recalls: []act.Kind{"private-filed", "private-opened"}, Rules: []noun.Rule{once, openedOnce, ofOneLength, asItWasFiled}, Keeps: kept}
}

// kept reports whether nobody but its party knows that it is there.
func kept(q noun.Question, subject act.SubjectID) bool {
	for _, e := range q.Facts.Recall(subject) {
		if _, opens := e.Body.(*PrivateOpened); opens {
			return false
		}
	}
	return true
}

func once(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*PrivateFiled); is && q.Facts.Known(q.Act.Subject) {
		return problem.Conflict(problem.SubjectExists, problem.P{"subject": q.Act.Subject})
	}
	return nil
}

// openedOnce refuses to show again what is shown: there is nothing to add to it.
func openedOnce(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*PrivateOpened); is && !kept(q, q.Act.Subject) {
		return problem.Conflict(problem.PrivateOpenedAlready, problem.P{"subject": q.Act.Subject})
	}
	return nil
}

// ofOneLength refuses what tells by its length how much is in it. Whoever holds a copy in which it is withheld learns no
// length: there is nothing to refuse.
func ofOneLength(q noun.Question) *problem.Problem {
	b, is := q.Body.(*PrivateFiled)
	switch {
	case !is || b.Sealed == "":
		return nil
	case len(b.Sealed) < SealedLength:
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonTooShort}).At("/sealed")
	case len(b.Sealed) > SealedLength:
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonTooLong}).At("/sealed")
	}
	return nil
}

// asItWasFiled refuses to open what was not filed so.
func asItWasFiled(q noun.Question) *problem.Problem {
	b, is := q.Body.(*PrivateOpened)
	if !is {
		return nil
	}
	if b.Content.Salt == "" { // withheld from this reader
		q.Withhold()
		return nil
	}
	for _, e := range q.Facts.Recall(q.Act.Subject) {
		if filed, is := e.Body.(*PrivateFiled); is && filed.Commitment == b.Content.Commitment(q.Act.Subject) {
			return nil
		}
	}
	return problem.Invalid(problem.PrivateDiffers, problem.P{"subject": q.Act.Subject}).At("/content")
}
