package act

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
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
	// Withheld is how many digests stayed without a disclosure: withheld members or decoys.
	Withheld int
}

// Open puts the disclosures where the body's digests ask for them (RFC 9901 section
// 7.1). Digests without a disclosure are withheld members or decoys and leave no trace.
// Each disclosure must be wanted exactly once.
func (a Act) Open(ds []Disclosure) (Opened, error) {
	o := opener{byDigest: make(map[string]int, len(ds)), seen: map[string]bool{}, ds: ds, paths: make([]string, len(ds))}
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
	return Opened{body, o.paths, len(o.seen) - o.used}, nil
}

type opener struct {
	byDigest map[string]int
	seen     map[string]bool // digests met in the body
	ds       []Disclosure
	paths    []string
	used     int
}

type member struct {
	name  string
	value jsontext.Value
}

func (o *opener) value(v jsontext.Value, path string) (jsontext.Value, error) {
	if !mayHide(v) {
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
	out := jsontext.Value{'['}
	err := scan.EachElement(v, func(e jsontext.Value) error {
		opened, err := o.value(e, path)
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, opened...)
		return err
	})
	return append(out, ']'), err
}

func (o *opener) object(v jsontext.Value, path string) (jsontext.Value, error) {
	all, digests, err := members(v)
	if err != nil {
		return nil, err
	}
	for i, m := range all {
		if all[i].value, err = o.value(m.value, join(path, m.name)); err != nil {
			return nil, err
		}
	}
	for _, digest := range digests {
		d, err := o.reveal(digest, path)
		if err != nil {
			return nil, err
		}
		if d != nil {
			all = append(all, *d)
		}
	}
	return write(all)
}

// reveal answers the member behind a digest, or nil if it is withheld. A digest that
// occurs twice would let one disclosure stand in two places (RFC 9901 section 7.1 step 4).
func (o *opener) reveal(digest, path string) (*member, error) {
	if o.seen[digest] {
		return nil, ErrDisclosureRepeated
	}
	o.seen[digest] = true
	i, held := o.byDigest[digest]
	if !held {
		return nil, nil
	}
	o.paths[i] = join(path, o.ds[i].name)
	o.used++
	return &member{o.ds[i].name, o.ds[i].value}, nil
}

// members reads an object's members as they are, and its digests.
func members(v jsontext.Value) (all []member, digests []string, err error) {
	all = make([]member, 0, 16)
	err = scan.EachMember(v, func(name []byte, value jsontext.Value) error {
		switch string(name) {
		case "...":
			return errors.New("a digest in a list: only members of objects are hidden here")
		case "_sd":
			if value.Kind() != '[' {
				return errors.New("_sd must be an array of digests")
			}
			return scan.EachElement(value, func(e jsontext.Value) error {
				digest, err := scan.Unquote(e)
				digests = append(digests, string(digest))
				return err
			})
		}
		all = append(all, member{string(name), value})
		return nil
	})
	return all, digests, err
}

// write refuses two members of one name (RFC 9901 section 7.1 step 3.c).
func write(all []member) (jsontext.Value, error) {
	if twice(all) {
		return nil, ErrDisclosureRepeated
	}
	size := 2
	for _, m := range all {
		size += len(m.name) + len(m.value) + 4
	}
	out := append(make(jsontext.Value, 0, size), '{')
	var err error
	for i, m := range all {
		if i > 0 {
			out = append(out, ',')
		}
		if out, err = jsontext.AppendQuote(out, m.name); err != nil {
			return nil, err
		}
		out = append(append(out, ':'), m.value...)
	}
	return append(out, '}'), nil
}

// twice compares few names with one another and puts many into a map: a body of 64,000
// bytes can have 8,000 members.
func twice(all []member) bool {
	if len(all) > 32 {
		names := make(map[string]bool, len(all))
		for _, m := range all {
			names[m.name] = true
		}
		return len(names) < len(all)
	}
	for i, m := range all {
		for _, other := range all[:i] {
			if other.name == m.name {
				return true
			}
		}
	}
	return false
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
