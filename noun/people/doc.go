// Package people is the noun of who may speak: offices, organisations, persons, their
// roles and their keys. Everything in it comes from acts, so a copy of the register tells
// by itself whose signature counted when.
//
// It decides identity only: which person a key speaks for, at which moment, in which
// roles. What a role may do is package policy's.
package people

import (
	"truce/ground/act"
	"truce/noun"
)

// Nouns of this package, as in "person/anna".
const (
	OfficeNoun       = noun.Office
	OrganisationNoun = "organisation"
	PersonNoun       = "person"
	KeyNoun          = "key"
)

// KeySubject is the subject of acts about a key. The prefix keeps thumbprints that begin
// with a hyphen well-formed.
func KeySubject(id act.KeyID) act.SubjectID {
	return act.SubjectID(KeyNoun + "/" + keyPrefix + string(id))
}

const keyPrefix = "jkt:"

// PartyPattern is the form of a party's code, such as TR or SY-GOV. Parties themselves
// belong to the agreement.
const PartyPattern = `^[A-Z][A-Z0-9-]{0,15}$`
