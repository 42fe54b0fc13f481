package act

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Draft is what an author is about to sign.
type Draft struct {
	Issued  time.Time // the author's clock; cut to the second
	Kind    Kind
	Subject SubjectID
	Prev    []ID
	Body    jsontext.Value // a JSON object, everything in the clear
	Hide    []string       // paths of members to hide, such as "source" or "observer.position"
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

// Sign makes the act and the disclosures of what it hides. The commitments are made
// here, where the act is written: nobody later can choose what was hidden.
func (k PrivateKey) Sign(d Draft, rand io.Reader) (Act, []Disclosure, error) {
	if !d.Body.IsValid() {
		return Act{}, nil, errors.New("sign act: the body is not JSON, or has a member twice")
	}
	if tooDeep(d.Body) {
		return Act{}, nil, fmt.Errorf("sign act: more than %d objects and lists within one another", MaxDepth)
	}
	h := hider{rand: rand, hide: d.Hide}
	body, err := h.value(d.Body, "")
	if err != nil {
		return Act{}, nil, fmt.Errorf("hide members: %w", err)
	}
	p := payload{k.public.id, d.Issued.Unix(), d.Kind, d.Subject, d.Prev, body, ""}
	if len(h.made) > 0 {
		p.SDAlg = "sha-256"
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
	return a, h.made, err
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

type hider struct {
	rand io.Reader
	hide []string
	made []Disclosure
}

func (h *hider) value(v jsontext.Value, path string) (jsontext.Value, error) {
	switch v.Kind() {
	case '{':
		return h.object(v, path)
	case '[':
		return h.array(v, path)
	}
	return v, nil
}

func (h *hider) array(v jsontext.Value, path string) (jsontext.Value, error) {
	var elements []jsontext.Value
	if err := json.Unmarshal(v, &elements); err != nil {
		return nil, err
	}
	for i, e := range elements {
		hidden, err := h.value(e, path)
		if err != nil {
			return nil, err
		}
		elements[i] = hidden
	}
	return json.Marshal(elements)
}

func (h *hider) object(v jsontext.Value, path string) (jsontext.Value, error) {
	all, taken, err := members(v)
	if err != nil {
		return nil, err
	}
	if len(taken) > 0 {
		return nil, errors.New("a draft must not bring digests of its own")
	}
	var shown []member
	var digests []string
	for _, m := range all {
		at := join(path, m.name)
		if !slices.Contains(h.hide, at) {
			value, err := h.value(m.value, at)
			if err != nil {
				return nil, err
			}
			shown = append(shown, member{m.name, value})
			continue
		}
		d, err := NewDisclosure(m.name, m.value, h.rand)
		if err != nil {
			return nil, err
		}
		h.made = append(h.made, d)
		digests = append(digests, d.Digest())
	}
	return h.write(shown, digests)
}

// write sorts the digests, so that their order tells nothing (RFC 9901 section 4.2.4.1).
func (h *hider) write(shown []member, digests []string) (jsontext.Value, error) {
	if len(digests) > 0 {
		slices.Sort(digests)
		array, err := json.Marshal(digests)
		if err != nil {
			return nil, err
		}
		shown = append(shown, member{"_sd", array})
	}
	return write(shown)
}
