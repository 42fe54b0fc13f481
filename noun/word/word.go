// Package word is the noun of an office's own words: what happened, weapons, units and hindrances for
// which the closed lists of package taxonomy have no name. A word is a kind of one of theirs, so that
// the law and figures take it as that; here it is said what it is called. Acts that use a word are
// taken once it was added.
package word

import (
	"strings"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/noun"
)

// Noun of this package.
const Noun = noun.Word

// Words are the office's own.
func Words() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "words", Named: noun.ByConsent,
		About: "Words of the office's own: what its lists have no name for.",
		State: Word{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "word-added", Body: WordAdded{}, Opens: true, Group: "keep-words", About: "The office has a word of its own."},
			{Name: "word-ended", Body: WordEnded{}, Group: "keep-words", About: "A word of the office's own is used no longer."},
		},
		Admission: noun.Admission{States: noun.ByOthers}, // whether it has ended
		Public:    noun.Everything("forms, lists and maps show words to everybody").Told(noun.ByDay).Moving(noun.AtOnce),
		Plain:     "a code and what it is called",
	}
}

// Subject names a word of a list.
func Subject(list, code string) act.SubjectID { return noun.WordSubject(list, code) }

// Statuses of a word.
const (
	Added = "added"
	Ended = "ended" // acts that used it keep it, and no later one uses it
)

// Word is the state of a word.
type Word struct {
	WordAdded
	Of    string      `json:"of" doc:"the word of the list of which it is a kind"`
	Ended shape.Prose `json:"ended,omitzero" doc:"why no act uses it any more; absent: it is in use"`
}

// Fold takes what was said last.
func Fold(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var added fold.Field[WordAdded]
	var ended fold.Field[WordEnded] // the zero value: it is in use
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *WordAdded:
			added.Set(g, e.ID, *b)
			ended.Set(g, e.ID, WordEnded{})
		case *WordEnded:
			ended.Set(g, e.ID, *b)
		}
	}
	s := Word{added.Value(), taxonomy.Base(added.Value().Code), ended.Value().Reason}
	status := Added
	if s.Ended != (shape.Prose{}) {
		status = Ended
	}
	return fold.Folded{
		Periods: []fold.Period{{Kind: s.List, Status: status, Label: s.label(), Counts: true, State: s}},
		Conflicts: fold.Conflicts(
			func() (fold.Conflict, bool) { return added.Conflict("word") },
			func() (fold.Conflict, bool) { return ended.Conflict("ended") },
		),
	}
}

const maxLabel = 400 // bytes of names that lists are searched by

func (s Word) label() string {
	var names []string
	length := 0
	for _, l := range s.Labels {
		if length += len(l.Text) + 2; length <= maxLabel {
			names = append(names, l.Text)
		}
	}
	return strings.Join(names, ", ")
}
