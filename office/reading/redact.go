package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// redaction leaves out the members whose path drop names: names joined by dots, list
// positions left out. It streams, because lists redact a thousand states a page.
type redaction struct {
	drop    func(path string) bool
	name    func(path, author string) string // how the reader is told an author who is a key
	enc     *jsontext.Encoder
	dec     *jsontext.Decoder
	dropped bool           // anything
	watched string         // the path of a member that is read although it may be left out
	saw     jsontext.Value // what it says; nil if it is not there
}

func (r *redaction) redact(state string) (jsontext.Value, error) {
	var out bytes.Buffer
	r.dec, r.enc = jsontext.NewDecoder(bytes.NewReader([]byte(state))), jsontext.NewEncoder(&out)
	if err := r.value(""); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

func (r *redaction) value(path string) error {
	switch r.dec.PeekKind() {
	case '{':
		return r.object(path)
	case '[':
		return r.array(path)
	}
	value, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	if path == r.watched {
		r.saw = slices.Clone(value)
	}
	if bytes.HasPrefix(value, []byte(`"key/`)) {
		value, err = jsontext.AppendQuote(nil, r.name(path, string(value[1:len(value)-1])))
		if err != nil {
			return err
		}
	}
	return r.enc.WriteValue(value)
}

func (r *redaction) object(path string) error {
	enc, dec := r.enc, r.dec
	if err := copyToken(enc, dec); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return err
		}
		name := token.String()
		at := name
		if path != "" {
			at = path + "." + name
		}
		if r.drop(at) {
			r.dropped = true
			if err := r.skip(at); err != nil {
				return err
			}
			continue
		}
		if err := enc.WriteToken(jsontext.String(name)); err != nil {
			return err
		}
		if err := r.value(at); err != nil {
			return err
		}
	}
	return copyToken(enc, dec)
}

// skip leaves a member out. What is watched may lie below it.
func (r *redaction) skip(at string) error {
	below, is := strings.CutPrefix(r.watched, at)
	if !is || below != "" && below[0] != '.' || r.watched == "" {
		return r.dec.SkipValue()
	}
	value, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimPrefix(below, "."), ".") {
		if name == "" {
			break
		}
		var members map[string]jsontext.Value
		if value.Kind() != '{' || json.Unmarshal(value, &members) != nil {
			return nil
		}
		value = members[name]
	}
	r.saw = slices.Clone(value)
	return nil
}

func (r *redaction) array(path string) error {
	enc, dec := r.enc, r.dec
	if err := copyToken(enc, dec); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		if err := r.value(path); err != nil {
			return err
		}
	}
	return copyToken(enc, dec)
}

func copyToken(enc *jsontext.Encoder, dec *jsontext.Decoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	return enc.WriteToken(token)
}
