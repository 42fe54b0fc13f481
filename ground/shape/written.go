package shape

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/edition"
	"truce/ground/scan"
	"truce/ground/subtag"
	"truce/ground/visible"
)

// Lists are those by which it is decided what people may write.
type Lists struct {
	Languages edition.List[subtag.Set]
	Texts     edition.List[visible.Rule]
}

// OwnLists are those of this program.
func OwnLists() Lists { return Lists{subtag.Sets(), visible.Rules()} }

// Several reports whether any of them has another edition.
func (l Lists) Several() bool { return l.Languages.Several() || l.Texts.Several() }

// Written checks a body that Read took, which takes what is good by any edition of the lists, by the editions that decide by a
// number of the rules of admission. What is withheld in it is not missed.
func (s Shape) Written(body any, rev int, lists Lists, number int) *Fault {
	text, err := Clean(body)
	if err != nil {
		return found(nil, err)
	}
	return s.at(rev).written(text, lists.Languages.At(number), lists.Texts.At(number))
}

func (n *node) written(v jsontext.Value, languages subtag.Set, texts visible.Rule) (fault *Fault) {
	under := func(n *node, v jsontext.Value, name string) error {
		if fault = n.written(v, languages, texts); fault != nil {
			fault.in(name)
			return errStop
		}
		return nil
	}
	var err error
	switch kind := v.Kind(); {
	case kind == '{' && n.kind == object:
		err = scan.EachMember(v, func(name []byte, value jsontext.Value) error {
			if i := n.fieldNamed(name); i >= 0 {
				return under(n.fields[i].node, value, n.fields[i].name)
			}
			return nil
		})
	case kind == '[' && n.kind == list:
		i := 0
		err = scan.EachElement(v, func(e jsontext.Value) error {
			i++
			return under(n.element, e, strconv.Itoa(i-1))
		})
	case kind == '"':
		return n.writtenText(v, languages, texts)
	}
	if fault != nil || err != nil {
		return found(fault, err)
	}
	return nil
}

func (n *node) writtenText(v jsontext.Value, languages subtag.Set, texts visible.Rule) *Fault {
	s, err := scan.Unquote(v)
	if err != nil {
		return found(nil, err)
	}
	switch fault := hidden(texts, string(s)); {
	case len(s) == 0: // withheld, or left out: Read tells what must be there
		return nil
	case n.kind == text && texts.Blank(string(s)):
		return &Fault{Rule: Missing, Where: "", Want: orDefault(n.doc) + ", or no such member"}
	case fault != nil:
		return fault
	case n.tongue && !languages.Known(string(s)):
		return languageFault(string(s))
	}
	return nil
}

// hidden is the fault of a text with a character that has no place in it, nil if it has none.
func hidden(texts visible.Rule, s string) *Fault {
	r, is := texts.Hidden(s)
	if !is {
		return nil
	}
	code := fmt.Sprintf("U+%04X", r)
	return &Fault{Rule: Hidden, Where: "", Want: "text without the character " + code + ", which nobody sees, or not everybody alike, or which is one mark too many upon a letter", Code: code}
}

func languageFault(s string) *Fault {
	return &Fault{Rule: Language, Where: "", Want: "a language (BCP 47), such as ar, en or ku; " + Unsaid + " if it is not known", Code: s[:min(len(s), 60)]}
}
