// Package scan walks JSON that is known to be well-formed, without reading it again: an
// act's body was checked when its payload was parsed. Opening acts with a full decoder
// was a third of what folding a million of them cost. It checks nothing itself: on other
// input it answers an error or finds less, and never panics.
package scan

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

var errScan = errors.New("not well-formed JSON")

// EachMember calls fn with the name and the value of each member of an object. The name is
// fn's until it returns.
func EachMember(v jsontext.Value, fn func(name []byte, value jsontext.Value) error) error {
	i := space(v, 0)
	if i >= len(v) || v[i] != '{' {
		return errScan
	}
	for i = space(v, i+1); i < len(v) && v[i] != '}'; {
		nameEnd := stringEnd(v, i)
		name, err := Unquote(v[i:nameEnd])
		if err != nil {
			return err
		}
		start := space(v, space(v, nameEnd)+1) // past the colon
		end := valueEnd(v, start)
		if end <= start {
			return errScan
		}
		if err := fn(name, v[start:end]); err != nil {
			return err
		}
		i = comma(v, end)
	}
	return nil
}

// EachElement calls fn with each element of an array.
func EachElement(v jsontext.Value, fn func(element jsontext.Value) error) error {
	i := space(v, 0)
	if i >= len(v) || v[i] != '[' {
		return errScan
	}
	for i = space(v, i+1); i < len(v) && v[i] != ']'; {
		end := valueEnd(v, i)
		if end <= i {
			return errScan
		}
		if err := fn(v[i:end]); err != nil {
			return err
		}
		i = comma(v, end)
	}
	return nil
}

// Unquote reads a JSON string; few have escapes. It answers a part of what it was given
// where there are none.
func Unquote(quoted []byte) ([]byte, error) {
	if len(quoted) < 2 || quoted[0] != '"' {
		return nil, errScan
	}
	if bytes.IndexByte(quoted, '\\') >= 0 {
		return jsontext.AppendUnquote(nil, quoted)
	}
	return quoted[1 : len(quoted)-1], nil
}

func space(v []byte, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t' || v[i] == '\n' || v[i] == '\r') {
		i++
	}
	return i
}

func comma(v []byte, i int) int {
	if i = space(v, i); i < len(v) && v[i] == ',' {
		return space(v, i+1)
	}
	return i
}

// stringEnd is the index after the string that begins at i.
func stringEnd(v []byte, i int) int {
	for i++; i < len(v); i++ {
		switch v[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(v)
}

// valueEnd is the index after the value that begins at i.
func valueEnd(v []byte, i int) int {
	depth := 0
	for i < len(v) {
		switch v[i] {
		case '"':
			i = stringEnd(v, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
			i++
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
			i++
			continue
		default:
			i++
			continue
		}
		if depth == 0 {
			return i
		}
	}
	return i
}
