package vault_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"truce/tool/disk"
	"truce/tool/seal"
	"truce/tool/vault"
)

// Whatever stands in the header of an encrypted folder, it is read or refused; with the right opener it gives the folder's key, or none.
func FuzzHeader(f *testing.F) {
	k, err := vault.NewKeys(rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	owner, err := seal.Generate()
	if err != nil {
		f.Fatal(err)
	}
	var recovery []string
	for range 2 {
		other, err := seal.Generate()
		if err != nil {
			f.Fatal(err)
		}
		recovery = append(recovery, other.Recipient().String())
	}
	h, err := vault.Wrap(k, vault.Openers{KeyFile: owner.Recipient().String(), Recovery: recovery})
	if err != nil {
		f.Fatal(err)
	}
	folder := f.TempDir()
	if err := h.Write(disk.Or(nil), folder); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(filepath.Join(folder, vault.HeaderName))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, change := range [][2]string{{"folder-1", "folder-2"}, {"start", "recovery"}, {`"proof": "`, `"proof": "A`}, {"BEGIN", "begin"}, {"[", "{"}, {`"to"`, `"to":"x","to"`}} {
		f.Add(bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		at := t.TempDir()
		if err := os.WriteFile(filepath.Join(at, vault.HeaderName), text, 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := vault.Read(disk.Or(nil), at)
		if err != nil {
			return
		}
		got, _, err := read.Open(vault.Opening{Identity: &owner})
		if err == nil && got != k {
			t.Errorf("another key is taken for the folder's, from %s", text)
		}
	})
}
