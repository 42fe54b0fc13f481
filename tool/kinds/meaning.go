package kinds

import (
	"fmt"
	"strings"
)

// Meaning says by which rules this program's folds add acts up, and what form their states
// have: a line a noun with its name, the number of its rules and the digest of its state's
// form. A read model keeps it; one of another meaning is folded again, so that a new program
// never serves rows that an old one made.
func (k *Kinds) Meaning() string {
	var b strings.Builder
	for _, n := range k.nouns {
		fmt.Fprintf(&b, "%s %d %s\n", n.Name, n.Rules, k.forms[n.Name].Digest())
	}
	return b.String()
}
