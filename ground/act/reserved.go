package act

import (
	"bytes"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth bounds how many objects and lists of a body lie within one another: opening
// reads each level anew, so that a deep body would cost far more than its bytes.
const MaxDepth = 32

// tooDeep takes well-formed JSON.
func tooDeep(v jsontext.Value) bool {
	depth, quoted := 0, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++
		case !quoted && (c == '{' || c == '['):
			if depth++; depth > MaxDepth {
				return true
			}
		case !quoted && (c == '}' || c == ']'):
			depth--
		}
	}
	return false
}

// reserved are the names that SD-JWT keeps for itself (RFC 9901 section 4).
func reserved(name string) bool { return name == "_sd" || name == "..." || name == "_sd_alg" }

// mayHide is a cheap no: a name can also be written with escapes.
func mayHide(v jsontext.Value) bool {
	return bytes.Contains(v, []byte("_sd")) || bytes.Contains(v, []byte(`\u`)) || bytes.Contains(v, []byte("..."))
}

// hides reports whether a value has members that are reserved, at any depth: another reader
// would put something in their places.
func hides(v jsontext.Value) bool {
	if !mayHide(v) {
		return false
	}
	dec := jsontext.NewDecoder(bytes.NewReader(v))
	for {
		token, err := dec.ReadToken()
		if err != nil {
			return err != io.EOF
		}
		// The second, fourth and so on of an object's values are not names.
		if kind, length := dec.StackIndex(dec.StackDepth()); kind == '{' && length%2 == 1 && reserved(token.String()) {
			return true
		}
	}
}
