package act

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxBytes bounds a compact act, so that with its received time it stays far below what an entry of the
// register can be (65,535 bytes, C2SP tlog-tiles). Photos and films are named by their hash.
const MaxBytes = 60_000

// MaxBodyBytes bounds the members of a body that are for everybody, as JSON: with the largest of everything
// else that an act holds they stay within MaxBytes (a test of package kinds holds that for every kind).
const MaxBodyBytes = 38_000

// Type is the JWS `typ` of every act (RFC 9901 section 10.11: explicit typing). It carries
// the number of the format.
const Type = "truce-act.1+sd-jwt"

var (
	// ErrFormat says that an act is of a format or signed by an algorithm that this program does
	// not know: perhaps a later one does. It is neither right nor wrong.
	ErrFormat = errors.New("an act of a format or an algorithm that this program does not know")
)

// SizeError says that an act is over MaxBytes, its body over MaxBodyBytes, or what it hides over twice MaxBytes.
type SizeError struct{ Size, Limit int }

func (e SizeError) Error() string {
	return fmt.Sprintf("%d bytes: an act has room for %d", e.Size, e.Limit)
}

// Act is one parsed statement. Its fields are what the author claims: nothing is checked
// until Check is called with the author's key.
type Act struct {
	ID       ID
	Issuer   KeyID          // the author's key
	Issued   time.Time      // the author's clock, to the second, UTC; a claim
	Expires  time.Time      // by the office's clock: not taken afterwards (RFC 7519 `exp`); zero if it does not end
	Audience []RegisterID   // the registers for which it is meant: the home register, then those that may take it if that one refuses or is lost
	Kind     Kind           // what is stated
	Rev      int            // which form of the kind, from 1: (Kind, Rev) fixes members and slots for ever
	Subject  SubjectID      // about what
	Nonce    string         // from which the subject's name was made, where names are; "" else
	Prev     []ID           // the latest acts about Subject that the author had seen
	Body     jsontext.Value // a JSON object: the members that are for everybody
	Slots    []Slot         // commitments to the members that are not, one for each class of the kind
	alg      string         // "Ed25519" or "ES256"
	compact  string         // as received: what is kept and shown to others
	input    int            // length of the signing input within compact
}

type header struct {
	Algorithm string `json:"alg"`
	KeyID     KeyID  `json:"kid,omitempty"`
	Type      string `json:"typ"`
}

