package kinds

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/scan"
	"truce/ground/shape"
)

// Errors of Read besides shape.Fault; callers tell them apart.
var (
	ErrUnknownKind = errors.New("no such kind of act")
	ErrUnknownRev  = errors.New("a revision of its kind that this program does not know")
	ErrWrongNoun   = errors.New("this kind of act is not about such subjects")
	ErrSlots       = errors.New("the slots are not those of the kind")
	ErrWithheld    = errors.New("a slot has no disclosure")
	ErrInClear     = errors.New("a member that must be hidden is in the clear")
	ErrUndeclared  = errors.New("a member stands in the slot of another class")
	ErrMisfit      = errors.New("the body contradicts itself or its subject")
)

// Unknown reports whether an error says that a later program may know what this one does not: a form, a kind, a revision,
// a word that a list got since, a language. Such an act is neither right nor wrong: it is kept, and has no effect.
func Unknown(err error) bool {
	if fault, is := errors.AsType[shape.Fault](err); is {
		return fault.Rule == shape.Word || fault.Rule == shape.Language
	}
	return errors.Is(err, act.ErrFormat) || errors.Is(err, ErrUnknownKind) || errors.Is(err, ErrUnknownRev)
}

// MemberError names the member that broke a rule.
type MemberError struct {
	Path string
	Err  error
}

func (e MemberError) Error() string { return fmt.Sprintf("%s: %s", e.Path, e.Err) }

// Unwrap answers which rule.
func (e MemberError) Unwrap() error { return e.Err }

// fits is implemented by bodies with rules that a shape cannot say. They are of the form, and the same in every program
// for ever: whoever checks a copy calls an act wrong by them. So they read nothing that changes beside the form, no library
// and no list of the program; a word that a list lacks is a shape.Fault of the rule Word, which a later program may know.
// A member that must be there and is not was withheld from this reader: no rule may take that for a fault.
type fits interface {
	Fits(subject act.SubjectID) error
}

// usable is implemented by bodies of which a program can say more, such as whether it can run a rule: by a library that
// another edition of the program has another of. It is asked of who makes an act and by the office that takes it first,
// and never by whoever checks it.
type usable interface {
	Usable() error
}

// Read opens an act that its author hands in and checks it against its kind and revision: the
// slots, each with its disclosure, the shape, and the rules of the kind. The answer is a pointer
// to the kind's type. Whoever is handed an act first is handed all of it: what the author kept
// back could be shown later, or never.
func (k *Kinds) Read(a act.Act, ds []act.Disclosure) (any, error) {
	opened, err := a.Open(ds)
	if err != nil {
		return nil, err
	}
	if len(opened.Withheld) > 0 {
		return nil, MemberError{opened.Withheld[0], ErrWithheld}
	}
	body, err := k.read(a, ds, opened)
	if u, has := body.(usable); has && err == nil {
		if err := u.Usable(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMisfit, err)
		}
	}
	return body, err
}

// ReadWithheld is Read for whoever was given only some of the disclosures, or none, and for whoever reads what an office
// took. The members of the other slots are absent from the answer, and are not missed.
func (k *Kinds) ReadWithheld(a act.Act, ds []act.Disclosure) (any, error) {
	opened, err := a.Open(ds)
	if err != nil {
		return nil, err
	}
	return k.read(a, ds, opened)
}

func (k *Kinds) read(a act.Act, ds []act.Disclosure, opened act.Opened) (any, error) {
	spec, known := k.specs[a.Kind]
	if !known {
		return nil, ErrUnknownKind
	}
	form, known := spec.form(a.Rev)
	if !known {
		return nil, ErrUnknownRev
	}
	if !slices.Contains(spec.Nouns, a.Subject.Noun()) {
		return nil, ErrWrongNoun
	}
	if err := slotsFit(form, a, ds, opened); err != nil {
		return nil, err
	}
	body, err := spec.Shape.ReadRev(opened.Body, form.Rev, opened.Withheld)
	if err != nil {
		return nil, err
	}
	if f, has := body.(fits); has {
		if err := f.Fits(a.Subject); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMisfit, err)
		}
	}
	return body, nil
}

// slotsFit refuses slots that are not exactly those of the form, in their order, a member that
// is in the clear although it has a class, and one that stands in another slot than its own.
func slotsFit(form act.Form, a act.Act, ds []act.Disclosure, opened act.Opened) error {
	classes := form.Classes()
	if len(classes) != len(a.Slots) {
		return ErrSlots
	}
	for i, slot := range a.Slots {
		if slot.Class != classes[i] {
			return ErrSlots
		}
	}
	err := scan.EachMember(a.Body, func(name []byte, _ jsontext.Value) error {
		if form.Hides[string(name)] != "" {
			return MemberError{string(name), ErrInClear}
		}
		return nil
	})
	for i, d := range ds {
		for _, name := range d.Members() {
			if err == nil && form.Hides[name] != opened.Disclosed[i] {
				err = MemberError{name, ErrUndeclared}
			}
		}
	}
	return err
}

// Decode reads the body of an act that was checked when it was received: the same type
// as Read, without asking again what was asked then.
func (k *Kinds) Decode(a act.Act, ds []act.Disclosure) (any, error) {
	spec, known := k.specs[a.Kind]
	if !known {
		return nil, ErrUnknownKind
	}
	if _, known := spec.form(a.Rev); !known {
		return nil, ErrUnknownRev
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
