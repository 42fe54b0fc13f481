package vault_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
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
	backedUp(t, h, k, filepath.Join("testdata", "backup.age"))
	d := on(t, disk.Own(), k)
	for name, want := range written() {
		if got, err := disk.ReadFile(d, filepath.Join(folder, name)); !bytes.Equal(got, want) || err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// backedUp opens a file that was carried out of the folder, by the folder's key and by one of recovery.
func backedUp(t *testing.T, h vault.Header, k vault.Keys, name string) {
	t.Helper()
	const content = "EXERCISE. What a backup holds."
	if *update {
		var out bytes.Buffer
		w, err := vault.Carry(&out, h, k, rand.NewChaCha8([32]byte{2}))
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err == nil {
			err = errors.Join(w.Close(), os.WriteFile(name, out.Bytes(), 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	carried, err := vault.Carried(bytes.NewReader(file))
	if err != nil || carried.Folder != h.Folder {
		t.Error(carried, err)
	}
	byFolder, err := vault.Uncarry(bytes.NewReader(file), func(vault.Header) (vault.Keys, error) { return k, nil })
	if err != nil {
		t.Fatal(err)
	}
	byRecovery, err := seal.Decrypt(bytes.NewReader(file), parsed(t, recoverTwo))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []io.Reader{byFolder, byRecovery} {
		if got, err := io.ReadAll(r); string(got) != content || err != nil {
			t.Errorf("%q, %v", got, err)
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
