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
	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/tool/disk"
	"truce/tool/seal"
)

// keyFile is what stands in a key file: one person's secret keys on one device.
type keyFile struct {
	Format   string         `json:"format"`
	Comment  string         `json:"comment"`
	Person   act.SubjectID  `json:"person,omitempty"`
	Office   string         `json:"office,omitempty"`   // origin of the register that its owner signs in to
	Register act.RegisterID `json:"register,omitempty"` // for which its owner signs
	Founding string         `json:"founding,omitempty"` // id of the act that founded the office, as its owner was told
	Key      jsontext.Value `json:"key,omitempty"`      // private JWK, signs acts
	Sealing  string         `json:"sealing,omitempty"`  // age identity, opens what is sealed to the person
	Locked   string         `json:"locked,omitempty"`   // both, under a passphrase (age), instead of them
}

const keyFormat = "truce-key-1"

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

// readKey reads a key file, and asks for its passphrase if it has one.
func (e *env) readKey(path string) (key, error) {
	f, err := readKeyFile(path)
	if err != nil {
		return key{}, err
	}
	return e.keyOf(path, f)
}

// readKeyFile refuses a file that others on this machine can read: a key that somebody else
// may have is no signature of its owner's. It tells nothing of the contents in its errors.
func readKeyFile(path string) (f keyFile, err error) {
	if path == "" {
		return f, problem.Invalid(problem.KeyNotNamed)
	}
	named := problem.P{"file": path}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, problem.NotFound(problem.KeyFileMissing, named)
	}
	if err != nil {
		return f, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return f, problem.Invalid(problem.KeyFileOpen, named)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return f, err
	}
	return parseKeyFile(path, text)
}

func parseKeyFile(path string, text []byte) (f keyFile, err error) {
	err = numbered.Read(text, keyFormat, &f)
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return f, madeNewer(path, newer)
	}
	if err != nil {
		return f, problem.Invalid(problem.KeyFileWrong, problem.P{"file": path})
	}
	return f, nil
}

// madeNewer says that a file was made by a program that knows more than this one.
func madeNewer(file string, newer numbered.NewerError) error {
	return problem.Invalid(problem.FileNewer, problem.P{"file": file, "found": newer.Has, "expected": newer.Reads}).Because(newer)
}

// parseKey is the key in the text of a key file.
func (e *env) parseKey(path string, text []byte) (key, error) {
	f, err := parseKeyFile(path, text)
	if err != nil {
		return key{}, err
	}
	return e.keyOf(path, f)
}

// keyOf is the key that a key file holds.
func (e *env) keyOf(path string, f keyFile) (k key, err error) {
	k.person, k.office, k.register = f.Person, f.Office, f.Register
	if f.Founding != "" {
		if k.founding, err = act.ParseID(f.Founding); err != nil || k.founding == (act.ID{}) {
			return key{}, problem.Invalid(problem.KeyFileFounding, problem.P{"file": path})
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
		return key{}, problem.Invalid(problem.KeyFileWrong, problem.P{"file": path})
	}
	if f.Sealing != "" {
		identity, err := seal.ParseIdentity(f.Sealing)
		if err != nil {
			return key{}, problem.Invalid(problem.KeyFileWrong, problem.P{"file": path}).Because(err)
		}
		k.sealing = &identity
	}
	return k, nil
}

// writeKey writes a key file for its owner alone, and never over another; under a passphrase, if there is
// one.
func writeKey(path string, k key, passphrase string) error {
	f, err := k.file()
	if err == nil && passphrase != "" {
		f, err = f.lock(passphrase)
	}
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	text, err := json.Marshal(f, jsontext.WithIndent("  "))
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	return writeNew(path, append(bytes.TrimSpace(text), '\n'))
}

// file is what stands in the key's file, without a passphrase.
func (k key) file() (keyFile, error) {
	jwk, err := k.private.MarshalPrivate()
	f := keyFile{Format: keyFormat, Comment: keyComment, Person: k.person, Office: k.office, Register: k.register, Key: jwk}
	if k.founding != (act.ID{}) {
		f.Founding = k.founding.String()
	}
	if k.sealing != nil {
		f.Sealing = k.sealing.Secret()
	}
	return f, err
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
	err := disk.Create(disk.Own(), path, text)
	if errors.Is(err, fs.ErrExist) {
		return problem.Conflict(problem.FileExists, problem.P{"file": path})
	}
	return err
}
