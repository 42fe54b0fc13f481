package act

import (
	"errors"
	"strings"
)

// ParseKept reads again an act with its disclosures that ParseSDJWT read before they were
// kept under the act's id: it does not ask again what was asked then, which is half of what
// reading costs. Of bytes that were altered since, it answers an error or another act, as
// whoever reads a body that does not belong to its id.
func ParseKept(id ID, compact, hidden string) (Act, []Disclosure, error) {
	a, usual := readKept(id, compact)
	if !usual {
		var err error
		if a, err = Parse(compact); err != nil {
			return Act{}, nil, err
		}
	}
	ds, err := eachDisclosure(hidden, keptDisclosure)
	return a, ds, err
}

func readKept(id ID, compact string) (a Act, usual bool) {
	head, rest, _ := strings.Cut(compact, ".")
	body, _, found := strings.Cut(rest, ".")
	if !found {
		return Act{}, false
	}
	h, err := parseHeader(head)
	if err != nil || h.consider() != nil {
		return Act{}, false
	}
	text, err := decode64(body)
	if err != nil {
		return Act{}, false
	}
	p, usual := usualPayload(text)
	if !usual || p.Body.Kind() != '{' {
		return Act{}, false
	}
	a = p.act()
	a.ID, a.alg, a.compact, a.input = id, h.Algorithm, compact, len(head)+1+len(body)
	return a, true
}

func keptDisclosure(encoded string) (Disclosure, error) {
	text, err := decode64(encoded)
	if err != nil {
		return Disclosure{}, errors.New("parse disclosure: not base64url")
	}
	return readDisclosure(encoded, text)
}
