package kinds

import (
	"fmt"
	"strings"
)

// Rules by which something follows from states, beside what acts add up to. Each has a number that is raised whenever the same states let something else
// follow, with a row in docs/meaning.md: geometry, and what the law makes of it, are in it with all their constants.
const (
	// Law is the name of the rules by which records lie by the law (package law) and LawRules their number.
	Law      = "law"
	LawRules = 1
	// Near is the name of those by which something was near a post (package near).
	Near      = "near"
	NearRules = 1
)

// Meaning says by which rules this program's folds add acts up, and what form their states
// have: a line a noun with its name, the number of its rules and the digest of its state's
// form; and a line each of the rules by which something follows from states. A read model keeps it; one of another meaning is folded again, so that a new program
// never serves rows that an old one made.
func (k *Kinds) Meaning() string {
	var b strings.Builder
	for _, n := range k.nouns {
		fmt.Fprintf(&b, "%s %d %s\n", n.Name, n.Rules, k.forms[n.Name].Digest())
	}
	fmt.Fprintf(&b, "%s %d follows\n%s %d follows\n", Law, LawRules, Near, NearRules)
	return b.String()
}
