package answer

import (
	"time"

	"truce/ground/act"
	"truce/ground/change"
)

// Explanation says how a subject came to be as it is: the acts about it in the order in which
// they are added up, and what each changed, as one reader may see it. What the fold looks at
// in other subjects is taken as it is known at the moment that was asked about, so that the
// changes of a step are those of its act and of nothing else.
type Explanation struct {
	Subject act.SubjectID `json:"subject"`
	Earlier int           `json:"earlier,omitzero" doc:"acts before the first step that are not told singly; the first step says what it changed of what they added up to"`
	Steps   []Step        `json:"steps" nullable:"false" doc:"in the order in which acts are added up, then those that were not known yet"`
}

// Step is one act and what it changed.
type Step struct {
	Told
	Changes []MemberChange `json:"changes" nullable:"false"`
	Nothing NoChange       `json:"nothing,omitempty" enum:"no-effect,withheld,not-known,rests" doc:"why no change is told: the fold gave the same state; this reader is not handed all of the state; the office had not received it at the time asked about; it has no effect until an act of its side that has effect names it"`
}

// NoChange is why no change of an act is told.
type NoChange string

// Reasons why none is.
const (
	NoEffect NoChange = "no-effect" // with and without it the fold gives the same
	Withheld NoChange = "withheld"  // none that this reader may see, who is not handed all
	NotKnown NoChange = "not-known" // it was received after the time that was asked about
	Resting  NoChange = "rests"     // it has no effect until an act of its side that has effect names it
)

// MemberChange is a member of a subject, as lists and subjects show it, that an act changed.
type MemberChange struct {
	Period time.Time `json:"period,omitzero" doc:"from when in the world the period holds whose member it is; absent: there is only one"`
	change.Change
	ReplacedBy act.ID `json:"replacedBy,omitzero" doc:"the next act that changed this member again"`
}
