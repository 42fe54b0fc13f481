package act

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Errors of Open; callers tell them apart to say which rule was broken.
var (
	ErrDisclosureUnused   = errors.New("a disclosure belongs to no digest of the act")
	ErrDisclosureRepeated = errors.New("a digest or a member appears twice")
)

// Opened is a body with the disclosed members in their places and every `_sd` gone.
type Opened struct {
	Body jsontext.Value
	// Disclosed gives, for each disclosure in the order given, the path of its member:
	// names joined by dots, array positions left out, such as "observer.position".
	Disclosed []string
}

// Open puts the disclosures where the body's digests ask for them (RFC 9901 section
// 7.1). Digests without a disclosure are withheld members or decoys and leave no trace.
// Each disclosure must be wanted exactly once.
func (a Act) Open(ds []Disclosure) (Opened, error) {
	o := opener{byDigest: make(map[string]int, len(ds)), ds: ds, paths: make([]string, len(ds))}
	for i, d := range ds {
		digest := d.Digest()
		if _, twice := o.byDigest[digest]; twice {
			return Opened{}, ErrDisclosureRepeated
		}
		o.byDigest[digest] = i
	}
	body, err := o.value(a.Body, "")
	if err != nil {
		return Opened{}, fmt.Errorf("open act: %w", err)
	}
	if o.used != len(ds) {
		return Opened{}, ErrDisclosureUnused
	}
	return Opened{body, o.paths}, nil
}

type opener struct {
	byDigest map[string]int
	ds       []Disclosure
	paths    []string
	used     int
}

type member struct {
	name  string
	value jsontext.Value
}

func (o *opener) value(v jsontext.Value, path string) (jsontext.Value, error) {
	if !bytes.Contains(v, []byte("_sd")) {
		return v, nil
	}
	switch v.Kind() {
	case '{':
		return o.object(v, path)
	case '[':
		return o.array(v, path)
	}
	return v, nil
}

func (o *opener) array(v jsontext.Value, path string) (jsontext.Value, error) {
	var elements []jsontext.Value
	if err := json.Unmarshal(v, &elements); err != nil {
		return nil, err
	}
	for i, e := range elements {
		opened, err := o.value(e, path)
		if err != nil {
			return nil, err
		}
		elements[i] = opened
	}
	return json.Marshal(elements)
}

func (o *opener) object(v jsontext.Value, path string) (jsontext.Value, error) {
	members, digests, err := o.members(v, path)
	if err != nil {
		return nil, err
	}
	for _, digest := range digests {
		i, held := o.byDigest[digest]
		if !held {
			continue
		}
		if o.paths[i] != "" {
			return nil, ErrDisclosureRepeated
		}
		o.paths[i] = join(path, o.ds[i].name)
		o.used++
		members = append(members, member{o.ds[i].name, o.ds[i].value})
	}
	return write(members)
}

// members reads an object's members, nested ones opened, and its digests.
func (o *opener) members(v jsontext.Value, path string) (all []member, digests []string, err error) {
	dec := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := dec.ReadToken(); err != nil {
		return nil, nil, err
	}
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, nil, err
		}
		name := token.String()
		value, err := dec.ReadValue()
		if err != nil {
			return nil, nil, err
		}
		if name == "_sd" {
			if err := json.Unmarshal(value, &digests); err != nil {
				return nil, nil, errors.New("_sd must be an array of digests")
			}
			continue
		}
		opened, err := o.value(value.Clone(), join(path, name))
		if err != nil {
			return nil, nil, err
		}
		all = append(all, member{name, opened})
	}
	return all, digests, nil
}

// write refuses two members of one name: the encoder's own rule (RFC 9901 7.1 step 3.c).
func write(members []member) (jsontext.Value, error) {
	var b bytes.Buffer
	enc := jsontext.NewEncoder(&b)
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return nil, err
	}
	for _, m := range members {
		if err := enc.WriteToken(jsontext.String(m.name)); err != nil {
			return nil, ErrDisclosureRepeated
		}
		if err := enc.WriteValue(m.value); err != nil {
			return nil, err
		}
	}
	if err := enc.WriteToken(jsontext.EndObject); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
