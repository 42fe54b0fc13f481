package shape

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/visible"
)

// Classes gives the class of each member that is not for everybody, in a revision of the form.
func (s Shape) Classes(rev int) map[string]string {
	found := map[string]string{}
	for _, f := range s.at(rev).fields {
		if f.node.class != "" {
			found[f.name] = f.node.class
		}
	}
	return found
}

// schema is the part of JSON Schema draft 2020-12 that shapes need. XClass is ours: the
// disclosure class of a member that must be hidden. XMaxBytes too: how many bytes the members that are not hidden have
// together at most, as JSON.
type schema struct {
	Schema               string             `json:"$schema,omitempty"`
	ID                   string             `json:"$id,omitempty"`
	Title                string             `json:"title,omitempty"`
	Type                 string             `json:"type,omitempty"`
	Description          string             `json:"description,omitempty"`
	Ref                  string             `json:"$ref,omitempty"`
	XClass               string             `json:"x-class,omitempty"`
	XTaxonomy            string             `json:"x-taxonomy,omitempty"`
	XMaxBytes            int                `json:"x-max-bytes,omitzero"`
	Format               string             `json:"format,omitempty"`
	Pattern              pattern            `json:"pattern,omitempty"`
	Enum                 []string           `json:"enum,omitempty"`
	Minimum              *float64           `json:"minimum,omitempty"`
	Maximum              *float64           `json:"maximum,omitempty"`
	ExclusiveMinimum     *float64           `json:"exclusiveMinimum,omitempty"`
	ExclusiveMaximum     *float64           `json:"exclusiveMaximum,omitempty"`
	Not                  *schema            `json:"not,omitempty"`
	Const                any                `json:"const,omitempty"`
	MinProperties        int                `json:"minProperties,omitzero"`
	AllOf                []*schema          `json:"allOf,omitempty"`
	AnyOf                []*schema          `json:"anyOf,omitempty"`
	MinLength            int                `json:"minLength,omitzero"`
	MaxLength            int                `json:"maxLength,omitzero"`
	MinItems             int                `json:"minItems,omitzero"`
	MaxItems             int                `json:"maxItems,omitzero"`
	UniqueItems          bool               `json:"uniqueItems,omitzero"`
	XOnce                []string           `json:"x-once,omitempty"` // members of the items of which no two have the same
	Items                *schema            `json:"items,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	Required             []string           `json:"required,omitempty"`
	AdditionalProperties *bool              `json:"additionalProperties,omitempty"`
	Defs                 map[string]*schema `json:"$defs,omitempty"`
}

// Schema writes the JSON Schema of the opened body: what it looks like with every
// hidden member in its place. Title is the kind of act, description its meaning, number that of the rules of admission by whose editions
// of the lists people write. Read, with Written by that number, and
// the schema take the same bodies (formats asserted, "language" being one of package subtag), but
// that whole numbers are written without fraction or exponent, that no two members of a list have the same where x-once says so, and that the
// whole of what is not hidden has mostBytes, which a schema cannot say.
func (s Shape) Schema(title, description string, mostBytes, number int) (jsontext.Value, error) {
	root := s.root.schema()
	root.Schema = "https://json-schema.org/draft/2020-12/schema"
	root.ID = "/schemas/" + title + ".json"
	root.Title, root.Description, root.XMaxBytes = title, description, mostBytes
	root.Defs = map[string]*schema{written: writtenSchema(number)}
	return json.Marshal(root, json.Deterministic(true), jsontext.WithIndent("  "), jsontext.PreserveRawStrings(true))
}

// written is what every schema calls the rule for what people write.
const written = "written"

func writtenSchema(number int) *schema {
	hidden, readable := visible.Rules().At(number).Patterns()
	return &schema{
		Description: fmt.Sprintf("text with something to read in it, and without a character that nobody sees, or not everybody alike, and that it does not need, or more than %d marks upon one letter", visible.MostMarks),
		Pattern:     pattern(readable),
		Not:         &schema{Pattern: pattern(hidden)},
	}
}

// pattern is a regular expression. In JSON all that is not ASCII is escaped: what nobody sees would be lost on who reads it.
type pattern string

func (p pattern) MarshalJSONTo(enc *jsontext.Encoder) error {
	quoted, err := jsontext.AppendQuote(nil, string(p))
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, r := range string(quoted) {
		switch {
		case r < 0x7f:
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return enc.WriteValue(jsontext.Value(b.String()))
}

func (n *node) schema() *schema {
	s := n.typed()
	s.Minimum, s.Maximum, s.ExclusiveMinimum, s.ExclusiveMaximum = n.min, n.max, n.over, n.under
	switch n.kind {
	case text, opaque:
		n.schemaText(s)
	case instant:
		s.Pattern = instantPattern
	case list:
		s.MinItems, s.MaxItems, s.UniqueItems, s.Items = n.minLen, n.maxLen, true, n.element.schema()
		for _, f := range n.element.fields {
			if f.node.once {
				s.XOnce = append(s.XOnce, f.name)
			}
		}
	case object:
		n.schemaObject(s)
	}
	return s
}

// typed is a schema with the type alone, and what the member means: what bodies and states share.
func (n *node) typed() *schema {
	s := &schema{Description: n.doc, XClass: n.class, XTaxonomy: n.list}
	switch n.kind {
	case text, opaque:
		s.Type = "string"
		if n.tongue {
			s.Format = "language" // of package subtag; too many for a pattern
		}
	case instant:
		s.Type, s.Format = "string", "date-time"
	case integer:
		s.Type = "integer"
	case number:
		s.Type = "number"
	case boolean:
		s.Type = "boolean"
	case list:
		s.Type = "array"
	case raw, object:
		s.Type = "object"
	}
	return s
}

func (n *node) schemaText(s *schema) {
	s.Enum = n.order
	if n.own != nil {
		s.Enum, s.AnyOf = nil, []*schema{{Enum: n.order}, {Pattern: pattern(n.own.String())}}
	}
	if n.order == nil {
		s.MinLength, s.MaxLength = 1, n.maxLen
	}
	if n.kind == text && n.order == nil && !n.tongue {
		s.Ref = "#/$defs/" + written
	}
	for i, form := range n.forms {
		if i == 0 {
			s.Pattern = pattern(form.String())
			continue
		}
		s.AllOf = append(s.AllOf, &schema{Pattern: pattern(form.String())})
	}
}

// saysSomething refuses what is read where there is nothing.
func (s *schema) saysSomething(k kind) {
	switch k {
	case boolean:
		s.Const = true
	case integer, number:
		if s.Minimum == nil || *s.Minimum <= 0 {
			s.Not = &schema{Const: new(int)}
		}
	case list:
		s.MinItems = 1
	case object:
		s.MinProperties = 1
	}
}

func (n *node) schemaObject(s *schema) {
	closed := false
	s.AdditionalProperties = &closed
	s.Properties = make(map[string]*schema, len(n.fields))
	for _, f := range n.fields {
		child := f.node.schema()
		if f.required {
			s.Required = append(s.Required, f.name)
		}
		if f.bare {
			child.saysSomething(f.node.kind)
		}
		s.Properties[f.name] = child
	}
}
