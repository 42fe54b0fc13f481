package bulletin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Bytes are the bulletin itself: its JSON in the canonical form of RFC 8785.
func (b Bulletin) Bytes() ([]byte, error) {
	text, err := json.Marshal(b, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("write bulletin: %w", err)
	}
	v := jsontext.Value(text)
	if err := v.Canonicalize(); err != nil {
		return nil, fmt.Errorf("write bulletin: %w", err)
	}
	return v, nil
}

// Digest is what acts name an edition by: the SHA-256 of its bytes.
func Digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// MaxBytes bounds a bulletin that is read from elsewhere.
const MaxBytes = 64 << 20

// Parse reads a bulletin, however it is spaced.
func Parse(text []byte) (Bulletin, error) {
	var b Bulletin
	if err := json.Unmarshal(text, &b, json.RejectUnknownMembers(true)); err != nil {
		return b, fmt.Errorf("read bulletin: %w", err)
	}
	if b.Format != Format {
		return b, fmt.Errorf("read bulletin: it is of the form %q; this program knows %s", b.Format, Format)
	}
	return b, nil
}
