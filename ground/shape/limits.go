package shape

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
	"truce/ground/subtag"
	"truce/ground/visible"
)

// check follows the JSON rather than the Go value that it was decoded into, because there
// a number that was left out, null and the empty string all look like a zero. A position
// without a longitude must not become one on the meridian of Greenwich. The body is known
// to be well-formed and of the right types.
func (n *node) check(v jsontext.Value) *Fault {
	switch kind := v.Kind(); {
	case kind == 'n':
		return &Fault{Rule: Malformed, Where: "", Want: "a value, or no such member"}
	case kind != '{' && n.kind == raw:
		return &Fault{Rule: Malformed, Where: "", Want: "an object"}
	case kind == '{' && n.kind == object:
		return n.checkObject(v)
	case kind == '[' && n.kind == list:
		return n.checkList(v)
	case kind == '"':
		return n.checkText(v)
	case kind == '0':
		return n.checkNumber(v)
	}
	return nil
}

// errStop ends a walk at the first fault, which is kept beside it.
var errStop = errors.New("a fault was found")

func (n *node) checkObject(v jsontext.Value) (fault *Fault) {
	there := make([]bool, len(n.fields))
	err := scan.EachMember(v, func(name []byte, value jsontext.Value) error {
		i := n.fieldNamed(name)
		if i < 0 {
			fault = &Fault{Rule: Unknown, Where: "", Want: "only members of the schema"}
			return errStop
		}
		there[i] = true
		if fault = n.fields[i].node.check(value); fault == nil && n.fields[i].bare && isNothing(value) {
			fault = &Fault{Rule: Malformed, Where: "", Want: "a value that says something, or no such member"}
		}
		if fault != nil {
			fault.in(n.fields[i].name)
			return errStop
		}
		return nil
	})
	if fault != nil || err != nil {
		return found(fault, err)
	}
	for i, f := range n.fields {
		if f.required && !there[i] {
			return &Fault{Rule: Missing, Where: "/" + f.name, Want: orDefault(f.node.doc)}
		}
	}
	return nil
}

// isNothing reports whether a value is what is read where there is none: false, 0, or a list or an object in which nothing stands. Numbers have one
// spelling where they are signed; in a draft they may have others.
func isNothing(v jsontext.Value) bool {
	switch v.Kind() {
	case 'f':
		return true
	case '0':
		f, err := strconv.ParseFloat(string(v), 64)
		return err == nil && f == 0
	case '[', '{':
		return len(bytes.Trim(v[1:len(v)-1], " \t\r\n")) == 0
	}
	return false
}

