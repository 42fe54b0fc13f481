package shape

import (
	"crypto/sha256"
	"fmt"
	"io"
)

// Fixed is a digest of what a revision of the form lets in: members and their types, limits, patterns, classes. What is
// described, and which words a list has, is not in it: words are added, and an act with one that a program does not know is
// kept without effect. Any other change shuts out, or lets in, what was signed or refused under the same revision.
func (s Shape) Fixed(rev int) string {
	h := sha256.New()
	s.at(rev).fix(h, "")
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

func (n *node) fix(w io.Writer, path string) {
	fmt.Fprintf(w, "%s %d class=%q list=%q own=%v least=%v most=%v over=%v below=%v length=%d..%d prose=%v tongue=%v forms=%v\n",
		path, n.kind, n.class, n.list, n.own != nil, limit(n.min), limit(n.max), limit(n.over), limit(n.under), n.minLen, n.maxLen, n.prose, n.tongue, n.forms)
	for _, f := range n.fields {
		fmt.Fprintf(w, "%s/%s required=%v\n", path, f.name, f.required)
		f.node.fix(w, path+"/"+f.name)
	}
	if n.element != nil {
		n.element.fix(w, path+"/-")
	}
}

func limit(n *float64) string {
	if n == nil {
		return "none"
	}
	return fmt.Sprint(*n)
}
