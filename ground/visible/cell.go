package visible

import (
	"strconv"
	"strings"
	"unicode"
)

// Cell is Text for a cell of a table that spreadsheets open: what they would take for a formula,
// whatever blanks and marks stand before it, has an apostrophe in front and is shown as text. A
// number is a number.
func Cell(s string) string {
	s = Text(s)
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	first := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
		return "'" + s
	}
	return s
}
