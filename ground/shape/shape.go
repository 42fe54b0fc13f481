// Package shape reads the form of an act's body from its Go type: which members it has,
// which must be there, their limits, units and words, and which are not for everybody.
// The same tags give the strict check of what comes in and the JSON Schema (draft
// 2020-12) that is served to everyone who writes acts: one definition.
//
// Tags of a struct field, beside `json`:
//
//	doc:"..."        what the member means, with its unit
//	class:"source"   not for everybody: stands in the slot of this class (package act). Of a body
//	                 only whole members are; a part of one that is not for everybody is a member
//	                 of its own
//	since:"2"        the first revision of the form that has it, at any depth; from the first unless said.
//	                 A form that was used is never changed: members are added, by a new revision
//	code:"event"     a word of the taxonomy of that name
//	min:"0" max:"9"  limits of a number, both allowed
//	over:"0" below:"360"  limits of a number that are not allowed themselves
//	maxlen:"200"     most characters of a string or a Prose, or members of a list
//	pattern:"^..$"   regular expression of a string
//	max2:"12"        the limit from the second revision on; so min2, maxlen3, pattern2. What was signed by
//	                 an earlier one keeps the limit that it had
//	language:"..."   a language (BCP 47) that there is, by package subtag: plain, or script for one with its script, too
//	once:"true"      in a list of what it is a member of, each of its values stands once: one name in a language
//
// A member without omitempty or omitzero must be there. What is not known is left out: an
// empty string or null stands for nothing and is refused, as is an empty list. So are false, 0 and an empty object
// of a member that may be left out, unless it is a pointer: what says nothing has one spelling, or a program that tells an empty list from none reads
// "nowhere" where this one reads "everywhere", and reckons another digest. So is a text of blanks alone, and one with a character that nobody sees,
// or not everybody alike (visible.Rule): it could read as what it is not. A list names each member once: whoever counts its members would count twice what was
// said once.
//
// It knows nothing of which kinds of act exist, nor of rights.
package shape

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Words answers the codes that may be written for a taxonomy, nil if there is none of that name,
// and the form (a regular expression) of what else may be written for it: words that an office adds.
// That is "" for a closed list.
type Words func(list string) (codes []string, own string)

// Shape is the form of one Go type, in all its revisions. It is immutable.
type Shape struct {
	typ  reflect.Type
	revs []*node // of each revision, from the first
	root *node   // of the latest
}

// Of reads the shape of a body from a struct type. Unknown tags, taxonomies or types are the
// programmer's error and are returned at once.
func Of(t reflect.Type, words Words) (Shape, error) { return NewReader().Of(t, words) }

// Of is [Of], with what other shapes of the same reader have in common with it.
func (r *Reader) Of(t reflect.Type, words Words) (Shape, error) {
	s := Shape{typ: t}
	for rev, latest := 1, 1; rev <= latest; rev++ {
		n, last, err := r.read(t, words, rev)
		if err != nil {
			return Shape{}, err
		}
		for _, f := range n.fields {
			if below := f.node.below(); below != "" {
				return Shape{}, fmt.Errorf("read shape of %s: %s.%s has a class of its own; only a member of the body can", t, f.name, below)
			}
		}
		s.revs, s.root, latest = append(s.revs, n), n, max(latest, last)
	}
	return s, nil
}

// read reads one revision, and answers the latest that a tag names.
func (r *Reader) read(t reflect.Type, words Words, rev int) (*node, int, error) {
	latest := 1
	n, err := reader{words, r.pattern, rev, &latest}.node(t)
	if err != nil {
		return nil, 0, fmt.Errorf("read shape of %s: %w", t, err)
	}
	if n.kind != object {
		return nil, 0, fmt.Errorf("read shape of %s: a body is an object", t)
	}
	return n, latest, nil
}

// below is the path of a member below a node that says for whom it is.
func (n *node) below() string {
	if n.kind == list {
		return n.element.below()
	}
	for _, f := range n.fields {
		if f.node.class != "" {
			return f.name
		}
		if path := f.node.below(); path != "" {
			return f.name + "." + path
		}
	}
	return ""
}

// Rev is the latest revision of the form: 1 until a member or a limit says otherwise.
func (s Shape) Rev() int { return len(s.revs) }

// at is the form of a revision; of one that there is not, the nearest.
func (s Shape) at(rev int) *node { return s.revs[min(max(rev, 1), len(s.revs))-1] }

type kind int

const (
	text kind = iota
	instant
	integer
	number
	boolean
	list
	object
	raw
	opaque // a string that its own Go type reads, such as an id of an act
)

// node is one place in the tree of a type. Only the limits of its kind are used.
type node struct {
	kind    kind
	doc     string
	class   string
	codes   map[string]bool
	own     *regexp.Regexp   // what else is a word of it; nil if nothing
	order   []string         // the codes in the taxonomy's order
	list    string           // name of the taxonomy
	forms   []*regexp.Regexp // all of them hold
	min     *float64
	max     *float64
	over    *float64 // it is more
	under   *float64 // it is less
	minLen  int
	maxLen  int
	prose   bool // an object that is a Prose
	tongue  bool // a language
	once    bool // no two of a list have the same
	fields  []field
	element *node
}

