package problem

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const maxShown = 200 // runes of a parameter; a longer one ends in …

// text writes a parameter for a person: text, whole and broken numbers and the
// types made of them, instants (UTC, to the second), lists of strings (joined by
// commas), and what has a String method. An error is not shown even so, that a
// cause cannot slip out as a parameter.
func text(value any) string {
	switch v := value.(type) {
	case error:
		return missing
	case time.Time:
		return v.UTC().Format("2006-01-02 15:04:05 UTC")
	case []string:
		return shown(strings.Join(v, ", "))
	case fmt.Stringer:
		return shown(v.String())
	}
	return plain(reflect.ValueOf(value))
}

// plain goes by the underlying kind, because identifiers have types of their own.
func plain(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.String:
		return shown(v.String())
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
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
	case unicode.Is(unicode.Bidi_Control, r): // could turn the rest of the sentence around
		return -1
	}
	return r
}
