package people

// KeyPossessed proves that somebody holds a key: it is signed with the key itself, and is the only
// act that a key may sign before it speaks for anybody. A key that was enrolled without it speaks
// for nobody: else somebody's key could be enrolled under another name.
//
//	{"statement": "I hold this key."}
type KeyPossessed struct {
	Statement string `json:"statement,omitempty" maxlen:"200" doc:"a word of the holder, if any"`
}
