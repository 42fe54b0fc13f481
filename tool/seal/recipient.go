package seal

import (
	"fmt"
	"strings"

	"filippo.io/age"
)

// MaxRecipients is how many people one thing can be sealed to.
const MaxRecipients = 64

// Recipient is a public key to seal to: ordinary (X25519, `age1…`, 62 characters) or
// post-quantum (ML-KEM-768 with X25519, `age1pq1…`, about 2,000 characters). The zero
// value is nobody and is refused.
type Recipient struct {
	text string
	key  age.Recipient
}

// ParseRecipient reads `age1…` or `age1pq1…`; see ErrNotRecipient. Keys of plugins, SSH
// keys and passphrases are refused.
func ParseRecipient(text string) (Recipient, error) {
	if strings.HasPrefix(text, "age1pq1") {
		key, err := age.ParseHybridRecipient(text)
		if err != nil {
			return Recipient{}, notRecipient(text)
		}
		return Recipient{key.String(), key}, nil
	}
	key, err := age.ParseX25519Recipient(text)
	if err != nil || key.String() != text {
		return Recipient{}, notRecipient(text)
	}
	return Recipient{text, key}, nil
}

// notRecipient repeats no more than the beginning: someone may have pasted a secret key.
func notRecipient(text string) error {
	return fmt.Errorf("parse recipient %.8q: %w", text, ErrNotRecipient)
}

// ParseRecipients reads several; the error names the first bad one.
func ParseRecipients(texts []string) ([]Recipient, error) {
	recipients := make([]Recipient, 0, len(texts))
	for _, text := range texts {
		r, err := ParseRecipient(text)
		if err != nil {
			return nil, err
		}
		recipients = append(recipients, r)
	}
	return recipients, nil
}

// String is the public key as it is published.
func (r Recipient) String() string { return r.text }

// IsZero reports whether r is nobody.
func (r Recipient) IsZero() bool { return r.key == nil }

// PostQuantum reports whether r withstands a quantum computer. All the recipients of one
// seal are of the same sort.
func (r Recipient) PostQuantum() bool {
	_, ok := r.key.(*age.HybridRecipient)
	return ok
}

// MarshalText writes the public key.
func (r Recipient) MarshalText() ([]byte, error) { return []byte(r.text), nil }

// UnmarshalText reads what MarshalText wrote; see ParseRecipient.
func (r *Recipient) UnmarshalText(text []byte) error {
	parsed, err := ParseRecipient(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// unwrap checks the list and drops repeats, which would only show a wrong number.
func unwrap(recipients []Recipient) ([]age.Recipient, error) {
	seen := make(map[string]bool, len(recipients))
	var keys []age.Recipient
	for _, r := range recipients {
		if r.IsZero() {
			return nil, ErrNoRecipients
		}
		if r.PostQuantum() != recipients[0].PostQuantum() {
			return nil, ErrMixedRecipients
		}
		if !seen[r.text] {
			seen[r.text] = true
			keys = append(keys, r.key)
		}
	}
	if len(keys) == 0 {
		return nil, ErrNoRecipients
	}
	if len(keys) > MaxRecipients {
		return nil, ErrTooManyRecipients
	}
	return keys, nil
}
