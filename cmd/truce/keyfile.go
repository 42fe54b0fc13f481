package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/tool/seal"
)

// keyFile is what stands in a key file: one person's secret keys on one device.
type keyFile struct {
	Comment  string         `json:"comment"`
	Person   act.SubjectID  `json:"person,omitempty"`
	Office   string         `json:"office,omitempty"`   // origin of the register that its owner signs in to
	Register act.RegisterID `json:"register,omitempty"` // for which its owner signs
	Founding string         `json:"founding,omitempty"` // id of the act that founded the office, as its owner was told
	Key      jsontext.Value `json:"key,omitempty"`      // private JWK, signs acts
	Sealing  string         `json:"sealing,omitempty"`  // age identity, opens what is sealed to the person
	Locked   string         `json:"locked,omitempty"`   // both, under a passphrase (age), instead of them
}

const lockedComment = "Signs in the name of its owner, with a passphrase. Keep both to yourself."

const keyComment = "SECRET. Signs in the name of its owner. Keep it to yourself; never send it."

// key is a key file that was read. It has no form in which it could be printed.
type key struct {
	person   act.SubjectID
	office   string
	register act.RegisterID
	founding act.ID // zero: its owner was not told
	private  act.PrivateKey
	sealing  *seal.Identity
}

func (key) String() string { return "(key)" }

// GoString keeps the key out of %#v too.
func (key) GoString() string { return "(key)" }

func (k key) recipient() string {
	if k.sealing == nil {
		return ""
	}
	return k.sealing.Recipient().String()
}

// readKey refuses a file that others on this machine can read: a key that somebody else
// may have is no signature of its owner's.
func (e *env) readKey(path string) (key, error) {
	if path == "" {
		return key{}, hinted{errors.New("no key was given"), "Name your key file with --key or in TRUCE_KEY. `truce keys new` makes one."}
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return key{}, hinted{fmt.Errorf("there is no key file %s", path), "Check the name, or make a key with `truce keys new " + path + "`."}
	}
	if err != nil {
		return key{}, fmt.Errorf("read key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return key{}, hinted{fmt.Errorf("others on this machine can read the key file %s", path),
			"If nobody has, close it with `chmod 600 " + path + "`. Otherwise revoke the key and make a new one."}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return key{}, fmt.Errorf("read key file: %w", err)
	}
	return e.parseKey(path, text)
}

// parseKey tells nothing of the contents in its errors.
func (e *env) parseKey(path string, text []byte) (k key, err error) {
	var f keyFile
	if err := json.Unmarshal(text, &f); err != nil {
		return key{}, hinted{fmt.Errorf("%s is not a key file", path), "A key file is made by `truce keys new`."}
	}
	k.person, k.office, k.register = f.Person, f.Office, f.Register
	if f.Founding != "" {
		if k.founding, err = act.ParseID(f.Founding); err != nil || k.founding == (act.ID{}) {
			return key{}, fmt.Errorf("%s names a founding that is no id of an act", path)
		}
	}
	if f.Locked != "" {
		s, err := e.unlock(path, f.Locked)
		if err != nil {
			return key{}, err
		}
		f.Key, f.Sealing = s.Key, s.Sealing
	}
	if k.private, err = act.ParsePrivateKey(f.Key); err != nil {
		return key{}, fmt.Errorf("%s holds no private key that signs acts", path)
	}
	if f.Sealing != "" {
		identity, err := seal.ParseIdentity(f.Sealing)
		if err != nil {
			return key{}, fmt.Errorf("read %s: %w", path, err)
		}
		k.sealing = &identity
	}
	return k, nil
}

// writeKey writes a key file for its owner alone, and never over another; under a passphrase, if there is
// one.
func writeKey(path string, k key, passphrase string) error {
	jwk, err := k.private.MarshalPrivate()
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	f := keyFile{Comment: keyComment, Person: k.person, Office: k.office, Register: k.register, Key: jwk}
	if k.founding != (act.ID{}) {
		f.Founding = k.founding.String()
	}
	if k.sealing != nil {
		f.Sealing = k.sealing.Secret()
	}
	if passphrase != "" {
		if f, err = f.lock(passphrase); err != nil {
			return fmt.Errorf("write key: %w", err)
		}
	}
	text, err := json.Marshal(f, jsontext.WithIndent("  "))
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	return writeNew(path, append(bytes.TrimSpace(text), '\n'))
}

// lock puts what is secret under a passphrase.
func (f keyFile) lock(passphrase string) (keyFile, error) {
	text, err := json.Marshal(secrets{f.Key, f.Sealing})
	if err != nil {
		return f, err
	}
	f.Key, f.Sealing, f.Comment = nil, "", lockedComment
	f.Locked, err = seal.Lock(passphrase, text)
	return f, err
}

func writeNew(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return hinted{fmt.Errorf("%s is there already", path), "It was left as it is. Choose another name."}
	}
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
