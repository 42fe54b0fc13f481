package people

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Audit is what somebody said of a copy of the register, for a side.
type Audit struct {
	Act      act.ID      `json:"act"`
	Side     string      `json:"side"` // a party's code, or mission
	Key      act.KeyID   `json:"key"`
	Received time.Time   `json:"received"`
	Said     HeadChecked `json:"said"`

	MissionOnly bool `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool `json:"doubted,omitzero"`     // set by noun.MarkSignatures
}

// checked keeps, of what each key said, the word about the largest head, which has the smaller ones in it, and every word that
// no other covers: of differences, and of another history.
func (f *founding) checked(e fold.Entry, b *HeadChecked) {
	said := Audit{Act: e.ID, Side: noun.SideOf(e.Party), Key: e.Key, Received: e.Received, Said: *b}
	if slices.ContainsFunc(f.Audits, func(a Audit) bool { return a.covers(said) }) {
		return
	}
	f.Audits = slices.DeleteFunc(slices.Clone(f.Audits), said.covers)
	f.Audits = append(f.Audits, said)
}

// covers reports whether another word of the same key tells nothing beside this one: it found no difference, and is about
// a smaller head, or was said before of the very same.
func (a Audit) covers(other Audit) bool {
	if a.Key != other.Key || other.Said.Wrong > 0 {
		return false
	}
	larger := a.Said.Size > other.Said.Size
	again := a.Said.Size == other.Said.Size && a.Said.Root == other.Said.Root && a.Received.After(other.Received)
	return larger || again
}
