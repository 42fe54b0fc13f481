package act

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// Slot is the commitment to all members of one class, such as "source" or "exact-place": the
// digest of one disclosure, whose value is an object with those members, or null if there are
// none. In the payload it is an array with one element that is hidden (RFC 9901 section
// 4.2.4.2), so slot and digest are bound by their position in what the author signed, and by
// no name inside the disclosure: one digest cannot stand for two truths.
//
// Every slot of a kind is always there, so that presence tells nothing.
type Slot struct {
	Class  string
	Digest string // base64url of a SHA-256, 43 characters
}

// maxSlots bounds the classes of one kind.
const maxSlots = 16

// slots are written as an object: {"source": [{"...": "<digest>"}], ...}.
type slots []Slot

// ErrSlots says that an act hides something otherwise than in one element of one slot of a class: two
// readers could be shown different things under one id.
var ErrSlots = errors.New(`slots: want {"class": [{"...": "digest"}]}, one element each, each digest once`)

// MarshalJSON writes the slots in their order.
func (s slots) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, slot := range s {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, `"%s":[{"...":"%s"}]`, slot.Class, slot.Digest)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON refuses every other form: a second element, a decoy, a member beside the
// digest, a digest that stands twice.
func (s *slots) UnmarshalJSON(text []byte) error {
	if jsontext.Value(text).Kind() != '{' {
		return ErrSlots
	}
	all := make(slots, 0, 6)
	err := scan.EachMember(text, func(name []byte, value jsontext.Value) error {
		digest, err := slotDigest(value)
		if err != nil || !isClass(name) || len(all) == maxSlots {
			return ErrSlots
		}
		for _, other := range all {
			if other.Digest == digest || other.Class == string(name) {
				return ErrSlots
			}
		}
		all = append(all, Slot{string(name), digest})
		return nil
	})
	if err != nil || len(all) == 0 {
		return ErrSlots
	}
	*s = all
	return nil
}

// slotDigest reads [{"...": "digest"}].
func slotDigest(v jsontext.Value) (digest string, err error) {
	if v.Kind() != '[' {
		return "", ErrSlots
	}
	n := 0
	err = scan.EachElement(v, func(e jsontext.Value) error {
		if n++; n > 1 || e.Kind() != '{' {
			return ErrSlots
		}
		return scan.EachMember(e, func(name []byte, value jsontext.Value) error {
			text, err := scan.Unquote(value)
			if err != nil || digest != "" || string(name) != "..." || !isRegister(string(text)) {
				return ErrSlots
			}
			digest = string(text)
			return nil
		})
	})
	if digest == "" {
		return "", ErrSlots
	}
	return digest, err
}

// isClass takes lower-case letters and hyphens.
func isClass(name []byte) bool {
	for _, c := range name {
		if !(c >= 'a' && c <= 'z' || c == '-') {
			return false
		}
	}
	return len(name) > 0 && len(name) <= 32
}

// Without parts disclosures from those of some classes, and answers of which they are.
func (a Act) Without(ds []Disclosure, classes []string) (rest []Disclosure, left []string) {
	for _, d := range ds {
		digest := d.Digest()
		i := slices.IndexFunc(a.Slots, func(s Slot) bool { return s.Digest == digest })
		if i >= 0 && slices.Contains(classes, a.Slots[i].Class) {
			left = append(left, a.Slots[i].Class)
		} else {
			rest = append(rest, d)
		}
	}
	return rest, left
}
