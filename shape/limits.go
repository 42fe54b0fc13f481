package shape

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// instantForm is RFC 3339 with the years 1900 to 2200, and no leap seconds, which no Go
// clock knows.
var instantForm = regexp.MustCompile(`^(19\d\d|2[01]\d\d|2200)-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// check follows the JSON rather than the Go value that it was decoded into, because there
// a number that was left out, null and the empty string all look like a zero. A position
// without a longitude must not become one on the meridian of Greenwich. The body is known
// to be well-formed and of the right types.
func (n *node) check(dec *jsontext.Decoder, at string) *Fault {
	switch kind := dec.PeekKind(); {
	case kind == 'n':
		return &Fault{Malformed, at, "a value, or no such member"}
	case kind != '{' && n.kind == raw:
		return &Fault{Malformed, at, "an object"}
	case kind == '{' && n.kind == object:
		return n.checkObject(dec, at)
	case kind == '[' && n.kind == list:
		return n.checkList(dec, at)
	case kind == '"':
		return n.checkText(dec, at)
	case kind == '0':
		return n.checkNumber(dec, at)
	}
	return unread(dec.SkipValue())
}

func (n *node) checkObject(dec *jsontext.Decoder, at string) *Fault {
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
			return &Fault{Unknown, at, "only members of the schema"}
		}
		there[i] = true
		if fault := n.fields[i].node.check(dec, at+"/"+n.fields[i].name); fault != nil {
			return fault
		}
	}
	for i, f := range n.fields {
		if f.required && !there[i] {
			return &Fault{Missing, at + "/" + f.name, orDefault(f.node.doc)}
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

func (n *node) checkList(dec *jsontext.Decoder, at string) *Fault {
	if _, err := dec.ReadToken(); err != nil {
		return unread(err)
	}
	length := 0
	for ; dec.PeekKind() != ']'; length++ {
		if length == n.maxLen {
			return &Fault{Limit, at, fmt.Sprintf("at most %d members", n.maxLen)}
		}
		if fault := n.element.check(dec, at+"/"+strconv.Itoa(length)); fault != nil {
			return fault
		}
	}
	if length < n.minLen {
		return &Fault{Missing, at, orDefault(n.doc)}
	}
	_, err := dec.ReadToken()
	return unread(err)
}

func (n *node) checkText(dec *jsontext.Decoder, at string) *Fault {
	token, err := dec.ReadToken()
	if err != nil {
		return unread(err)
	}
	s := token.String()
	switch {
	case s == "":
		return &Fault{Missing, at, orDefault(n.doc) + ", or no such member"}
	case n.kind == instant && !instantForm.MatchString(s):
		return &Fault{Limit, at, "a time such as 2017-05-07T04:30:00Z, of the years 1900 to 2200"}
	case n.codes != nil && !n.codes[s]:
		return &Fault{Word, at, "a word of the list " + n.list}
	case n.kind == text && utf8.RuneCountInString(s) > n.maxLen:
		return &Fault{Limit, at, fmt.Sprintf("at most %d characters", n.maxLen)}
	case strings.ContainsRune(s, 0):
		return &Fault{Limit, at, "text without NUL"}
	}
	for _, form := range n.forms {
		if !form.MatchString(s) {
			return &Fault{Limit, at, "the form " + form.String()}
		}
	}
	return nil
}

func (n *node) checkNumber(dec *jsontext.Decoder, at string) *Fault {
	token, err := dec.ReadToken()
	if err != nil {
		return unread(err)
	}
	x, err := token.Float()
	if err != nil {
		return unread(err)
	}
	if n.min != nil && x < *n.min || n.max != nil && x > *n.max {
		return &Fault{Limit, at, n.rangeText()}
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
