package reading

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// redact leaves out the members whose path drop names: names joined by dots, list
// positions left out. It streams, because lists redact a thousand states a page.
func redact(state string, drop func(path string) bool) (jsontext.Value, error) {
	dec := jsontext.NewDecoder(bytes.NewReader([]byte(state)))
	var out bytes.Buffer
	enc := jsontext.NewEncoder(&out)
	if err := copyValue(enc, dec, "", drop); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

func copyValue(enc *jsontext.Encoder, dec *jsontext.Decoder, path string, drop func(string) bool) error {
	switch dec.PeekKind() {
	case '{':
		return copyObject(enc, dec, path, drop)
	case '[':
		return copyArray(enc, dec, path, drop)
	}
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	return enc.WriteValue(value)
}

func copyObject(enc *jsontext.Encoder, dec *jsontext.Decoder, path string, drop func(string) bool) error {
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
		if drop(at) {
			if err := dec.SkipValue(); err != nil {
				return err
			}
			continue
		}
		if err := enc.WriteToken(jsontext.String(name)); err != nil {
			return err
		}
		if err := copyValue(enc, dec, at, drop); err != nil {
			return err
		}
	}
	return copyToken(enc, dec)
}

func copyArray(enc *jsontext.Encoder, dec *jsontext.Decoder, path string, drop func(string) bool) error {
	if err := copyToken(enc, dec); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		if err := copyValue(enc, dec, path, drop); err != nil {
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
