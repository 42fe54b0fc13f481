// Package kinds is the closed list of nouns and, by it, of all kinds of act. Nothing registers
// itself: who adds a noun adds a line here, who adds a kind a line in its noun's value, and the
// tests name what it still lacks.
package kinds

import (
	"fmt"
	"reflect"
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/body"
	"truce/noun/evidence"
	"truce/noun/gazetteer"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/post"
	"truce/noun/private"
	"truce/noun/publication"
	"truce/noun/word"
	"truce/noun/zone"
)

// Nouns are all that acts may be about, in the order in which people read lists of them.
func Nouns() []noun.Noun {
	return []noun.Noun{
		people.Offices(),
		people.Organisations(),
		people.Persons(),
		people.Keys(),
		post.Posts(),
		body.Bodies(),
		incident.Reports(),
		incident.Incidents(),
		incident.Restrictions(),
		incident.Tallies(),
		publication.Bulletins(),
		evidence.Pieces(),
		private.Filings(),
		gazetteer.Places(),
		word.Words(),
		agreement.Agreements(timezone.Load),
		zone.Zones(),
		zone.Lines(),
	}
}

// Names are the names of the nouns of which a question is true, in the order of the list.
func Names(is func(noun.Noun) bool) []string {
	var names []string
	for _, n := range Nouns() {
		if is(n) {
			names = append(names, n.Name)
		}
	}
	return names
}

// Spec is what there is to know about one kind of act.
type Spec struct {
	Kind    act.Kind
	Noun    string // of the subjects that it may be about; the first, if there are several
	Nouns   []string
	Opens   bool   // may be the first act about its subject
	Group   string // under which policies name it together with others, or ""
	About   string // one sentence for people who write acts
	Shape   shape.Shape
	Hides   map[string]string // each member that is not for everybody, and its class: its slot
	Answers bool              // what else was said about its subject does not change it (noun.Kind)
	Several bool              // others must sign what it puts forward (noun.Kind)
	forms   []act.Form        // of each revision, from the first
	body    reflect.Type
}

// Form is what authors sign today: the latest revision.
func (s Spec) Form() act.Form { return s.forms[len(s.forms)-1] }

// form is a revision, false if this program does not know it.
func (s Spec) form(rev int) (act.Form, bool) {
	if rev < 1 || rev > len(s.forms) {
		return act.Form{}, false
	}
	return s.forms[rev-1], true
}

// Kinds is the list with the shapes read. It is immutable.
type Kinds struct {
	nouns  []noun.Noun
	byName map[string]int
	order  []act.Kind
	specs  map[act.Kind]Spec
	forms  map[string]shape.State
	states map[string]map[string]string // classes by path
}

// New reads the shapes of all kinds against the words of the taxonomies.
func New(words shape.Words) (*Kinds, error) {
	k := &Kinds{nouns: Nouns(), byName: map[string]int{}, specs: map[act.Kind]Spec{}, forms: map[string]shape.State{}, states: map[string]map[string]string{}}
	shapes := shape.NewReader()
	for i, n := range k.nouns {
		k.byName[n.Name] = i
		for _, kind := range n.Kinds {
			if err := k.add(n.Name, kind, shapes, words); err != nil {
				return nil, err
			}
		}
		form, err := shapes.StateOf(reflect.TypeOf(n.State))
		if err != nil {
			return nil, fmt.Errorf("read state of %s: %w", n.Name, err)
		}
		k.forms[n.Name], k.states[n.Name] = form, form.Classes()
	}
	return k, nil
}

func (k *Kinds) add(of string, one noun.Kind, shapes *shape.Reader, words shape.Words) error {
	body := reflect.TypeOf(one.Body)
	if known, is := k.specs[one.Name]; is { // one kind, about several nouns
		if known.body != body {
			return fmt.Errorf("read kind %s: %s and %s mean different things by it", one.Name, known.Noun, of)
		}
		known.Nouns = append(slices.Clip(known.Nouns), of)
		k.specs[one.Name] = known
		return nil
	}
	s, err := shapes.Of(body, words)
	if err != nil {
		return fmt.Errorf("read kind %s: %w", one.Name, err)
	}
	k.order = append(k.order, one.Name)
	k.specs[one.Name] = Spec{one.Name, of, []string{of}, one.Opens, one.Group, one.About, s, s.Classes(s.Rev()), one.Answers, one.Several, formsOf(s), body}
	return nil
}

func formsOf(s shape.Shape) []act.Form {
	forms := make([]act.Form, s.Rev())
	for i := range forms {
		forms[i] = act.Form{Rev: i + 1, Hides: s.Classes(i + 1)}
	}
	return forms
}

// Noun finds a noun by its name.
func (k *Kinds) Noun(name string) (noun.Noun, bool) {
	i, known := k.byName[name]
	if !known {
		return noun.Noun{}, false
	}
	return k.nouns[i], true
}

// All are the kinds in the order of the list.
func (k *Kinds) All() []Spec {
	all := make([]Spec, len(k.order))
	for i, kind := range k.order {
		all[i] = k.specs[kind]
	}
	return all
}

// Spec finds a kind.
func (k *Kinds) Spec(kind act.Kind) (Spec, bool) {
	s, known := k.specs[kind]
	return s, known
}

// StateClasses gives the class of each member of a noun's state that is not for
// everybody, by path.
func (k *Kinds) StateClasses(noun string) map[string]string { return k.states[noun] }

// Nouns are the values of all nouns, in the order of the list. They must not be changed.
func (k *Kinds) Nouns() []noun.Noun { return k.nouns }

// Names are the names of all nouns that acts may be about.
func (k *Kinds) Names() []string {
	names := make([]string, len(k.nouns))
	for i, n := range k.nouns {
		names[i] = n.Name
	}
	return slices.Clip(names)
}

// Part is what an office keeps of the noun in memory.
func (k *Kinds) Part(name string) noun.Part {
	n, _ := k.Noun(name)
	return n.Part
}

// Governs reports whether acts about the noun change what acts about others are judged by: who may
// speak, the law, who sits in a body, which words there are. Such acts follow what was said
// about their subject until an hour before, do not rest, and carry their end (package admission).
func (k *Kinds) Governs(name string) bool {
	n, _ := k.Noun(name)
	return n.Part != noun.Record || n.Admission.States == noun.ByOthers
}

// Decides reports whether how some subject stands turns on hidden members of a class.
func (k *Kinds) Decides(class string) bool {
	return slices.ContainsFunc(k.nouns, func(n noun.Noun) bool {
		return slices.Contains(slices.Concat(n.Turns.Own, n.Turns.Named, n.Turns.Several), class)
	})
}

// Fold answers how the acts about subjects of the noun add up.
func (k *Kinds) Fold(name string) (fold.Func, bool) {
	n, known := k.Noun(name)
	if !known {
		return nil, false
	}
	return func(subject act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
		return noun.MarkSignatures(n.Fold(subject, entries, look), entries)
	}, true
}
