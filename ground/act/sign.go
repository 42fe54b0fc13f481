package act

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// Form is what a kind of act fixes for ever at one revision: which members are not for
// everybody. Package kinds has the form of each kind.
type Form struct {
	Rev   int               // from 1
	Hides map[string]string // members of the body that are hidden, and the class of each: its slot
}

// Classes are the slots of an act of this form, in the order in which they are written.
func (f Form) Classes() []string {
	return slices.Compact(slices.Sorted(maps.Values(f.Hides)))
}

// Draft is what an author is about to sign.
type Draft struct {
	Issued   time.Time    // the author's clock; cut to the second
	Expires  time.Time    // after which it must not be taken; zero if never; cut to the second
	Audience []RegisterID // for which registers it is meant, the home register first
	Kind     Kind
	Form     Form
	Subject  SubjectID
	Nonce    string // of which the subject's name is made, where it is
	Prev     []ID
	Body     jsontext.Value // a JSON object, everything in the clear
}

// PrivateKey signs acts.
type PrivateKey struct {
	public PublicKey
	signer crypto.Signer
}

// NewPrivateKey takes an ed25519.PrivateKey or an *ecdsa.PrivateKey on P-256.
func NewPrivateKey(signer crypto.Signer) (PrivateKey, error) {
	public, err := NewPublicKey(signer.Public())
	return PrivateKey{public, signer}, err
}

// GenerateKey draws a new Ed25519 key.
func GenerateKey(rand io.Reader) (PrivateKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return PrivateKey{}, fmt.Errorf("draw key: %w", err)
	}
	return NewPrivateKey(ed25519.NewKeyFromSeed(seed))
}

// Public is the half that others check with.
func (k PrivateKey) Public() PublicKey { return k.public }

// Sign makes the act and the disclosures of its slots, one for each, in their order. The
// commitments are made here, where the act is written: nobody later can choose what was hidden.
func (k PrivateKey) Sign(d Draft, rand io.Reader) (Act, []Disclosure, error) {
	if d.Body.Kind() != '{' || !d.Body.IsValid() {
		return Act{}, nil, errors.New("sign act: the body is no JSON object, or has a member twice")
	}
	body, all, ds, err := d.hide(rand)
	if err != nil {
		return Act{}, nil, fmt.Errorf("sign act: %w", err)
	}
	p := payload{Issuer: k.public.id, Issued: d.Issued.Unix(), Audience: d.Audience, Kind: d.Kind, Rev: d.Form.Rev,
		Subject: d.Subject, Nonce: d.Nonce, Prev: d.Prev, Body: body, Slots: all}
	if !d.Expires.IsZero() {
		p.Expires = d.Expires.Unix()
	}
	if len(all) > 0 {
		p.SDAlg = sha256Name
	}
	input, err := signingInput(header{k.public.Algorithm(), k.public.id, Type}, p)
	if err != nil {
		return Act{}, nil, err
	}
	signature, err := k.sign(input, rand)
	if err != nil {
		return Act{}, nil, fmt.Errorf("sign act: %w", err)
	}
	a, err := Parse(input + "." + strict.EncodeToString(signature))
	return a, ds, err
}

// hide divides the members of the body between what is for everybody and the slots.
func (d Draft) hide(rand io.Reader) (body jsontext.Value, all slots, ds []Disclosure, err error) {
	classes := d.Form.Classes()
	hidden := make([][]member, len(classes))
	var shown []member
	err = scan.EachMember(d.Body, func(name []byte, value jsontext.Value) error {
		m := member{string(name), value}
		if i := slices.Index(classes, d.Form.Hides[m.name]); i >= 0 {
			hidden[i] = append(hidden[i], m)
		} else {
			shown = append(shown, m)
		}
		return nil
	})
	if err != nil {
		return nil, nil, nil, err
	}
	for i, class := range classes {
		value := jsontext.Value("null")
		if len(hidden[i]) > 0 {
			if value, err = write(hidden[i]); err != nil {
				return nil, nil, nil, err
			}
		}
		disclosure, err := NewDisclosure(value, rand)
		if err != nil {
			return nil, nil, nil, err
		}
		all, ds = append(all, Slot{class, disclosure.Digest()}), append(ds, disclosure)
	}
	body, err = write(shown)
	return body, all, ds, err
}

func signingInput(h header, p payload) (string, error) {
	head, err := json.Marshal(h)
	if err != nil {
		return "", fmt.Errorf("write act header: %w", err)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("write act payload: %w", err)
	}
	return strict.EncodeToString(head) + "." + strict.EncodeToString(body), nil
}

// sign answers the JWS form: 64 bytes for either algorithm.
func (k PrivateKey) sign(input string, rand io.Reader) ([]byte, error) {
	switch key := k.signer.(type) {
	case *ecdsa.PrivateKey:
		digest := sha256.Sum256([]byte(input))
		r, s, err := ecdsa.Sign(rand, key, digest[:])
		if err != nil {
			return nil, err
		}
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), nil
	case ed25519.PrivateKey:
		return ed25519.Sign(key, []byte(input)), nil
	}
	return nil, errors.New("unknown private key")
}
