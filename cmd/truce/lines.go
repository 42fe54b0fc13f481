package main

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lines writes JSON as a person reads it: a member a line, what is inside it indented,
// small objects on one line.
func lines(v jsontext.Value, indent string) string {
	var b strings.Builder
	writeLines(&b, v, indent)
	return b.String()
}

func writeLines(b *strings.Builder, v jsontext.Value, indent string) {
	dec := jsontext.NewDecoder(bytes.NewReader(v))
	open, err := dec.ReadToken()
	if err != nil {
		return
	}
	for kind := dec.PeekKind(); kind != '}' && kind != ']' && kind != 0; kind = dec.PeekKind() {
		label := "-"
		if open.Kind() == '{' {
			name, err := dec.ReadToken()
			if err != nil {
				return
			}
			label = name.String() + ":"
		}
		value, err := dec.ReadValue()
		if err != nil {
			return
		}
		writeMember(b, label, value, indent)
	}
}

// wide is how long an object may be to stand on one line.
const wide = 90

func writeMember(b *strings.Builder, label string, v jsontext.Value, indent string) {
	b.WriteString(indent + label)
	switch kind := v.Kind(); {
	case kind == '"':
		b.WriteString(" " + unquoted(v) + "\n")
	case (kind == '{' || kind == '[') && len(v) > wide:
		b.WriteString("\n")
		writeLines(b, v, indent+"  ")
	case kind == '{':
		b.WriteString(" " + inOneLine(v) + "\n")
	default:
		b.WriteString(" " + string(v) + "\n")
	}
}

// unquoted is a string without its quotes, and anything else as it is.
func unquoted(v jsontext.Value) string {
	var text string
	if v.Kind() != '"' {
		return string(v)
	}
	if err := json.Unmarshal(v, &text); err != nil {
		return string(v)
	}
	return strings.ReplaceAll(text, "\n", " ")
}

// inOneLine writes an object such as {"lon": 36.4, "lat": 33.5} as "lon 36.4, lat 33.5".
func inOneLine(v jsontext.Value) string {
	if v.Kind() != '{' {
		return unquoted(v)
	}
	var parts []string
	dec := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := dec.ReadToken(); err != nil {
		return ""
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			break
		}
		label := name.String()
		value, err := dec.ReadValue()
		if err != nil {
			break
		}
		text := inOneLine(value)
		if value.Kind() == '{' {
			text = "(" + text + ")"
		}
		parts = append(parts, label+" "+text)
	}
	return strings.Join(parts, ", ")
}
