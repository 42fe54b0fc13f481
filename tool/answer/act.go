package answer

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// Receipt is the office's answer: this act is in the register, at this place, durably.
type Receipt struct {
	ID       act.ID    `json:"id"`
	Index    int64     `json:"index"`    // in the office's register, from 0
	Received time.Time `json:"received"` // the office's clock, which counts
	Again    bool      `json:"again"`    // it was there already: nothing was added
	Clock    act.Clock `json:"clock,omitempty" doc:"ahead: the author's clock is more than 10 minutes ahead of the office's; behind: more than 31 days behind it"`
	// Sealed: how the custodians stood to whom the act says that it sealed something.
	Sealed string `json:"sealed,omitempty" doc:"provisional: sealed to custodians whom one side set, when there was no second; earlier: to custodians who had been replaced; others: to a set that was never in force"`
	// Restored are the classes of what the act hides that the office had lost and has again.
	Restored []string `json:"restored,omitempty" doc:"it was there without what it hides of these classes, and has it again"`
	// Erased are the classes of what the act hides that were erased: they are not kept again.
	Erased []string `json:"erased,omitempty" doc:"what it hides of these classes was erased by decision of two sides, and is not kept again"`
	// MissionOnly: nobody of the party for which the key speaks vouched for it.
	MissionOnly bool `json:"missionOnly,omitzero" doc:"of a party's key: vouched for by the mission only"`
	// Rests: the author or the author's side had too many acts open about the subject. It is kept, and has no effect
	// until an act of its side that has effect names it.
	Rests bool `json:"rests,omitzero" doc:"kept without effect until an act of its side that has effect names it: the author or the author's side had too many acts open about the subject"`
}

// Outcome is what became of one act of a batch.
type Outcome struct {
	Receipt Receipt
	Err     error
}

// Told is one act about a subject, as one reader may see it.
type Told struct {
	ID          act.ID         `json:"id"`
	Index       int64          `json:"index"`
	Received    time.Time      `json:"received"`
	Kind        act.Kind       `json:"kind"`
	Issuer      act.KeyID      `json:"issuer"`
	Issued      time.Time      `json:"issued" doc:"the author's clock, a claim"`
	Person      act.SubjectID  `json:"person,omitempty" doc:"whose key it was; for readers of staff, and of what they signed themselves"`
	Party       string         `json:"party,omitempty"`
	Clock       act.Clock      `json:"clock,omitempty" doc:"ahead: the author's clock was more than 10 minutes ahead of the office's at receipt; behind: more than 31 days behind it"`
	Sealed      string         `json:"sealed,omitempty" doc:"provisional: sealed to custodians whom one side set, when there was no second; earlier: to custodians who had been replaced; others: to a set that was never in force"`
	Roles       []string       `json:"roles,omitempty" doc:"what the key could sign as"`
	MissionOnly bool           `json:"missionOnly,omitzero" doc:"the party's key was vouched for by the mission only"`
	Doubted     bool           `json:"doubted,omitzero" doc:"the key is said to have been in doubt when it was received or, by its own clock, made"`
	Denied      bool           `json:"denied,omitzero" doc:"others say that it was in doubt, and the key's own side says that it was not"`
	Disavowed   bool           `json:"disavowed,omitzero" doc:"the key's own side alone says that the key was in doubt then"`
	Rests       bool           `json:"rests,omitzero" doc:"without effect until an act of its side that has effect names it: its author or the author's side had too many acts open about the subject"`
	Prev        []act.ID       `json:"prev,omitempty"`
	Body        jsontext.Value `json:"body" doc:"with the hidden members that this reader may see"`
	Act         string         `json:"act" doc:"compact JWS as its author signed it"`
	Disclosures []string       `json:"disclosures,omitempty"`
	Erased      []string       `json:"erased,omitempty" doc:"classes of what it hid that were erased by decision of two sides"`
}

// Change tells that an act came in; what it means is read from its subject.
type Change struct {
	Index    int64         `json:"index"`
	Received time.Time     `json:"received"`
	Kind     act.Kind      `json:"kind"`
	Subject  act.SubjectID `json:"subject"`
	ID       act.ID        `json:"id"`
}

// Heads are those of some acts about a subject that have effect and that no other such act names:
// what an author has seen last.
func Heads(acts []Told) (heads []act.ID) {
	named := map[act.ID]bool{}
	for _, a := range acts {
		for _, prev := range a.Prev {
			named[prev] = named[prev] || !a.Rests
		}
	}
	for _, a := range acts {
		if !a.Rests && !named[a.ID] {
			heads = append(heads, a.ID)
		}
	}
	return heads
}
