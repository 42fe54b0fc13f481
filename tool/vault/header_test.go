package vault_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"truce/ground/numbered"
	"truce/tool/disk"
	"truce/tool/seal"
	"truce/tool/vault"
)

func identity(t testing.TB) seal.Identity {
	t.Helper()
	i, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return i
}

const phrase = "correct horse battery"

func TestHeader(t *testing.T) {
	t.Parallel()
	k, card, one, two := keys(t), identity(t), identity(t), identity(t)
	recovery := []string{one.Recipient().String(), two.Recipient().String()}
	h, err := vault.Wrap(k, vault.Openers{Passphrase: phrase, KeyFile: card.Recipient().String(), Recovery: recovery})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := h.Write(disk.Own(), folder); err != nil {
		t.Fatal(err)
	}
	if h, err = vault.Read(disk.Own(), folder); err != nil || !h.AsksPassphrase() || !h.AsksKey() {
		t.Fatal(h, err)
	}
	t.Run("each way opens it", func(t *testing.T) {
		t.Parallel()
		for _, by := range []struct {
			by        vault.Opening
			recovered bool
		}{{vault.Opening{Passphrase: phrase}, false}, {vault.Opening{Identity: &card}, false}, {vault.Opening{Identity: &one}, true}, {vault.Opening{Identity: &two}, true}} {
			if got, recovered, err := h.Open(by.by); got != k || recovered != by.recovered || err != nil {
				t.Errorf("%v, %v, %v", got, recovered, err)
			}
		}
	})
	t.Run("nothing else does", func(t *testing.T) {
		t.Parallel()
		stranger := identity(t)
		for _, by := range []vault.Opening{{Passphrase: phrase + "x"}, {}, {Identity: &stranger}} {
			if _, _, err := h.Open(by); !errors.Is(err, vault.ErrWrong) {
				t.Errorf("%v: %v", by, err)
			}
		}
	})
	t.Run("what was altered is not gone by", func(t *testing.T) {
		t.Parallel()
		for what, alter := range map[string]func(h *vault.Header){
			"a recipient": func(h *vault.Header) { h.Ways[3].To = card.Recipient().String() },
			"a way less":  func(h *vault.Header) { h.Ways = h.Ways[:3] },
			"its use":     func(h *vault.Header) { h.Ways[2].Use = vault.Start },
			"the folder":  func(h *vault.Header) { h.Folder = strings.Repeat("0", 32) },
			"the proof":   func(h *vault.Header) { h.Proof = "" },
		} {
			altered := h
			altered.Ways = append([]vault.Way(nil), h.Ways...)
			alter(&altered)
			if _, _, err := altered.Open(vault.Opening{Identity: &one}); !errors.Is(err, vault.ErrHeader) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
	t.Run("the second copy serves where the first is damaged", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		if err := h.Write(disk.Own(), folder); err != nil {
			t.Fatal(err)
		}
		first := filepath.Join(folder, vault.HeaderName)
		for _, text := range []string{"", "{}", `{"format":"truce-encrypted-folder-1"}`} {
			if err := os.WriteFile(first, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := vault.Read(disk.Own(), folder); err != nil || got.Proof != h.Proof {
				t.Errorf("%q: %v", text, err)
			}
		}
		if err := os.Remove(first); err != nil {
			t.Fatal(err)
		}
		if got, err := vault.Read(disk.Own(), folder); err != nil || got.Proof != h.Proof {
			t.Errorf("gone: %v", err)
		}
		if err := os.WriteFile(first, []byte(`{"format":"truce-encrypted-folder-2"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Read(disk.Own(), folder); !errors.As(err, new(numbered.NewerError)) {
			t.Errorf("newer: %v", err)
		}
	})
	t.Run("no key is printed", func(t *testing.T) {
		t.Parallel()
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
			if text := fmt.Sprintf(verb, k); len(text) > 60 || !strings.HasPrefix(text, "key of folder ") {
				t.Errorf("%s: %s", verb, text)
			}
		}
	})
	t.Run("too few are refused", func(t *testing.T) {
		t.Parallel()
		quantum, err := seal.GeneratePostQuantum()
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range []struct {
			o    vault.Openers
			want error
		}{
			{vault.Openers{Passphrase: phrase, Recovery: recovery[:1]}, vault.ErrFew},
			{vault.Openers{Passphrase: phrase, Recovery: []string{recovery[0], recovery[0]}}, vault.ErrFew},
			{vault.Openers{Passphrase: phrase, Recovery: []string{recovery[0], "age1x"}}, seal.ErrNotRecipient},
			{vault.Openers{Passphrase: phrase, Recovery: []string{recovery[0], quantum.Recipient().String()}}, seal.ErrMixedRecipients},
		} {
			if _, err := vault.Wrap(k, o.o); !errors.Is(err, o.want) {
				t.Errorf("got %v, want %v", err, o.want)
			}
		}
		if _, err := vault.Wrap(k, vault.Openers{Recovery: recovery}); err == nil {
			t.Error("nothing opens it at a start")
		}
	})
	t.Run("a header of another folder is told before anybody is asked", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		if err := disk.Replace(on(t, disk.Own(), k), filepath.Join(folder, "register.key"), []byte("secret")); err != nil {
			t.Fatal(err)
		}
		if err := h.Fits(disk.Own(), folder); err != nil {
			t.Error(err)
		}
		other, err := vault.Wrap(keys(t), vault.Openers{Passphrase: phrase, Recovery: recovery})
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Fits(disk.Own(), folder); !errors.Is(err, vault.ErrOtherFolder) {
			t.Error(err)
		}
	})
	t.Run("a backup opens by each key of recovery, and by its folder", func(t *testing.T) {
		t.Parallel()
		var file bytes.Buffer
		w, err := vault.Carry(&file, h, k, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		content := strings.Repeat("what is backed up ", 10_000)
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := vault.Uncarry(bytes.NewReader(file.Bytes()), func(got vault.Header) (vault.Keys, error) {
			k, _, err := got.Open(vault.Opening{Passphrase: phrase})
			return k, err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); string(got) != content || err != nil {
			t.Error(err)
		}
		for _, key := range []seal.Identity{one, two} {
			r, err := seal.Decrypt(bytes.NewReader(file.Bytes()), key)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); string(got) != content || err != nil {
				t.Error(err)
			}
		}
		_, err = vault.Uncarry(bytes.NewReader(file.Bytes()), func(vault.Header) (vault.Keys, error) { return keys(t), nil })
		if !errors.Is(err, vault.ErrHeader) {
			t.Errorf("another key: %v", err)
		}
	})
}

// A backup by a later form is told as that, and one that carries nothing as no backup of an encrypted folder.
func TestCarried_of_a_later_form(t *testing.T) {
	t.Parallel()
	for carries, holds := range map[string]func(error) bool{
		"truce-encrypted-folder-2": func(err error) bool { return errors.As(err, new(numbered.NewerError)) },
		vault.Format:               func(err error) bool { return errors.Is(err, vault.ErrHeader) },
		"truce-other-2":            func(err error) bool { return errors.Is(err, vault.ErrNone) },
	} {
		var file bytes.Buffer
		w, err := age.Encrypt(&file, stanza(carries))
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		_, err = vault.Carried(bytes.NewReader(file.Bytes()))
		_, other := vault.Uncarry(&file, func(vault.Header) (vault.Keys, error) { return keys(t), nil })
		if !holds(err) || !holds(other) {
			t.Errorf("%s: %v, %v", carries, err, other)
		}
	}
}

// stanza is a recipient of age whose stanza has a type, and too little in it.
type stanza string

// Wrap is that of age.Recipient.
func (s stanza) Wrap([]byte) ([]*age.Stanza, error) {
	return []*age.Stanza{{Type: string(s), Body: []byte("short")}}, nil
}
