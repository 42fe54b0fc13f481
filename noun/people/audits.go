package people

import (
	"cmp"
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

// checked keeps, of what each key said, the last word, which is that about the largest head, with the smaller ones in it; one of another root at
// that size, which no register has beside it; and the word of most differences. So many words of one key are told at most, and no
// later one of it makes its worst forgotten. Whatever else it said, the history has.
func (f *founding) checked(e fold.Entry, b *HeadChecked) {
	said := Audit{Act: e.ID, Side: noun.SideOf(e.Party), Key: e.Key, Received: e.Received, Said: *b}
	own := []Audit{said}
	for _, a := range f.Audits {
		if a.Key == said.Key {
			own = append(own, a)
		}
	}
	last := slices.MaxFunc(own, func(a, b Audit) int {
		return cmp.Or(cmp.Compare(a.Said.Size, b.Said.Size), a.Received.Compare(b.Received))
	})
	worst := slices.MaxFunc(own, func(a, b Audit) int {
		return cmp.Or(cmp.Compare(a.Said.Wrong, b.Said.Wrong), cmp.Compare(a.Said.Size, b.Said.Size), a.Received.Compare(b.Received))
	})
	other := slices.IndexFunc(own[1:], func(a Audit) bool { return a.Said.Size == last.Said.Size && a.Said.Root != last.Said.Root })
	f.Audits = slices.DeleteFunc(append(slices.Clone(f.Audits), said), func(a Audit) bool {
		stays := a.Act == last.Act || a.Act == worst.Act && a.Said.Wrong > 0 || other >= 0 && a.Act == own[1:][other].Act
		return a.Key == said.Key && !stays
	})
}
