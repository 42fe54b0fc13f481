package incident

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/taxonomy"
	"truce/noun"
	"truce/noun/body"
)

// Verification is what the gathered reports carry, by the rule for "confirmed": two
// sources that do not depend on each other, one of them direct.
//
// Independent is reckoned by side: two people of one side are one source, and so are two keys
// of one person. The mission is one side, and speaks too where it alone vouched for a party's key.
// Only where the members of a body signed that each of its reporters is a source, and a verifier
// says by that rule which reports are of different people, do two of one side count.
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

// source is an observation that counts, and which it is.
type source struct {
	Report
	id act.SubjectID
}

// voice is the side for which a report speaks. A key for which the mission alone vouched may be the mission's own.
func (r Report) voice() string {
	if r.MissionOnly {
		return noun.Mission
	}
	return noun.SideOf(r.Party)
}

// verify answers what the sources carry, and what "confirmed" lacks. Distinct are reports of
// which a body's rule lets two of one side be two sources.
func verify(sources []source, distinct []act.SubjectID) (v Verification, known []OneSource, lacks []string) {
	v.Sources = len(sources)
	carried := false
	from, known := one(sources)
	seen := make([]bool, len(sources)) // which of them are direct
	for i, a := range sources {
		if seen[i] = direct(a.Report); seen[i] {
			v.Direct++
		}
		for j := 0; j < i && !carried; j++ {
			if from[i] != from[j] && independent(a, sources[j], distinct) {
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
	return v, known, lacks
}

func direct(r Report) bool {
	t, _ := taxonomy.Default().List(taxonomy.Means).Term(r.Means)
	return t.Direct
}

// independent reports whether neither of two reports can come from the other: they are of
// two sides, or of two people by a body's rule, were not taken from one data set and do not cite
// one publisher. That they did not hear it from one source is told by one.
func independent(a, b source, distinct []act.SubjectID) bool {
	if a.Reporter == "" || a.Reporter == b.Reporter {
		return false
	}
	if a.voice() == b.voice() && !(slices.Contains(distinct, a.id) && slices.Contains(distinct, b.id)) {
		return false
	}
	if a.Origin == nil || b.Origin == nil {
		return true
	}
	return a.Origin.Dataset != b.Origin.Dataset && (a.Origin.Source == "" || a.Origin.Source != b.Origin.Source)
}

// distinctBy are the observations that a step names as of different people, if the body's rule, as it
// held when the step was received, lets two people of one side be two sources; and why no clause in force set that body up.
func distinctBy(look fold.Look, b *IncidentAssessed, at time.Time) (distinct []act.SubjectID, noClause string) {
	if b.Body == "" {
		return nil, ""
	}
	state, held := look(b.Body, time.Time{})
	var s body.Body
	if !held || json.Unmarshal(state, &s) != nil {
		return nil, ""
	}
	t, is := s.At(at)
	if !is {
		return nil, ""
	}
	if noClause = t.Basis.Lacks(at); t.Alone != "" || t.Decision == nil || !t.Decision.EachReporter {
		return nil, noClause
	}
	return b.Distinct, noClause
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
