package act

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// KeyID names a key: the base64url SHA-256 thumbprint of its public JWK (RFC 7638).
type KeyID string

// Pattern is the form of a key id, for schemas.
func (KeyID) Pattern() string { return `^[A-Za-z0-9_-]{43}$` }

// ErrKeyType is returned for keys that are neither Ed25519 nor ECDSA on P-256.
var ErrKeyType = errors.New("only Ed25519 and P-256 keys sign acts")

// ErrSignature is returned when a signature does not belong to the act and the key.
var ErrSignature = errors.New("the signature does not match the act and the key")

// Algorithms that acts may be signed with, by names that say the curve, too: RFC 9864, which ended EdDSA, and RFC 7518.
const (
	Ed25519 = "Ed25519"
	ES256   = "ES256"
)

// PublicKey checks the signatures of one key. The zero value checks nothing.
type PublicKey struct {
	id  KeyID
	key crypto.PublicKey
}

// NewPublicKey takes an ed25519.PublicKey or an *ecdsa.PublicKey on P-256.
func NewPublicKey(key crypto.PublicKey) (PublicKey, error) {
	switch k := key.(type) {
	case ed25519.PublicKey:
	case *ecdsa.PublicKey:
		if k.Curve != elliptic.P256() {
			return PublicKey{}, ErrKeyType
		}
	default:
		return PublicKey{}, ErrKeyType
	}
	thumbprint, err := (&jose.JSONWebKey{Key: key}).Thumbprint(crypto.SHA256)
	if err != nil {
		return PublicKey{}, fmt.Errorf("name key: %w", err)
	}
	return PublicKey{KeyID(base64.RawURLEncoding.EncodeToString(thumbprint)), key}, nil
}

var errPrivate = errors.New("parse public key: this is a private key; keep it to yourself")

// MaxKeyBytes bounds a public JWK: that of the largest key of FIPS 204 (ML-DSA-87) has room, should it be a second algorithm.
const MaxKeyBytes = 4_000

// ParsePublicKey reads a public JWK (RFC 7517) of just the members of which its thumbprint is made (RFC 7638, 3.2; RFC 8037):
// acts carry keys in the clear, for ever, and other programs write names and addresses beside them ("kid"). A private JWK is
// refused, so that a slip never publishes one. ErrFormat says that it is a key of a type, or on a curve, that this program does not know: a later one
// may, so an act that names it is no false one.
func ParsePublicKey(jwk []byte) (PublicKey, error) {
	if len(jwk) > MaxKeyBytes {
		return PublicKey{}, fmt.Errorf("parse public key: more than %d bytes", MaxKeyBytes)
	}
	var of struct {
		Type  string         `json:"kty"`
		Curve string         `json:"crv"`
		X     string         `json:"x"`
		Y     string         `json:"y"`
		D     jsontext.Value `json:"d"`
		Priv  jsontext.Value `json:"priv"`
	}
	if err := json.Unmarshal(jwk, &of); err != nil {
		return PublicKey{}, fmt.Errorf("parse public key: %w", err)
	}
	if of.D != nil || of.Priv != nil {
		return PublicKey{}, errPrivate
	}
	if known := of.Type == "OKP" && of.Curve == "Ed25519" || of.Type == "EC" && of.Curve == "P-256"; !known && of.Type != "" {
		return PublicKey{}, fmt.Errorf("parse public key: type %.20q, curve %.20q: %w: %w", of.Type, of.Curve, ErrKeyType, ErrFormat)
	}
	if err := onlyKey(jwk, of.Type); err != nil {
		return PublicKey{}, err
	}
	// One spelling: the id of a key is of its letters (RFC 7638), and to who reads them more loosely one key would have two.
	for name, text := range map[string]string{"x": of.X, "y": of.Y} {
		bytes, err := decode64(text)
		if err != nil || len(bytes) != coordinateBytes && (name == "x" || of.Type == "EC") {
			return PublicKey{}, fmt.Errorf("parse public key: %s: want %d bytes as base64url", name, coordinateBytes)
		}
		if of.Type == "OKP" && smallOrder(bytes) {
			return PublicKey{}, errors.New("parse public key: a point of small order, for which anybody signs")
		}
	}
	var parsed jose.JSONWebKey
	if err := parsed.UnmarshalJSON(jwk); err != nil {
		return PublicKey{}, fmt.Errorf("parse public key: %w", err)
	}
	if !parsed.IsPublic() {
		return PublicKey{}, errPrivate
	}
	return NewPublicKey(parsed.Key)
}

// coordinateBytes is how long a coordinate is, of Ed25519 (RFC 8037) and of P-256 (RFC 7518 section 6.2.1.2).
const coordinateBytes = 32

// onlyKey refuses a public JWK that says more than the key, such as whose it is or what it is for.
func onlyKey(jwk []byte, kty string) error {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(jwk, &members); err != nil {
		return fmt.Errorf("parse public key: %w", err)
	}
	for name := range members {
		if name != "kty" && name != "crv" && name != "x" && (name != "y" || kty != "EC") {
			return fmt.Errorf("parse public key: %.20q: a key says kty, crv, x and, on P-256, y, and nothing else", name)
		}
	}
	return nil
}

// ID is the key's thumbprint.
func (k PublicKey) ID() KeyID { return k.id }

// Algorithm is the one that this key signs acts with.
func (k PublicKey) Algorithm() string {
	if _, ok := k.key.(ed25519.PublicKey); ok {
		return Ed25519
	}
	return ES256
}

// MarshalJSON writes the public JWK.
func (k PublicKey) MarshalJSON() ([]byte, error) {
	return (&jose.JSONWebKey{Key: k.key}).MarshalJSON()
}

// check is done on the parsed parts rather than by go-jose a second time: parsing is
// strict here already, and the profile of a busy office is mostly this function.
func (k PublicKey) check(input string, signature []byte) error {
	switch key := k.key.(type) {
	case ed25519.PublicKey:
		if !smallOrder(signature) && ed25519.Verify(key, []byte(input), signature) {
			return nil
		}
	case *ecdsa.PublicKey:
		digest := sha256.Sum256([]byte(input))
		if len(signature) == 64 && ecdsa.Verify(key, digest[:],
			new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
			return nil
		}
	}
	return ErrSignature
}
