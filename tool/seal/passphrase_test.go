package seal_test

import (
	"errors"
	"strings"
	"testing"

	"truce/tool/seal"
)

func TestLock(t *testing.T) {
	t.Parallel()
	locked, err := seal.Lock("correct horse", []byte("AGE-SECRET-KEY-1"))
	if err != nil || strings.Contains(locked, "SECRET") {
		t.Fatal(locked, err)
	}
	if plain, err := seal.Unlock("correct horse", locked); err != nil || string(plain) != "AGE-SECRET-KEY-1" {
		t.Errorf("got %q, %v", plain, err)
	}
	for _, wrong := range []string{"correct horsf", ""} {
		if _, err := seal.Unlock(wrong, locked); !errors.Is(err, seal.ErrWrongPassphrase) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for name, text := range map[string]string{"rubbish": "x", "cut short": locked[:len(locked)/2]} {
		if _, err := seal.Unlock("correct horse", text); !errors.Is(err, seal.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := seal.Lock("x", make([]byte, seal.MaxTextBytes+1)); !errors.Is(err, seal.ErrTooLong) {
		t.Errorf("too long: %v", err)
	}
}
