package folded

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-json-experiment/json"

	"truce/tool/store"
)

// What is folded of a copy is believed the next time only if this reader folded it, and nobody wrote into it since: it is
// sealed with a secret that lies in a folder of the reader's own, elsewhere than the cache. Whoever can write into the
// cache, and not read the secret, has it folded anew.

const secretBytes = 32

// errSeal says that what lies in a cache is not as this reader left it.
var errSeal = errors.New("what was folded before is not as this reader left it")

// secret reads the reader's, or makes it. Where no folder is named, or none can be written, nothing is remembered.
func (f *folding) secret() ([]byte, error) {
	if f.o.Own == "" {
		return nil, errSeal
	}
	path := filepath.Join(f.o.Own, "copies.secret")
	if held, err := os.ReadFile(path); err == nil && len(held) == secretBytes {
		return held, nil
	}
	fresh := make([]byte, secretBytes)
	if _, err := io.ReadFull(f.o.Rand, fresh); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(f.o.Own, 0o700); err != nil {
		return nil, err
	}
	return fresh, os.WriteFile(path, fresh, 0o600)
}

// sealOf is over the stamp and all that was folded, in a folder.
func (f *folding) sealOf(m made, folder string) (string, error) {
	secret, err := f.secret()
	if err != nil {
		return "", err
	}
	m.Seal = ""
	text, err := json.Marshal(m, json.Deterministic(true))
	if err != nil {
		return "", err
	}
	sum := hmac.New(sha256.New, secret)
	fmt.Fprintf(sum, "truce folded copy\n%s\n", text)
	files := os.DirFS(folder)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() || name == madeName || name == lockName || name == store.LeftName:
			return nil
		case !entry.Type().IsRegular():
			return errSeal
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Size() == 0 { // what a database leaves beside it when it is only read
			return nil
		}
		fmt.Fprintf(sum, "%q %d\n", name, info.Size())
		return hashed(sum, files, name)
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// sealed reports whether what was folded is as this reader left it.
func (f *folding) sealed(m made) error {
	seal, err := f.sealOf(m, f.place)
	if err == nil && !hmac.Equal([]byte(seal), []byte(m.Seal)) {
		err = errSeal
	}
	return err
}
