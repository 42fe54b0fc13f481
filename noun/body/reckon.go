package body

import (
	"slices"

	"truce/noun"
)

// Reckoning is how a body stands to something by what its seats said.
type Reckoning struct {
	QuorumMet bool
	Decided   bool     // by the body's rule
	Voices    int      // that took part
	Lacking   []string // sides of which one must take part and none did
}

// Reckon holds answers of seats, whose voices are the seats' names, to the rule. Only what a seat
// signed itself counts. A body in which one side alone sits decides nothing.
func (t Term) Reckon(answers []noun.Answer) (r Reckoning) {
	if t.Decision == nil {
		return r
	}
	part, yes, against := map[string]bool{}, map[string]bool{}, false
	sides := map[string]bool{}
	for _, a := range answers {
		seat, is := t.Seat(a.Voice)
		if !is {
			continue
		}
		voice := noun.SideOf(seat.Party)
		sides[voice] = true
		if t.Decision.EachVoice {
			voice = seat.Seat
		}
		part[voice] = true
		if a.Answer == noun.Yes {
			yes[voice] = true
		} else {
			against = true
		}
	}
	for _, side := range t.Decision.Sides {
		if !sides[side] && !slices.Contains(r.Lacking, side) {
			r.Lacking = append(r.Lacking, side)
		}
	}
	r.Voices = len(part)
	r.QuorumMet = r.Voices >= t.Decision.Quorum && len(r.Lacking) == 0
	r.Decided = r.QuorumMet && t.Alone == "" && t.met(yes, against)
	return r
}

func (t Term) met(yes map[string]bool, against bool) bool {
	switch t.Decision.Rule {
	case "consensus":
		return !against
	case "all-sides":
		for _, s := range t.Seats {
			if !yes[noun.SideOf(s.Party)] && !yes[s.Seat] {
				return false
			}
		}
		return true
	}
	return len(yes) >= t.Decision.Needed
}
