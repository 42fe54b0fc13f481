package agreement

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/fold"
	"truce/noun"
)

// signer is for whom a signature speaks, by what was known when it was received.
type signer struct {
	voice    string // the party or, without a root key that vouched for it, the mission
	rooted   bool   // the party that is said to have signed has a root key
	recorded bool   // the mission says so
	received time.Time
	origin   string
}

func (f *folding) signer(e fold.Entry, party string) signer {
	s := signer{voice: noun.Mission, recorded: e.Party != party, received: e.Received, origin: e.Origin}
	s.rooted = f.roots.had(party, s)
	if s.rooted && !s.recorded && !e.MissionOnly {
		s.voice = party
	}
	return s
}

// roots are since when parties have root keys, by the registers that took the acts. Whoever has none cannot sign but by
// keys for which the mission alone vouches, or in its records.
type roots struct {
	look fold.Look
	of   map[string]map[string]time.Time
}

func newRoots(look fold.Look) roots { return roots{look, map[string]map[string]time.Time{}} }

// had reports whether a party had a root key when a signature was received.
func (r roots) had(party string, s signer) bool {
	since, has := r.in(s.origin)[party]
	return has && !s.received.Before(since)
}

func (r roots) in(origin string) map[string]time.Time {
	if held, known := r.of[origin]; known {
		return held
	}
	var office struct {
		Sides []struct {
			Side   string    `json:"side"`
			Root   string    `json:"root"`
			Counts time.Time `json:"counts"`
		} `json:"sides"`
	}
	held := map[string]time.Time{}
	if r.look != nil {
		if state, is := r.look(noun.OfficeSubject(origin), time.Time{}); is {
			_ = json.Unmarshal(state, &office) // it was written by this program
		}
	}
	for _, s := range office.Sides {
		if s.Root != "" && !s.Counts.IsZero() {
			held[s.Side] = s.Counts
		}
	}
	r.of[origin] = held
	return held
}
