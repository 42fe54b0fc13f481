package main

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"reflect"
	"slices"

	"truce/door/wire"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/office"
)

// hinted is an error with what the person can do now.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// found ends a check that found something wrong: exit code 3. What it found is told on
// standard output already.
type found struct{ error }

func (f found) Unwrap() error { return f.error }

// unjudged ends a check that cannot be made here, because what is checked was made by rules that
// this program does not have, or the copy does not tell enough: exit code 4. It is no word against
// what was checked.
type unjudged struct{ error }

func (u unjudged) Unwrap() error { return u.error }

// uncosigned ends a check that found nothing wrong with a head that too few saw, or too long ago: exit code 5.
type uncosigned struct{ error }

func (u uncosigned) Unwrap() error { return u.error }

// foreignKey ends a look at who speaks for one's party that found a key in which nobody of the party had a hand: exit code 6.
type foreignKey struct{ error }

func (f foreignKey) Unwrap() error { return f.error }

// misused ends a command whose words make no sense together, or that was given nothing: exit code 2.
type misused struct{ error }

func (m misused) Unwrap() error { return m.error }

// errTold ends a command whose only error was told already.
var errTold = errors.New("refused")

// exit tells the error, if there is one, and answers the exit code for it.
func (e *env) exit(err error) int {
	_, wrong := errors.AsType[found](err)
	_, open := errors.AsType[unjudged](err)
	_, few := errors.AsType[uncosigned](err)
	wrong = wrong || recordWrong(err)
	_, foreign := errors.AsType[foreignKey](err)
	_, usage := errors.AsType[misused](err)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errTold):
		return exitError
	case wrong:
		e.tell(err)
		return exitFound
	case few:
		e.tell(err)
		return exitUncosigned
	case foreign:
		e.tell(err)
		return exitForeignKey
	case open:
		e.tell(err)
		return exitUnjudged
	case usage:
		e.tell(err)
		return exitUsage
	}
	e.tell(err)
	return exitError
}

// recordWrong reports whether an office, here or asked over a network, found its own record not to be what it took
// and signed: that is no failure of the command, but what it found.
func recordWrong(err error) bool {
	key := ""
	if p, is := errors.AsType[*problem.Problem](err); is {
		key = p.Key.String()
	}
	if p, is := errors.AsType[*wire.Problem](err); is {
		key = p.Key
	}
	found := []problem.Key{problem.RegisterAltered, problem.RegisterAlteredUnsigned, problem.DatabaseTampered, problem.RegisterNamesDiffer, problem.RegisterBehindSignedHead, problem.SignedHeadsUnreadable, problem.HistoryForked, problem.EvidenceAltered}
	return slices.ContainsFunc(found, func(k problem.Key) bool { return k.String() == key })
}

// tell says what is wrong and then what to do about it. The cause of a refusal is for
// operators; whoever runs an office in a folder is one, so an internal fault shows it.
func (e *env) tell(err error) {
	if several := eachOf(err); len(several) > 1 {
		for _, one := range several {
			e.tell(one)
		}
		return
	}
	switch {
	case errors.Is(err, office.ErrFoldStopped):
		err = hinted{errors.New("stopped before everything was folded again"),
			"The register is whole. What the acts add up to is made from the first act when the office is opened next."}
	case errors.Is(err, context.Canceled):
		err = problem.Unavailable(problem.StoppedEarly).Because(err)
	}
	if all := problemsOf(plain(err)); len(all) > 0 {
		for _, p := range all {
			e.refuse(p)
		}
		if h, is := errors.AsType[hinted](err); is {
			e.notef("hint: `%s`\n", h.hint) // a command, which is the same in all languages
		}
		return
	}
	if p, is := errors.AsType[*wire.Problem](err); is {
		e.notef("error: %s\n", p.Detail)
		if p.Remedy != "" {
			e.notef("hint: %s\n", p.Remedy)
		}
		return
	}
	e.notef("error: %v\n", err)
	if h, is := errors.AsType[hinted](err); is {
		e.notef("hint: %s\n", h.hint)
	}
}

// eachOf are the errors that came of several steps one after another, each with its own words: none hides another.
func eachOf(err error) []error {
	if several, is := err.(interface{ Unwrap() []error }); is && reflect.TypeOf(err) == reflect.TypeOf(errors.Join(errTold)) {
		var all []error
		for _, one := range several.Unwrap() {
			all = append(all, eachOf(one)...)
		}
		return all
	}
	return []error{err}
}

// refuse tells one problem.
func (e *env) refuse(p *problem.Problem) {
	e.notef("error: %s\nhint: %s\n", p.Sentence(e.languages...), p.Remedy(e.languages...))
	if cause := p.Unwrap(); cause != nil && (e.verbose || p.Kind == problem.KindInternal) {
		e.notef("cause: %v\n", cause)
	}
}

// problemsOf are the problems of which an error is made, in their order; what caused one is not among them.
func problemsOf(err error) []*problem.Problem {
	switch e := err.(type) {
	case nil:
		return nil
	case *problem.Problem:
		return []*problem.Problem{e}
	case interface{ Unwrap() []error }:
		var all []*problem.Problem
		for _, one := range e.Unwrap() {
			all = append(all, problemsOf(one)...)
		}
		return all
	case interface{ Unwrap() error }:
		return problemsOf(e.Unwrap())
	}
	return nil
}

// plain tells in a sentence what programs say in words of their own: that no office answers, or a file is not there.
func plain(err error) error {
	if len(problemsOf(err)) > 0 {
		return err
	}
	if _, is := errors.AsType[*wire.Problem](err); is {
		return err
	}
	if _, is := errors.AsType[hinted](err); is {
		return err
	}
	if _, is := errors.AsType[*url.Error](err); is {
		return unreachable(err)
	}
	file, is := errors.AsType[*fs.PathError](err)
	switch {
	case errors.Is(err, register.ErrKey):
		return problem.Invalid(problem.RegisterKeyMalformed).Because(err)
	case !is:
		return err
	case errors.Is(err, fs.ErrNotExist):
		return problem.NotFound(problem.FileMissing, problem.P{"file": file.Path}).Because(err)
	}
	return problem.Invalid(problem.FileUnreadable, problem.P{"file": file.Path, "reason": file.Err.Error()}).Because(err)
}
