package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyFile(t *testing.T) {
	t.Parallel()
	e := newEnv()
	k, err := newKey(e, "person/m", true)
	if err != nil {
		t.Fatal(err)
	}
	k.office = "hq.test.truce"
	file := filepath.Join(t.TempDir(), "m.key")
	if err := writeKey(file, k, ""); err != nil {
		t.Fatal(err)
	}

	t.Run("is read back whole", func(t *testing.T) {
		t.Parallel()
		back, err := (&env{}).readKey(file)
		if err != nil {
			t.Fatal(err)
		}
		if back.private.Public().ID() != k.private.Public().ID() || back.person != k.person ||
			back.office != k.office || back.recipient() != k.recipient() {
			t.Error("another key came back")
		}
	})

	t.Run("is for its owner alone", func(t *testing.T) {
		t.Parallel()
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
	})

	t.Run("holds secrets that no form of printing shows", func(t *testing.T) {
		t.Parallel()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), `"d": "`)
		secret, _, _ := strings.Cut(rest, `"`)
		if secret == "" {
			t.Fatalf("no secret in the file: the test looks for the wrong thing")
		}
		var logged strings.Builder
		slog.New(slog.NewTextHandler(&logged, nil)).Info("key", "key", k)
		for _, printed := range []string{fmt.Sprintf("%v %+v %#v %s", k, k, k, k), logged.String()} {
			if strings.Contains(printed, secret) || strings.Contains(printed, k.sealing.Secret()) {
				t.Errorf("printed: %s", printed)
			}
		}
	})

	t.Run("tells nothing of itself when it is damaged", func(t *testing.T) {
		t.Parallel()
		_, err := (&env{}).parseKey("m.key", []byte(`{"key": {"kty": "OKP", "crv": "Ed25519", "d": "SECRET"}}`))
		if err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("error: %v", err)
		}
	})
}
