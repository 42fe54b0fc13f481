// Package tongue is the one list of the languages that Truce speaks: the file languages.json, which
// the desk reads too. In the first five all that is written for people stands side by side; a
// language that was added has a file of its own beside each of those:
//
//	ground/problem/data/NN.json        refusals and sayings
//	ground/taxonomy/data/*.json        a label for each word
//	judge/bulletin/tongues/NN.json     the pages of bulletins
//	web/src/tongues/NN.json            the desk
//
// So a language more is an entry here and these files. Tests name every text that one lacks.
package tongue

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/language"
)

//go:embed languages.json
var list []byte

// Tongue is one language.
type Tongue struct {
	Code   string   `json:"code"`           // BCP 47, the base language alone
	Name   string   `json:"name"`           // in itself
	Dir    string   `json:"dir"`            // ltr or rtl
	Locale string   `json:"locale"`         // how its readers write numbers and dates
	Zero   string   `json:"zero,omitempty"` // the digit nought, if it has digits of its own
	Also   []string `json:"also,omitempty"` // other codes of the same language
	Added  bool     `json:"added,omitzero"` // its texts stand in files of their own
}

var all = sync.OnceValue(func() []Tongue {
	var tongues []Tongue
	if err := json.Unmarshal(list, &tongues, json.RejectUnknownMembers(true)); err != nil {
		panic(err) // it is compiled in
	}
	return tongues
})

// All are the languages. English, the fallback, is first; those that were added are last.
func All() []Tongue { return slices.Clone(all()) }

// Codes are those of all languages, in their order.
func Codes() []string {
	codes := make([]string, len(all()))
	for i, t := range all() {
		codes[i] = t.Code
	}
	return codes
}

// Tags are those of all languages, in their order.
func Tags() []language.Tag {
	tags := make([]language.Tag, len(all()))
	for i, t := range all() {
		tags[i] = language.MustParse(t.Code)
	}
	return tags
}

// Of finds the language of a reader, by the base language alone: a neighbouring language is not
// offered, so that a Ukrainian reader gets English, not Russian.
func Of(reader language.Tag) (Tongue, bool) {
	base, _ := reader.Base()
	for _, t := range all() {
		if t.Code == base.String() || slices.Contains(t.Also, base.String()) {
			return t, true
		}
	}
	return Tongue{}, false
}

// RightToLeft reports whether it is written from right to left.
func (t Tongue) RightToLeft() bool { return t.Dir == "rtl" }
