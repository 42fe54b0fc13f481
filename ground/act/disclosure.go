package act

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// Disclosure reveals one hidden member of a body (RFC 9901 section 4.2.1): the base64url
// of a JSON array of salt, name and value, kept byte for byte because its digest is in
// the act.
type Disclosure struct {
	encoded string
	name    string
	value   jsontext.Value
}

// saltBytes is the entropy of a salt: 128 bits (RFC 9901 section 9.3).
const saltBytes = 16

// NewDisclosure hides name and value behind a fresh salt from rand.
func NewDisclosure(name string, value jsontext.Value, rand io.Reader) (Disclosure, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return Disclosure{}, fmt.Errorf("draw salt: %w", err)
	}
	text, err := json.Marshal([]any{strict.EncodeToString(salt), name, value})
	if err != nil {
		return Disclosure{}, fmt.Errorf("write disclosure: %w", err)
	}
	return Disclosure{strict.EncodeToString(text), name, value}, nil
}

// ParseDisclosure reads one disclosure of an object member. Disclosures of array
// elements (two-element arrays) are not used in acts and are refused.
func ParseDisclosure(encoded string) (Disclosure, error) {
	text, err := decode64(encoded)
	if err != nil {
		return Disclosure{}, errors.New("parse disclosure: not base64url")
	}
	if !jsontext.Value(text).IsValid() {
		return Disclosure{}, errors.New("parse disclosure: not JSON")
	}
	d, err := readDisclosure(encoded, text)
	if err == nil && (reserved(d.name) || tooDeep(d.value) || hidesMore(d.value)) {
		return Disclosure{}, errors.New("parse disclosure: a disclosure hides plain values only")
	}
	return d, err
}

// readDisclosure takes well-formed JSON.
func readDisclosure(encoded string, text jsontext.Value) (Disclosure, error) {
	parts := make([]jsontext.Value, 0, 3)
	err := scan.EachElement(text, func(e jsontext.Value) error { parts = append(parts, e); return nil })
	if err != nil || len(parts) != 3 {
		return Disclosure{}, errors.New("parse disclosure: want [salt, name, value]")
	}
	salt, err1 := scan.Unquote(parts[0])
	name, err2 := scan.Unquote(parts[1])
	if err1 != nil || err2 != nil {
		return Disclosure{}, errors.New("parse disclosure: salt and name must be strings")
	}
	if len(salt)*6 < saltBytes*8 {
		return Disclosure{}, errors.New("parse disclosure: the salt is shorter than 128 bits")
	}
	return Disclosure{encoded, string(name), parts[2]}, nil
}

// String is the disclosure as its maker wrote it.
func (d Disclosure) String() string { return d.encoded }

// Name is the name of the hidden member.
func (d Disclosure) Name() string { return d.name }

// Value is the hidden value, JSON.
func (d Disclosure) Value() jsontext.Value { return d.value }

// Digest is what the act's `_sd` holds for this disclosure.
func (d Disclosure) Digest() string {
	sum := sha256.Sum256([]byte(d.encoded))
	return strict.EncodeToString(sum[:])
}

// ParseSDJWT reads an act followed by its disclosures, each ended by a tilde, in the
// SD-JWT form of RFC 9901 section 4. A bare compact JWS is an act with none.
func ParseSDJWT(text string) (Act, []Disclosure, error) {
	compact, rest, found := strings.Cut(text, "~")
	a, err := Parse(compact)
	if err != nil || !found {
		return a, nil, err
	}
	ds, err := ParseDisclosures(rest)
	return a, ds, err
}

// ParseDisclosures reads what FormatDisclosures wrote.
func ParseDisclosures(text string) ([]Disclosure, error) {
	return eachDisclosure(text, ParseDisclosure)
}

func eachDisclosure(text string, parse func(string) (Disclosure, error)) ([]Disclosure, error) {
	if text == "" {
		return nil, nil
	}
	if len(text) > 2*MaxBytes {
		return nil, ErrTooLarge
	}
	body, ended := strings.CutSuffix(text, "~")
	if !ended {
		return nil, errors.New("parse disclosures: a key binding is not used here; end with a tilde")
	}
	parts := strings.Split(body, "~")
	ds := make([]Disclosure, 0, len(parts))
	for _, part := range parts {
		d, err := parse(part)
		if err != nil {
			return nil, err
		}
		ds = append(ds, d)
	}
	return ds, nil
}

// FormatDisclosures ends each disclosure with a tilde.
func FormatDisclosures(ds []Disclosure) string {
	var b strings.Builder
	for _, d := range ds {
		b.WriteString(d.encoded)
		b.WriteByte('~')
	}
	return b.String()
}

// FormatSDJWT writes what ParseSDJWT reads.
func FormatSDJWT(a Act, ds []Disclosure) string {
	return a.compact + "~" + FormatDisclosures(ds)
}
