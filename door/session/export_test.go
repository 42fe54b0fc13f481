package session

import (
	"time"

	"truce/noun/people"
)

// Check answers who signed in with the token at an office, as of now. Every error is a
// *problem.Problem of kind unauthenticated.
func Check(token string, directory *people.Directory, at Place, now time.Time) (Session, error) {
	session, _, err := check(token, directory, at, now)
	return session, err
}
