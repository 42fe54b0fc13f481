package register

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
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
	// Name is what a policy calls the cosigner, "" where no policy was asked.
	Name string
	// At is the cosigner's own clock, to the second, in UTC.
	At time.Time
	// Line is the signature line, with its newline.
	Line string
}

// Cosignatures finds which of the cosigners have signed a head: of each its latest good signature. A cosigner
// whose signature is absent or bad is left out, and never spoils those of the others, nor a bad line a good one.
func Cosignatures(signed []byte, cosigners ...note.Verifier) []Cosignature {
	var found []Cosignature
	for _, v := range cosigners {
		if c, has, _ := cosignatureOf(signed, v); has {
			found = append(found, c)
		}
	}
	return found
}

// maxLines is how many signature lines of a head are looked at, as package note does.
const maxLines = 100

// cosignatureOf is the latest good signature of a cosigner on a head, and whether there is a bad one.
func cosignatureOf(signed []byte, v note.Verifier) (best Cosignature, has, bad bool) {
	body, lines, _ := bytes.Cut(signed, []byte("\n\n"))
	for n, line := range bytes.SplitAfter(lines, []byte("\n")) {
		if n == maxLines || !bytes.HasPrefix(line, []byte("— "+v.Name()+" ")) {
			continue
		}
		one, err := openNote(slices.Concat(body, []byte("\n\n"), line), v)
		if _, wrong := errors.AsType[*note.InvalidSignatureError](err); wrong {
			bad = true
		}
		if err != nil {
			continue
		}
		if at := cosignedAt(one.Sigs[0]); !has || at.After(best.At) {
			best, has = Cosignature{Cosigner: v.Name(), At: at, Line: string(line)}, true
		}
	}
	return best, has, bad
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
// cosigners on it. Of each cosigner the latest is kept. Anything else in the answer is dropped.
func AddCosignatures(head SignedHead, answer []byte, cosigners ...note.Verifier) SignedHead {
	joined := head.Note
	for _, v := range cosigners {
		got, has, _ := cosignatureOf(append([]byte(head.Body()+"\n"), answer...), v)
		held, holds, _ := cosignatureOf(joined, v)
		if !has || holds && !got.At.After(held.At) {
			continue
		}
		if holds {
			joined = bytes.Replace(joined, []byte(held.Line), nil, 1)
		}
		joined = append(bytes.Clone(joined), got.Line...)
	}
	return SignedHead{TreeHead: head.TreeHead, Note: bytes.Clone(joined)}
}

// Bare is the head with nothing but the signature of the register.
func (h SignedHead) Bare(origin note.Verifier) (SignedHead, error) {
	n, err := openNote(h.Note, origin)
	if err != nil {
		return SignedHead{}, fmt.Errorf("open head of %q: %w", origin.Name(), err)
	}
	return SignedHead{TreeHead: h.TreeHead, Note: fmt.Appendf(nil, "%s\n— %s %s\n", n.Text, n.Sigs[0].Name, n.Sigs[0].Base64)}, nil
}
