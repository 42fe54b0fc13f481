package act

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// Errors of Open; callers tell them apart to say which rule was broken.
var (
	ErrDisclosureUnused   = errors.New("a disclosure belongs to no slot of the act")
	ErrDisclosureRepeated = errors.New("a slot is disclosed twice, or a member stands twice")
)

// Opened is a body with the members of the disclosed slots beside those that are for everybody.
type Opened struct {
	Body jsontext.Value
	// Disclosed gives, for each disclosure in the order given, the class of its slot.
	Disclosed []string
	// Withheld are the classes of the slots without a disclosure, in the order of the act:
	// there may be something in them or nothing, and this reader is not told which.
	Withheld []string
}

// Open puts the disclosures into their slots (RFC 9901 section 7.1). Each must be wanted
// exactly once. Slots without a disclosure are withheld.
func (a Act) Open(ds []Disclosure) (Opened, error) {
	o := Opened{Disclosed: make([]string, len(ds))}
	digests := make([]string, len(ds))
	for i, d := range ds {
		digests[i] = d.Digest()
	}
	filled := 0
	for _, slot := range a.Slots {
		found := false
		for i := range ds {
			if digests[i] != slot.Digest {
				continue
			}
			if found {
				return Opened{}, fmt.Errorf("open act: %w", ErrDisclosureRepeated)
			}
			found, o.Disclosed[i] = true, slot.Class
			filled++
		}
		if !found {
			o.Withheld = append(o.Withheld, slot.Class)
		}
	}
	if filled != len(ds) {
		return Opened{}, fmt.Errorf("open act: %w", ErrDisclosureUnused)
	}
	body, err := together(a.Body, ds)
	if err != nil {
		return Opened{}, fmt.Errorf("open act: %w", err)
	}
	o.Body = body
	return o, nil
}

type member struct {
	name  string
	value jsontext.Value
}

// together is the body with the members of the disclosures.
func together(body jsontext.Value, ds []Disclosure) (jsontext.Value, error) {
	all := make([]member, 0, 16)
	take := func(name []byte, value jsontext.Value) error {
		all = append(all, member{string(name), value})
		return nil
	}
	own := 0
	for _, d := range ds {
		if d.value.Kind() != '{' {
			continue // null: there is nothing of its class
		}
		own++
		if err := scan.EachMember(d.value, take); err != nil {
			return nil, err
		}
	}
	if own == 0 {
		return body, nil
	}
	if err := scan.EachMember(body, take); err != nil {
		return nil, err
	}
	return write(all)
}

// write refuses two members of one name (RFC 9901 section 7.1 step 3.c).
func write(all []member) (jsontext.Value, error) {
	if twice(all) {
		return nil, ErrDisclosureRepeated
	}
	size := 2
	for _, m := range all {
		size += len(m.name) + len(m.value) + 4
	}
	out := append(make(jsontext.Value, 0, size), '{')
	var err error
	for i, m := range all {
		if i > 0 {
			out = append(out, ',')
		}
		if out, err = jsontext.AppendQuote(out, m.name); err != nil {
			return nil, err
		}
		out = append(append(out, ':'), m.value...)
	}
	return append(out, '}'), nil
}

// twice compares few names with one another and puts many into a map: a body of 38,000
// bytes can have 8,000 members.
func twice(all []member) bool {
	if len(all) > 32 {
		names := make(map[string]bool, len(all))
		for _, m := range all {
			names[m.name] = true
		}
		return len(names) < len(all)
	}
	for i, m := range all {
		for _, other := range all[:i] {
			if other.name == m.name {
				return true
			}
		}
	}
	return false
}
