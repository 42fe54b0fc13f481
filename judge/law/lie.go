package law

import (
	"slices"

	"truce/ground/act"
	"truce/tool/geo"
)

// lie joins the findings of each code.
func (s *Snapshot) lie(o Observation, found []Finding) []Lie {
	if o.Place.kind == somewhere {
		return []Lie{{Code: Nowhere, Lies: MayBe}}
	}
	if len(found) == 1 && found[0].Throughout {
		f := &found[0]
		return []Lie{{Code: f.Code, Kind: f.Kind, Lies: f.Where, Acts: []act.ID{f.Boundary.Act}}}
	}
	var all []Lie
	for _, st := range s.Overall(found, o.When) {
		if st.Where != Outside {
			all = join(all, Lie{Code: st.Code, Kind: st.Kind, Lies: st.Where, Acts: actsOf(found, st)})
		}
	}
	return all
}

func actsOf(found []Finding, st Overall) []act.ID {
	var of []Finding
	for _, f := range found {
		if f.Kind == st.Kind && f.Code == st.Code {
			of = append(of, f)
		}
	}
	slices.SortStableFunc(of, compareFindings)
	var acts []act.ID
	for _, f := range of {
		if !slices.Contains(acts, f.Boundary.Act) {
			acts = append(acts, f.Boundary.Act)
		}
	}
	return acts
}

// join adds a lie, in the order of codes. A zone and a belt that share a code are one.
func join(all []Lie, l Lie) []Lie {
	i, there := slices.BinarySearchFunc(all, l.Code, func(o Lie, code string) int { return compareCodes(o.Code, code) })
	if !there {
		return slices.Insert(all, i, l)
	}
	all[i].Lies, all[i].Acts = all[i].Lies.or(l.Lies), append(all[i].Acts, l.Acts...)
	return all
}

func compareCodes(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// onGrounds adds in which grounds the recorded points lie. A zone that is not in force then
// has a lie of its own; one in force, to which a place of unknown extent may lie, too.
func (s *Snapshot) onGrounds(q *questions) {
	var queries []geo.Query
	var of []int
	for n, p := range q.points {
		if p != nil {
			queries, of = append(queries, geo.Query{Point: *p, Known: q.all[n].When.known()}), append(of, n)
		}
	}
	s.grounds.Locate(queries, func(k int, hits []geo.Hit) {
		n := of[k]
		for _, h := range hits {
			q.lies[n] = s.onGround(q.lies[n], s.refs[h.Ref].version.code, q.all[n], Where(h.Where))
		}
	})
}

func (s *Snapshot) onGround(lies []Lie, code string, o Observation, point Where) []Lie {
	i, there := slices.BinarySearchFunc(lies, code, func(o Lie, code string) int { return compareCodes(o.Code, code) })
	if !there {
		l := Lie{Code: code, Kind: Zone, Lies: Outside}
		if o.Place.kind == somewhere {
			l = s.nowhereIn(code, o)
		}
		lies = slices.Insert(lies, i, l)
	}
	lies[i].Point = point.String()
	return lies
}

// nowhereIn is how a place of unknown extent lies to one zone.
func (s *Snapshot) nowhereIn(code string, o Observation) Lie {
	var found []Finding
	at, known := o.When.stretch(), o.When.known()
	for _, v := range s.versions {
		if v.code == code && v.holds(at, known) {
			found = append(found, v.finding.of(MayBe, nil, covers(v.force, at)))
		}
	}
	l := Lie{Code: code, Kind: Zone, Lies: Outside}
	if len(found) > 0 {
		l.Lies, l.Acts = MayBe, actsOf(found, Overall{Kind: Zone, Code: code})
	}
	return l
}
