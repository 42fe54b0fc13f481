package act

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/scan"
)

// parsePayload reads well-formed JSON whose members are those of a payload, spelt as is
// usual, with one walk over them. Any other spelling, and whatever is wrong, is left to the
// JSON decoder, which takes twice as long and says what is wrong.
func parsePayload(part string) (p payload, err error) {
	text, err := decode64(part)
	if err != nil {
		return payload{}, err
	}
	if jsontext.Value(text).IsValid() {
		if odd := oddNumber(text); odd != "" {
			return payload{}, fmt.Errorf("%.40s is not as RFC 8785 writes that number", odd)
		}
		if p, usual := usualPayload(text); usual {
			return p, nil
		}
	}
	if err := json.Unmarshal(text, &p, json.RejectUnknownMembers(true)); err != nil {
		return p, err
	}
	return p, present(text, "iat")
}

// digestAlg is by what slots are digested: there is one, and who says none says nothing.
type digestAlg string

const sha256Name = "sha-256"

// UnmarshalText refuses any other.
func (a *digestAlg) UnmarshalText(text []byte) error {
	if string(text) != sha256Name {
		return fmt.Errorf("_sd_alg %.20q: want %s", text, sha256Name)
	}
	*a = sha256Name
	return nil
}

// present refuses what a JSON decoder takes for a zero: a member or an element that is null, a member that says nothing, and
// one of the wanted that is not there. Another reader would take it for something else, and nothing has one spelling: that it is not there.
func present(text jsontext.Value, wanted ...string) error {
	there := map[string]bool{}
	err := scan.EachMember(text, func(name []byte, value jsontext.Value) error {
		there[string(name)] = true
		if saysNothing(string(name), value) {
			return fmt.Errorf("%s says nothing: leave the member out", name)
		}
		if value.Kind() == '[' {
			return scan.EachElement(value, notNull)
		}
		return notNull(value)
	})
	for _, name := range wanted {
		if err == nil && !there[name] {
			err = fmt.Errorf("%s is missing", name)
		}
	}
	return err
}

// saysNothing is true of an empty text or list, of slots of which there is none, and of an end at no time. A body may be empty.
func saysNothing(name string, value jsontext.Value) bool {
	switch value.Kind() {
	case '"':
		return len(value) == 2
	case '[', '{':
		empty := true
		inner := func(jsontext.Value) error { empty = false; return nil }
		if value.Kind() == '[' {
			_ = scan.EachElement(value, inner)
		} else {
			_ = scan.EachMember(value, func([]byte, jsontext.Value) error { return inner(nil) })
		}
		return empty && name != "body"
	case '0':
		return name == "exp" && string(value) == "0"
	}
	return false
}

func notNull(value jsontext.Value) error {
	if value.Kind() == 'n' {
		return errors.New("null stands for nothing: leave the member out")
	}
	return nil
}

// usualPayload takes valid JSON, in which no member is there twice. The body is a part of
// the text.
func usualPayload(text jsontext.Value) (p payload, usual bool) {
	usual = true
	err := scan.EachMember(text, func(name []byte, value jsontext.Value) error {
		usual = usual && p.take(string(name), value)
		return nil
	})
	return p, usual && err == nil && p.Issued != 0 // without iat the decoder says what is missing
}

func (p *payload) take(name string, value jsontext.Value) (usual bool) {
	switch name {
	case "iss":
		return plainText(&p.Issuer, value)
	case "kind":
		return plainText(&p.Kind, value)
	case "sub":
		return plainText(&p.Subject, value)
	case "nonce":
		return plainText(&p.Nonce, value) && p.Nonce != ""
	case "_sd_alg":
		return plainText(&p.SDAlg, value) && p.SDAlg == sha256Name
	case "iat":
		return plainNumber(&p.Issued, value)
	case "exp":
		return plainNumber(&p.Expires, value) && p.Expires != 0
	case "rev":
		return plainNumber(&p.Rev, value)
	case "aud":
		return p.takeAudience(value)
	case "prev":
		return p.takePrev(value)
	case "slots":
		return p.Slots.UnmarshalJSON(value) == nil && len(p.Slots) > 0
	case "body":
		p.Body = value
		return true
	}
	return false
}

func (p *payload) takePrev(value jsontext.Value) (usual bool) {
	p.Prev, usual = []ID{}, true
	err := scan.EachElement(value, func(e jsontext.Value) error {
		var id ID
		text, err := scan.Unquote(e)
		usual = usual && err == nil && id.UnmarshalText(text) == nil
		p.Prev = append(p.Prev, id)
		return nil
	})
	return usual && err == nil && len(p.Prev) > 0
}

func (p *payload) takeAudience(value jsontext.Value) (usual bool) {
	if value.Kind() != '[' {
		return false
	}
	p.Audience, usual = make([]RegisterID, 0, 1), true
	err := scan.EachElement(value, func(e jsontext.Value) error {
		var id RegisterID
		usual = usual && plainText(&id, e)
		p.Audience = append(p.Audience, id)
		return nil
	})
	return usual && err == nil
}

func plainNumber[T ~int | ~int64](into *T, value jsontext.Value) bool {
	n, err := strconv.ParseUint(string(value), 10, 62)
	*into = T(n)
	return err == nil
}

func plainText[T ~string](into *T, value jsontext.Value) bool {
	text, err := scan.Unquote(value)
	*into = T(text)
	return err == nil
}
