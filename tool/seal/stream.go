package seal

import (
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// Encrypt seals what is written to it, in pieces of 64 KiB, into w. Only Close completes
// the seal; what was cut short before it will not open to its end. Errors:
// ErrNoRecipients, ErrTooManyRecipients, ErrMixedRecipients, and those of w.
func Encrypt(w io.Writer, recipients []Recipient) (io.WriteCloser, error) {
	keys, err := unwrap(recipients)
	if err != nil {
		return nil, err
	}
	sealed, err := age.Encrypt(w, keys...)
	if err != nil {
		return nil, fmt.Errorf("begin seal: %w", err)
	}
	return sealed, nil
}

// EncryptTo is Encrypt for recipients that are kept as strings.
func EncryptTo(w io.Writer, recipients []string) (io.WriteCloser, error) {
	parsed, err := ParseRecipients(recipients)
	if err != nil {
		return nil, err
	}
	return Encrypt(w, parsed)
}

// Decrypt opens a stream. Each piece is authentic when it is read, but that the file is
// whole is known only at io.EOF: whoever acts on it earlier acts on a part. Errors, here
// or while reading: ErrNotForThisKey, ErrDamaged, and those of r as they are.
func Decrypt(r io.Reader, identity Identity) (io.Reader, error) {
	if identity.key == nil {
		return nil, ErrNotForThisKey
	}
	o := &opened{source: &source{r: r}}
	plain, err := age.Decrypt(o.source, identity.key)
	if _, other := errors.AsType[*age.NoIdentityMatchError](err); other {
		return nil, ErrNotForThisKey
	}
	if err != nil {
		return nil, o.explain(err)
	}
	o.plain = plain
	return o, nil
}

// opened turns age's errors into ours.
type opened struct {
	source *source
	plain  io.Reader
}

func (o *opened) Read(p []byte) (int, error) {
	n, err := o.plain.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	return n, o.explain(err)
}

func (o *opened) explain(err error) error {
	if _, armoring := errors.AsType[*armor.Error](o.source.err); o.source.err != nil && !armoring {
		return fmt.Errorf("read sealed text: %w", o.source.err)
	}
	return fmt.Errorf("open seal: %w (%w)", ErrDamaged, err)
}

// source remembers an error of the disk or the network, so that it is not taken for a
// damaged file.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		s.err = err
	}
	return n, err
}