func (n *node) fieldNamed(name []byte) int {
	for i := range n.fields {
		if n.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

func (n *node) checkList(v jsontext.Value) (fault *Fault) {
	length, seen, once := 0, map[string]bool{}, map[string]bool{}
	err := scan.EachElement(v, func(e jsontext.Value) error {
		if length == n.maxLen {
			fault = &Fault{Rule: Limit, Where: "", Want: fmt.Sprintf("at most %d members", n.maxLen)}
			return errStop
		}
		if fault = n.element.check(e); fault != nil {
			fault.in(strconv.Itoa(length))
			return errStop
		}
		same, err := canonical(e)
		if err != nil {
			return err
		}
		if seen[same] {
			fault = &Fault{Rule: Limit, Where: "/" + strconv.Itoa(length), Want: "each member once"}
			return errStop
		}
		seen[same] = true
		if fault, err = n.element.repeats(e, once); err != nil {
			return err
		}
		if fault != nil {
			fault.in(strconv.Itoa(length))
			return errStop
		}
		length++
		return nil
	})
	if fault != nil || err != nil {
		return found(fault, err)
	}
	if length < n.minLen {
		return &Fault{Rule: Missing, Where: "", Want: orDefault(n.doc)}
	}
	return nil
}

// repeats refuses an element of a list with a member that says what the same member of an earlier one says, and that no two of
// the list say.
func (n *node) repeats(v jsontext.Value, seen map[string]bool) (fault *Fault, err error) {
	if !slices.ContainsFunc(n.fields, func(f field) bool { return f.node.once }) {
		return nil, nil
	}
	err = scan.EachMember(v, func(name []byte, value jsontext.Value) error {
		i := n.fieldNamed(name)
		if i < 0 || !n.fields[i].node.once {
			return nil
		}
		said, err := canonical(value)
		if key := string(name) + " " + said; !seen[key] {
			seen[key] = true
			return err
		}
		fault = &Fault{Rule: Limit, Where: "/" + string(name), Want: "each " + string(name) + " once in the list"}
		return errStop
	})
	if fault != nil {
		err = nil
	}
	return fault, err
}

// canonical is what two values have in common that say the same (RFC 8785).
func canonical(v jsontext.Value) (string, error) {
	if v.Kind() == '"' {
		s, err := scan.Unquote(v)
		return `"` + string(s), err
	}
	same := v.Clone()
	err := same.Canonicalize()
	return string(same), err
}

func (n *node) checkText(v jsontext.Value) *Fault {
	s, err := scan.Unquote(v)
	switch {
	case err != nil:
		return found(nil, err)
	case len(s) == 0, n.kind == text && !visible.Rules().Any(func(v visible.Rule) bool { return !v.Blank(string(s)) }):
		return &Fault{Rule: Missing, Where: "", Want: orDefault(n.doc) + ", or no such member"}
	case n.kind == instant && !isInstant(string(s)):
		return &Fault{Rule: Limit, Where: "", Want: "a time such as 2017-05-07T04:30:00Z, of the years 1900 to 2200, to the microsecond at most"}
	case n.codes != nil && !n.codes[string(s)] && (n.own == nil || !n.own.Match(s)):
		return &Fault{Rule: Word, Where: "", Want: n.words(), List: n.list, Words: n.order[:min(len(n.order), mostWords)], Code: string(s[:min(len(s), 60)])}
	case n.kind == text && len(s) > n.maxLen && utf8.RuneCount(s) > n.maxLen:
		return &Fault{Rule: Limit, Where: "", Want: fmt.Sprintf("at most %d characters", n.maxLen)}
	}
	if fault := n.checkWritten(string(s)); fault != nil {
		return fault
	}
	for _, form := range n.forms {
		if !form.Match(s) {
			return &Fault{Rule: Limit, Where: "", Want: "the form " + form.String()}
		}
	}
	return nil
}

// checkWritten refuses what reads otherwise than it is written, and the languages that there are not, by each edition of the
// lists. What only some of them refuse, admission refuses by its number (Shape.Written).
func (n *node) checkWritten(s string) *Fault {
	if !visible.Rules().Any(func(v visible.Rule) bool { _, is := v.Hidden(s); return !is }) {
		return hidden(visible.Rules().Newest(), s)
	}
	if n.tongue && !subtag.Sets().Any(func(set subtag.Set) bool { return set.Known(s) }) {
		return languageFault(s)
	}
	return nil
}

// mostWords of a list are told to who wrote none of them.
const mostWords = 12

// words says which words there are.
func (n *node) words() string {
	if len(n.order) <= mostWords {
		return fmt.Sprintf("a word of the list %s: %s", n.list, strings.Join(n.order, ", "))
	}
	return fmt.Sprintf("a word of the list %s, such as %s; there are %d", n.list, strings.Join(n.order[:mostWords], ", "), len(n.order))
}

func (n *node) checkNumber(v jsontext.Value) *Fault {
	if n.min == nil && n.max == nil && n.over == nil && n.under == nil {
		return nil
	}
	x, err := strconv.ParseFloat(string(v), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return found(nil, err)
	}
	if n.min != nil && x < *n.min || n.max != nil && x > *n.max || n.over != nil && x <= *n.over || n.under != nil && x >= *n.under {
		return &Fault{Rule: Limit, Where: "", Want: n.rangeText()}
	}
	return nil
}

func (n *node) rangeText() string {
	var low, high string
	for _, limit := range []struct {
		of    *float64
		into  *string
		words string
	}{{n.min, &low, "at least "}, {n.over, &low, "more than "}, {n.max, &high, "at most "}, {n.under, &high, "less than "}} {
		if limit.of != nil {
			*limit.into = limit.words + strconv.FormatFloat(*limit.of, 'f', -1, 64)
		}
	}
	if low != "" && high != "" {
		return low + " and " + high
	}
	return low + high
}

// in puts the place of a fault within the member that holds it: nobody pays for the places
// of what is right.
func (f *Fault) in(name string) { f.Where = "/" + name + f.Where }

func orDefault(doc string) string {
	if doc == "" {
		return "a value"
	}
	return doc
}

// found answers what ended a walk.
func found(fault *Fault, err error) *Fault {
	if fault == nil && err != nil {
		return &Fault{Rule: Malformed, Where: "", Want: "well-formed JSON, each member once"}
	}
	return fault
}
