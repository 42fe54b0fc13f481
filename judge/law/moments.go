package law

import "slices"

// A boundary can begin or end within a stretch of time only at a cut.

// cutWithin reports whether one lies within the stretch, after its beginning.
func (s *Snapshot) cutWithin(at span) bool {
	i, _ := slices.BinarySearch(s.cuts, at.From+1)
	return i < len(s.cuts) && s.cuts[i] < at.Until
}

// moments are the beginnings of the parts into which the cuts divide the stretch: within a
// part the same boundaries are in force.
func (s *Snapshot) moments(at span) []int64 {
	parts := []int64{at.From}
	i, _ := slices.BinarySearch(s.cuts, at.From+1)
	for ; i < len(s.cuts) && s.cuts[i] < at.Until; i++ {
		parts = append(parts, s.cuts[i])
	}
	return parts
}
