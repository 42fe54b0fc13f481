package shape

import (
	"regexp"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// instantForm is RFC 3339 with the years 1900 to 2200, and no leap seconds, which no Go
// clock knows.
var instantForm = regexp.MustCompile(`^(19\d\d|2[01]\d\d|2200)-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// stated checks what a decoded Go value no longer tells: a number that was left out, null
// and the empty string all look like a zero. A position without a longitude must not
// become one on the meridian of Greenwich. The body is well-formed and of the right types.
func (n *node) stated(dec *jsontext.Decoder, at string) *Fault {
	switch kind := dec.PeekKind(); {
	case kind == 'n':
		return &Fault{Malformed, at, "a value, or no such member"}
	case kind == '{' && n.kind == object:
		return n.statedMembers(dec, at)
	case kind == '[' && n.kind == list:
		return n.statedElements(dec, at)
	case kind == '"':
		return n.statedText(dec, at)
	case kind != '{' && n.kind == raw:
		return &Fault{Malformed, at, "an object"}
	}
	return unread(dec.SkipValue())
}

func (n *node) statedMembers(dec *jsontext.Decoder, at string) *Fault {
	if _, err := dec.ReadToken(); err != nil {
		return unread(err)
	}
	there := make([]bool, len(n.fields))
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return unread(err)
		}
		for i, f := range n.fields {
			if f.name != name.String() {
				continue
			}
			there[i] = true
			if fault := f.node.stated(dec, at+"/"+f.name); fault != nil {
				return fault
			}
			break
		}
	}
	for i, f := range n.fields {
		if f.required && !there[i] {
			return &Fault{Missing, at + "/" + f.name, orDefault(f.node.doc, "a value")}
		}
	}
	_, err := dec.ReadToken()
	return unread(err)
}

func (n *node) statedElements(dec *jsontext.Decoder, at string) *Fault {
	if _, err := dec.ReadToken(); err != nil {
		return unread(err)
	}
	for i := 0; dec.PeekKind() != ']'; i++ {
		if fault := n.element.stated(dec, at+"/"+strconv.Itoa(i)); fault != nil {
			return fault
		}
	}
	_, err := dec.ReadToken()
	return unread(err)
}

func (n *node) statedText(dec *jsontext.Decoder, at string) *Fault {
	token, err := dec.ReadToken()
	switch {
	case err != nil:
		return unread(err)
	case token.String() == "":
		return &Fault{Missing, at, orDefault(n.doc, "a value") + ", or no such member"}
	case n.kind == instant && !instantForm.MatchString(token.String()):
		return &Fault{Limit, at, "a time such as 2017-05-07T04:30:00Z, of the years 1900 to 2200"}
	}
	return nil
}

func unread(err error) *Fault {
	if err == nil {
		return nil
	}
	return &Fault{Malformed, "", "well-formed JSON, each member once"}
}
