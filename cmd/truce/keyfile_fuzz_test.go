package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// Whatever stands in a key file, it is read or refused, the refusal repeats nothing of it, and what is read is written again as the same key.
func FuzzKeyFile(f *testing.F) {
	e := newEnv()
	k, err := newKey(e, "person/monitor-1", true)
	if err != nil {
		f.Fatal(err)
	}
	file, err := k.file()
	if err != nil {
		f.Fatal(err)
	}
	good, err := json.Marshal(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, change := range [][2]string{{"key-1", "key-2"}, {`"kty"`, `"kid"`}, {"AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"}, {"{", "["}, {`"person"`, `"person":1,"person"`}} {
		f.Add(bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Contains(text, []byte("ocked")) {
			return // asks somebody for a passphrase
		}
		k, err := e.parseKey("x.key", text)
		if err != nil {
			if i := bytes.Index(text, []byte("AGE-SECRET-KEY-")); i >= 0 && len(text) > i+40 && strings.Contains(err.Error(), string(text[i:i+40])) {
				t.Errorf("a refusal tells the secret: %v", err)
			}
			return
		}
		file, err := k.file()
		if err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		same, err := e.parseKey("x.key", again)
		if err != nil || same.private.Public().ID() != k.private.Public().ID() || same.person != k.person {
			t.Errorf("%s is written as %s: %v", text, again, err)
		}
	})
}
