package seal

import (
	"bytes"
	"fmt"
	"strings"

	"filippo.io/age/armor"
)

// Padded seals a text that may be followed by spaces, such as a JSON value, so that what comes out has size bytes before
// it is armoured, whatever the text and however many the recipients. Errors: those of To, ErrTooLong if that is too few.
func Padded(recipients []Recipient, plaintext []byte, size int) (string, error) {
	empty, err := sealed(recipients, nil)
	if err != nil {
		return "", err
	}
	room := size - len(empty)
	if len(plaintext) > room || room > onePiece {
		return "", fmt.Errorf("seal text of %d bytes (at most %d): %w", len(plaintext), room, ErrTooLong)
	}
	whole, err := sealed(recipients, append(bytes.Clone(plaintext), bytes.Repeat([]byte{' '}, room-len(plaintext))...))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	ascii := armor.NewWriter(&out)
	if _, err := ascii.Write(whole); err != nil {
		return "", fmt.Errorf("seal text: %w", err)
	}
	if err := ascii.Close(); err != nil {
		return "", fmt.Errorf("seal text: %w", err)
	}
	return out.String(), nil
}

// onePiece is how much age seals at once: longer texts cost more than their length.
const onePiece = 64 << 10

func sealed(recipients []Recipient, plaintext []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := Encrypt(&out, recipients)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plaintext); err != nil {
		return nil, fmt.Errorf("seal text: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal text: %w", err)
	}
	return out.Bytes(), nil
}
