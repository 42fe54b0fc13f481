package seal

import (
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// Identity is the secret key of one person. However it is printed or logged, the key is
// not shown; see Secret. The zero value opens nothing.
type Identity struct {
	secret    string
	recipient Recipient
	key       age.Identity
}

// Generate makes an ordinary key (X25519): short enough to be used by many people inside
// an act, and understood by every age tool. The operating system's randomness is used;
// age takes no other.
func Generate() (Identity, error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return Identity{}, fmt.Errorf("generate key: %w", err)
	}
	return ParseIdentity(key.String())
}

// GeneratePostQuantum makes a key against those who store today and decrypt in twenty
// years. Each recipient adds about 1.6 kB to a seal, and all must be of this sort.
func GeneratePostQuantum() (Identity, error) {
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		return Identity{}, fmt.Errorf("generate key: %w", err)
	}
	return ParseIdentity(key.String())
}

// ParseIdentity reads `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`; see ErrNotIdentity.
// Space around it, as copying leaves it, is ignored.
func ParseIdentity(text string) (Identity, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "AGE-SECRET-KEY-PQ-1") {
		key, err := age.ParseHybridIdentity(text)
		if err != nil {
			return Identity{}, ErrNotIdentity
		}
		public := key.Recipient()
		return Identity{text, Recipient{public.String(), public}, key}, nil
	}
	key, err := age.ParseX25519Identity(text)
	if err != nil {
		return Identity{}, ErrNotIdentity
	}
	public := key.Recipient()
	return Identity{text, Recipient{public.String(), public}, key}, nil
}

// Recipient is the public half.
func (i Identity) Recipient() Recipient { return i.recipient }

// Secret is the key itself, to be written into its owner's key file and nowhere else.
func (i Identity) Secret() string { return i.secret }

// Format shows the public half under every verb, so that no log line holds a key.
func (i Identity) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "secret key of "+i.recipient.text)
}

// MarshalText refuses: a secret key has no place inside another document.
func (i Identity) MarshalText() ([]byte, error) {
	return nil, fmt.Errorf("write secret key of %s: a secret key is not written into documents", i.recipient)
}
