// Package problem says what went wrong: to the person in their language, and to
// the operator with the cause.
//
// Every refusal has a Kind (how a door answers), a Key (what happened) and
// parameters. The catalogue in data/, one file a language, turns the key into a
// plain sentence and a remedy. The cause is for the operator's log and never
// appears in either.
//
//	return problem.Invalid(problem.SignatureWrong, problem.P{"key": id}).
//		At("/body/count").Because(err)
//
// It is not a place for protocols: each door writes its own answer from Kind,
// Key, Sentence and Remedy. Nor does it log.
package problem
