package kinds

import (
	"reflect"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// Life is for how long an act that changes what others are judged by may be handed in, unless its author says
// otherwise: a post may be cut off for that long.
const Life = 14 * 24 * time.Hour

// Complete gives a draft the form of its kind, its texts the language in which the author writes
// (shape.Unsaid if that is "") where they do not say one, and, where acts about its subject change
// what others are judged by, its end. Its numbers are written as acts write them (act.Respelled). A record that lacks something without which it is only a draft says that it is one. It is false
// if there is no such kind.
func (k *Kinds) Complete(d act.Draft, language string) (act.Draft, bool) {
	spec, known := k.specs[d.Kind]
	if !known {
		return d, false
	}
	d.Form, d.Body = spec.Form(), spec.drafted(spec.Shape.Worded(act.Respelled(d.Body), language))
	if k.Governs(d.Subject.Noun()) && d.Expires.IsZero() {
		d.Expires = d.Issued.Add(Life)
	}
	return d, true
}

// draftable is implemented by bodies that say whether they are drafts.
type draftable interface{ Unfinished() bool }

// drafted says of a body that it is a draft if it is one and says neither that nor the contrary: that one is none is said by leaving the
// member out of what is signed. What cannot be read stays as it is, and is refused.
func (s Spec) drafted(text jsontext.Value) jsontext.Value {
	body, can := reflect.New(s.body).Interface().(draftable)
	if !can || json.Unmarshal(text, body) != nil {
		return text
	}
	members := map[string]jsontext.Value{}
	err := json.Unmarshal(text, &members)
	says, there := members["draft"]
	switch {
	case err != nil, there && says.Kind() != 'f', !there && !body.Unfinished():
		return text
	case there:
		delete(members, "draft")
	default:
		members["draft"] = jsontext.Value("true")
	}
	said, err := json.Marshal(members, json.Deterministic(true))
	if err != nil {
		return text
	}
	return said
}
