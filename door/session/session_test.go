package session_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"truce/door/session"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
)

const address = "office.example:8440"

func here() session.Place { return session.Place{Register: "register", Addresses: []string{address}} }

func noon() time.Time { return time.Date(2017, 5, 7, 12, 0, 0, 0, time.UTC) }

// enrolled is a directory in which the key speaks for a verifier.
func enrolled(t testing.TB, key act.PrivateKey, revoked bool) *people.Directory {
	t.Helper()
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	d := people.NewDirectory()
	put(t, d, people.KeySubject(key.Public().ID()), people.Key{ID: key.Public().ID(), Person: "person/v", Party: "TR", Roles: []people.Role{{Role: "monitor"}}, Key: jwk, Possessed: time.Unix(1, 0), Revoked: revoked})
	return d
}

func put(t testing.TB, d *people.Directory, subject act.SubjectID, state any) {
	t.Helper()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Put(subject, text); err != nil {
		t.Fatal(err)
	}
}

func keys(t *testing.T) map[string]act.PrivateKey {
	t.Helper()
	ed, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	es, err := act.NewPrivateKey(p256)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]act.PrivateKey{"EdDSA": ed, "ES256": es}
}

func sign(t testing.TB, key act.PrivateKey, at time.Time, life time.Duration) string {
	t.Helper()
	token, err := session.Sign(key, session.Office{Register: "register", Address: address}, at, life)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func wants(t *testing.T, err error, key problem.Key) {
	t.Helper()
	if !problem.Is(err, key) || problem.From(err).Kind != problem.KindUnauthenticated {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for algorithm, key := range keys(t) {
		t.Run(algorithm, func(t *testing.T) {
			t.Parallel()
			d := enrolled(t, key, false)
			token := sign(t, key, noon(), time.Hour)
			s, err := session.Check(token, d, here(), noon().Add(time.Minute))
			if err != nil || s.Person.ID != "person/v" || s.Person.Party != "TR" || s.Person.Roles[0] != "monitor" ||
				s.Key != key.Public().ID() || !s.Until.Equal(noon().Add(time.Hour)) {
				t.Fatalf("got %+v, %v", s, err)
			}
			_, err = session.Check(token, d, session.Place{Register: "other", Addresses: []string{address}}, noon())
			wants(t, err, problem.TokenWrongAudience)
			_, err = session.Check(token, d, here(), noon().Add(time.Hour))
			wants(t, err, problem.TokenExpired)
			_, err = session.Check(token, d, here(), noon().Add(-6*time.Minute))
			wants(t, err, problem.FromTheFuture)
			_, err = session.Check(token, people.NewDirectory(), here(), noon())
			wants(t, err, problem.KeyUnknown)
			_, err = session.Check(token, enrolled(t, key, true), here(), noon())
			wants(t, err, problem.KeyRevoked)
			_, err = session.Check(altered(token, 2), d, here(), noon())
			wants(t, err, problem.SignatureWrong)
		})
	}
}

// altered flips a bit in a part of the token.
func altered(token string, part int) string {
	parts := strings.Split(token, ".")
	raw, _ := base64.RawURLEncoding.DecodeString(parts[part])
	raw[10] ^= 1
	parts[part] = base64.RawURLEncoding.EncodeToString(raw)
	return strings.Join(parts, ".")
}

func TestCheck_refuses_what_is_no_token(t *testing.T) {
	t.Parallel()
	key := keys(t)["EdDSA"]
	d := enrolled(t, key, false)
	long := session.MaxLife + time.Second
	forge := func(typ, kid, payload string) string {
		t.Helper()
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key.Signer()},
			(&jose.SignerOptions{}).WithType(jose.ContentType(typ)).WithHeader("kid", kid))
		if err != nil {
			t.Fatal(err)
		}
		signed, err := signer.Sign([]byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		text, err := signed.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	id := string(key.Public().ID())
	claims := func(life time.Duration) string {
		text, err := json.Marshal(map[string]any{"iss": id, "aud": "register", "adr": address, "iat": noon().Unix(), "exp": noon().Add(life).Unix()})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if _, err := session.Check(forge(session.Type, id, claims(time.Hour)), d, here(), noon()); err != nil {
		t.Fatalf("the forger's tool does not make good tokens either: %v", err)
	}
	unsigned := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"`+session.Type+`","kid":"`+id+`"}`)) +
		"." + base64.RawURLEncoding.EncodeToString([]byte(claims(time.Hour))) + "."
	for what, token := range map[string]string{
		"nothing": "", "rubbish": "a.b.c", "two parts": "a.b", "too long": strings.Repeat("a", 3000), "not signed": unsigned,
		"an act's type": forge(act.Type, id, claims(time.Hour)), "any JWT": forge("JWT", id, claims(time.Hour)),
		"another kid": forge(session.Type, "x", claims(time.Hour)), "no claims": forge(session.Type, id, "{}"), "no JSON": forge(session.Type, id, "x"),
		"longer than allowed": forge(session.Type, id, claims(long)), "ended before it began": forge(session.Type, id, claims(-time.Second)),
	} {
		_, err := session.Check(token, d, here(), noon())
		if !problem.Is(err, problem.RequestMalformed) || problem.From(err).Status() != 401 {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

func TestSign_cuts_a_life_that_is_too_long(t *testing.T) {
	t.Parallel()
	key := keys(t)["EdDSA"]
	s, err := session.Check(sign(t, key, noon(), 1000*time.Hour), enrolled(t, key, false), here(), noon())
	if err != nil || !s.Until.Equal(noon().Add(session.MaxLife)) {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestChecker(t *testing.T) {
	t.Parallel()
	key := keys(t)["EdDSA"]
	now, d := noon(), enrolled(t, key, false)
	c := &session.Checker{At: here(), Directory: func() *people.Directory { return d }, Now: func() time.Time { return now }}
	token := sign(t, key, noon(), time.Hour)
	check := func() error {
		_, err := c.Check(token)
		return err
	}
	if err := check(); err != nil {
		t.Fatal(err)
	}
	if err := check(); err != nil {
		t.Fatalf("remembered: %v", err)
	}
	_, err := c.Check(altered(token, 2))
	wants(t, err, problem.SignatureWrong)
	d = enrolled(t, key, true)
	wants(t, check(), problem.KeyRevoked)
	d = enrolled(t, key, false)
	now = noon().Add(2 * time.Hour)
	wants(t, check(), problem.TokenExpired)
	now = noon()
	for i := range 1100 { // more than are remembered
		if _, err := c.Check(sign(t, key, noon().Add(-time.Duration(i)*time.Second), 2*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := check(); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkChecker(b *testing.B) {
	key, err := act.GenerateKey(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	d := enrolled(b, key, false)
	token := sign(b, key, noon(), time.Hour)
	b.Run("first time", func(b *testing.B) {
		for b.Loop() {
			if _, err := session.Check(token, d, here(), noon()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		c := &session.Checker{At: here(), Directory: func() *people.Directory { return d }, Now: noon}
		for b.Loop() {
			if _, err := c.Check(token); err != nil {
				b.Fatal(err)
			}
		}
	})
}
