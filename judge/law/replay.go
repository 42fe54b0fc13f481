package law

import (
	"maps"
	"slices"
	"time"

	"truce/ground/act"
)

// Replay is the snapshot of all rows, and how it came to be: what each moment of knowledge
// touched, as With told it then. It costs one index, not one a moment.
func Replay(rows []Row) (*Snapshot, []Change, error) {
	s, err := New(nil)
	if err != nil {
		return nil, nil, err
	}
	var all []Change
	learnt, by := momentsOf(rows)
	for _, at := range slices.SortedFunc(maps.Keys(learnt), time.Time.Compare) {
		changed := map[act.SubjectID][]Row{}
		for subject := range learnt[at] {
			changed[subject] = knownAt(by[subject], at)
		}
		next, touches, err := s.with(changed, false)
		if err != nil {
			return nil, nil, err
		}
		if s = next; len(touches) > 0 {
			all = append(all, Change{at, touches})
		}
	}
	s, _, err = s.with(by, true)
	return s, all, err
}

// momentsOf are the moments at which what was known of which subjects changed.
func momentsOf(rows []Row) (learnt map[time.Time]map[act.SubjectID]bool, by map[act.SubjectID][]Row) {
	learnt, by = map[time.Time]map[act.SubjectID]bool{}, map[act.SubjectID][]Row{}
	for _, r := range rows {
		by[r.Subject] = append(by[r.Subject], r)
		for _, at := range []time.Time{r.KnownFrom, r.KnownUntil} {
			if at.IsZero() {
				continue
			}
			if learnt[at] == nil {
				learnt[at] = map[act.SubjectID]bool{}
			}
			learnt[at][r.Subject] = true
		}
	}
	return learnt, by
}

// knownAt are the rows as they stood right after a moment.
func knownAt(rows []Row, at time.Time) []Row {
	var all []Row
	for _, r := range rows {
		if r.KnownFrom.After(at) {
			continue
		}
		if r.KnownUntil.After(at) {
			r.KnownUntil = time.Time{}
		}
		all = append(all, r)
	}
	return all
}
