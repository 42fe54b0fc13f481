package shape

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Fault is one way in which a body does not have the shape.
type Fault struct {
	Rule  Rule
	Where string   // JSON pointer (RFC 6901) into the body
	Want  string   // what would have been right, short
	List  string   // of a word: the list to which it does not belong
	Code  string   // and the word, cut short; of Hidden, the character
	Words []string // some words of the list, for Word
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
	Language  Rule = "language"  // no language that there is
	Hidden    Rule = "hidden"    // a character that has no place in a text
)

func (f Fault) Error() string {
	return fmt.Sprintf("body%s: %s: want %s", f.Where, f.Rule, f.Want)
}

// Read decodes an opened body of the latest revision into a new value of the shape's type and
// checks it. The answer is a pointer to that type. Any error is a Fault.
func (s Shape) Read(body []byte) (any, error) { return s.ReadRev(body, s.Rev(), nil) }

// ReadRev is Read for a body of a revision, of which the members of some classes are withheld
// from this reader: those are not missing.
func (s Shape) ReadRev(body []byte, rev int, withheld []string) (any, error) {
	v := reflect.New(s.typ)
	if err := json.Unmarshal(body, v.Interface(), json.RejectUnknownMembers(true)); err != nil {
		return nil, decodeFault(err)
	}
	at := s.at(rev)
	if len(withheld) > 0 {
		at = at.without(withheld)
	}
	if f := at.check(body); f != nil {
		return nil, *f
	}
	return v.Interface(), nil
}

// without is the form of a body without what is withheld.
func (n *node) without(withheld []string) *node {
	other := *n
	other.fields = make([]field, 0, len(n.fields))
	for _, f := range n.fields {
		if f.node.class == "" || !slices.Contains(withheld, f.node.class) {
			other.fields = append(other.fields, f)
		}
	}
	return &other
}

func decodeFault(err error) Fault {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return Fault{Rule: Malformed, Where: "", Want: "well-formed JSON, each member once"}
	}
	where := string(semantic.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		return Fault{Rule: Unknown, Where: where, Want: "only members of the schema"}
	}
	if semantic.GoType == nil {
		return Fault{Rule: Malformed, Where: where, Want: "another type of value"}
	}
	return Fault{Rule: Malformed, Where: where, Want: plain(semantic.GoType)}
}

func plain(t reflect.Type) string {
	if form, is := reflect.Zero(t).Interface().(patterned); is && t.Kind() != reflect.Pointer {
		return "text of the form " + form.Pattern() // such as the whole id of an act
	}
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

// Clean answers the body in the shape's own order, without members that are empty.
func Clean(body any) (jsontext.Value, error) {
	return json.Marshal(body, json.Deterministic(true))
}
