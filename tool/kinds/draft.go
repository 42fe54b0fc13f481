package kinds

import (
	"time"

	"truce/ground/act"
)

// Life is for how long an act that changes what others are judged by may be handed in, unless its author says
// otherwise: a post may be cut off for that long.
const Life = 14 * 24 * time.Hour

// Complete gives a draft the form of its kind, its texts the language in which the author writes
// (shape.Unsaid if that is "") where they do not say one, and, where acts about its subject change
// what others are judged by, its end. It is false if there is no such kind.
func (k *Kinds) Complete(d act.Draft, language string) (act.Draft, bool) {
	spec, known := k.specs[d.Kind]
	if !known {
		return d, false
	}
	d.Form, d.Body = spec.Form(), spec.Shape.Worded(d.Body, language)
	if k.Governs(d.Subject.Noun()) && d.Expires.IsZero() {
		d.Expires = d.Issued.Add(Life)
	}
	return d, true
}
