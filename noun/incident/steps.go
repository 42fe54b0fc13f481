package incident

import (
	"slices"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/taxonomy"
)

// Steps lists the statuses that a verifier's step may lead to. Statuses follow the order
// of the taxonomy; what was found is taken up again only through reopened.
//
//	reported           -> logged under-verification finding withdrawn
//	logged             -> under-verification finding withdrawn
//	under-verification -> finding withdrawn
//	finding            -> finding closed reopened withdrawn
//	closed             -> reopened
//	reopened           -> under-verification finding withdrawn
//	withdrawn          -> reopened
//
// finding stands for each outcome of verification. The same status again is always a
// step: it adds a ground.
func Steps(from string) []string {
	switch {
	case from == "reported":
		return append([]string{"logged", "under-verification", "withdrawn"}, Outcomes()...)
	case from == "logged":
		return append([]string{"under-verification", "withdrawn"}, Outcomes()...)
	case from == "under-verification":
		return append([]string{"withdrawn"}, Outcomes()...)
	case isFinding(from):
		return append([]string{"closed", "reopened", "withdrawn"}, Outcomes()...)
	case from == "closed", from == "withdrawn":
		return []string{"reopened"}
	case from == "reopened":
		return append([]string{"under-verification", "withdrawn"}, Outcomes()...)
	}
	return nil
}

// Outcomes are the outcomes of verification, in the order of the taxonomy.
func Outcomes() []string {
	var all []string
	for _, t := range taxonomy.Default().List(taxonomy.Status).Terms() {
		if t.Finding {
			all = append(all, t.Code)
		}
	}
	return all
}

func maystep(from, to string) bool { return from == to || slices.Contains(Steps(from), to) }

// steps follows the verifiers. Each step is judged by what its author had seen: two who
// did not know of each other both step from where they stood.
type steps struct {
	taken   []step // those that could be taken
	status  fold.Field[string]
	outcome string // of verification, as the steps claim it
}

type step struct {
	act    act.ID
	status string
}

// take answers the status from which the step cannot be taken, "" if it can. What cannot
// be taken has no effect.
func (s *steps) take(g fold.Graph, by act.ID, to string) (wrong string) {
	seen := s.seen(g, by)
	if !slices.ContainsFunc(seen, func(from string) bool { return maystep(from, to) }) {
		return seen[len(seen)-1]
	}
	s.taken = append(s.taken, step{by, to})
	s.status.Set(g, by, to)
	switch {
	case isFinding(to):
		s.outcome = to
	case to != "closed":
		s.outcome = ""
	}
	return ""
}

// seen are the latest statuses that the author knew of.
func (s *steps) seen(g fold.Graph, by act.ID) []string {
	var latest []step
	for _, earlier := range s.taken {
		if g.Knew(by, earlier.act) {
			latest = slices.DeleteFunc(latest, func(l step) bool { return g.Knew(earlier.act, l.act) })
			latest = append(latest, earlier)
		}
	}
	statuses := make([]string, len(latest))
	for i, l := range latest {
		statuses[i] = l.status
	}
	if len(statuses) == 0 {
		return []string{"reported"}
	}
	return statuses
}
