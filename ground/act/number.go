package act

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// oddNumber is the first number in a value that is not written as RFC 8785 (section 3.2.2.3) and ECMAScript write the double
// that it is; "" if there is none. One reader takes 1e-400 for nothing and another for little, one keeps 34 digits and another
// 17, and -0 is 0 to some: a number that has one spelling is read alike by all. It takes well-formed JSON.
func oddNumber(v jsontext.Value) string {
	for i := 0; i < len(v); {
		switch c := v[i]; {
		case c == '"':
			for i++; v[i] != '"'; i++ {
				if v[i] == '\\' {
					i++
				}
			}
			i++
		case c == '-' || c >= '0' && c <= '9':
			end := numberEnd(v, i)
			if !usualNumber(string(v[i:end])) {
				return string(v[i:end])
			}
			i = end
		default:
			i++
		}
	}
	return ""
}

func numberEnd(v jsontext.Value, i int) int {
	for ; i < len(v); i++ {
		if c := v[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			break
		}
	}
	return i
}

// usualNumber reports whether the text is the one spelling of its number.
func usualNumber(text string) bool {
	if text == "-0" {
		return false
	}
	x, err := strconv.ParseFloat(text, 64)
	return err == nil && jsontext.Float(x).String() == text
}

// Respelled is JSON in which each number is written as acts write it: the double that it is, in its one spelling. It is for
// drafts; what is no JSON stays as it is.
func Respelled(v jsontext.Value) jsontext.Value {
	other := v.Clone()
	err := other.Format(jsontext.CanonicalizeRawInts(true), jsontext.CanonicalizeRawFloats(true), jsontext.PreserveRawStrings(true))
	if err != nil {
		return v
	}
	return other
}
