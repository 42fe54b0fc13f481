package copies

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/register"
)

// ForkOfHeads is the proof, as a file for others, that the register with this verifier key signed two heads of
// one size. CheckFork checks it.
func ForkOfHeads(key string, a, b register.SignedHead) ([]byte, error) {
	k, err := parseKey(key, KeyGiven)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(forkOfHeads(k, denial{newer: a, older: b, root: a.Root}), jsontext.WithIndent("  "))
	return append(text, '\n'), err
}
