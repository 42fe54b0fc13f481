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

// Disclosure reveals what one slot hides (RFC 9901 section 4.2.2): the base64url of a JSON
// array of salt and value, kept byte for byte because its digest is in the act. The value is
// an object with members of the slot's class, or null if there are none.
type Disclosure struct {
	encoded string
	value   jsontext.Value
}

// saltBytes is the entropy of a salt: 128 bits (RFC 9901 section 9.3).
const saltBytes = 16

// NewDisclosure hides an object or null behind a fresh salt from rand.
func NewDisclosure(value jsontext.Value, rand io.Reader) (Disclosure, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return Disclosure{}, fmt.Errorf("draw salt: %w", err)
	}
	text, err := json.Marshal([]any{strict.EncodeToString(salt), value})
	if err != nil {
		return Disclosure{}, fmt.Errorf("write disclosure: %w", err)
	}
	return Disclosure{encoded: strict.EncodeToString(text), value: value}, nil
}

// ParseDisclosure reads the disclosure of a slot. Those of object members (three-element
// arrays) carry a name of their own, are not used in acts and are refused.
func ParseDisclosure(encoded string) (Disclosure, error) {
	text, err := decode64(encoded)
	if err != nil {
		return Disclosure{}, errors.New("parse disclosure: not base64url")
	}
	if !jsontext.Value(text).IsValid() {
		return Disclosure{}, errors.New("parse disclosure: not JSON")
	}
	d, err := readDisclosure(encoded, text)
	if err == nil && (tooDeep(d.value) || hides(d.value)) {
		return Disclosure{}, errors.New("parse disclosure: a disclosure hides plain values only")
	}
	if odd := oddNumber(d.value); err == nil && odd != "" {
		return Disclosure{}, fmt.Errorf("parse disclosure: %.40s is not as RFC 8785 writes that number", odd)
	}
	if err == nil && d.value.Kind() == '{' && len(d.Members()) == 0 {
		return Disclosure{}, errors.New("parse disclosure: what holds nothing is null")
	}
	return d, err
}

// readDisclosure takes well-formed JSON.
func readDisclosure(encoded string, text jsontext.Value) (Disclosure, error) {
	parts := make([]jsontext.Value, 0, 3)
	err := scan.EachElement(text, func(e jsontext.Value) error { parts = append(parts, e); return nil })
	if err != nil || len(parts) != 2 {
		return Disclosure{}, errors.New("parse disclosure: want [salt, value]")
	}
	salt, err := scan.Unquote(parts[0])
	if err != nil {
		return Disclosure{}, errors.New("parse disclosure: the salt must be a string")
	}
	if len(salt)*6 < saltBytes*8 {
		return Disclosure{}, errors.New("parse disclosure: the salt is shorter than 128 bits")
	}
	if k := parts[1].Kind(); k != '{' && k != 'n' {
		return Disclosure{}, errors.New("parse disclosure: want an object, or null where there is nothing")
	}
	return Disclosure{encoded: encoded, value: parts[1]}, nil
}

// String is the disclosure as its maker wrote it.
func (d Disclosure) String() string { return d.encoded }

// Value is what was hidden, JSON: an object, or null.
func (d Disclosure) Value() jsontext.Value { return d.value }

// Members are the names of the members in it, none for null.
func (d Disclosure) Members() (names []string) {
	if d.value.Kind() != '{' {
		return nil
	}
	_ = scan.EachMember(d.value, func(name []byte, _ jsontext.Value) error { // well-formed: it was parsed
		names = append(names, string(name))
		return nil
	})
	return names
}

// Digest is what the act's slot holds for this disclosure.
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
		return nil, SizeError{len(text), 2 * MaxBytes}
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
