package problem_test

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"golang.org/x/text/language"

	"truce/ground/problem"
)

func TestError_tells_the_operator_everything(t *testing.T) {
	t.Parallel()
	p := problem.Invalid(problem.SignatureWrong, problem.P{"key": "k\n1", "alg": "Ed25519"}).At("/body").Because(io.ErrUnexpectedEOF)
	want := `invalid: signature-wrong at /body alg="Ed25519" key="k\n1": unexpected EOF`
	if got := p.Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !errors.Is(p, io.ErrUnexpectedEOF) {
		t.Error("the cause is not in the chain")
	}
}

func TestProblem_is_not_changed_by_its_own_methods(t *testing.T) {
	t.Parallel()
	params := problem.P{"key": "a"}
	p := problem.Invalid(problem.KeyUnknown, params)
	_ = p.At("/x").Because(io.EOF)
	params["key"] = "b"
	if got := p.Error(); got != `invalid: key-unknown key="a"` {
		t.Error(got)
	}
}

func TestFrom(t *testing.T) {
	t.Parallel()
	p := problem.Conflict(problem.SubjectExists)
	if got := problem.From(fmt.Errorf("submit act: %w", p)); got != p {
		t.Errorf("got %v", got)
	}
	if got := problem.From(io.EOF); got.Kind != problem.KindInternal || got.Key != problem.InternalFault || !errors.Is(got, io.EOF) {
		t.Errorf("got %v", got)
	}
	if got := problem.From(nil); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestIs(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("submit act: %w", problem.Conflict(problem.SubjectExists))
	if !problem.Is(err, problem.SubjectExists) || problem.Is(err, problem.KeyUnknown) || problem.Is(nil, problem.InternalFault) {
		t.Error("Is mistakes one problem for another")
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for status, p := range map[int]*problem.Problem{
		400: problem.Invalid(problem.FilterWrong),
		401: problem.Unauthenticated(problem.SignInNeeded),
		403: problem.Forbidden(problem.NotPermitted),
		404: problem.NotFound(problem.NothingFound),
		409: problem.Conflict(problem.SubjectExists),
		413: problem.TooLarge(problem.ActTooLarge),
		429: problem.Unavailable(problem.TooManyRequests),
		500: problem.Internal(problem.DatabaseDamaged),
		503: problem.Unavailable(problem.OfficeBusy),
	} {
		if got := p.Status(); got != status {
			t.Errorf("%s: got %d, want %d", p.Kind, got, status)
		}
	}
}

func TestUnknown_numbers_are_an_internal_fault(t *testing.T) {
	t.Parallel()
	p := &problem.Problem{Kind: 200, Key: 65535}
	if p.Kind.String() != "internal" || p.Status() != 500 || p.Sentence() != problem.Internal(problem.InternalFault).Sentence() {
		t.Errorf("got %v, %d, %s", p, p.Status(), p.Sentence())
	}
}

func TestParseKey(t *testing.T) {
	t.Parallel()
	for _, key := range problem.Keys() {
		word, err := key.MarshalText()
		if got, ok := problem.ParseKey(string(word)); err != nil || !ok || got != key {
			t.Errorf("%s came back as %s, %v, %v", key, got, ok, err)
		}
	}
	if _, ok := problem.ParseKey("no-such-key"); ok {
		t.Error("an unknown word became a key")
	}
}

func TestSentence_from_many_goroutines(t *testing.T) {
	t.Parallel()
	p := problem.Unavailable(problem.TooManyRequests, problem.P{"seconds": 5})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := p.Remedy(language.English); got != "Wait 5 seconds and try again." {
				t.Error(got)
			}
		})
	}
	wg.Wait()
}
