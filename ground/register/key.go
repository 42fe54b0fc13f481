package register

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// Signature types of C2SP signed-note keys.
const (
	algEd25519       = 0x01
	algCosignatureV1 = 0x04
)

// ErrKey says that a key string is malformed, or is a key of another kind.
var ErrKey = errors.New("not a usable key")

// GenerateKey makes the Ed25519 key pair with which an office signs the heads of its register.
// The name of the key is the origin of the register. Both strings are C2SP signed-note keys; skey
// ("PRIVATE+KEY+...") is secret, vkey is for everybody.
func GenerateKey(rand io.Reader, origin string) (skey, vkey string, err error) {
	return generateKey(rand, origin, algEd25519)
}

// GenerateCosignerKey makes the Ed25519 key pair of a [Cosigner]. It is of a type of its own
// (cosignature/v1), so that one key is never used for both purposes.
func GenerateCosignerKey(rand io.Reader, name string) (skey, vkey string, err error) {
	return generateKey(rand, name, algCosignatureV1)
}

func generateKey(rand io.Reader, name string, alg byte) (skey, vkey string, err error) {
	if !isKeyName(name) {
		return "", "", fmt.Errorf("generate key %q: a name has no spaces and no plus: %w", name, ErrKey)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return "", "", fmt.Errorf("generate key %q: %w", name, err)
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	id := keyID(name, alg, public)
	skey = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, id, encodeKey(alg, seed))
	vkey = fmt.Sprintf("%s+%08x+%s", name, id, encodeKey(alg, public))
	return skey, vkey, nil
}

// NewSigningKey reads the secret key of a register, made by [GenerateKey].
func NewSigningKey(skey string) (note.Signer, error) {
	key, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w: %w", ErrKey, err)
	}
	return key, nil
}

// NewVerifier reads the public key of a register or of a cosigner, by its signature type.
func NewVerifier(vkey string) (note.Verifier, error) {
	if k, err := parseKey(vkey); err == nil && k.alg == algCosignatureV1 {
		return newCosignatureVerifier(k)
	}
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("read public key: %w: %w", ErrKey, err)
	}
	return key, nil
}

// noteKey is a key string taken apart: "<name>+<id, 8 hex digits>+<base64 of type and key>".
type noteKey struct {
	name string
	id   uint32
	alg  byte
	key  []byte
}

func parseKey(s string) (noteKey, error) {
	name, rest, _ := strings.Cut(s, "+")
	hex, b64, _ := strings.Cut(rest, "+")
	id, err1 := strconv.ParseUint(hex, 16, 32)
	key, err2 := base64.StdEncoding.Strict().DecodeString(b64)
	if err1 != nil || err2 != nil || len(hex) != 8 || len(key) != 1+ed25519.PublicKeySize || !isKeyName(name) {
		return noteKey{}, fmt.Errorf("read key: %w", ErrKey)
	}
	return noteKey{name: name, id: uint32(id), alg: key[0], key: key[1:]}, nil
}

func encodeKey(alg byte, key []byte) string {
	return base64.StdEncoding.EncodeToString(append([]byte{alg}, key...))
}

// keyID tells keys of one name apart (C2SP signed-note, signatures).
func keyID(name string, alg byte, public []byte) uint32 {
	h := sha256.Sum256(append([]byte(name+"\n"+string(rune(alg))), public...))
	return binary.BigEndian.Uint32(h[:])
}

// isKeyName is the rule of C2SP signed-note for the name of a key.
func isKeyName(name string) bool {
	return name != "" && utf8.ValidString(name) && strings.IndexFunc(name, unicode.IsSpace) < 0 && !strings.Contains(name, "+")
}
