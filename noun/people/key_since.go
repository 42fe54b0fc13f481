package people

import "time"

// OwnWord is how far back the word of whoever has a key puts it in doubt at once: as long as a key
// that reports is enrolled for. A thief who has a key can report it, too; and an owner could call
// doubtful what he or she signed years ago.
const OwnWord = 31 * 24 * time.Hour

// dating follows since when a key is in doubt. The key's own side alone cannot put what it signed in
// doubt, and whatever was said once is moved later only with a second side: what it says alone is
// told as what it says alone.
type dating struct {
	doubted   time.Time // since when the key is in doubt
	disavowed time.Time // since when its own side alone says that it is
	settled   bool      // several sides said it: no word of one side alone changes it any more
	others    bool      // its own side is not among them
}

// owner takes the word of whoever has the key, and reports whether all of it counts. What waits for
// others is what it says of more than OwnWord before, and a later moment than was said. From is since when the key that says so has been
// the owner's: who enrols a second key for somebody speaks by it of no time before.
func (d *dating) owner(since, received, from time.Time) (whole bool) {
	if since.IsZero() {
		return true
	}
	if near := received.Add(-OwnWord); !d.settled {
		for _, bound := range []time.Time{since, from} {
			if bound.After(near) {
				near = bound
			}
		}
		d.doubted = earlier(d.doubted, near)
	}
	return d.side(since)
}

// side takes what the key's own side says alone.
func (d *dating) side(since time.Time) (whole bool) {
	if since.IsZero() {
		return true
	}
	d.disavowed = earlier(d.disavowed, since)
	return d.doubted.Equal(since)
}

// agree takes what several sides say. Others than the key's own side may put it in doubt, and do not
// take from that side what it said.
func (d *dating) agree(since time.Time, ownSide bool) {
	switch {
	case since.IsZero(), !ownSide && !d.doubted.IsZero() && since.After(d.doubted):
		return
	case ownSide:
		d.disavowed = time.Time{}
	}
	d.doubted, d.settled, d.others = since, true, !ownSide
}

// alone is since when the key's own side alone says that the key was in doubt; zero if it says no
// more than counts.
func (d *dating) alone() time.Time {
	if !d.doubted.IsZero() && !d.disavowed.Before(d.doubted) {
		return time.Time{}
	}
	return d.disavowed
}
