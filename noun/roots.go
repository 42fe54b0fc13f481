package noun

import (
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/fold"
)

// RecordedOnly is what a state says of an act by which the mission recorded a party's word, though the party has a root key
// to sign with: the record is shown, and counts once the party itself says so.
const RecordedOnly = "recorded-only"

// Roots are since when parties have root keys, by the registers that took the acts. Whoever has none cannot sign but by keys for
// which the mission alone vouches, or in its records. Every fold in which an act speaks for a party asks here whether it may.
type Roots struct {
	look fold.Look
	of   map[string]map[string]time.Time
}

// NewRoots asks for the offices that took the acts.
func NewRoots(look fold.Look) Roots { return Roots{look, map[string]map[string]time.Time{}} }

// Had reports whether a party had a root key at a moment, by the register that took an act then. Who gets one later puts
// nothing out of force by that.
func (r Roots) Had(origin, party string, at time.Time) bool {
	since, has := r.in(origin)[party]
	return has && !at.Before(since)
}

// Waits reports whether what an act says for a party waits for the party's own word: the mission recorded it, or alone vouched for
// the key that signed it, and the party has a root key.
func (r Roots) Waits(e fold.Entry, party string) bool {
	return (e.Party != party || e.MissionOnly) && party != "" && r.Had(e.Origin, party, e.Received)
}

func (r Roots) in(origin string) map[string]time.Time {
	if held, known := r.of[origin]; known {
		return held
	}
	var office struct {
		Sides []struct {
			Side   string    `json:"side"`
			Rooted time.Time `json:"rooted"`
		} `json:"sides"`
	}
	held := map[string]time.Time{}
	if r.look != nil {
		if state, is := r.look(OfficeSubject(origin), time.Time{}); is {
			_ = json.Unmarshal(state, &office) // it was written by this program
		}
	}
	for _, s := range office.Sides {
		if !s.Rooted.IsZero() {
			held[s.Side] = s.Rooted
		}
	}
	r.of[origin] = held
	return held
}
