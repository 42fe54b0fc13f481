package people

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
)

// moments are since when some keys are in doubt, or are said to be.
type moments map[act.KeyID]time.Time

func (m moments) put(id act.KeyID, since time.Time) {
	if delete(m, id); !since.IsZero() {
		m[id] = since
	}
}

// cover reports whether an act was received since the key's moment, or says that it was made since then.
func (m moments) cover(id act.KeyID, received, issued time.Time) bool {
	since, is := m[id]
	return is && (!received.Before(since) || !issued.Before(since))
}

// differ are the keys of which the moment is not as it was before.
func (m moments) differ(before moments) (all []act.KeyID) {
	for id, since := range m {
		if !since.Equal(before[id]) {
			all = append(all, id)
		}
	}
	for id := range before {
		if _, is := m[id]; !is {
			all = append(all, id)
		}
	}
	return all
}

// Doubted reports whether an act of a key is in doubt: it was received since when the key is, or says
// that it was made since then.
func (d *Directory) Doubted(id act.KeyID, received, issued time.Time) bool {
	return d.doubts.cover(id, received, issued)
}

// Denied reports whether an act of a key is in doubt by the word of others, and the key's own side says that it is not.
func (d *Directory) Denied(id act.KeyID, received, issued time.Time) bool {
	_, denied := d.denied[id]
	return denied && d.Doubted(id, received, issued)
}

// Denials are the keys in doubt of which their own sides say that they are not, and when they said so.
func (d *Directory) Denials() map[act.KeyID]time.Time { return maps.Clone(d.denied) }

// Disavowed reports whether an act of a key is one that the key's own side alone says to be in doubt.
func (d *Directory) Disavowed(id act.KeyID, received, issued time.Time) bool {
	return d.disavowed.cover(id, received, issued) && !d.Doubted(id, received, issued)
}

// Disavowals are the keys that their own sides alone say to have been in doubt, and since when.
func (d *Directory) Disavowals() map[act.KeyID]time.Time { return maps.Clone(d.disavowed) }

// Certain reports that no key is in doubt.
func (d *Directory) Certain() bool { return len(d.doubts) == 0 }

// Doubts are the keys in doubt, and since when.
func (d *Directory) Doubts() map[act.KeyID]time.Time { return maps.Clone(d.doubts) }

// PartyOfKey is the party for which a key was enrolled, or whose root it is; "" for the mission's.
func (d *Directory) PartyOfKey(id act.KeyID) string {
	return cmp.Or(d.roots[id].Party, d.keys[id].Party)
}

// Authors are the names by which entries know who signed with keys of which it was said otherwise
// before whether, or since when, they are in doubt or said to be.
func (d *Directory) Authors(before *Directory) (names []act.SubjectID) {
	for _, id := range slices.Concat(d.doubts.differ(before.doubts), d.disavowed.differ(before.disavowed), d.denied.differ(before.denied)) {
		names = append(names, d.names(id)...)
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
