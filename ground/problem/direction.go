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
