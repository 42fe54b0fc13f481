package problem

// Kind says what sort of refusal it is, so that a door knows how to answer
// without knowing every Key.
type Kind uint8

// The kinds. The zero Kind is KindInternal.
const (
	KindInternal        Kind = iota // our fault; trying again may not help
	KindInvalid                     // what was sent cannot be accepted as it is
	KindUnauthenticated             // we do not know who asks
	KindForbidden                   // we know who asks, and they may not
	KindNotFound                    // not here, or not for this reader
	KindConflict                    // it contradicts what is recorded
	KindTooLarge                    // more than is accepted at once
	KindUnavailable                 // cannot be done now; the same request may work later
	kindCount
)

var kinds = [kindCount]struct {
	word   string
	status int
}{
	KindInternal:        {"internal", 500},
	KindInvalid:         {"invalid", 400}, // not 422: OGC API asks for 400 on a wrong parameter
	KindUnauthenticated: {"unauthenticated", 401},
	KindForbidden:       {"forbidden", 403},
	KindNotFound:        {"not-found", 404},
	KindConflict:        {"conflict", 409},
	KindTooLarge:        {"too-large", 413},
	KindUnavailable:     {"unavailable", 503},
}

// String returns the word of the kind, as in "not-found".
func (k Kind) String() string {
	return kinds[k.known()].word
}

// Status returns the HTTP status code for the kind (RFC 9110).
func (k Kind) Status() int {
	return kinds[k.known()].status
}

func (k Kind) known() Kind {
	if k >= kindCount {
		return KindInternal
	}
	return k
}
