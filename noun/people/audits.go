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

// checked keeps the last word of each who checked: a later head has the earlier ones in it.
func (f *founding) checked(e fold.Entry, b *HeadChecked) {
	f.Audits = slices.DeleteFunc(slices.Clone(f.Audits), func(a Audit) bool { return a.Key == e.Key })
	f.Audits = append(f.Audits, Audit{Act: e.ID, Side: noun.SideOf(e.Party), Key: e.Key, Received: e.Received, Said: *b})
}
