package incident

import (
	"errors"
	"maps"
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
)

// DuplicateDecided says whether a report is still to be proposed as the same happening as
// another: different ends it, open begins it again. It links nothing and counts nothing; it
// can be said of either of the two.
//
//	{"other": "report/2017-05-07-2", "decision": "different", "reason": {"text": "two volleys, an hour apart", "language": "en"}}
type DuplicateDecided struct {
	Other    act.SubjectID `json:"other" pattern:"^report/" doc:"the other report"`
	Decision string        `json:"decision" pattern:"^(different|open)$" doc:"whether they are about different happenings, or that is open again"`
	Reason   shape.Prose   `json:"reason" maxlen:"500" class:"narrative" doc:"on what ground"`
}

// Fits refuses a report beside itself.
func (b DuplicateDecided) Fits(subject act.SubjectID) error {
	if b.Other == subject {
		return errors.New("other: that is the same report")
	}
	return nil
}

// Refers names the other.
func (b DuplicateDecided) Refers() []act.SubjectID { return []act.SubjectID{b.Other} }

// Different is a report that is said to be about another happening.
type Different struct {
	Report act.SubjectID `json:"report"`
	Reason shape.Prose   `json:"reason,omitzero" class:"narrative"`
	By     act.SubjectID `json:"by" class:"staff"`
}

// others are the decisions on a report, by the other report.
type others map[act.SubjectID]*likened

type likened struct {
	decision fold.Field[string]
	last     Different
}

func (o others) decide(g fold.Graph, e fold.Entry, b *DuplicateDecided) {
	if o[b.Other] == nil {
		o[b.Other] = &likened{}
	}
	o[b.Other].decision.Set(g, e.ID, b.Decision)
	o[b.Other].last = Different{b.Other, b.Reason, e.Person}
}

// inOrder are the other reports, by name.
func (o others) inOrder() []act.SubjectID { return slices.Sorted(maps.Keys(o)) }

func (o others) different() (all []Different) {
	for _, other := range o.inOrder() {
		if l := o[other]; l.decision.Value() == "different" {
			all = append(all, l.last)
		}
	}
	return all
}

// conflict is the first of the pairs on which people said opposite things without knowing of
// each other.
func (o others) conflict(name string) (fold.Conflict, bool) {
	for _, other := range o.inOrder() {
		if c, is := o[other].decision.Conflict(name); is {
			return c, true
		}
	}
	return fold.Conflict{}, false
}
