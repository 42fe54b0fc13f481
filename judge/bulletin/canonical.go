package bulletin

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Bytes are the bulletin itself: its JSON in the canonical form of RFC 8785.
func (b Bulletin) Bytes() ([]byte, error) {
	text, err := json.Marshal(b.members(), json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("write bulletin: %w", err)
	}
	return canonical(text)
}

// Canonical is the form of a bulletin's JSON that digests are of, whatever rules it is of.
func Canonical(text []byte) ([]byte, error) { return canonical(bytes.Clone(text)) }

func canonical(text []byte) ([]byte, error) {
	v := jsontext.Value(text)
	if err := v.Canonicalize(); err != nil {
		return nil, fmt.Errorf("write bulletin: %w", err)
	}
	return v, nil
}

// Digest is what acts name an edition, or its rows, by: the SHA-256 of the bytes.
func Digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// MaxBytes bounds a bulletin that is read from elsewhere.
const MaxBytes = 64 << 20
