// Package subtag knows which languages and scripts there are, by a list of its own (subtags.txt): what a text may say it is
// written in is part of which acts are good, and must not change with a library.
package subtag

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed subtags.txt
var list string

// all are the subtags as the registry writes them: of a language "ar", of a script "Arab".
var all = sync.OnceValue(func() map[string]bool {
	subtags := map[string]bool{}
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			subtags[line] = true
		}
	}
	return subtags
})

// Known reports whether a tag names a language that there is, as in "ar", and, if it names one, a script that there is,
// as in "sr-Latn". Cases count, and nothing else may stand in it.
func Known(tag string) bool {
	language, script, scripted := strings.Cut(tag, "-")
	return isLanguage(language) && (!scripted || isScript(script))
}

func isLanguage(s string) bool { return all()[s] && s[0] >= 'a' }

func isScript(s string) bool { return all()[s] && s[0] <= 'Z' }
