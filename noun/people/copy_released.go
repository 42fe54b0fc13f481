package people

import (
	"errors"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
)

// CopyReleased lets one reader take copies of the register in which there is something restricted:
// exact places, narratives, sources, persons, staff, or files of evidence. A copy leaves the house, and
// nobody calls it back. It takes as many sides as rules do, and never one alone, also before there are
// two. It gives no right to read: what the reader may not see stays withheld from the copy too.
//
//	{"reader": "person/liaison-tr", "classes": ["exact-place", "narrative"], "until": "2017-08-01T00:00:00Z",
//	 "purpose": {"text": "To check the bulletins of July in Ankara.", "language": "en"}}
type CopyReleased struct {
	Reader        act.SubjectID `json:"reader" pattern:"^(person|key)/" doc:"who reads the copies: a person, or the key of one who is not named"`
	Classes       []string      `json:"classes,omitempty" code:"disclosure-class" maxlen:"10" doc:"classes of what is hidden that the copies may hold"`
	EvidenceFiles bool          `json:"evidenceFiles,omitzero" doc:"true: the copies may hold files of evidence"`
	Until         time.Time     `json:"until" doc:"from then on no copy is made by it; at most 92 days away"`
	Purpose       shape.Prose   `json:"purpose" maxlen:"1000" doc:"what for"`
}

// Fits refuses a release of nothing, of one class twice, and of what needs none.
func (b CopyReleased) Fits(act.SubjectID) error {
	switch {
	case len(b.Classes) == 0 && !b.EvidenceFiles:
		return errors.New("classes: name what is released, or evidenceFiles")
	case len(slices.Compact(slices.Sorted(slices.Values(b.Classes)))) != len(b.Classes):
		return errors.New("classes: each once")
	case !slices.ContainsFunc(b.Classes, Restricted) && !b.EvidenceFiles:
		return errors.New("classes: what is a party's own, or tells files apart, needs no release")
	}
	return nil
}

// Refers names the reader: nobody releases anything to a name that may become somebody's later.
func (b CopyReleased) Refers() []act.SubjectID { return []act.SubjectID{b.Reader} }

// Restricted reports whether what is hidden of a class leaves the house only by a release: all but what
// a party wrote for itself, and what tells a file from others.
func Restricted(class string) bool { return class != "party" && class != "file" }
