package session

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
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

// Place is an office as tokens name it.
type Place struct {
	Register  act.RegisterID
	Addresses []string // hosts, with or without a port, by which others reach it; this machine reaches it by any loopback address
}

// reached reports whether the office is reached by an address.
func (p Place) reached(address string) bool {
	host := hostOf(address)
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() || host == "localhost" {
		return true
	}
	return slices.ContainsFunc(p.Addresses, func(own string) bool {
		return strings.EqualFold(own, address) || strings.EqualFold(own, host)
	})
}

// hostOf is an address without its port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return strings.ToLower(host)
	}
	return strings.ToLower(strings.Trim(address, "[]"))
}

func check(token string, directory *people.Directory, at Place, now time.Time) (Session, claims, error) {
	c, jws, err := parse(token)
	if err != nil {
		return Session{}, c, problem.Unauthenticated(problem.RequestMalformed).At("Authorization").Because(err)
	}
	session, key, err := c.stand(directory, at, now)
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
func (c claims) stand(directory *people.Directory, at Place, now time.Time) (Session, act.PublicKey, error) {
	until := time.Unix(c.Expires, 0).UTC()
	if err := c.times(now, until); err != nil {
		return Session{}, act.PublicKey{}, err
	}
	switch {
	case c.Register != at.Register:
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.TokenWrongAudience)
	case !at.reached(c.Address):
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.TokenWrongAddress, problem.P{"address": c.Address})
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
	case people.Outside:
		return Session{}, act.PublicKey{}, problem.Unauthenticated(problem.KeyOutside, problem.P{"key": c.Issuer})
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
