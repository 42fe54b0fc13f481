package session

import (
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/people"
)

// maxAhead is how far a person's clock may be ahead of the office's.
const maxAhead = 5 * time.Minute

// maxBytes bounds a token. A longer one is not ours.
const maxBytes = 2048

// Session is who a token speaks for.
type Session struct {
	Person policy.Person
	Key    act.KeyID
	Until  time.Time // the office's clock
}

// Check answers who signed in with the token at the office whose register has the origin
// audience, as of now. Every error is a *problem.Problem of kind unauthenticated.
func Check(token string, directory *people.Directory, audience string, now time.Time) (Session, error) {
	session, _, err := check(token, directory, audience, now)
	return session, err
}

func check(token string, directory *people.Directory, audience string, now time.Time) (Session, claims, error) {
	c, jws, err := parse(token)
	if err != nil {
		return Session{}, c, problem.Unauthenticated(problem.RequestMalformed).At("Authorization").Because(err)
	}
	session, key, err := c.stand(directory, audience, now)
	if err != nil {
		return Session{}, c, err
	}
	if err := verify(jws, key); err != nil {
		return Session{}, c, err
	}
	return session, c, nil
}

// parse reads a token whose signature nobody has checked yet.
func parse(token string) (claims, *jose.JSONWebSignature, error) {
	if len(token) > maxBytes {
		return claims{}, nil, errors.New("the token is too long")
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.EdDSA, jose.ES256})
	if err != nil {
		return claims{}, nil, err
	}
	var c claims
	if err := json.Unmarshal(jws.UnsafePayloadWithoutVerification(), &c); err != nil {
		return claims{}, nil, err
	}
	header := jws.Signatures[0].Protected
	if header.ExtraHeaders[jose.HeaderType] != Type || header.KeyID != string(c.Issuer) || c.Issuer == "" {
		return claims{}, nil, fmt.Errorf("want typ %s and kid equal to iss", Type)
	}
	return c, jws, nil
}

// stand answers for whom the claims speak, if their signature is good.
func (c claims) stand(directory *people.Directory, audience string, now time.Time) (Session, act.PublicKey, error) {
	until := time.Unix(c.Expires, 0).UTC()
	if err := c.times(now, until); err != nil {
		return Session{}, act.PublicKey{}, err
	}
	if c.Audience != audience {
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.TokenWrongAudience)
	}
	author, standing := directory.Author(c.Issuer, now)
	switch standing {
	case people.Unknown:
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.KeyUnknown, problem.P{"key": c.Issuer})
	case people.Unproven:
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.KeyUnproven, problem.P{"key": c.Issuer})
	case people.Unvouched:
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.KeyUnvouched, problem.P{"key": c.Issuer, "party": author.Party})
	case people.Revoked:
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.KeyRevoked, problem.P{"key": c.Issuer, "since": author.RevokedAt})
	}
	person := policy.Person{ID: author.Person, Party: author.Party, Roles: author.Roles}
	return Session{person, c.Issuer, until}, author.Key, nil
}

func (c claims) times(now, until time.Time) error {
	issued := time.Unix(c.Issued, 0).UTC()
	switch {
	case issued.After(now.Add(maxAhead)):
		return problem.Unauthenticated(problem.FromTheFuture, problem.P{"written": issued, "now": now})
	case until.Sub(issued) > MaxLife || !until.After(issued):
		return problem.Unauthenticated(problem.RequestMalformed).At("exp")
	case !now.Before(until):
		return problem.Unauthenticated(problem.TokenExpired, problem.P{"since": until})
	}
	return nil
}

func verify(jws *jose.JSONWebSignature, key act.PublicKey) error {
	if _, err := jws.Verify(key.Crypto()); err != nil {
		return problem.Unauthenticated(problem.SignatureWrong, problem.P{"key": key.ID()}).Because(err)
	}
	return nil
}
