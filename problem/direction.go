package problem

import "unicode"

// U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE of the Unicode
// Bidirectional Algorithm (UAX #9).
const (
	firstStrongIsolate    = "\u2068"
	popDirectionalIsolate = "\u2069"
)

// isolate keeps a name, number or identifier in one piece when it runs the
// other way than the sentence: without it "TR-2017/05" is shown with its parts
// swapped inside Arabic or Persian. Inside a right-to-left sentence every
// parameter is wrapped; inside the others only one with Arabic or Hebrew
// letters. Screens and printers do not show the two marks.
func isolate(s string, rightToLeft bool) string {
	if rightToLeft || hasRightToLeft(s) {
		return firstStrongIsolate + s + popDirectionalIsolate
	}
	return s
}

func hasRightToLeft(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac) {
			return true
		}
	}
	return false
}

// steersDirection names the marks, embeddings, overrides and isolates of UAX #9.
// Inside a parameter they could turn the rest of a sentence around.
func steersDirection(r rune) bool {
	switch {
	case r == 0x061C, r == 0x200E, r == 0x200F:
		return true
	case 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069:
		return true
	}
	return false
}