type payload struct {
	Issuer   KeyID          `json:"iss"`
	Issued   int64          `json:"iat"`
	Expires  int64          `json:"exp,omitzero"`
	Audience []RegisterID   `json:"aud"`
	Kind     Kind           `json:"kind"`
	Rev      int            `json:"rev"`
	Subject  SubjectID      `json:"sub"`
	Nonce    string         `json:"nonce,omitempty"`
	Prev     []ID           `json:"prev,omitempty"`
	Body     jsontext.Value `json:"body"`
	Slots    slots          `json:"slots,omitempty"`
	SDAlg    digestAlg      `json:"_sd_alg,omitempty"`
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
		return Act{}, SizeError{len(compact), MaxBytes}
	}
	parts := strings.Split(compact, ".")
	if len(parts) != 3 {
		return Act{}, fmt.Errorf("parse act: %d parts instead of header.payload.signature", len(parts))
	}
	h, err := parseHeader(parts[0])
	if err != nil {
		return Act{}, fmt.Errorf("parse act header: %w", err)
	}
	if err := h.consider(); err != nil {
		return Act{}, fmt.Errorf("parse act: %w", err)
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

// Outline reads what there is to know of an act of a format that this program does not know: the
// id, and issuer, kind and subject as far as they stand where they always stood. What it answers
// was not checked and must have no effect.
func Outline(compact string) Act {
	head, rest, _ := strings.Cut(compact, ".")
	claims, _, _ := strings.Cut(rest, ".")
	a := Act{ID: sha256.Sum256([]byte(head + "." + claims)), compact: compact, input: len(head) + 1 + len(claims)}
	var p struct {
		Issuer  KeyID     `json:"iss"`
		Kind    Kind      `json:"kind"`
		Subject SubjectID `json:"sub"`
	}
	text, err := decode64(claims)
	if err == nil && json.Unmarshal(text, &p) == nil && isSubject(string(p.Subject)) {
		a.Issuer, a.Kind, a.Subject = p.Issuer, p.Kind, p.Subject
	}
	return a
}

// The header that this package writes, but for the key: read letter by letter, it costs a
// tenth of what a JSON decoder takes. Any other spelling is left to that.
const (
	usualStart = `{"alg":"Ed25519","kid":"`
	usualEnd   = `","typ":"` + Type + `"}`
)

func parseHeader(part string) (h header, err error) {
	text, err := decode64(part)
	if err != nil {
		return header{}, err
	}
	if kid, is := bytes.CutPrefix(text, []byte(usualStart)); is {
		if kid, is = bytes.CutSuffix(kid, []byte(usualEnd)); is && plain(kid) {
			return header{Ed25519, KeyID(kid), Type}, nil
		}
	}
	if err := json.Unmarshal(text, &h, json.RejectUnknownMembers(true)); err != nil {
		return h, err
	}
	return h, present(text)
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

// formats is what `typ` says in every format that there is or will be.
var formats = regexp.MustCompile(`^truce-act\.[1-9][0-9]{0,3}\+sd-jwt$`)

// consider tells what this program does not know from what nobody knows: an act names its
// algorithm, and "none" is none (RFC 8725 section 3.2).
func (h header) consider() error {
	switch {
	case h.Algorithm == "" || strings.EqualFold(h.Algorithm, "none"):
		return fmt.Errorf("algorithm %.20q: an act is signed", h.Algorithm)
	case !formats.MatchString(h.Type):
		return fmt.Errorf("typ %.40q: want %s", h.Type, Type)
	case h.Type != Type:
		return fmt.Errorf("typ %.40q: %w", h.Type, ErrFormat)
	case h.Algorithm != Ed25519 && h.Algorithm != ES256:
		return fmt.Errorf("algorithm %.20q: %w", h.Algorithm, ErrFormat)
	}
	return nil
}

// consider checks the claims that every kind of act shares.
func (p payload) consider(h header) error {
	switch {
	case p.Issuer == "" || h.KeyID != "" && h.KeyID != p.Issuer:
		return errors.New("iss must name the signing key, and kid, if there, the same one")
	case (len(p.Slots) > 0) != (p.SDAlg != ""):
		return fmt.Errorf("_sd_alg %.20q: want %s with slots, and nothing without", p.SDAlg, sha256Name)
	case !isKind(string(p.Kind)):
		return fmt.Errorf("kind %.60q: want words of small letters with hyphens between, %d letters at most", p.Kind, maxKind)
	case p.Rev < 1 || p.Rev > maxRev:
		return fmt.Errorf("rev: want a number from 1 to %d", maxRev)
	case p.Issued < 0 || p.Issued > maxUnix || p.Expires < 0 || p.Expires > maxUnix:
		return errors.New("iat or exp is outside the years 1970 to 9999")
	case len(p.Audience) == 0 || len(p.Audience) > MaxAudience:
		return fmt.Errorf("aud: want the ids of 1 to %d registers", MaxAudience)
	case p.Nonce != "" && !isNonce(p.Nonce):
		return fmt.Errorf("nonce: want 1 to %d printable characters", MaxNonce)
	case len(p.Prev) > MaxPrev:
		return fmt.Errorf("prev names %d acts: at most %d", len(p.Prev), MaxPrev)
	case len(p.Body) > MaxBodyBytes:
		return SizeError{len(p.Body), MaxBodyBytes}
	case p.Body.Kind() != '{':
		return errors.New("body must be a JSON object")
	case tooDeep(p.Body):
		return fmt.Errorf("body: more than %d objects and lists within one another", MaxDepth)
	case hides(p.Body):
		return errors.New("body: nothing is hidden in it; what is hidden stands in slots")
	case repeated(p.Prev):
		return errors.New("prev names an act twice")
	}
	for i, id := range p.Audience {
		if !isRegister(string(id)) || slices.Contains(p.Audience[:i], id) {
			return fmt.Errorf("aud %.60q: want ids of registers, each once", id)
		}
	}
	_, err := ParseSubject(string(p.Subject))
	return err
}

const (
	maxUnix = 253402300799 // 9999-12-31T23:59:59Z
	maxRev  = 999
)

// MaxAudience bounds for how many registers one act may be meant.
const MaxAudience = 8

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
	a := Act{
		Issuer: p.Issuer, Issued: time.Unix(p.Issued, 0).UTC(), Audience: p.Audience, Kind: p.Kind, Rev: p.Rev,
		Subject: p.Subject, Nonce: p.Nonce, Prev: p.Prev, Body: p.Body, Slots: p.Slots,
	}
	if p.Expires != 0 {
		a.Expires = time.Unix(p.Expires, 0).UTC()
	}
	return a
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