type field struct {
	name     string
	required bool
	bare     bool // optional, and its zero value is what is read where it is not there
	node     *node
}

// Limits that hold where a tag names none: no member of an act is without a limit.
const (
	defaultText = 2_000 // characters
	defaultList = 200   // members
)

// reader reads one revision of a type.
type reader struct {
	words   Words
	pattern func(text string) (*regexp.Regexp, error)
	rev     int
	latest  *int // revision that a tag names
}

var instantType = reflect.TypeFor[time.Time]()

func (r reader) node(t reflect.Type) (*node, error) {
	switch t {
	case instantType:
		return &node{kind: instant}, nil
	case proseType:
		return r.prose(t)
	}
	if t.Kind() != reflect.String && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return r.formed(&node{kind: opaque}, t)
	}
	switch t.Kind() {
	case reflect.String:
		return r.formed(&node{kind: text, maxLen: defaultText}, t)
	case reflect.Int, reflect.Int64, reflect.Int32:
		return &node{kind: integer}, nil
	case reflect.Float64:
		return &node{kind: number}, nil
	case reflect.Bool:
		return &node{kind: boolean}, nil
	case reflect.Pointer:
		return r.node(t.Elem())
	case reflect.Slice:
		return r.slice(t)
	case reflect.Struct:
		return r.object(t)
	}
	return nil, fmt.Errorf("type %s has no shape", t)
}

// patterned is implemented by string types that carry their own form, such as ids.
type patterned interface{ Pattern() string }

func (r reader) formed(n *node, t reflect.Type) (*node, error) {
	p, is := reflect.Zero(t).Interface().(patterned)
	if !is {
		return n, nil
	}
	form, err := r.pattern(p.Pattern())
	n.forms = []*regexp.Regexp{form}
	return n, err
}

func (r reader) slice(t reflect.Type) (*node, error) {
	if t.Elem().Kind() == reflect.Uint8 { // jsontext.Value: JSON of another standard, such as a JWK
		return &node{kind: raw}, nil
	}
	element, err := r.node(t.Elem())
	return &node{kind: list, element: element, maxLen: defaultList}, err
}

func (r reader) object(t reflect.Type) (*node, error) {
	n := &node{kind: object}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			return nil, fmt.Errorf("field %s has no json name", f.Name)
		}
		since, err := r.since(f.Tag)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		if since > r.rev {
			continue
		}
		child, err := r.field(f)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		required := !strings.Contains(options, "omit")
		if required && child.kind == list {
			child.minLen = 1
		}
		n.fields = append(n.fields, field{name, required, !required && f.Type.Kind() != reflect.Pointer && child.kind != raw, child})
	}
	return n, nil
}

func (r reader) field(f reflect.StructField) (*node, error) {
	n, err := r.node(f.Type)
	if err != nil {
		return nil, err
	}
	n.doc, n.class, n.once = f.Tag.Get("doc"), f.Tag.Get("class"), f.Tag.Get("once") == "true"
	tag, err := r.inForce(f.Tag)
	if err != nil {
		return nil, err
	}
	return n, r.limits(n, tag)
}

func (r reader) limits(n *node, tag reflect.StructTag) error {
	at := n
	if n.kind == list {
		at = n.element // codes and patterns are of the members, lengths of the list
	}
	if name, has := tag.Lookup("code"); has {
		if err := r.codes(at, name); err != nil {
			return err
		}
	}
	if p, has := tag.Lookup("pattern"); has {
		compiled, err := r.pattern(p)
		if err != nil {
			return err
		}
		at.forms = append(at.forms, compiled) // beside the type's own
	}
	if name, has := tag.Lookup("language"); has {
		if err := r.language(n, name); err != nil {
			return err
		}
	}
	if m, has := tag.Lookup("maxlen"); has {
		length, err := strconv.Atoi(m)
		if err != nil {
			return err
		}
		n.limited().maxLen = length
	}
	return bounds(at, tag)
}

func (r reader) codes(n *node, list string) error {
	n.list, n.codes = list, map[string]bool{}
	var own string
	if n.order, own = r.words(list); own != "" {
		var err error
		if n.own, err = r.pattern(own); err != nil {
			return err
		}
	}
	if len(n.order) == 0 {
		return fmt.Errorf("no taxonomy %q", list)
	}
	for _, code := range n.order {
		n.codes[code] = true
	}
	return nil
}

func bounds(n *node, tag reflect.StructTag) (err error) {
	if n.min, err = bound(tag, "min"); err != nil {
		return err
	}
	if n.max, err = bound(tag, "max"); err != nil {
		return err
	}
	if n.over, err = bound(tag, "over"); err != nil {
		return err
	}
	n.under, err = bound(tag, "below")
	return err
}

func bound(tag reflect.StructTag, name string) (*float64, error) {
	text, has := tag.Lookup(name)
	if !has {
		return nil, nil
	}
	value, err := strconv.ParseFloat(text, 64)
	return &value, err
}
