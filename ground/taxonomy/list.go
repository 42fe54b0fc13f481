package taxonomy

import (
	"encoding/json"
	"slices"

	"golang.org/x/text/language"
)

// List is one closed word list. It never changes after loading. The nil List,
// which Taxonomy.List returns for an unknown name, is an empty list.
type List struct {
	name  Name
	about string
	own   bool
	terms []Term
	at    map[string]int // code to place in terms
}

// Name returns the name of the list.
func (l *List) Name() Name {
	if l == nil {
		return ""
	}
	return l.name
}

// About says in one English sentence what the list answers.
func (l *List) About() string {
	if l == nil {
		return ""
	}
	return l.about
}

// Term finds a term by its code, retired ones too. A word of an office's own is what the word of
// the list is that it is a kind of, called by its name.
func (l *List) Term(code string) (Term, bool) {
	if l == nil {
		return Term{}, false
	}
	i, ok := l.at[code]
	if !ok {
		return l.ownTerm(code)
	}
	return l.terms[i], true
}

// Has reports whether the code may be read: retired codes too.
func (l *List) Has(code string) bool {
	_, ok := l.Term(code)
	return ok
}

// Writable reports whether the code may be written in a new act.
func (l *List) Writable(code string) bool {
	t, ok := l.Term(code)
	return ok && !t.Retired
}

// Terms returns a copy of all terms, retired ones too, in the order of the file.
func (l *List) Terms() []Term {
	if l == nil {
		return nil
	}
	return slices.Clone(l.terms)
}

// Codes returns the codes that may be written, in the order of the file.
func (l *List) Codes() []string {
	var codes []string
	for _, t := range l.Terms() {
		if !t.Retired {
			codes = append(codes, t.Code)
		}
	}
	return codes
}

// Known returns all codes that may be read, those that may be written first: an act that was signed with a word is read for ever.
func (l *List) Known() []string {
	codes := l.Codes()
	for _, t := range l.Terms() {
		if t.Retired {
			codes = append(codes, t.Code)
		}
	}
	return codes
}

// Label returns the label of a code as Term.Label does, or the code itself if
// the list does not have it.
func (l *List) Label(code string, readers ...language.Tag) string {
	t, ok := l.Term(code)
	if !ok {
		return code
	}
	return t.Label(readers...)
}

// MarshalJSON writes the list as it stands in its file.
func (l *List) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("null"), nil
	}
	return json.Marshal(listFile{List: l.name, About: l.about, Own: l.own, Terms: l.terms})
}
