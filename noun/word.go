package noun

import (
	"strings"

	"truce/ground/act"
	"truce/ground/taxonomy"
)

// Word is the noun of an office's own words (package noun/word).
const Word = "word"

// WordSubject names an office's own word of a list.
func WordSubject(list, code string) act.SubjectID {
	return act.SubjectID(Word + "/" + list + "." + code)
}

// OwnWords are the subjects of those of some codes of a list that are words of an office's own: a body
// that uses one refers to it.
func OwnWords(list taxonomy.Name, codes ...string) []act.SubjectID {
	var all []act.SubjectID
	for _, code := range codes {
		if taxonomy.Own(code) {
			all = append(all, WordSubject(string(list), code))
		}
	}
	return all
}

// WordOf is the list and the code of an own word's subject.
func WordOf(subject act.SubjectID) (list, code string, is bool) {
	if subject.Noun() != Word {
		return "", "", false
	}
	return strings.Cut(subject.Name(), ".")
}
