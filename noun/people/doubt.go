package people

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
)

// doubt keeps since when a key is in doubt.
func (d *Directory) doubt(k Key) {
	if delete(d.doubts, k.ID); !k.CompromisedSince.IsZero() {
		d.doubts[k.ID] = k.CompromisedSince
	}
}

// Doubted reports whether an act of a key is in doubt: it was received since when the key is, or says
// that it was made since then.
func (d *Directory) Doubted(id act.KeyID, received, issued time.Time) bool {
	if len(d.doubts) == 0 {
		return false
	}
	since, is := d.doubts[id]
	return is && (!received.Before(since) || !issued.Before(since))
}

// Certain reports that no key is in doubt.
func (d *Directory) Certain() bool { return len(d.doubts) == 0 }

// Doubts are the keys in doubt, and since when.
func (d *Directory) Doubts() map[act.KeyID]time.Time { return maps.Clone(d.doubts) }

// SideOf is the party for which a key was enrolled, or whose root it is; "" for the mission's.
func (d *Directory) SideOf(id act.KeyID) string { return cmp.Or(d.roots[id].Party, d.keys[id].Party) }

// Authors are the names by which entries know who signed with keys of which it was said otherwise
// before whether, or since when, they are in doubt.
func (d *Directory) Authors(before *Directory) (names []act.SubjectID) {
	for id, since := range d.doubts {
		if !since.Equal(before.doubts[id]) {
			names = append(names, d.names(id)...)
		}
	}
	for id := range before.doubts {
		if _, is := d.doubts[id]; !is {
			names = append(names, d.names(id)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (d *Directory) names(id act.KeyID) (all []act.SubjectID) {
	all = []act.SubjectID{KeySubject(id)}
	for _, holder := range []act.SubjectID{d.keys[id].Holder, d.roots[id].Holder} {
		if holder != "" {
			all = append(all, holder)
		}
	}
	return all
}
