package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// workFactor is what each guess at a passphrase costs: 2^18 rounds of scrypt, a second and
// 256 MB on a laptop (age's own).
const workFactor = 18

// ErrWrongPassphrase is returned when a passphrase does not open what was locked.
var ErrWrongPassphrase = errors.New("the passphrase is wrong")

// Lock seals a short text under a passphrase (age's scrypt), as ASCII.
func Lock(passphrase string, plaintext []byte) (string, error) {
	if len(plaintext) > MaxTextBytes {
		return "", fmt.Errorf("lock text of %d bytes: %w", len(plaintext), ErrTooLong)
	}
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return "", fmt.Errorf("lock text: %w", err)
	}
	to.SetWorkFactor(workFactor)
	var out strings.Builder
	ascii := armor.NewWriter(&out)
	w, err := age.Encrypt(ascii, to)
	if err == nil {
		_, err = w.Write(plaintext)
	}
	if err == nil {
		err = errors.Join(w.Close(), ascii.Close())
	}
	if err != nil {
		return "", fmt.Errorf("lock text: %w", err)
	}
	return out.String(), nil
}

// Unlock reads what Lock sealed. Errors: ErrWrongPassphrase, ErrDamaged, ErrTooLong.
func Unlock(passphrase, armored string) ([]byte, error) {
	if len(armored) > MaxArmoredBytes {
		return nil, fmt.Errorf("unlock text of %d bytes: %w", len(armored), ErrTooLong)
	}
	by, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrWrongPassphrase
	}
	by.SetMaxWorkFactor(workFactor + 2) // whoever wrote the text must not make us work for hours
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(armored)), by)
	if _, another := errors.AsType[*age.NoIdentityMatchError](err); another {
		return nil, ErrWrongPassphrase
	} else if err != nil {
		return nil, fmt.Errorf("unlock text: %w", ErrDamaged)
	}
	var plain bytes.Buffer
	if _, err := io.Copy(&plain, io.LimitReader(r, MaxTextBytes+1)); err != nil {
		return nil, fmt.Errorf("unlock text: %w", ErrDamaged)
	}
	return plain.Bytes(), nil
}
