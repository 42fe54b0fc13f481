package word

import (
	"errors"
	"fmt"
	"slices"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/ground/taxonomy"
)

// WordAdded adds a word of the office's own to a list, or calls it otherwise from now on. The name of
// its subject is the list and the code, as in "word/event.own-cattle-raid.looting": what comes after
// the last dot is the word of the list of which it is a kind.
//
//	{"list": "event", "code": "own-cattle-raid.looting",
//	 "labels": [{"language": "es", "text": "Robo de ganado"}, {"language": "en", "text": "Cattle raid"}],
//	 "definition": {"text": "Ganado que se llevan personas armadas.", "language": "es"}}
type WordAdded struct {
	List       string      `json:"list" pattern:"^[a-z]+(-[a-z]+)*$" maxlen:"30" doc:"the list to which it belongs"`
	Code       string      `json:"code" pattern:"^own-[a-z0-9][a-z0-9-]{0,29}\\.[a-z0-9-]{1,30}$" doc:"how acts name it: own-NAME.KIND, where KIND is the word of the list of which it is a kind"`
	Labels     []Label     `json:"labels" maxlen:"20" doc:"what it is called, in each of the office's languages, English among them"`
	Definition shape.Prose `json:"definition,omitzero" maxlen:"500" doc:"when to use it"`
	Exercise   bool        `json:"exercise,omitzero" doc:"true for everything that is not there"`
}

// Label is what a word is called in one language.
type Label struct {
	Language string `json:"language" once:"true" language:"script" doc:"language (BCP 47), such as es"`
	Text     string `json:"text" maxlen:"80" doc:"the word"`
}

// open are the lists that take words of an office's own.
func open() (all []string) {
	for _, l := range taxonomy.Default().Lists() {
		if l.Open() {
			all = append(all, string(l.Name()))
		}
	}
	return all
}

// Fits refuses a closed list, a kind of nothing (as far as this program has lists and words: a later one may know them), another subject, and a word that is not called once
// in each language and in English.
func (b WordAdded) Fits(subject act.SubjectID) error {
	l := taxonomy.Default().List(taxonomy.Name(b.List))
	if !l.Open() {
		return shape.Fault{Rule: shape.Word, Where: "/list", Want: "a list to which words are added", List: "list", Code: b.List, Words: open()}
	}
	if base := taxonomy.Base(b.Code); !l.Has(base) {
		return shape.Fault{Rule: shape.Word, Where: "/code", Want: "a kind of a word of the list", List: b.List, Code: base, Words: l.Codes()[:min(len(l.Codes()), 12)]}
	}
	if want := Subject(b.List, b.Code); subject != want {
		return fmt.Errorf("the subject must be %s", want)
	}
	if !slices.ContainsFunc(b.Labels, func(l Label) bool { return l.Language == "en" }) {
		return errors.New("labels: English must be among them, for readers of other offices")
	}
	return nil
}
