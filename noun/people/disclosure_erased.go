package people

import (
	"errors"
	"slices"

	"truce/ground/act"
	"truce/ground/shape"
)

// DisclosureErased ends what an act hides in some of its slots, for good: in this office's database,
// in copies, mirrors and later backups, and when the act is handed in again. The entry stays, with the
// digest that the author signed. It takes as many sides as rules do, and never one alone, also before there
// are two. In force it cannot be taken back.
//
// The reason stands in the clear for ever: it must not repeat what is erased.
//
//	{"act": "0100000000000000000000000000000000000000000000000000000000000000", "subject": "report/2017-05-07-1",
//	 "classes": ["narrative", "source"], "reason": {"text": "It lets people find out who told.", "language": "en"}}
type DisclosureErased struct {
	Act     act.ID        `json:"act" doc:"the act that hides it"`
	Subject act.SubjectID `json:"subject" doc:"what that act is about"`
	Classes []string      `json:"classes" code:"disclosure-class" maxlen:"10" doc:"classes of what is erased"`
	Reason  shape.Prose   `json:"reason" maxlen:"1000" doc:"why, for everybody and for ever"`
}

// Fits refuses an erasure of nothing, and of one thing twice.
func (b DisclosureErased) Fits(act.SubjectID) error {
	if len(b.Classes) == 0 || len(slices.Compact(slices.Sorted(slices.Values(b.Classes)))) != len(b.Classes) {
		return errors.New("classes: each class that is to be erased, once")
	}
	return nil
}

// Refers names what the act is about.
func (b DisclosureErased) Refers() []act.SubjectID { return []act.SubjectID{b.Subject} }
