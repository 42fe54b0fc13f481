package incident

import "truce/ground/taxonomy"

// Verification is what the gathered reports carry, by the rule for "confirmed": two
// sources that do not depend on each other, one of them direct.
//
// Only observations are sources. What a party claims cannot confirm itself, nor what
// another party claims.
type Verification struct {
	Sources     int  `json:"sources"`     // observations that count
	Direct      int  `json:"direct"`      // of these, by means that the taxonomy calls direct
	Independent bool `json:"independent"` // two of them do not depend on each other
}

// What a claim of "confirmed" may lack.
const (
	LacksIndependent = "independent-source"
	LacksDirect      = "direct-source"
)

// verify answers what the sources carry, and what "confirmed" lacks.
func verify(sources []Report) (v Verification, lacks []string) {
	v.Sources = len(sources)
	carried := false
	seen := make([]bool, len(sources)) // which of them are direct
	for i, a := range sources {
		if seen[i] = direct(a); seen[i] {
			v.Direct++
		}
		for j := 0; j < i && !carried; j++ {
			if independent(a, sources[j]) {
				v.Independent = true
				carried = seen[i] || seen[j]
			}
		}
	}
	if !v.Independent {
		lacks = append(lacks, LacksIndependent)
	}
	if v.Direct == 0 || v.Independent && !carried {
		lacks = append(lacks, LacksDirect)
	}
	return v, lacks
}

func direct(r Report) bool {
	t, _ := taxonomy.Default().List(taxonomy.Means).Term(r.Means)
	return t.Direct
}

// independent reports whether neither of two reports can come from the other: they have
// two reporters, were not taken from one data set, do not cite one publisher, and did not
// hear it from one sealed source.
func independent(a, b Report) bool {
	if a.Reporter == "" || a.Reporter == b.Reporter {
		return false
	}
	if a.Source != nil && b.Source != nil && a.Source.Sealed == b.Source.Sealed {
		return false
	}
	if a.Origin == nil || b.Origin == nil {
		return true
	}
	return a.Origin.Dataset != b.Origin.Dataset && (a.Origin.Source == "" || a.Origin.Source != b.Origin.Source)
}

// conclude sets the status from the steps and from what the reports lack. A claim of
// "confirmed" that they do not carry is kept as claimed, until they do.
func (s *Incident) conclude(taken steps, lacks []string) {
	s.Status, s.Outcome = "reported", taken.outcome
	if taken.status.IsSet() {
		s.Status = taken.status.Value()
	}
	if s.Outcome != "confirmed" || len(lacks) == 0 {
		return
	}
	s.Claimed, s.Lacks, s.Outcome = s.Outcome, lacks, ""
	if s.Status == s.Claimed {
		s.Status = "under-verification"
	}
}
