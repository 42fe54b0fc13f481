package taxonomy

import (
	"embed"
	"encoding/json"
	"io/fs"
	"sync"

	"golang.org/x/text/language"

	"truce/ground/tongue"
)

//go:embed data/*.json
var data embed.FS

// Taxonomy is all the lists together. It never changes after loading.
type Taxonomy struct {
	lists map[Name]*List
}

// Load reads and checks the embedded lists.
func Load() (*Taxonomy, error) {
	files, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return load(files)
}

var once = sync.OnceValues(Load)

// Default returns the embedded lists, read once. They are part of the program
// and a test loads them: if they cannot be read, the build is broken and it
// panics.
func Default() *Taxonomy {
	t, err := once()
	if err != nil {
		panic(err)
	}
	return t
}

// Words are the codes of one of the embedded lists, by name, and the form of what else is a word of
// it: what package kinds asks for.
func Words(list string) (codes []string, own string) { return Default().Words(list) }

// Words are those that an act may have, retired ones too: what was signed with one is read as it was. That no new act has one
// is a rule of admission, by number (noun.Since).
func (t *Taxonomy) Words(list string) (codes []string, own string) {
	l := t.List(Name(list))
	return l.Known(), l.OwnPattern()
}

// List returns a list by name: nil, which is an empty list, if there is none.
func (t *Taxonomy) List(name Name) *List { return t.lists[name] }

// Lists returns all lists in the order of Names.
func (t *Taxonomy) Lists() []*List {
	all := make([]*List, 0, len(t.lists))
	for _, name := range Names() {
		all = append(all, t.lists[name])
	}
	return all
}

// Languages lists the languages of the labels. English, the fallback, is first.
func Languages() []language.Tag {
	return tongue.Tags()
}

// MarshalJSON writes the languages and every list, for doors to hand out.
func (t *Taxonomy) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Languages []language.Tag `json:"languages"`
		Lists     []*List        `json:"lists"`
	}{Languages(), t.Lists()})
}
