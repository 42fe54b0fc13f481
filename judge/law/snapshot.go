package law

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"truce/ground/act"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/tool/geo"
)

// Snapshot is all law that an office knows, made ready for questions. It is immutable and
// may be asked by many at once; With makes the next one.
type Snapshot struct {
	zones    map[act.SubjectID][]*version
	lines    map[act.SubjectID][]*course
	texts    map[act.SubjectID][]*text
	programs map[string]program // by the text of the rule

	versions []*version // all, by code and beginning
	broken   []*version // those whose geometry breaks a rule
	courses  []*course  // all, by code and beginning
	order    []*text    // all, by subject
	index    *geo.Index
	grounds  *geo.Index // of each zone the boundary that took force last
	refs     []ref      // what the index's numbers mean
	free     []uint32
	cuts     []int64 // moments at which a boundary begins or ends
}

// ref is what a hit of the index means: the place lies to the zone as the hit says or, if
// near, it is in the box around the zone and its belts.
type ref struct {
	version *version
	near    bool
}

// New makes a snapshot of all rows.
func New(rows []Row) (*Snapshot, error) {
	empty, err := geo.NewIndex()
	if err != nil {
		return nil, err
	}
	by := map[act.SubjectID][]Row{}
	for _, r := range rows {
		by[r.Subject] = append(by[r.Subject], r)
	}
	nothing := &Snapshot{
		zones: map[act.SubjectID][]*version{}, lines: map[act.SubjectID][]*course{},
		texts: map[act.SubjectID][]*text{}, programs: map[string]program{}, index: empty, grounds: empty,
	}
	s, _, err := nothing.With(by)
	return s, err
}

// With is the snapshot with these rows in place of all that it had of each of the subjects;
// no rows, and the subject is gone. Only what they touch of the index is made anew. The
// touches say which earlier judgements may change by it.
func (s *Snapshot) With(changed map[act.SubjectID][]Row) (*Snapshot, []Touch, error) {
	return s.with(changed, true)
}

// with leaves the index as it is if it is told to: then the snapshot answers nothing yet.
func (s *Snapshot) with(changed map[act.SubjectID][]Row, indexed bool) (*Snapshot, []Touch, error) {
	next := &Snapshot{
		zones: maps.Clone(s.zones), lines: maps.Clone(s.lines), texts: maps.Clone(s.texts), programs: maps.Clone(s.programs),
		refs: slices.Clone(s.refs), free: slices.Clone(s.free),
	}
	var zones []geo.Zone
	for _, subject := range slices.Sorted(maps.Keys(changed)) {
		if err := next.take(subject, changed[subject], &zones); err != nil {
			return nil, nil, fmt.Errorf("take %s into law: %w", subject, err)
		}
	}
	if next.index, next.grounds = s.index, s.grounds; indexed {
		var err error
		if next.index, err = s.index.With(zones...); err != nil {
			return nil, nil, fmt.Errorf("index zones: %w", err)
		}
		if next.grounds, err = s.grounds.With(next.groundsOf(zones)...); err != nil {
			return nil, nil, fmt.Errorf("index grounds: %w", err)
		}
	}
	next.arrange()
	return next, touches(s, next, changed), nil
}

// take puts the rows of a subject in place of those it had, and adds a zone to zones.
func (s *Snapshot) take(subject act.SubjectID, rows []Row, zones *[]geo.Zone) (err error) {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Or(a.From.Compare(b.From), a.KnownFrom.Compare(b.KnownFrom)) })
	switch subject.Noun() {
	case zone.Noun:
		var z geo.Zone
		z, err = s.takeZone(subject, rows)
		*zones = append(*zones, z)
	case zone.LineNoun:
		s.lines[subject], err = coursesOf(subject, rows)
	case agreement.Noun:
		err = s.takeText(subject, rows)
	}
	return err
}

// takeZone puts a zone's versions in place of those it had.
func (s *Snapshot) takeZone(subject act.SubjectID, rows []Row) (geo.Zone, error) {
	made := shapes{}
	for _, v := range s.zones[subject] {
		s.free = append(s.free, v.refs...)
		if v.area != nil {
			made[v.shape] = v.area
		}
	}
	all, err := versionsOf(subject, rows, made)
	if err != nil {
		return geo.Zone{}, err
	}
	s.zones[subject] = all
	z := geo.Zone{Key: string(subject)}
	for _, v := range all {
		if v.area == nil {
			continue
		}
		z.Versions = append(z.Versions, s.refer(v, false, v.area), s.refer(v, true, v.around))
	}
	return z, nil
}

// refer gives a version a number in the index.
func (s *Snapshot) refer(v *version, near bool, a *geo.Area) geo.Version {
	n := uint32(len(s.refs))
	if last := len(s.free) - 1; last >= 0 {
		n, s.free = s.free[last], s.free[:last]
	} else {
		s.refs = append(s.refs, ref{})
	}
	s.refs[n] = ref{v, near}
	v.refs = append(v.refs, n)
	return geo.Version{Ref: n, Area: a, InForce: v.force, Known: v.known}
}

// arrange lists everything in an order that does not depend on how it came.
func (s *Snapshot) arrange() {
	for _, subject := range slices.Sorted(maps.Keys(s.zones)) {
		s.versions = append(s.versions, s.zones[subject]...)
	}
	for _, subject := range slices.Sorted(maps.Keys(s.lines)) {
		s.courses = append(s.courses, s.lines[subject]...)
	}
	for _, subject := range slices.Sorted(maps.Keys(s.texts)) {
		s.order = append(s.order, s.texts[subject]...)
	}
	for _, v := range s.versions {
		s.cuts = append(s.cuts, v.force.From, v.force.Until)
		if v.area == nil {
			s.broken = append(s.broken, v)
		}
	}
	slices.Sort(s.cuts)
	s.cuts = slices.Compact(s.cuts)
}

// Faults are the boundaries whose geometry breaks a rule: nothing can be said by them.
func (s *Snapshot) Faults() []Finding {
	var found []Finding
	for _, v := range s.broken {
		found = append(found, v.finding)
	}
	return found
}
