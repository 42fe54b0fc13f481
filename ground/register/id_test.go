package register_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"truce/ground/register"
)

// A register that calls itself otherwise cannot take another's id, and a key has one spelling.
func TestID(t *testing.T) {
	t.Parallel()
	_, vkey, err := register.GenerateKey(rand.Reader, "hq.exercise.truce")
	if err != nil {
		t.Fatal(err)
	}
	id, err := register.ID(vkey)
	if err != nil || len(id) != 43 {
		t.Fatalf("%q, %v", id, err)
	}
	name, rest, _ := strings.Cut(vkey, "+")
	hash, key, _ := strings.Cut(rest, "+")
	_, cosigner, err := register.GenerateCosignerKey(rand.Reader, "monitor.example")
	if err != nil {
		t.Fatal(err)
	}
	for what, other := range map[string]string{
		"a cosigner's":              cosigner,
		"another name with its key": "training+" + rest, "capitals": name + "+" + strings.ToUpper(hash[:7]) + "F+" + key,
		"nothing": "", "no key": name + "+" + hash, "another key's hash": name + "+00000000+" + key,
	} {
		if got, err := register.ID(other); err == nil {
			t.Errorf("%s: %s has the id %s", what, other, got)
		}
	}
}
