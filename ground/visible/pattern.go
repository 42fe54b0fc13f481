package visible

import (
	"fmt"
	"slices"
	"strings"
)

// Patterns are what Hidden and Blank ask, as regular expressions that every validator of JSON Schema reads: one that a text
// with a hidden character matches, and one that a text with something to read matches. Characters stand in them as they are,
// since expressions have no one way to write those beyond U+FFFF.
func (v Rule) Patterns() (hidden, readable string) {
	var always []span
	for _, s := range v.unseen {
		always = append(always, without(s, 0xfe0e, 0xfe0f)...)
	}
	always = slices.DeleteFunc(always, func(s span) bool { return s.from == '\v' })
	always = append(always, span{'\v', '\f'}, span{0x0e, 0x1f})
	word, keys := class("", v.apart), class("^#*", append([]span{{'0', '9'}}, v.symbols...))
	hidden = strings.Join([]string{
		class("", always),
		`\x0d([^\x0a]|$)`,
		"(^|" + keys + ")[\ufe0e\ufe0f]", "[0-9#*]\ufe0e", "[0-9#*]\ufe0f([^\u20e3]|$)",
		word + class("", v.marks) + "+" + word,
		class("", slices.Concat(v.upon, v.marks, []span{{0xfe0e, 0xfe0f}})) + fmt.Sprintf("{%d}", MostMarks+1),
	}, "|")
	return hidden, class("^", slices.Concat(v.blanks, v.marks, v.unseen))
}

// without is a span without characters at its end.
func without(s span, from, to rune) []span {
	if s.to != to {
		return []span{s}
	}
	return []span{{s.from, from - 1}}
}

// class is a class of characters, begun as said.
func class(begin string, all []span) string {
	var b strings.Builder
	b.WriteString("[" + begin)
	for _, s := range all {
		b.WriteString(inClass(s.from))
		if s.to > s.from {
			b.WriteString("-" + inClass(s.to))
		}
	}
	return b.String() + "]"
}

func inClass(r rune) string {
	if r <= ' ' || r == 0x7f {
		return fmt.Sprintf(`\x%02x`, r)
	}
	return string(r)
}
