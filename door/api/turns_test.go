package api

import (
	"context"
	"testing"

	"truce/ground/problem"
)

func TestTurns(t *testing.T) {
	t.Parallel()
	var turns turns
	done, err := turns.take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	other, err := turns.take(t.Context(), "b")
	if err != nil {
		t.Fatalf("another person waits: %v", err)
	}
	other()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.take(gone, "a"); !problem.Is(err, problem.TooManyRequests) {
		t.Errorf("two at a time: %v", err)
	}
	done()
	if done, err = turns.take(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	done()
}
