package people

import "truce/ground/shape"

// KeyPossessed proves that somebody holds a key: it is signed with the key itself, and is the only
// act that a key may sign before it speaks for anybody. A key that was enrolled without it speaks
// for nobody: else somebody's key could be enrolled under another name.
//
//	{"statement": {"text": "I hold this key.", "language": "en"}}
type KeyPossessed struct {
	Statement shape.Prose `json:"statement,omitzero" maxlen:"200" doc:"a word of the holder, if any"`
}
