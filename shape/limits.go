package shape

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// check follows the JSON rather than the Go value that it was decoded into, because there
// a number that was left out, null and the empty string all look like a zero. A position
// without a longitude must not become one on the meridian of Greenwich. The body is known
// to be well-formed and of the right types.
func (n *node) check(dec *jsontext.Decoder) *Fault {
	switch kind := dec.PeekKind(); {
	case kind == 'n':
		return &Fault{Malformed, "", "a value, or no such member"}
	case kind != '{' && n.kind == raw:
		return &Fault{Malformed, "", "an object"}
	case kind == '{' && n.kind == object:
		return n.checkObject(dec)
	case kind == '[' && n.kind == list:
		return n.checkList(dec)
	case kind == '"':
		return n.checkText(dec)
	case kind == '0':
		return n.checkNumber(dec)
	}
	return unread(dec.SkipValue())
}

func (n *node) checkObject(dec *jsontext.Decoder) *Fault {
	if _, err := dec.ReadToken(); err != nil {
		return unread(err)
	}
	there := make([]bool, len(n.fields))
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return unread(err)
		}
		i := n.fieldNamed(token.String())
		if i < 0 {
			return &Fault{Unknown, "", "only members of the schema"}
		}
		there[i] = true
		if fault := n.fields[i].node.check(dec); fault != nil {
			return fault.in(n.fields[i].name)
		}
	}
	for i, f := range n.fields {
		if f.required && !there[i] {
			return &Fault{Missing, "/" + f.name, orDefault(f.node.doc)}
		}
	}
	_, err := dec.ReadToken()
	return unread(err)
}

func (n *node) fieldNamed(name string) int {
	for i, f := range n.fields {
		if f.name == name {
			return i
		}
	}
	return -1
}

func (n *node) checkList(dec *jsontext.Decoder) *Fault {
	if _, err := dec.ReadToken(); err != nil {
		return unread(err)
	}
	length := 0
	for ; dec.PeekKind() != ']'; length++ {
		if length == n.maxLen {
			return &Fault{Limit, "", fmt.Sprintf("at most %d members", n.maxLen)}
		}
		if fault := n.element.check(dec); fault != nil {
			return fault.in(strconv.Itoa(length))
		}
	}
	if length < n.minLen {
		return &Fault{Missing, "", orDefault(n.doc)}
	}
	_, err := dec.ReadToken()
	return unread(err)
}

func (n *node) checkText(dec *jsontext.Decoder) *Fault {
	token, err := dec.ReadToken()
	if err != nil {
		return unread(err)
	}
	s := token.String()
	switch {
	case s == "":
		return &Fault{Missing, "", orDefault(n.doc) + ", or no such member"}
	case n.kind == instant && !isInstant(s):
		return &Fault{Limit, "", "a time such as 2017-05-07T04:30:00Z, of the years 1900 to 2200"}
	case n.codes != nil && !n.codes[s]:
		return &Fault{Word, "", "a word of the list " + n.list}
	case n.kind == text && utf8.RuneCountInString(s) > n.maxLen:
		return &Fault{Limit, "", fmt.Sprintf("at most %d characters", n.maxLen)}
	case strings.ContainsRune(s, 0):
		return &Fault{Limit, "", "text without NUL"}
	}
	for _, form := range n.forms {
		if !form.MatchString(s) {
			return &Fault{Limit, "", "the form " + form.String()}
		}
	}
	return nil
}

func (n *node) checkNumber(dec *jsontext.Decoder) *Fault {
	token, err := dec.ReadToken()
	if err != nil {
		return unread(err)
	}
	x, err := token.Float()
	if err != nil {
		return unread(err)
	}
	if n.min != nil && x < *n.min || n.max != nil && x > *n.max {
		return &Fault{Limit, "", n.rangeText()}
	}
	return nil
}

func (n *node) rangeText() string {
	text := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case n.min != nil && n.max != nil:
		return text(*n.min) + " to " + text(*n.max)
	case n.min != nil:
		return "at least " + text(*n.min)
	}
	return "at most " + text(*n.max)
}

// in puts the place of a fault within the member that holds it: nobody pays for the places
// of what is right.
func (f *Fault) in(name string) *Fault {
	f.Where = "/" + name + f.Where
	return f
}

func orDefault(doc string) string {
	if doc == "" {
		return "a value"
	}
	return doc
}

func unread(err error) *Fault {
	if err == nil {
		return nil
	}
	return &Fault{Malformed, "", "well-formed JSON, each member once"}
}
