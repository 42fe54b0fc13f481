// Package visible writes text so that a person sees what is in it: control characters, which can
// command a terminal, and characters that turn the direction of writing, which can make text read
// as what it is not, are written as JSON escapes them. JSON stays JSON, with the same meaning.
//
// What people write in is let pass: tabs, line breaks, and the marks and joiners of Arabic and
// Persian, with the isolates (U+2068, U+2069) that this program's own sentences have around values.
package visible

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is s with \u001b for an escape, and so on. Bytes that are not UTF-8 become \x9b and so on.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for i, width := 0, 0; i < len(s); i += width {
		var r rune
		r, width = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && width == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"), !odd(r):
			b.WriteString(s[i : i+width])
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Hidden is the first character of s that nobody sees, or not everybody alike, and that the text does not need: the list is a
// file, and it does not change with the runtime. So is each mark upon a letter beyond MostMarks. The joiners and marks of Arabic, Persian and Indic scripts (U+200C to U+200F, U+061C) are hidden
// between two letters or digits of scripts that are written letter by letter, such as Latin and Cyrillic; the selectors U+FE0E
// and U+FE0F are, unless a sign stands before them that they choose the look of. Tabs and line breaks are none.
func (v Rule) Hidden(s string) (found rune, is bool) {
	v.each(s, func(_ int, r rune, hidden bool) bool {
		found, is = r, hidden
		return !hidden
	})
	if !is {
		return 0, false
	}
	return found, true
}

// Seen is s without the characters that Hidden finds: what others published may hold soft hyphens and marks of byte order,
// and nobody who reads it misses them.
func (v Rule) Seen(s string) string {
	for { // without one character, another may stand where nothing unseen has a place
		if _, is := v.Hidden(s); !is {
			return s
		}
		var b strings.Builder
		v.each(s, func(_ int, r rune, hidden bool) bool {
			if !hidden {
				b.WriteRune(r)
			}
			return true
		})
		s = b.String()
	}
}

// Blank reports whether there is nothing in s to be read.
func (v Rule) Blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !in(v.blanks, r) && !v.isMark(r) && !in(v.unseen, r) }) < 0
}

// plain reports whether nothing in s is to be written otherwise.
func plain(s string) bool { return strings.IndexFunc(s, odd) < 0 && utf8.ValidString(s) }

// odd reports whether a character is not to reach who reads.
func odd(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x80:
		return r < ' ' || r == 0x7f
	case r >= 0x202a && r <= 0x202e, r == 0x2066, r == 0x2067: // embeddings, overrides, isolates of one direction
		return true
	}
	return r == 0x2028 || r == 0x2029 || unicode.IsControl(r)
}
