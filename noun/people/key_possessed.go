package people

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// KeyPossessed proves that somebody holds a key: it is signed with the key itself, and is the only
// act that a key may sign before it speaks for anybody. A key that was enrolled without it speaks
// for nobody: else somebody's key could be enrolled under another name.
//
// In a register that goes on with the work of another it names what the key signed for that one and brings along, such as what a
// post could not hand in before the end. Nobody else can bring it: a record that its author took back there would come again without
// its end. It can be said again, with more.
//
//	{"statement": {"text": "I hold this key.", "language": "en"},
//	 "brings": ["5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"]}
type KeyPossessed struct {
	Statement shape.Prose `json:"statement,omitzero" maxlen:"200" doc:"a word of the holder, if any"`
	Brings    []act.ID    `json:"brings,omitempty" maxlen:"500" doc:"acts that this key signed for the register before, and that are to be taken into this one"`
}
