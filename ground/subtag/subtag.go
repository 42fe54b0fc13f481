// Package subtag knows which languages and scripts there are, by a list of its own (subtags.txt): what a text may say it is
// written in is part of which acts are good, and must not change with a library.
package subtag

import (
	_ "embed"
	"strings"
	"sync"

	"truce/ground/edition"
)

//go:embed subtags.txt
var first string

// Set is one edition of the subtags, as the registry writes them: of a language "ar", of a script "Arab".
type Set map[string]bool

// Sets are the editions of the list. Another is another file, that says all, beside those before it.
func Sets() edition.List[Set] { return sets() }

var sets = sync.OnceValue(func() edition.List[Set] { return edition.First(SetOf(first)) })

// SetOf reads a file of subtags, one a line; lines that begin with # say something of it.
func SetOf(file string) Set {
	subtags := Set{}
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			subtags[line] = true
		}
	}
	return subtags
}

// Known reports whether a tag names a language that there is, as in "ar", and, if it names one, a script that there is,
// as in "sr-Latn". Cases count, and nothing else may stand in it.
func (s Set) Known(tag string) bool {
	language, script, scripted := strings.Cut(tag, "-")
	return s.isLanguage(language) && (!scripted || s.isScript(script))
}

func (s Set) isLanguage(subtag string) bool { return s[subtag] && subtag[0] >= 'a' }

func (s Set) isScript(subtag string) bool { return s[subtag] && subtag[0] <= 'Z' }
