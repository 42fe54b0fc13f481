package law

import "truce/tool/geo"

// Observation is a place and a time of which many are judged at once.
type Observation struct {
	Place Place
	When  When
}

// Judge answers for many observations: for each, the versions of zones and belts that were
// in force during its time, or a part of it, and to which the place does not lie outside.
// It calls out once for each observation that has any, in no promised order; found is only
// good until out returns. Distances are left out. Several may judge at once.
func (s *Snapshot) Judge(all []Observation, out func(i int, found []Finding)) {
	j := judging{s: s, seen: make([]uint32, len(s.refs))}
	var common []geo.Query
	var numbers []int
	for i, o := range all {
		if s.isCommon(o) {
			common = append(common, geo.Query{Point: o.Place.point, At: o.When.stretch().From, Known: o.When.known()})
			numbers = append(numbers, i)
		} else if found := j.one(o); len(found) > 0 {
			out(i, found)
		}
	}
	s.index.Locate(common, func(k int, hits []geo.Hit) {
		if found := j.common(&all[numbers[k]], hits); len(found) > 0 {
			out(numbers[k], found)
		}
	})
}

// isCommon reports whether an observation can be judged page by page of the index: a small
// circle, no boundary that begins or ends during its time, and none that is unusable, which
// would answer for every place.
func (s *Snapshot) isCommon(o Observation) bool {
	return o.Place.kind == circle && o.Place.radius <= commonRadius && len(s.broken) == 0 && !s.cutWithin(o.When.stretch())
}

// judging judges one observation after another, with the memory of the one before.
type judging struct {
	s     *Snapshot
	o     *Observation
	at    span
	round uint32
	seen  []uint32 // of each number of the index the round in which it was last taken
	hits  []geo.Hit
	found []Finding
}

func (j *judging) begin(o *Observation) {
	if j.round++; j.round == 0 { // after four thousand million observations
		clear(j.seen)
		j.round = 1
	}
	j.o, j.at, j.found = o, o.When.stretch(), j.found[:0]
}

// one judges an observation that the index is asked about by itself.
func (j *judging) one(o Observation) []Finding {
	j.begin(&o)
	known := o.When.known()
	for _, v := range j.s.broken {
		if v.holds(j.at, known) {
			j.add(&v.finding, MayBe, v)
			j.addBelts(v, MayBe)
		}
	}
	if o.Place.kind == somewhere || o.Place.kind == region {
		j.each(known)
		return j.found
	}
	for _, from := range j.s.moments(j.at) {
		j.hits = j.ask(from, known, j.hits[:0])
		j.take(j.hits)
	}
	return j.found
}

func (j *judging) ask(from, known int64, hits []geo.Hit) []geo.Hit {
	p := j.o.Place
	if p.kind == sector {
		return j.s.index.WithinSector(p.sector, from, known, hits)
	}
	return j.s.index.Within(geo.Query{Point: p.point, At: from, Known: known}, p.radius, hits)
}

// each asks every version, where the place is larger than an index is good for.
func (j *judging) each(known int64) {
	for _, v := range j.s.versions {
		if v.area == nil || !v.holds(j.at, known) {
			continue
		}
		w := v.lies(j.o.Place)
		j.add(&v.finding, w, v)
		j.addBelts(v, w)
	}
}

// common judges an observation by the hits of the middle of its circle. Away from a border
// and its belts the circle lies as its middle does.
func (j *judging) common(o *Observation, hits []geo.Hit) []Finding {
	j.begin(o)
	for _, h := range hits {
		r := &j.s.refs[h.Ref]
		if !r.near {
			continue
		}
		v, w := r.version, whereIn(hits, r.version)
		near := v.fringe.near(o.Place.point)
		if near && o.Place.radius > 0 {
			w = v.lies(o.Place)
		}
		j.add(&v.finding, w, v)
		if near {
			j.addBelts(v, w)
		}
	}
	return j.found
}

// take adds what hits of one moment say. A zone's hit and the hit of its belts' box come in
// any order, and for each moment anew.
func (j *judging) take(hits []geo.Hit) {
	for _, h := range hits {
		r := j.s.refs[h.Ref]
		if j.seen[h.Ref] == j.round {
			continue
		}
		j.seen[h.Ref] = j.round
		if !r.near {
			j.add(&r.version.finding, Where(h.Where), r.version)
			continue
		}
		j.addBelts(r.version, whereIn(hits, r.version))
	}
}

// whereIn is what the hits of a moment say of a version's zone.
func whereIn(hits []geo.Hit, v *version) Where {
	for _, h := range hits {
		if h.Ref == v.refs[0] {
			return Where(h.Where)
		}
	}
	return Outside
}

func (j *judging) addBelts(v *version, zone Where) {
	for i := range v.belts {
		b := &v.belts[i]
		j.add(&b.finding, v.liesInBelt(b, j.o.Place, zone), v)
	}
}

func (j *judging) add(f *Finding, w Where, v *version) {
	if w != Outside {
		j.found = append(j.found, f.of(w, nil, covers(v.force, j.at)))
	}
}
