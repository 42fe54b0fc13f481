package register

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// ID names a register for ever, by its first public key (a C2SP signed-note verifier key): the
// SHA-256 of the key's text, base64url without padding. The text holds the origin, so nobody can
// give a register of another name the id of this one. A later key of the register does not
// change it.
func ID(vkey string) (string, error) {
	k, err := parseKey(vkey)
	if err != nil {
		return "", err
	}
	if k.alg == algCosignatureV1 { // who cosigns has no register
		return "", fmt.Errorf("read key: of a cosigner: %w", ErrKey)
	}
	if again := fmt.Sprintf("%s+%08x+%s", k.name, k.id, encodeKey(k.alg, k.key)); again != vkey || k.id != keyID(k.name, k.alg, k.key) {
		return "", fmt.Errorf("read key: %w", ErrKey)
	}
	sum := sha256.Sum256([]byte(vkey))
	return base64.RawURLEncoding.EncodeToString(sum[:]), nil
}
