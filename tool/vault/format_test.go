package vault_test

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"truce/tool/disk"
	"truce/tool/seal"
	"truce/tool/vault"
)

var update = flag.Bool("update", false, "write the folder of the form anew, which nobody may do once it was released")

// The keys of the folder in testdata, which are no secret.
const (
	card       = "AGE-SECRET-KEY-18WMVURD2ZA3WS9V8LD9R6XR6DKL96NEM39ZV7DPRVEWTCG65R89Q3MYGCJ"
	recoverOne = "AGE-SECRET-KEY-1SAZTGRPEYP850T2LYK6550DYPSHFN2L0LC3QPQGXMZ0044VP44NQASLAUM"
	recoverTwo = "AGE-SECRET-KEY-109LYTVSWH5N0T3D76J2XQ0SVADX5RNC2G6ZNW7XD87XXQRQQ7Y9QH825M5"
)

// written are the files of the folder, of each layout.
func written() map[string][]byte {
	log := bytes.Repeat([]byte("EXERCISE log "), 3000)
	return map[string][]byte{
		"pages.db":     append([]byte(sqliteMagic), bytes.Repeat([]byte("EXERCISE page"), 3000)...)[:3*8192],
		"pages.db-wal": log[:32+2*(24+8192)],
		"stream":       bytes.Repeat([]byte("EXERCISE stream"), 1500),
		"little":       []byte("EXERCISE"),
	}
}

// A folder of form 1 is opened by every later program.
func TestFormat_1(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("testdata", vault.Format)
	if *update {
		writeFormat(t, folder)
	}
	h, err := vault.Read(disk.Own(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Fits(disk.Own(), folder); err != nil {
		t.Error(err)
	}
	k, _, err := h.Open(vault.Opening{Passphrase: phrase})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{card, recoverOne, recoverTwo} {
		identity := parsed(t, secret)
		if other, _, err := h.Open(vault.Opening{Identity: &identity}); other != k || err != nil {
			t.Error(err)
		}
	}
	d := on(t, disk.Own(), k)
	for name, want := range written() {
		if got, err := disk.ReadFile(d, filepath.Join(folder, name)); !bytes.Equal(got, want) || err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func parsed(t *testing.T, secret string) seal.Identity {
	t.Helper()
	identity, err := seal.ParseIdentity(secret)
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func writeFormat(t *testing.T, folder string) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	random := rand.NewChaCha8([32]byte{1})
	k, err := vault.NewKeys(random)
	if err != nil {
		t.Fatal(err)
	}
	h, err := vault.Wrap(k, vault.Openers{
		Passphrase: phrase, KeyFile: parsed(t, card).Recipient().String(),
		Recovery: []string{parsed(t, recoverOne).Recipient().String(), parsed(t, recoverTwo).Recipient().String()},
	})
	if err == nil {
		err = h.Write(disk.Own(), folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	d, err := vault.On(disk.Own(), k, vault.Options{Rand: random, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range written() {
		f := opened(t, d, filepath.Join(folder, name))
		if _, err := f.WriteAt(content, 0); err != nil {
			t.Fatal(err)
		}
	}
}
