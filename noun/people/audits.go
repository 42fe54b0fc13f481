package people

import (
	"bytes"
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
	last := slices.MaxFunc(own, Audit.later)
	worst := slices.MaxFunc(own, func(a, b Audit) int { return cmp.Or(cmp.Compare(a.Said.Wrong, b.Said.Wrong), a.later(b)) })
	stays := []act.ID{last.Act}
	if worst.Said.Wrong > 0 {
		stays = append(stays, worst.Act)
	}
	others := slices.DeleteFunc(own, func(a Audit) bool { return a.Said.Size != last.Said.Size || a.Said.Root == last.Said.Root })
	if len(others) > 0 {
		stays = append(stays, slices.MinFunc(others, Audit.later).Act)
	}
	f.Audits = slices.DeleteFunc(append(slices.Clone(f.Audits), said), func(a Audit) bool { return a.Key == said.Key && !slices.Contains(stays, a.Act) })
}

// later orders words by the heads that they are about; of one head, and of one moment, by whichever is the same wherever they are read.
func (a Audit) later(than Audit) int {
	return cmp.Or(cmp.Compare(a.Said.Size, than.Said.Size), a.Received.Compare(than.Received), bytes.Compare(a.Act[:], than.Act[:]))
}
