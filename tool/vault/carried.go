package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"

	"truce/ground/numbered"
	"truce/tool/seal"
)

// What leaves an encrypted folder whole, a backup, is a file of age (age-encryption.org/v1). The keys of recovery open it, with any age tool.
// Beside them it carries the folder's header: whoever opens the folder opens its backups, though nothing else is left of it.

// carriedType is the stanza of age that holds the header, behind the file's key sealed by the data key.
const carriedType = Format

// wrappedBytes is how long a file's key is, sealed.
const wrappedBytes = 16 + added

// Carry encrypts what is written to it. Close completes it.
func Carry(to io.Writer, h Header, k Keys, rand io.Reader) (io.WriteCloser, error) {
	recovery, err := seal.ParseRecipients(h.Recovery())
	if err != nil {
		return nil, err
	}
	all := []age.Recipient{carried{h, k, rand, len(recovery) > 0 && recovery[0].PostQuantum()}}
	for _, one := range h.Recovery() {
		recipient, err := age.ParseRecipients(strings.NewReader(one))
		if err != nil {
			return nil, err
		}
		all = append(all, recipient...)
	}
	return age.Encrypt(to, all...)
}

// carried is the folder as one of age's recipients.
type carried struct {
	header      Header
	keys        Keys
	rand        io.Reader
	postQuantum bool
}

func (c carried) key() ([]byte, error) {
	return hkdf.Key(sha256.New, c.keys.data[:], c.keys.folder[:], "truce-encrypted-backup-1", chacha20poly1305.KeySize)
}

// Wrap is that of age.Recipient.
func (c carried) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	text, err := c.header.text()
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(c.rand, nonce); err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: carriedType, Args: []string{c.header.Folder}, Body: append(aead.Seal(nonce, nonce, fileKey, nil), text...)}}, nil
}

// WrapWithLabels is that of age.RecipientWithLabels: keys of recovery that withstand a quantum computer are not named beside others, and a
// key that is known to both sides is no weaker.
func (c carried) WrapWithLabels(fileKey []byte) ([]*age.Stanza, []string, error) {
	all, err := c.Wrap(fileKey)
	if c.postQuantum {
		return all, []string{"postquantum"}, err
	}
	return all, nil, err
}

// Uncarry opens what Carry encrypted, by keys that are asked for with the header that it carries. Errors: ErrNone for what carries none,
// ErrHeader, numbered.NewerError for what a later program carried, those of ask.
func Uncarry(from io.Reader, ask func(Header) (Keys, error)) (io.Reader, error) {
	u := &uncarrying{ask: ask}
	plain, err := age.Decrypt(from, u)
	if u.err != nil {
		err = u.err
	}
	return plain, err
}

// Carried is the header that an encrypted file carries. Errors: ErrNone, ErrHeader, numbered.NewerError.
func Carried(from io.Reader) (h Header, err error) {
	stop := errors.New("only the header is looked at")
	if _, err = Uncarry(from, func(carried Header) (Keys, error) { h = carried; return Keys{}, stop }); errors.Is(err, stop) {
		err = nil
	}
	return h, err
}

type uncarrying struct {
	ask func(Header) (Keys, error)
	err error
}

// Unwrap is that of age.Identity.
func (u *uncarrying) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	u.err = ErrNone
	for _, s := range stanzas {
		err := numbered.Compare(s.Type, carriedType)
		switch {
		case errors.Is(err, numbered.ErrOther): // for one of age's own keys
			continue
		case err == nil && len(s.Body) < wrappedBytes:
			err = fmt.Errorf("%w: what it carries is cut off", ErrHeader)
		}
		var fileKey []byte
		if err == nil {
			fileKey, err = u.unwrap(s)
		}
		u.err = err
		return fileKey, err
	}
	return nil, age.ErrIncorrectIdentity
}

func (u *uncarrying) unwrap(s *age.Stanza) ([]byte, error) {
	h, err := parse(s.Body[wrappedBytes:])
	if err != nil {
		return nil, err
	}
	k, err := u.ask(h)
	if err != nil {
		return nil, err
	}
	key, err := carried{keys: k}.key()
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	nonce, sealed := s.Body[:chacha20poly1305.NonceSizeX], s.Body[chacha20poly1305.NonceSizeX:wrappedBytes]
	fileKey, err := aead.Open(nil, nonce, sealed, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeader, errors.New("the key of the file does not open"))
	}
	return fileKey, nil
}
