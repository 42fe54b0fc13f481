// Package foldtest writes down the acts about a subject for tests of folds, and folds them
// in every order of arrival that it tries. It is for tests only.
package foldtest

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
)

// History is the acts about one subject. Each is received a minute after the one before,
// from noon UTC of 7 May 2017 on.
type History struct {
	Subject act.SubjectID
	Func    fold.Func
	States  map[act.SubjectID]any // what the fold finds when it looks at other subjects
	Looked  func(subject act.SubjectID, at time.Time)
	entries []fold.Entry
}

// By adds an act whose author had seen all that stand before it.
func (h *History) By(person act.SubjectID, party string, body any) act.ID {
	return h.Knowing(person, party, body, fold.Heads(h.entries)...)
}

// Knowing adds an act whose author had seen those and what they name.
func (h *History) Knowing(person act.SubjectID, party string, body any, prev ...act.ID) act.ID {
	n := len(h.entries)
	e := fold.Entry{
		ID: act.ID{byte(n * 37), byte(n)}, Prev: prev, Key: "key-of-" + act.KeyID(person), Person: person, Party: party, Body: body,
		Received: time.Date(2017, 5, 7, 12, n, 0, 0, time.UTC),
	}
	h.entries = append(h.entries, e)
	return e.ID
}

// Fold adds the acts up. The test fails if another order of arrival gives another answer.
func (h *History) Fold(t testing.TB) fold.Folded {
	t.Helper()
	r := rand.New(rand.NewPCG(7, uint64(len(h.entries))))
	want := h.fold()
	if err := want.Check(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		arrived := slices.Clone(h.entries)
		r.Shuffle(len(arrived), func(i, j int) { arrived[i], arrived[j] = arrived[j], arrived[i] })
		again := (&History{h.Subject, h.Func, h.States, h.Looked, arrived}).fold()
		if a, b := Text(t, want), Text(t, again); a != b {
			t.Fatalf("two orders of arrival gave\n%s\n%s", a, b)
		}
	}
	return want
}

func (h *History) fold() fold.Folded {
	return h.Func(h.Subject, fold.Order(slices.Clone(h.entries)), h.look)
}

func (h *History) look(subject act.SubjectID, at time.Time) ([]byte, bool) {
	if h.Looked != nil {
		h.Looked(subject, at)
	}
	state, held := h.States[subject]
	if !held {
		return nil, false
	}
	text, err := json.Marshal(state)
	return text, err == nil
}

// Text is all that was folded, to compare.
func Text(t testing.TB, f fold.Folded) string {
	t.Helper()
	text, err := json.Marshal(f, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// State is the only period's state.
func State[T any](t testing.TB, f fold.Folded) T {
	t.Helper()
	if len(f.Periods) != 1 {
		t.Fatalf("%d periods", len(f.Periods))
	}
	switch s := f.Periods[0].State.(type) {
	case T:
		return s
	case *T:
		return *s
	}
	t.Fatalf("the state is %T", f.Periods[0].State)
	panic("unreachable")
}
