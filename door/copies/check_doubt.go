package copies

import (
	"cmp"
	"slices"
	"time"

	"truce/ground/act"
	"truce/noun/people"
)

// InDoubt is a key that is said to have been in other hands, and how much it signed since then.
type InDoubt struct {
	Key       act.KeyID
	Party     string // for which it spoke; "": the mission
	Since     time.Time
	Disavowed bool // its own side alone says so
	Denied    bool // others say so, and its own side says that it was not
	Acts      int64
}

// inDoubt counts what keys signed that are in doubt by the end of the register. Doubt comes afterwards,
// so the times of all acts are kept until then.
func (a *actsCheck) inDoubt(d *people.Directory) (all []InDoubt) {
	add := func(disavowed bool, since map[act.KeyID]time.Time) {
		for key, since := range since {
			of := InDoubt{Key: key, Party: d.PartyOfKey(key), Since: since, Disavowed: disavowed}
			if _, denied := d.Denials()[key]; denied && !disavowed {
				of.Denied = true
			}
			for _, at := range a.signed[key] {
				if at >= since.UnixMicro() {
					of.Acts++
				}
			}
			all = append(all, of)
		}
	}
	add(false, d.Doubts())
	add(true, d.Disavowals())
	slices.SortFunc(all, func(a, b InDoubt) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Key, b.Key)) })
	return all
}
