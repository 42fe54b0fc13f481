// Package zone is the noun of what is drawn on the map: de-escalation zones with the belts
// around them, and lines (a contact line, a line of withdrawal).
//
// A boundary is proposed, and takes force only when all whom the agreement names for it have
// consented to that very proposal, two parties at least: a consent names the act of the proposal
// and the hash of its geometry. No act can enact. Whose consent it takes is asked of the moment at which the last of them came: who joins
// the text later undoes nothing, and who leaves it is not asked from then on, and not from before. A boundary is amended by a new proposal for the
// same zone and ended by a proposal that it lapse, both with the consents of the same parties, and
// neither before the last of them came; a boundary that was in force stays in the record for the
// time that it was. What others agreed by another text ends nothing: it is in force where no
// boundary stands that was known before.
//
// Geometry is looked at here only as text of the right form (RFC 7946). Whether a polygon
// crosses itself, where a place lies, how far it is from a line, is package law's to say.
package zone

import (
	"errors"
	"regexp"

	"truce/ground/act"
)

// Nouns of this package, as in "zone/dz-1" and "line/contact-1".
const (
	Noun     = "zone"
	LineNoun = "line"
)

// CodePattern is the form of the code by which clauses name zones, belts and lines. The
// name of a subject is its code.
const CodePattern = `^[A-Za-z0-9._:-]{1,40}$`

var codeForm = regexp.MustCompile(CodePattern)

func checkCode(subject act.SubjectID) error {
	if !codeForm.MatchString(subject.Name()) {
		return errors.New("the subject's name is the code by which clauses name it: at most 40 characters")
	}
	return nil
}
