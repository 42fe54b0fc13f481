package law

import (
	"slices"

	"truce/ground/act"
	"truce/tool/geo"
)

// The ground of a zone is what its boundary encloses, whether or not that is in force: the
// one boundary that took force last, as known at the moment that is asked about. So what
// happened before, while and after a zone was in force is counted on the same ground.

// groundsOf are the grounds of the zones, as an index takes them.
func (s *Snapshot) groundsOf(zones []geo.Zone) []geo.Zone {
	grounds := make([]geo.Zone, len(zones))
	for i, z := range zones {
		grounds[i] = geo.Zone{Key: z.Key, Versions: groundOf(s.zones[act.SubjectID(z.Key)])}
	}
	return grounds
}

// groundOf says for each stretch of knowledge which version is the ground.
func groundOf(all []*version) []geo.Version {
	var grounds []geo.Version
	for _, known := range stretches(all) {
		v := last(all, known.From)
		if v == nil {
			continue
		}
		n := len(grounds) - 1
		if n >= 0 && grounds[n].Area == v.area && grounds[n].Known.Until == known.From {
			grounds[n].Known.Until = known.Until
			continue
		}
		grounds = append(grounds, geo.Version{Ref: v.refs[0], Area: v.area, InForce: geo.Always(), Known: known})
	}
	return grounds
}

// stretches are the parts of time in which what is known of the versions stays the same.
func stretches(all []*version) []span {
	var cuts []int64
	for _, v := range all {
		cuts = append(cuts, v.known.From, v.known.Until)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var parts []span
	for i := 1; i < len(cuts); i++ {
		parts = append(parts, span{From: cuts[i-1], Until: cuts[i]})
	}
	return parts
}

// last is the usable version known at a moment that took force last, nil if there is none.
func last(all []*version, known int64) *version {
	var found *version
	for _, v := range all { // by beginning
		if v.area != nil && v.known.Holds(known) {
			found = v
		}
	}
	return found
}

// Ground is in the ground of a zone, by its code: Inside, Border or, where no such zone is
// known, false.
func (s *Snapshot) Ground(code string, p geo.Point, w When) (Where, bool) {
	for _, each := range s.zones {
		if len(each) > 0 && each[0].code == code {
			if v := last(each, w.known()); v != nil {
				return Where(v.area.Locate(p)), true
			}
		}
	}
	return Outside, false
}

// groundsDiffer tells where the ground of a zone is another than before, at all times.
func groundsDiffer(before, after []*version) []Touch {
	was, is := last(before, geo.Latest), last(after, geo.Latest)
	if was != nil && is != nil && was.shape == is.shape {
		return nil
	}
	var all []Touch
	for _, v := range []*version{was, is} {
		if v != nil {
			all = append(all, Touch{Box: v.area.Box(), Of: Grounds})
		}
	}
	return all
}
