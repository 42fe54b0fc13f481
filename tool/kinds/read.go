package kinds

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// Errors of Read besides shape.Fault; callers tell them apart.
var (
	ErrUnknownKind = errors.New("no such kind of act")
	ErrWrongNoun   = errors.New("this kind of act is not about such subjects")
	ErrInClear     = errors.New("a member that must be hidden is in the clear")
	ErrUndeclared  = errors.New("a member was hidden that is for everybody")
	ErrMisfit      = errors.New("the body contradicts itself or its subject")
)

// MemberError names the member that broke a rule.
type MemberError struct {
	Path string
	Err  error
}

func (e MemberError) Error() string { return fmt.Sprintf("%s: %s", e.Path, e.Err) }

// Unwrap answers which rule.
func (e MemberError) Unwrap() error { return e.Err }

// fits is implemented by bodies with rules that a shape cannot say.
type fits interface {
	Fits(subject act.SubjectID) error
}

// Read opens an act that somebody hands in and checks its body against the kind: shape,
// hidden members, and the rules of the kind. The answer is a pointer to the kind's type.
// Whoever hands it in discloses what must be there; a member that may be absent may stay
// hidden for good.
func (k *Kinds) Read(a act.Act, ds []act.Disclosure) (any, error) {
	spec, known := k.specs[a.Kind]
	switch {
	case !known:
		return nil, ErrUnknownKind
	case !slices.Contains(spec.Nouns, a.Subject.Noun()):
		return nil, ErrWrongNoun
	}
	opened, err := a.Open(ds)
	if err != nil {
		return nil, err
	}
	if err := spec.declared(opened); err != nil {
		return nil, err
	}
	body, err := spec.Shape.Read(opened.Body)
	if err != nil {
		return nil, err
	}
	if err := spec.inClear(a, body, opened.Disclosed); err != nil {
		return nil, err
	}
	if f, has := body.(fits); has {
		if err := f.Fits(a.Subject); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMisfit, err)
		}
	}
	return body, nil
}

// declared refuses to hide what is for everybody: a reader could not tell an empty member
// from a withheld one.
func (s Spec) declared(o act.Opened) error {
	for _, path := range o.Disclosed {
		if s.Hides[path] == "" {
			return MemberError{path, ErrUndeclared}
		}
	}
	return nil
}

// inClear refuses a member that must be hidden and was not.
func (s Spec) inClear(a act.Act, body any, disclosed []string) error {
	v := reflect.ValueOf(body)
	for _, m := range s.hidden {
		if m.present(v) && (!slices.Contains(disclosed, m.path) || m.inList && shows(a.Body, m.path)) {
			return MemberError{m.path, ErrInClear}
		}
	}
	return nil
}

// Decode reads the body of an act that was checked when it was received: the same type
// as Read, without asking again what was asked then.
func (k *Kinds) Decode(a act.Act, ds []act.Disclosure) (any, error) {
	spec, known := k.specs[a.Kind]
	if !known {
		return nil, ErrUnknownKind
	}
	opened, err := a.Open(ds)
	if err != nil {
		return nil, err
	}
	body := reflect.New(spec.body).Interface()
	if err := json.Unmarshal(opened.Body, body, jsontext.AllowDuplicateNames(true)); err != nil { // there were none
		return nil, fmt.Errorf("decode body of %s: %w", a.ID, err)
	}
	return body, nil
}

// refers is implemented by bodies that name other subjects.
type refers interface {
	Refers() []act.SubjectID
}

// Refers are the subjects that a body names and that must be known before it.
func Refers(body any) []act.SubjectID {
	if r, does := body.(refers); does {
		return r.Refers()
	}
	return nil
}
