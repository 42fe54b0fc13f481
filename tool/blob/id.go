package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ID names a file: the SHA-256 (FIPS 180-4) of its original bytes. The zero ID names
// nothing.
type ID [sha256.Size]byte

// ErrID is returned for text that is not an ID or an UploadID.
var ErrID = errors.New("this is not the name of a file")

// ParseID reads 64 lower-case hexadecimal digits and refuses every other spelling.
func ParseID(text string) (ID, error) {
	var id ID
	if err := parseHex(id[:], text); err != nil {
		return ID{}, fmt.Errorf("parse file name %.80q: %w", text, err)
	}
	return id, nil
}

// String is the ID in 64 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText writes the hexadecimal form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseID(string(text))
	return err
}

// Pattern is the form of an ID, for schemas.
func (ID) Pattern() string { return `^[0-9a-f]{64}$` }

// UploadID names an unfinished upload: 128 random bits, so that nobody guesses another's.
type UploadID [16]byte

// ParseUploadID reads 32 lower-case hexadecimal digits.
func ParseUploadID(text string) (UploadID, error) {
	var id UploadID
	if err := parseHex(id[:], text); err != nil {
		return UploadID{}, fmt.Errorf("parse upload name %.80q: %w", text, err)
	}
	return id, nil
}

// String is the UploadID in 32 lower-case hexadecimal digits.
func (id UploadID) String() string { return hex.EncodeToString(id[:]) }

// MarshalText writes the hexadecimal form.
func (id UploadID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *UploadID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseUploadID(string(text))
	return err
}

func newUploadID(rand io.Reader) (UploadID, error) {
	var id UploadID
	if _, err := io.ReadFull(rand, id[:]); err != nil {
		return UploadID{}, fmt.Errorf("draw upload name: %w", err)
	}
	return id, nil
}

func parseHex(into []byte, text string) error {
	if len(text) != 2*len(into) || strings.ToLower(text) != text {
		return ErrID
	}
	if _, err := hex.Decode(into, []byte(text)); err != nil {
		return ErrID
	}
	return nil
}
