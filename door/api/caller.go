package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"truce/door/session"
	"truce/ground/problem"
	"truce/judge/policy"
)

// caller is who asks.
type caller struct {
	request *http.Request
	session session.Session // zero for a stranger
}

func (c *caller) who() policy.Person { return c.session.Person }

type callerKey struct{}

// callerOf is there behind identified only.
func callerOf(ctx context.Context) *caller { return ctx.Value(callerKey{}).(*caller) }

// identified finds out who asks before the handler runs. Strangers pass the limiter.
func (a *API) identified(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := a.identify(r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		h(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	}
}

// identify answers a stranger only if no token was given at all.
func (a *API) identify(r *http.Request) (*caller, error) {
	if a.o.Reader != nil {
		return &caller{request: r, session: session.Session{Person: *a.o.Reader}}, nil
	}
	given := r.Header.Get("Authorization")
	if given == "" {
		return &caller{request: r}, a.strangers(r)
	}
	scheme, token, _ := strings.Cut(given, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil, problem.Unauthenticated(problem.RequestMalformed).At("Authorization")
	}
	s, err := a.sessions.Check(strings.TrimSpace(token))
	return &caller{request: r, session: s}, err
}

// strangers refuses those who ask too often from one address.
func (a *API) strangers(r *http.Request) error {
	wait := a.limit.take(addressOf(r))
	if wait == 0 {
		return nil
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	return &problem.Problem{
		Kind: problem.KindUnavailable, Key: problem.TooManyRequests, Params: problem.P{"seconds": seconds}}
}

// limited is for routes of strangers that need no name.
func (a *API) limited(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := a.strangers(r); err != nil {
			a.fail(w, r, err)
			return
		}
		h(w, r)
	}
}

// known refuses strangers.
func (c *caller) known() error {
	if !c.who().Known() {
		return problem.Unauthenticated(problem.SignInNeeded)
	}
	return nil
}

// may refuses who may not do something to the office as a whole.
func (a *API) may(c *caller, what policy.Action) error {
	if err := c.known(); err != nil {
		return err
	}
	if !a.office.May(c.who(), what) {
		return a.office.Policy().Refusal(what)
	}
	if what == policy.Upload {
		return a.office.Takes()
	}
	return nil
}
