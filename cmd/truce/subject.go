package main

import (
	"strings"

	"truce/ground/act"
	"truce/noun/people"
)

// subjectOf reads a subject as people write it: a key also without the word before its fingerprint.
func subjectOf(text string) (act.SubjectID, error) {
	id, err := act.ParseSubject(text)
	if err == nil && id.Noun() == people.KeyNoun {
		return keySubject(id.Name()), nil
	}
	return id, err
}

// keySubject is a key by its fingerprint, as `truce keys show` prints it, or as lists name it.
func keySubject(text string) act.SubjectID {
	text = strings.TrimPrefix(text, people.KeyNoun+"/")
	return people.KeySubject(act.KeyID(strings.TrimPrefix(text, "jkt:")))
}
