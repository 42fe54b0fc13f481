package kinds

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
)

// ReadWithheld is Read for whoever was given only some of the disclosures. A member that must
// be there but is withheld from this reader is no fault: a stand-in takes the place of its
// digest, so that everything else is checked as usual. The answer has no stand-ins in it.
func (k *Kinds) ReadWithheld(of act.Act, ds []act.Disclosure) (any, error) {
	body, err := k.Read(of, ds)
	member, missing := k.withheld(of, err)
	if !missing {
		return body, err
	}
	filled, all := of, ds
	for missing {
		f, fds, ok := k.standIn(filled, all, member)
		if !ok {
			return nil, err
		}
		filled, all = f, fds
		_, err = k.Read(filled, all)
		member, missing = k.withheld(of, err)
	}
	if err != nil {
		return nil, err
	}
	return k.Decode(of, ds)
}

// withheld is the name of the member that is missing and may be hidden.
func (k *Kinds) withheld(of act.Act, err error) (string, bool) {
	fault, is := errors.AsType[shape.Fault](err)
	if !is || fault.Rule != shape.Missing {
		return "", false
	}
	spec, _ := k.Spec(of.Kind)
	member := strings.TrimPrefix(fault.Where, "/")
	return member, spec.Hides[member] != ""
}

// standIns are values of which every hidden member that must be there accepts one.
func standIns() []string {
	return []string{`"withheld"`, `"person/withheld"`, `{"name":"withheld"}`, `1`, `["withheld"]`}
}

// standIn puts a disclosure of the member in the place of a digest that nobody disclosed.
// It is false if the act has none left, or if no value fits.
func (k *Kinds) standIn(of act.Act, ds []act.Disclosure, member string) (act.Act, []act.Disclosure, bool) {
	digest, open := openDigest(of, ds)
	if !open {
		return of, ds, false
	}
	for _, value := range standIns() {
		d, err := act.NewDisclosure(member, jsontext.Value(value), bytes.NewReader(make([]byte, 16)))
		if err != nil {
			return of, ds, false
		}
		filled := of
		filled.Body = bytes.Replace(bytes.Clone(of.Body), []byte(digest), []byte(d.Digest()), 1)
		all := append(ds[:len(ds):len(ds)], d)
		_, err = k.Read(filled, all)
		if fault, is := errors.AsType[shape.Fault](err); !is || !strings.HasPrefix(fault.Where, "/"+member) {
			return filled, all, true
		}
	}
	return of, ds, false
}

// openDigest is a digest of the body itself to which no disclosure is at hand.
func openDigest(of act.Act, ds []act.Disclosure) (string, bool) {
	var body struct {
		Digests []string `json:"_sd"`
	}
	if json.Unmarshal(of.Body, &body) != nil {
		return "", false
	}
	disclosed := map[string]bool{}
	for _, d := range ds {
		disclosed[d.Digest()] = true
	}
	for _, digest := range body.Digests {
		if !disclosed[digest] {
			return digest, true
		}
	}
	return "", false
}
