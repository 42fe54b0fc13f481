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
	taken   map[act.ID]string // the statuses of those that could be taken
	latest  fold.Latest       // of them
	status  fold.Field[string]
	outcome string // of verification, as the steps claim it

	distinct []act.SubjectID // observations that are two sources by a body's rule, as the last outcome says
}

// take answers the status from which the step cannot be taken, "" if it can. What cannot
// be taken has no effect. Seen are the latest steps that its author knew of.
func (s *steps) take(g fold.Graph, seen []act.ID, by act.ID, to string) (wrong string) {
	from := s.statuses(seen)
	if !slices.ContainsFunc(from, func(from string) bool { return maystep(from, to) }) {
		return from[len(from)-1]
	}
	if s.taken == nil {
		s.taken = map[act.ID]string{}
	}
	s.taken[by] = to
	s.latest.Mark(by)
	s.status.Set(g, by, to)
	switch {
	case isFinding(to):
		s.outcome = to
	case to != "closed":
		s.outcome = ""
	}
	return ""
}

func (s *steps) statuses(seen []act.ID) []string {
	if len(seen) == 0 {
		return []string{"reported"}
	}
	statuses := make([]string, len(seen))
	for i, id := range seen {
		statuses[i] = s.taken[id]
	}
	return statuses
}
