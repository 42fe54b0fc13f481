// Package edition keeps lists by which it is decided which acts are good and which later programs have longer: languages, characters
// that nobody sees, time zones. A list has editions, and an act goes by the one of the rules of admission under which it was
// received (admission.Number). A program with a longer list so takes and refuses, under an earlier number, what programs of that
// number did.
package edition

// List has the editions of one list, in their order. The first is of number 1.
type List[T any] []Edition[T]

// Edition is a list as it is by a number of the rules of admission and by those after it, until the next edition.
type Edition[T any] struct {
	Since int
	List  T
}

// First is a list that has one edition.
func First[T any](list T) List[T] { return List[T]{{1, list}} }

// And is the list with an edition more, since a number of the rules of admission.
func (l List[T]) And(since int, list T) List[T] {
	return append(l[:len(l):len(l)], Edition[T]{since, list})
}

// At is the edition that decides by a number of the rules of admission.
func (l List[T]) At(number int) T {
	at := l[0]
	for _, e := range l[1:] {
		if e.Since <= number {
			at = e
		}
	}
	return at.List
}

// Newest is the last edition.
func (l List[T]) Newest() T { return l[len(l)-1].List }

// Several reports whether it matters by which number something is decided.
func (l List[T]) Several() bool { return len(l) > 1 }

// Any reports whether something is good by an edition at all: what is good by none, no number lets in.
func (l List[T]) Any(good func(T) bool) bool {
	for _, e := range l {
		if good(e.List) {
			return true
		}
	}
	return false
}
