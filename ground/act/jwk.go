package act

import (
	"crypto"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// ParsePrivateKey reads a private JWK (RFC 7517, RFC 8037).
func ParsePrivateKey(jwk []byte) (PrivateKey, error) {
	var parsed jose.JSONWebKey
	if err := parsed.UnmarshalJSON(jwk); err != nil {
		return PrivateKey{}, fmt.Errorf("parse private key: %w", err)
	}
	signer, is := parsed.Key.(crypto.Signer)
	if !is {
		return PrivateKey{}, errors.New("parse private key: this is not a private key")
	}
	return NewPrivateKey(signer)
}

// MarshalPrivate writes the private JWK: for key files only.
func (k PrivateKey) MarshalPrivate() ([]byte, error) {
	return (&jose.JSONWebKey{Key: k.signer, KeyID: string(k.public.id)}).MarshalJSON()
}

// Signer is the key for other signatures than acts, such as signing in.
func (k PrivateKey) Signer() crypto.Signer { return k.signer }

// Crypto is the key for other checks than acts, such as signing in.
func (k PublicKey) Crypto() crypto.PublicKey { return k.key }
