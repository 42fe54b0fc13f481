package shape

import (
	"bytes"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// Prose is what somebody wrote in words, and in which language: a reader who does not know the
// language has it translated, and a screen writes it from its own side. The limit of a member of
// this type (maxlen) is that of its text.
type Prose struct {
	Text     string `json:"text"`
	Language string `json:"language"` // BCP 47: language, and script if it is not the usual one; Unsaid if the author did not say
}

// Unsaid is the language of a text whose author did not say in which language it is (BCP 47, "und").
const Unsaid = "und"

// In is a text in a language; no Prose at all if it is empty.
func In(language, text string) Prose {
	if text == "" {
		return Prose{}
	}
	return Prose{text, language}
}

func (p Prose) String() string { return p.Text }

var proseType = reflect.TypeFor[Prose]()

// prose is the node of a Prose.
func (r reader) prose(t reflect.Type) (*node, error) {
	n, err := r.object(t)
	if err != nil {
		return nil, err
	}
	n.prose = true
	n.fields[0].node.doc = "the text"
	n.fields[1].node.doc = "its language (BCP 47), such as ar, or " + Unsaid + " if nobody said"
	return n, r.limits(n.fields[1].node, `language:"script"`)
}

// text of a prose is where its limits are.
func (n *node) limited() *node {
	if n.prose {
		return n.fields[0].node
	}
	return n
}

// Worded gives each text of a draft of a body that does not say so its language: a text may be
// drafted as a plain string. What is not a body of this shape is answered as it is; Read says why.
func (s Shape) Worded(body jsontext.Value, language string) jsontext.Value {
	if language == "" {
		language = Unsaid
	}
	if !body.IsValid() {
		return body
	}
	if worded, changed := s.root.worded(body, language); changed {
		return worded
	}
	return body
}

func (n *node) worded(v jsontext.Value, language string) (jsontext.Value, bool) {
	switch kind := v.Kind(); {
	case n.prose:
		return proseOf(v, language)
	case kind == '{' && n.kind == object:
		return n.wordedMembers(v, language)
	case kind == '[' && n.kind == list:
		return n.wordedElements(v, language)
	}
	return v, false
}

// proseOf makes a text of a plain string, or gives it the language that it lacks.
func proseOf(v jsontext.Value, language string) (jsontext.Value, bool) {
	var p struct {
		Text     *string `json:"text"`
		Language string  `json:"language"`
	}
	switch v.Kind() {
	case '"':
		p.Text = new(string)
		if json.Unmarshal(v, p.Text) != nil || *p.Text == "" {
			return v, false
		}
	case '{':
		if json.Unmarshal(v, &p, json.RejectUnknownMembers(true)) != nil || p.Text == nil || p.Language != "" {
			return v, false
		}
	default:
		return v, false
	}
	made, err := json.Marshal(Prose{*p.Text, language})
	return made, err == nil
}

func (n *node) wordedMembers(v jsontext.Value, language string) (jsontext.Value, bool) {
	var out bytes.Buffer
	any := false
	err := scan.EachMember(v, func(name []byte, value jsontext.Value) error {
		if i := n.fieldNamed(name); i >= 0 {
			var changed bool
			value, changed = n.fields[i].node.worded(value, language)
			any = any || changed
		}
		quoted, err := jsontext.AppendQuote(nil, name)
		write(&out, '{', append(append(quoted, ':'), value...))
		return err
	})
	return closed(&out, '{', '}'), any && err == nil
}

func (n *node) wordedElements(v jsontext.Value, language string) (jsontext.Value, bool) {
	var out bytes.Buffer
	any := false
	err := scan.EachElement(v, func(e jsontext.Value) error {
		e, changed := n.element.worded(e, language)
		any = any || changed
		write(&out, '[', e)
		return nil
	})
	return closed(&out, '[', ']'), any && err == nil
}

// write adds one part of an object or a list, after the bracket that opens it or a comma.
func write(out *bytes.Buffer, bracket byte, part []byte) {
	if out.Len() > 0 {
		bracket = ','
	}
	out.WriteByte(bracket)
	out.Write(part)
}

func closed(out *bytes.Buffer, left, right byte) jsontext.Value {
	if out.Len() == 0 {
		out.WriteByte(left)
	}
	out.WriteByte(right)
	return out.Bytes()
}
