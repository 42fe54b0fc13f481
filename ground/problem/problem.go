package problem

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Problem is one refusal. Its methods return copies: a Problem can be shared
// between goroutines. Its Params must not be changed after it was made.
type Problem struct {
	Kind   Kind
	Key    Key
	Params P
	Where  string // a JSON pointer, a line or a field; empty if it concerns the whole
	cause  error
}

// P holds the parameters of a sentence by name. See text for the types that are
// shown; an error is never shown.
type P map[string]any

// Invalid refuses what cannot be accepted as it is.
func Invalid(key Key, params ...P) *Problem { return build(KindInvalid, key, params) }

// Unauthenticated refuses someone we do not know.
func Unauthenticated(key Key, params ...P) *Problem { return build(KindUnauthenticated, key, params) }

// Forbidden refuses someone we know, who does not have the right.
func Forbidden(key Key, params ...P) *Problem { return build(KindForbidden, key, params) }

// NotFound says that something is not here, or not for this reader.
func NotFound(key Key, params ...P) *Problem { return build(KindNotFound, key, params) }

// Conflict refuses what contradicts the record.
func Conflict(key Key, params ...P) *Problem { return build(KindConflict, key, params) }

// TooLarge refuses more than is accepted at once.
func TooLarge(key Key, params ...P) *Problem { return build(KindTooLarge, key, params) }

// Unavailable says that the same request may work later.
func Unavailable(key Key, params ...P) *Problem { return build(KindUnavailable, key, params) }

// Internal says that the fault is ours.
func Internal(key Key, params ...P) *Problem { return build(KindInternal, key, params) }

func build(kind Kind, key Key, params []P) *Problem {
	p := &Problem{Kind: kind, Key: key}
	for _, more := range params {
		if p.Params == nil {
			p.Params = make(P, len(more))
		}
		maps.Copy(p.Params, more)
	}
	return p
}

// At says where: a JSON pointer (RFC 6901), a line, a field. It fills {where}.
func (p *Problem) At(where string) *Problem {
	q := *p
	q.Where = where
	return &q
}

// Because keeps the cause for the operator.
func (p *Problem) Because(cause error) *Problem {
	q := *p
	q.cause = cause
	return &q
}

// Unwrap returns the cause, or nil.
func (p *Problem) Unwrap() error { return p.cause }

// Status returns the HTTP status code: that of the kind, with one exception
// that clients act on (RFC 6585).
func (p *Problem) Status() int {
	if p.Key == TooManyRequests {
		return 429
	}
	return p.Kind.Status()
}

// Error is the operator's text, cause included. It never goes to the person.
func (p *Problem) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", p.Kind, p.Key)
	if p.Where != "" {
		fmt.Fprintf(&b, " at %s", p.Where)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Params)) {
		fmt.Fprintf(&b, " %s=%q", name, fmt.Sprint(p.Params[name]))
	}
	if p.cause != nil {
		fmt.Fprintf(&b, ": %v", p.cause)
	}
	return b.String()
}

// From returns the Problem in err's chain. Any other error becomes an internal
// fault with err as its cause; nil stays nil.
func From(err error) *Problem {
	if err == nil {
		return nil
	}
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	return Internal(InternalFault).Because(err)
}

// Is reports whether err is a Problem with this key.
func Is(err error, key Key) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Key == key
}
