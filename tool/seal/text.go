package seal

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"filippo.io/age/armor"
)

// Limits of short texts, in bytes.
const (
	MaxTextBytes    = 4 << 10   // of the plain text
	MaxArmoredBytes = 256 << 10 // of the sealed text: MaxRecipients post-quantum keys fit
)

// To seals a short text to the recipients, as ASCII (the armor of age): for secrets that
// travel inside an act. Errors: ErrTooLong, ErrNoRecipients, ErrTooManyRecipients,
// ErrMixedRecipients.
func To(recipients []Recipient, plaintext []byte) (string, error) {
	if len(plaintext) > MaxTextBytes {
		return "", fmt.Errorf("seal text of %d bytes (at most %d): %w", len(plaintext), MaxTextBytes, ErrTooLong)
	}
	var out strings.Builder
	ascii := armor.NewWriter(&out)
	w, err := Encrypt(ascii, recipients)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(plaintext); err != nil {
		return "", fmt.Errorf("seal text: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("seal text: %w", err)
	}
	if err := ascii.Close(); err != nil {
		return "", fmt.Errorf("seal text: %w", err)
	}
	return out.String(), nil
}

// Open reads what To sealed. Errors: ErrNotForThisKey, ErrDamaged, and ErrTooLong for a
// text that To would not have made. Nothing is returned unless the whole text is intact.
func Open(identity Identity, armored string) ([]byte, error) {
	return OpenLong(identity, armored, MaxTextBytes)
}

// OpenLong is Open for a text of at most so many bytes, such as Padded seals.
func OpenLong(identity Identity, armored string, most int64) ([]byte, error) {
	if len(armored) > MaxArmoredBytes {
		return nil, fmt.Errorf("open text of %d bytes: %w", len(armored), ErrTooLong)
	}
	r, err := Decrypt(armor.NewReader(strings.NewReader(armored)), identity)
	if err != nil {
		return nil, err
	}
	var plain bytes.Buffer
	if _, err := io.Copy(&plain, io.LimitReader(r, most+1)); err != nil {
		return nil, err
	}
	if int64(plain.Len()) > most {
		return nil, fmt.Errorf("open text: %w", ErrTooLong)
	}
	return plain.Bytes(), nil
}
