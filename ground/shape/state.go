package shape

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// State is the form of what readers are shown, from the same tags as the form of a body. What
// is read is looser than what is written: new members may come, words may be added to lists,
// and a member is only required if no reader ever loses it.
type State struct{ root *node }

// StateOf reads the form of a state type, with what other shapes of the same reader have in common with it.
func (r *Reader) StateOf(t reflect.Type) (State, error) {
	root, _, err := r.read(t, func(string) ([]string, string) { return []string{"any"}, "" }, math.MaxInt)
	return State{root}, err
}

// Digest is the SHA-256, in hexadecimal, of the form: names, types, classes and lists of words
// of all members, without what documents say of them.
func (s State) Digest() string {
	h := sha256.New()
	s.root.outline(h, "")
	return hex.EncodeToString(h.Sum(nil))
}

func (n *node) outline(w io.Writer, path string) {
	fmt.Fprintf(w, "%s %d %s %s\n", path, n.kind, n.class, n.list)
	if n.kind == list {
		n.element.outline(w, path+"[]")
	}
	for _, f := range n.fields {
		fmt.Fprintf(w, "%t ", f.required)
		f.node.outline(w, path+"."+f.name)
	}
}

// Classes gives the class of each member that is not for everybody, by its path: names
// joined by dots, list positions left out, such as "custody.from".
func (s State) Classes() map[string]string {
	found := map[string]string{}
	s.root.classes("", found)
	return found
}

func (n *node) classes(path string, found map[string]string) {
	if n.kind == list {
		n.element.classes(path, found)
		return
	}
	for _, f := range n.fields {
		at := strings.TrimPrefix(path+"."+f.name, ".")
		if f.node.class != "" {
			found[at] = f.node.class
			continue // all below is hidden with it
		}
		f.node.classes(at, found)
	}
}

// Schema writes the JSON Schema (draft 2020-12) of a state as readers are shown it. Always
// says of the path of a member whether every reader who is shown its parent is shown it.
func (s State) Schema(id, title, description string, always func(path string) bool) (jsontext.Value, error) {
	root := s.root.state("", always)
	root.Schema, root.ID = "https://json-schema.org/draft/2020-12/schema", id
	root.Title, root.Description = title, description
	return json.Marshal(root, json.Deterministic(true), jsontext.WithIndent("  "))
}

// state is the looser schema of a node: types, units, classes and the taxonomies of words,
// without the limits of what is written.
func (n *node) state(path string, always func(string) bool) *schema {
	s := n.typed()
	switch n.kind {
	case list:
		s.Items = n.element.state(path, always)
	case object:
		s.Properties = make(map[string]*schema, len(n.fields))
		for _, f := range n.fields {
			at := strings.TrimPrefix(path+"."+f.name, ".")
			s.Properties[f.name] = f.node.state(at, always)
			if f.required && f.node.class == "" && always(at) {
				s.Required = append(s.Required, f.name)
			}
		}
	}
	return s
}
