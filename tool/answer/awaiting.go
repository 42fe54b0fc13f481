package answer

import (
	"time"

	"truce/ground/act"
	"truce/ground/shape"
)

// Awaited is an act that waits for others' signatures, as one reader may see it: what it says,
// who answered what, and whether this reader is one of those who are asked.
type Awaited struct {
	Subject  act.SubjectID `json:"subject"`
	Act      Told          `json:"act" doc:"what was proposed"`
	Standing string        `json:"standing" doc:"waits; or alone: one side did it when there was no second, and others can still confirm it; or in-force: a root that enough signed and that did not come, or whose party does not count without others"`
	Voices   []Voice       `json:"voices" nullable:"false" doc:"everybody who answered or is asked"`
	Yours    string        `json:"yours,omitempty" doc:"the voice for which this reader may answer now"`
	TakeBack string        `json:"takeBack,omitempty" doc:"the voice whose signature this reader may take back, by a no: it waits for others, or for the key that was named"`
	Needed   int           `json:"needed,omitzero" doc:"how many of those who are asked must still sign; absent: who they are is not left open"`
	Refused  []string      `json:"refused,omitempty" doc:"of those who are asked, who refused it, where it can no longer come into force, whatever others answer: an answer is given once"`
	Replaces string        `json:"replaces,omitempty" doc:"the side whose living root another would replace, without having signed that so far"`
	Without  []string      `json:"without,omitempty" doc:"signed by enough: the sides that it concerns, which did not sign it and can refuse it. It counts once as many sides say it again, after until"`
	Last     time.Time     `json:"last,omitzero" doc:"until when, not included, others can still bring it about without that side: say it again, or bring the new root"`
	Until    time.Time     `json:"until,omitzero" doc:"until then, at least, what others would take from a side goes on: a root, and as long as the new key did not come; or what it concerns (without). Until then that side surely can refuse"`
	Asks     []string      `json:"asks,omitempty" doc:"of a root that enough sides signed: those without whose signatures its party counts for nothing where several sides must sign"`
	First    string        `json:"first,omitempty" doc:"this reader's party, whose first root it would be: each of its keys can sign that it is, or refuse it"`
	Through  []string      `json:"through,omitempty" doc:"roles, where this reader's side is asked and others of it answer: who may"`
}

// Voice is how one of those who are asked stands to a proposal.
type Voice struct {
	Voice       string      `json:"voice" doc:"a side, mission for the mission's; or a seat of a body"`
	Party       string      `json:"party,omitempty" doc:"of a seat; absent: the mission's"`
	Seat        bool        `json:"seat,omitzero" doc:"the voice is a seat"`
	Asked       bool        `json:"asked,omitzero" doc:"its answer is waited for"`
	Meets       bool        `json:"meets,omitzero" doc:"its word, a dissent too, would meet the body's quorum"`
	Finds       bool        `json:"finds,omitzero" doc:"even with its dissent the body would then have found it"`
	Answer      string      `json:"answer,omitempty" doc:"yes, no or dissent; absent: none so far"`
	Reason      shape.Prose `json:"reason,omitzero"`
	Received    time.Time   `json:"received,omitzero"`
	MissionOnly bool        `json:"missionOnly,omitzero" doc:"answered with a party's key that was vouched for by the mission only"`
	Recorded    string      `json:"recorded,omitempty" doc:"present or absent, as somebody else recorded of a seat that did not answer"`
	Source      string      `json:"source,omitempty" doc:"how that is known"`
}

// AwaitedList are those that wait, the newest first.
type AwaitedList struct {
	Items []Awaited `json:"items" nullable:"false"`
	Left  int       `json:"left,omitzero" doc:"how many more there are than one answer has room for"`
}
