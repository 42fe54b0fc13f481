package act_test

import (
	"crypto/rand"
	"errors"
	"sync"
	"testing"

	"truce/ground/act"
)

// A checker says what Check says, before and after it has learned the key, whoever asks.
func TestChecker(t *testing.T) {
	t.Parallel()
	c := act.NewChecker()
	var all sync.WaitGroup
	for range 60 { // more keys than it holds
		key, err := act.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := sign(t, key, `{"narrative":"one"}`)
		other, _ := sign(t, key, `{"narrative":"two"}`)
		forged, err := act.Parse(a.Compact()[:len(a.Compact())-86] + other.Compact()[len(other.Compact())-86:])
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			for range 80 {
				if err := c.Check(a, key.Public()); err != nil {
					t.Errorf("good: %v", err)
				}
				if err := c.Check(forged, key.Public()); !errors.Is(err, act.ErrSignature) {
					t.Errorf("forged: %v", err)
				}
			}
		})
	}
	all.Wait()
}

// Checks that are finished together are each answered for themselves.
func TestFinish(t *testing.T) {
	t.Parallel()
	c := act.NewChecker()
	key := newKeys(t)[act.Ed25519]
	a, _ := sign(t, key, `{"narrative":"one"}`)
	other, _ := sign(t, key, `{"narrative":"two"}`)
	forged, err := act.Parse(a.Compact()[:len(a.Compact())-86] + other.Compact()[len(other.Compact())-86:])
	if err != nil {
		t.Fatal(err)
	}
	begun, want := []*act.Begun{{}}, []error{act.ErrSignature} // what was never begun was never signed
	for i := range 100 {
		b, expect := c.Begin(a, key.Public()), error(nil)
		if i%3 == 0 {
			b, expect = c.Begin(forged, key.Public()), act.ErrSignature
		}
		begun, want = append(begun, &b), append(want, expect)
	}
	for range 2 {
		act.Finish(begun)
		for i, b := range begun {
			if err := b.Err(); !errors.Is(err, want[i]) {
				t.Errorf("check %d: %v, want %v", i, err, want[i])
			}
		}
	}
}

// The key must be the one that the act names, and of its algorithm.
func TestChecker_wrong_key(t *testing.T) {
	t.Parallel()
	c := act.NewChecker()
	keys := newKeys(t)
	for _, key := range keys {
		a, _ := sign(t, key, `{}`)
		for range 40 {
			for algorithm, other := range keys {
				if err := c.Check(a, other.Public()); (err == nil) != (algorithm == a.Algorithm()) {
					t.Fatalf("%s by %s: %v", a.Algorithm(), algorithm, err)
				}
			}
			if err := c.Check(a, act.PublicKey{}); !errors.Is(err, act.ErrSignature) {
				t.Fatalf("no key: %v", err)
			}
		}
	}
}
