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

// Hidden is the first character of s that nobody who writes in words needs and nobody sees: those that Text writes
// otherwise, all that turn the direction of what follows, and what has no width at all. The joiners and marks of Arabic
// and Persian (U+200C to U+200F, U+061C), tabs and line breaks are none.
func Hidden(s string) (r rune, is bool) {
	for i, r := range s {
		if hidden(r) && !(r == '\r' && strings.HasPrefix(s[i+1:], "\n")) {
			return r, true
		}
	}
	return 0, false
}

// Seen is s without the characters that Hidden finds: what others published may hold soft hyphens and marks of byte order,
// and nobody who reads it misses them.
func Seen(s string) string {
	if _, is := Hidden(s); !is {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if hidden(r) && !(r == '\r' && strings.HasPrefix(s[i+1:], "\n")) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Blank reports whether there is nothing in s to be read.
func Blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !hidden(r) }) < 0
}

func hidden(r rune) bool {
	switch {
	case r < 0x80:
		return odd(r)
	case r == 0x00ad, r == 0x034f, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x180e, r == 0x200b: // soft hyphen, fillers, nothing at all
		return true
	case r == 0x2068, r == 0x2069, r >= 0x2060 && r <= 0x206f: // the other isolates; joiners and operators that nobody sees
		return true
	case r == 0x3164, r == 0xfeff, r == 0xffa0, r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return odd(r)
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
