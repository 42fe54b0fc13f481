package register

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A cosignature is a time, 8 bytes, and an Ed25519 signature (C2SP tlog-cosignature).
const cosignatureBytes = 8 + ed25519.SignatureSize

// NewCosignatureSigner reads the secret key of a cosigner, made by [GenerateCosignerKey]. It signs heads as
// cosignature/v1, each with the time that now gives, to the second.
func NewCosignatureSigner(skey string, now func() time.Time) (note.Signer, error) {
	rest, ok := strings.CutPrefix(skey, "PRIVATE+KEY+")
	k, err := parseKey(rest)
	if !ok || err != nil || k.alg != algCosignatureV1 {
		return nil, fmt.Errorf("read cosigner key: %w", ErrKey)
	}
	private := ed25519.NewKeyFromSeed(k.key)
	if k.id != keyID(k.name, k.alg, private.Public().(ed25519.PublicKey)) {
		return nil, fmt.Errorf("read cosigner key %q: its id does not fit: %w", k.name, ErrKey)
	}
	return cosignatureSigner{k.name, k.id, private, now}, nil
}

type cosignatureSigner struct {
	name    string
	id      uint32
	private ed25519.PrivateKey
	now     func() time.Time
}

func (s cosignatureSigner) Name() string    { return s.name }
func (s cosignatureSigner) KeyHash() uint32 { return s.id }

func (s cosignatureSigner) Sign(body []byte) ([]byte, error) {
	at := s.now().Unix()
	if at < 0 {
		return nil, fmt.Errorf("cosign: the clock shows a time before 1970")
	}
	sig := binary.BigEndian.AppendUint64(nil, uint64(at))
	return append(sig, ed25519.Sign(s.private, cosignedText(at, body))...), nil
}

func newCosignatureVerifier(k noteKey) (note.Verifier, error) {
	if k.id != keyID(k.name, k.alg, k.key) {
		return nil, fmt.Errorf("read cosigner key %q: its id does not fit: %w", k.name, ErrKey)
	}
	return cosignatureVerifier{k.name, k.id, k.key}, nil
}

type cosignatureVerifier struct {
	name   string
	id     uint32
	public ed25519.PublicKey
}

func (v cosignatureVerifier) Name() string    { return v.name }
func (v cosignatureVerifier) KeyHash() uint32 { return v.id }

func (v cosignatureVerifier) Verify(body, sig []byte) bool {
	if len(sig) != cosignatureBytes || sig[0]&0x80 != 0 {
		return false
	}
	at := int64(binary.BigEndian.Uint64(sig))
	return ed25519.Verify(v.public, cosignedText(at, body), sig[8:])
}

// cosignedText is what a cosigner signs: its time, then the whole body of the head.
func cosignedText(at int64, body []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), body...)
}

// Cosignature says that a cosigner saw a head, and when.
type Cosignature struct {
	// Cosigner is the name of its key.
	Cosigner string
	// At is the cosigner's own clock, to the second, in UTC.
	At time.Time
}

// Cosignatures finds which of the cosigners have signed a head. A cosigner whose signature is absent or
// bad is left out, and never spoils those of the others.
func Cosignatures(signed []byte, cosigners ...note.Verifier) []Cosignature {
	var found []Cosignature
	for _, v := range cosigners {
		if n, err := openNote(signed, v); err == nil {
			found = append(found, Cosignature{Cosigner: v.Name(), At: cosignedAt(n.Sigs[0])})
		}
	}
	return found
}

// cosignedAt is the time in a cosignature: the 8 bytes after the key id.
func cosignedAt(s note.Signature) time.Time {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(raw) != 4+cosignatureBytes {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0).UTC()
}

// AddCosignatures joins to a head those lines of a cosigner's answer that are good signatures of the given
// cosigners on it, and that it does not carry yet. Anything else in the answer is dropped.
func AddCosignatures(head SignedHead, answer []byte, cosigners ...note.Verifier) SignedHead {
	joined := bytes.Clone(head.Note)
	for _, v := range cosigners {
		n, err := openNote(append([]byte(head.Body()+"\n"), answer...), v)
		if err == nil && len(Cosignatures(head.Note, v)) == 0 {
			joined = fmt.Appendf(joined, "— %s %s\n", n.Sigs[0].Name, n.Sigs[0].Base64)
		}
	}
	return SignedHead{TreeHead: head.TreeHead, Note: joined}
}
