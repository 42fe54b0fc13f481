package people

import (
	"time"

	"truce/ground/shape"
)

// KeyRevoked ends a key at the moment of its receipt. What it signed before stays in the
// register; CompromisedSince tells readers which of it to doubt. The word of whoever has the key
// counts at once, up to OwnWord before; all else of the past counts once a second side signs it, and
// until then is told as what the key's own side says alone. A moment that was said is moved later
// likewise.
//
//	{"reason": {"text": "lost", "language": "en"}, "own": true, "compromisedSince": "2017-05-06T10:00:00Z"}
type KeyRevoked struct {
	Reason           shape.Prose `json:"reason" maxlen:"500" doc:"why, for everybody and for ever: it names nobody"`
	Own              bool        `json:"own,omitzero" doc:"true: said by whoever has the key: with it, with one that names the same holder or, of a key that hides its holder, with another of his or hers, which the office that takes it knows"`
	CompromisedSince time.Time   `json:"compromisedSince,omitzero" doc:"acts received since then are doubtful; not in the future"`
}
