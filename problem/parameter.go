package problem

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const maxShown = 200 // runes of a parameter; a longer one ends in …

// text writes a parameter for a person. Instants are UTC to the second. A list
// is joined by commas. An error and any type not named here are not shown, so
// that a cause cannot slip out as a parameter.
func text(value any) string {
	switch v := value.(type) {
	case string:
		return shown(v)
	case []string:
		return shown(strings.Join(v, ", "))
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint64:
		return strconv.FormatUint(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.UTC().Format("2006-01-02 15:04:05 UTC")
	case error:
		return missing
	case fmt.Stringer:
		return shown(v.String())
	}
	return missing
}

// shown makes a text that others wrote safe inside a sentence: no control
// characters, none that steer the direction of writing, and not endless.
func shown(s string) string {
	s = strings.Map(harmless, strings.ToValidUTF8(s, "\uFFFD"))
	if s == "" {
		return missing
	}
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

func harmless(r rune) rune {
	switch {
	case r < 0x20, r == 0x7F, r == 0x2028, r == 0x2029, 0x80 <= r && r <= 0x9F:
		return ' '
	case steersDirection(r):
		return -1
	}
	return r
}
