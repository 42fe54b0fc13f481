package agreement

import (
	"time"

	"truce/ground/fold"
	"truce/noun"
)

// signer is for whom a signature speaks, by what was known when it was received.
type signer struct {
	voice    string // the party or, without a root key that vouched for it, the mission
	received time.Time
	origin   string
}

func (f *folding) signer(e fold.Entry, party string) signer {
	s := signer{voice: noun.Mission, received: e.Received, origin: e.Origin}
	if f.roots.Had(e.Origin, party, e.Received) && !f.roots.Waits(e, party) {
		s.voice = party
	}
	return s
}

// waits flags what was said for a party and waits for its own word.
func (f *folding) waits(e fold.Entry, version, party string) bool {
	waits := f.roots.Waits(e, party)
	if waits {
		f.flag(e.ID, RecordedOnly, version, party)
	}
	return waits
}
