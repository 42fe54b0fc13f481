package act

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxBytes bounds a compact act, so that with its received time it fits an entry of the
// register (65,535 bytes, C2SP tlog-tiles). Photos and films are named by their hash.
const MaxBytes = 64_000

// Type is the JWS `typ` of every act (RFC 9901 section 10.11: explicit typing).
const Type = "truce-act+sd-jwt"

// ErrTooLarge is returned for acts over MaxBytes.
var ErrTooLarge = errors.New("an act holds at most 64,000 bytes")

// Act is one parsed statement. Its fields are what the author claims: nothing is checked
// until Check is called with the author's key.
type Act struct {
	ID      ID
	Issuer  KeyID          // the author's key
	Issued  time.Time      // the author's clock, to the second, UTC; a claim
	Kind    Kind           // what is stated
	Subject SubjectID      // about what
	Prev    []ID           // the latest acts about Subject that the author had seen
	Body    jsontext.Value // a JSON object; hidden members are digests in `_sd`
	alg     string         // "EdDSA" or "ES256"
	compact string         // as received: what is kept and shown to others
	input   int            // length of the signing input within compact
}

type header struct {
	Algorithm string `json:"alg"`
	KeyID     KeyID  `json:"kid,omitempty"`
	Type      string `json:"typ"`
}

type payload struct {
	Issuer  KeyID          `json:"iss"`
	Issued  int64          `json:"iat"`
	Kind    Kind           `json:"kind"`
	Subject SubjectID      `json:"sub"`
	Prev    []ID           `json:"prev,omitempty"`
	Body    jsontext.Value `json:"body"`
	SDAlg   string         `json:"_sd_alg,omitempty"`
}

// strict refuses trailing bits and padding; decode64 besides line breaks.
var strict = base64.RawURLEncoding.Strict()

// decode64 reads base64url of which there is one spelling: package base64 skips line
// breaks even when it is strict.
func decode64(text string) ([]byte, error) {
	if strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\r') >= 0 {
		return nil, errors.New("a line break in base64url")
	}
	return strict.DecodeString(text)
}

// Parse reads a compact JWS. It refuses whatever two readers could understand
// differently: repeated or unknown members, other algorithms, loose base64.
func Parse(compact string) (Act, error) {
	if len(compact) > MaxBytes {
		return Act{}, ErrTooLarge
	}
	parts := strings.Split(compact, ".")
	if len(parts) != 3 {
		return Act{}, fmt.Errorf("parse act: %d parts instead of header.payload.signature", len(parts))
	}
	h, err := parseHeader(parts[0])
	if err != nil {
		return Act{}, fmt.Errorf("parse act header: %w", err)
	}
	p, err := parsePayload(parts[1])
	if err != nil {
		return Act{}, fmt.Errorf("parse act payload: %w", err)
	}
	if _, err := decode64(parts[2]); err != nil || parts[2] == "" {
		return Act{}, errors.New("parse act signature: not base64url")
	}
	if err := p.consider(h); err != nil {
		return Act{}, fmt.Errorf("parse act: %w", err)
	}
	a := p.act()
	a.alg, a.compact = h.Algorithm, compact
	a.input = len(parts[0]) + 1 + len(parts[1])
	a.ID = sha256.Sum256([]byte(compact[:a.input]))
	return a, nil
}

// The header that this package writes, but for the key: read letter by letter, it costs a
// tenth of what a JSON decoder takes. Any other spelling is left to that.
const (
	usualStart = `{"alg":"EdDSA","kid":"`
	usualEnd   = `","typ":"` + Type + `"}`
)

func parseHeader(part string) (h header, err error) {
	text, err := decode64(part)
	if err != nil {
		return header{}, err
	}
	if kid, is := bytes.CutPrefix(text, []byte(usualStart)); is {
		if kid, is = bytes.CutSuffix(kid, []byte(usualEnd)); is && plain(kid) {
			return header{EdDSA, KeyID(kid), Type}, nil
		}
	}
	return h, json.Unmarshal(text, &h, json.RejectUnknownMembers(true))
}

// plain reports whether text holds letters, digits, hyphens and underscores only.
func plain(text []byte) bool {
	for _, c := range text {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

// consider checks the claims that every kind of act shares.
func (p payload) consider(h header) error {
	switch {
	case h.Algorithm != EdDSA && h.Algorithm != ES256:
		return fmt.Errorf("algorithm %.20q: want EdDSA or ES256", h.Algorithm)
	case h.Type != Type:
		return fmt.Errorf("typ %.40q: want %s", h.Type, Type)
	case p.Issuer == "" || h.KeyID != "" && h.KeyID != p.Issuer:
		return errors.New("iss must name the signing key, and kid, if there, the same one")
	case p.SDAlg != "" && p.SDAlg != "sha-256":
		return fmt.Errorf("_sd_alg %.20q: want sha-256", p.SDAlg)
	case p.Kind == "":
		return errors.New("kind is missing")
	case p.Issued < 0 || p.Issued > maxUnix:
		return errors.New("iat is outside the years 1970 to 9999")
	case len(p.Prev) > MaxPrev:
		return fmt.Errorf("prev names %d acts: at most %d", len(p.Prev), MaxPrev)
	case p.Body.Kind() != '{':
		return errors.New("body must be a JSON object")
	case tooDeep(p.Body):
		return fmt.Errorf("body: more than %d objects and lists within one another", MaxDepth)
	}
	if repeated(p.Prev) {
		return errors.New("prev names an act twice")
	}
	_, err := ParseSubject(string(p.Subject))
	return err
}

const maxUnix = 253402300799 // 9999-12-31T23:59:59Z

// MaxPrev bounds how many earlier acts one act may name.
const MaxPrev = 64

func repeated(ids []ID) bool {
	for i, id := range ids {
		for _, other := range ids[:i] {
			if id == other {
				return true
			}
		}
	}
	return false
}

func (p payload) act() Act {
	return Act{
		Issuer: p.Issuer, Issued: time.Unix(p.Issued, 0).UTC(), Kind: p.Kind,
		Subject: p.Subject, Prev: p.Prev, Body: p.Body,
	}
}

// Compact is the act as its author sent it, byte for byte.
func (a Act) Compact() string { return a.compact }

// Algorithm is the JWS algorithm that the header names.
func (a Act) Algorithm() string { return a.alg }

// Check answers ErrSignature unless key made this act.
func (a Act) Check(key PublicKey) error {
	if key.ID() != a.Issuer || key.Algorithm() != a.alg {
		return ErrSignature
	}
	signature, err := strict.DecodeString(a.compact[a.input+1:])
	if err != nil {
		return ErrSignature
	}
	return key.check(a.compact[:a.input], signature)
}
