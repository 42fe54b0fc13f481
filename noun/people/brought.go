package people

import (
	"strings"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/noun"
)

// MostBrought is how many acts one key brings from the register before, by however many words: what one person files at ten a day in more than
// thirteen years.
const MostBrought = 50_000

// Brought are the acts that one key brings from the register before. They stand in what it said (key-possessed), not in the state of the
// key, which is written anew with each word about it.
type Brought map[act.ID]struct{}

// BroughtBy are those that a key brings, by the acts about it.
func BroughtBy(key act.KeyID, about []fold.Entry) Brought {
	all := Brought{}
	for _, e := range about {
		if b, is := e.Body.(*KeyPossessed); is && e.Key == key { // nobody names those of another
			all.Take(b)
		}
	}
	return all
}

// Take takes what the key says that it brings.
func (b Brought) Take(said *KeyPossessed) {
	for _, id := range said.Brings {
		b[id] = struct{}{}
	}
}

// bringsOwn refuses to bring what nothing can be made of: in a register that goes on with the work of no other, by the word of two sides, what is
// brought already, and more than one key brings.
func bringsOwn(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyPossessed)
	if !is || len(b.Brings) == 0 {
		return nil
	}
	if !goesOn(q) {
		return problem.Conflict(problem.NothingBefore).At("/brings")
	}
	key := act.KeyID(strings.TrimPrefix(q.Act.Subject.Name(), keyPrefix))
	all := BroughtBy(key, q.Facts.Recall(q.Act.Subject))
	before := len(all)
	held, _ := latest[Key](q, q.Act.Subject)
	all.Take(b)
	switch {
	case len(all) > MostBrought:
		return problem.Conflict(problem.BroughtTooMany, problem.P{"key": key, "limit": MostBrought}).At("/brings")
	case len(all) == before && !held.Possessed.IsZero():
		return problem.Conflict(problem.KeyPossessedAlready, problem.P{"key": key, "since": held.Possessed})
	}
	return nil
}

// goesOn reports whether two sides founded the office as one that goes on with the work of another.
func goesOn(q noun.Question) bool {
	for _, s := range q.Facts.Of(OfficeNoun) {
		if o, err := officeIn(s); err == nil && o.Predecessor != nil && !o.Predecessor.Since.IsZero() {
			return true
		}
	}
	return false
}
