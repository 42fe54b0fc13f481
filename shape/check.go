package shape

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Fault is one way in which a body does not have the shape.
type Fault struct {
	Rule  Rule
	Where string // JSON pointer (RFC 6901) into the body
	Want  string // what would have been right, short
}

// Rule says which rule of the shape was broken.
type Rule string

// The rules of a shape.
const (
	Malformed Rule = "malformed" // not JSON of the right types
	Unknown   Rule = "unknown"   // a member that the shape does not have
	Missing   Rule = "missing"   // a required member is absent or empty
	Word      Rule = "word"      // not a word of the taxonomy
	Limit     Rule = "limit"     // outside a limit of number, length or pattern
)

func (f Fault) Error() string {
	return fmt.Sprintf("body%s: %s: want %s", f.Where, f.Rule, f.Want)
}

// Read decodes an opened body into a new value of the shape's type and checks it. The
// answer is a pointer to that type. Any error is a Fault.
func (s Shape) Read(body []byte) (any, error) {
	v := reflect.New(s.typ)
	if err := json.Unmarshal(body, v.Interface(), json.RejectUnknownMembers(true)); err != nil {
		return nil, decodeFault(err)
	}
	f := s.root.stated(jsontext.NewDecoder(bytes.NewReader(body)), "")
	if f == nil {
		f = s.root.check(v.Elem(), "")
	}
	if f != nil {
		return nil, *f
	}
	return v.Interface(), nil
}

func decodeFault(err error) Fault {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return Fault{Malformed, "", "well-formed JSON, each member once"}
	}
	where := string(semantic.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		return Fault{Unknown, where, "only members of the schema"}
	}
	if semantic.GoType == nil {
		return Fault{Malformed, where, "another type of value"}
	}
	return Fault{Malformed, where, plain(semantic.GoType)}
}

func plain(t reflect.Type) string {
	switch {
	case t == instantType:
		return "a time such as 2017-05-07T04:30:00Z"
	case t.Kind() == reflect.Struct:
		return "an object"
	case t.Kind() == reflect.Slice:
		return "a list"
	case t.Kind() == reflect.Pointer:
		return plain(t.Elem())
	case t.Kind() == reflect.String:
		return "a string"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

// check follows v, whose type the node was read from.
func (n *node) check(v reflect.Value, at string) *Fault {
	if n.pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch n.kind {
	case text:
		return n.checkText(v.String(), at)
	case integer:
		return n.checkNumber(float64(v.Int()), at)
	case number:
		return n.checkNumber(v.Float(), at)
	case list:
		return n.checkList(v, at)
	case object:
		return n.checkObject(v, at)
	}
	return nil
}

func (n *node) checkObject(v reflect.Value, at string) *Fault {
	for _, f := range n.fields {
		value, err := v.FieldByIndexErr(f.index)
		if err != nil {
			continue // an absent embedded part
		}
		where := at + "/" + f.name
		if empty(value) {
			if f.required {
				return &Fault{Missing, where, orDefault(f.node.doc, "a value")}
			}
			continue
		}
		if fault := f.node.check(value, where); fault != nil {
			return fault
		}
	}
	return nil
}

func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Float64, reflect.Bool:
		return false // zero is a value; what may be absent is a pointer
	}
	return v.IsZero()
}

func orDefault(doc, otherwise string) string {
	if doc == "" {
		return otherwise
	}
	return doc
}

func (n *node) checkText(s, at string) *Fault {
	switch {
	case n.codes != nil && s != "" && !n.codes[s]:
		return &Fault{Word, at, "a word of the list " + n.list}
	case utf8.RuneCountInString(s) > n.maxLen:
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

func (n *node) checkNumber(x float64, at string) *Fault {
	if math.IsNaN(x) || math.IsInf(x, 0) || n.min != nil && x < *n.min || n.max != nil && x > *n.max {
		return &Fault{Limit, at, n.rangeText()}
	}
	return nil
}

func (n *node) rangeText() string {
	switch {
	case n.min != nil && n.max != nil:
		return fmt.Sprintf("%v to %v", *n.min, *n.max)
	case n.min != nil:
		return fmt.Sprintf("at least %v", *n.min)
	case n.max != nil:
		return fmt.Sprintf("at most %v", *n.max)
	}
	return "a number"
}

func (n *node) checkList(v reflect.Value, at string) *Fault {
	if v.Len() > n.maxLen {
		return &Fault{Limit, at, fmt.Sprintf("at most %d members", n.maxLen)}
	}
	for i := range v.Len() {
		if fault := n.element.check(v.Index(i), at+"/"+strconv.Itoa(i)); fault != nil {
			return fault
		}
	}
	return nil
}

// Clean answers the body in the shape's own order, without members that are empty.
func Clean(body any) (jsontext.Value, error) {
	return json.Marshal(body, json.Deterministic(true))
}
