package zone

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/force"
)

// stretch is a time during which one boundary was agreed on, or none, and the text that it rests
// on stood in one way.
type stretch struct {
	from, until time.Time
	status      string
	motion      *motion
	why         []force.Lack // it is not in force, though it was agreed on
}

// candidate is one stretch of a motion, as its text stands in it.
type candidate struct {
	force.Stretch
	*motion
	known time.Time // since when anybody could know that it would be in force then
}

// lay finds what stands at each instant, of motions that may overlap where one could not end another.
func lay(versions []*motion) []stretch {
	var found []candidate
	var cuts []time.Time
	for _, m := range versions {
		for _, s := range m.held() {
			found = append(found, candidate{s, m, m.known(s)})
			cuts = append(cuts, s.From)
			if !s.Until.IsZero() {
				cuts = append(cuts, s.Until)
			}
		}
	}
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	all := []stretch{{status: Proposed}}
	for _, from := range cuts {
		next := stretch{from: from, status: Ended}
		var best *candidate
		for i := range found {
			if c := &found[i]; c.Holds(from) && (best == nil || c.before(*best)) {
				best = c
			}
		}
		if best != nil {
			next = stretch{from: from, status: statusOf(best.State), motion: best.motion, why: best.Why}
		}
		if last := &all[len(all)-1]; !last.same(next) {
			last.until = from
			all = append(all, next)
		}
	}
	return all
}

// same reports whether nothing changes from one stretch to the next. What was only known later of a text in force changes nothing.
func (s stretch) same(o stretch) bool {
	return s.motion == o.motion && s.status == o.status && (s.status == InForce || slices.Equal(s.why, o.why))
}

// before says which of two stands at an instant: what is in force before what is not; of two in force, that of which it
// was known first, so that no text made up afterwards, of whatever day, comes before it.
func (c candidate) before(o candidate) bool {
	return cmp.Or(cmp.Compare(c.weight(), o.weight()), c.known.Compare(o.known), c.compare(o.motion)) < 0
}

// weight puts what was in force, and is not now, before what waits: nobody hides by a text of their own that a zone ended.
func (c candidate) weight() int {
	return slices.Index([]string{force.InForce, force.Suspended, force.Ended, force.Waits}, c.State)
}

// known is since when anybody could know that it would be in force then: the last consent that was needed had come, the
// text had begun, and every word had come by which it is in force.
func (m *motion) known(s force.Stretch) time.Time {
	known := m.settled
	latest := func(t time.Time) {
		if t.After(known) {
			known = t
		}
	}
	held := m.rests.Standing.InForce(m.code)
	for _, l := range m.rests.Standing.Later {
		for _, w := range l.Why {
			if l.Holds(s.From) || len(held) > 0 && l.Holds(held[0].From) {
				latest(w.At)
			}
		}
	}
	if len(held) > 0 {
		latest(held[0].From)
	}
	return known
}

// statusOf is how something is of which the text stands so.
func statusOf(state string) string {
	switch state {
	case force.InForce:
		return InForce
	case force.Suspended:
		return Suspended
	case force.Ended:
		return Ended
	}
	return Agreed
}

// resting is for whom it is in force or, if for nobody, what is missing.
func (s stretch) resting() Resting {
	if s.status != InForce {
		return Resting{Why: s.why}
	}
	return Resting{For: s.motion.rests.Standing.For(s.motion.code, Interval{From: s.from, Until: s.until})}
}

// notEnacted are the proposals on which nobody agreed.
func (b *book) notEnacted() []*motion {
	var found []*motion
	for _, m := range b.motions {
		if m.lapse == nil && m.Agreed == nil {
			found = append(found, m)
		}
	}
	return found
}

func (b *book) lapses() []LapseTold {
	var found []LapseTold
	for _, m := range b.motions {
		if m.lapse != nil {
			found = append(found, LapseTold{m.Told, *m.lapse})
		}
	}
	return found
}

// shown is what stands for a stretch in lists: what was agreed on; where nothing is any more,
// what last was; before anything was, what then was; where nothing ever was, what was last put forward.
func (b *book) shown(s stretch) *motion {
	if s.motion != nil {
		return s.motion
	}
	for _, o := range b.all {
		switch {
		case s.status == Ended && !s.from.IsZero() && o.until.Equal(s.from):
			return o.motion
		case s.status == Proposed && !s.until.IsZero() && o.from.Equal(s.until):
			return o.motion
		}
	}
	for _, m := range slices.Backward(b.motions) {
		if m.terms != nil {
			return m
		}
	}
	return nil
}

func (b *book) period(s stretch, subject act.SubjectID) fold.Period {
	p := fold.Period{From: s.from, Until: s.until, Status: s.status, Label: subject.Name(), Counts: s.status == InForce}
	if m := b.shown(s); m != nil {
		p.Where = whereOf(m.geometry)
		if s.status == Proposed { // what is agreed is nobody's own
			p.Party = m.By
		}
		if s.status == Proposed || s.status == Agreed { // strangers are shown what took force
			p.Compartment = fold.Inside
		}
		if name := m.names.In("en"); name != "" {
			p.Label = name
		}
	}
	return p
}

func (b *book) lineKind(s stretch) string {
	m := b.shown(s)
	if m == nil {
		return ""
	}
	return m.body.(*LineDrawn).Kind
}

// whereOf is a circle around the geometry, by which lists find it. It decides nothing.
func whereOf(geometry jsontext.Value) fold.Where {
	dec := &corners{west: 180, south: 90, east: -180, north: -90}
	var g struct {
		Coordinates jsontext.Value `json:"coordinates"`
	}
	if json.Unmarshal(geometry, &g) != nil || !dec.take(g.Coordinates) || dec.east < dec.west {
		return fold.Where{}
	}
	lon, lat := (dec.west+dec.east)/2, (dec.south+dec.north)/2
	tall := (dec.north - dec.south) / 2
	wide := (dec.east - dec.west) / 2 * math.Cos(lat*math.Pi/180)
	return fold.Where{Known: true, Lon: lon, Lat: lat, RadiusMetres: 1.01 * metresPerDegree * math.Hypot(wide, tall)}
}

const metresPerDegree = 111_700 // of latitude at a pole, where it is longest

type corners struct{ west, south, east, north float64 }

// take widens the corners by every position, however deep it lies.
func (c *corners) take(v jsontext.Value) bool {
	var at position
	if json.Unmarshal(v, &at) == nil && len(at) >= 2 {
		c.west, c.east = min(c.west, at[0]), max(c.east, at[0])
		c.south, c.north = min(c.south, at[1]), max(c.north, at[1])
		return true
	}
	var inner []jsontext.Value
	if json.Unmarshal(v, &inner) != nil {
		return false
	}
	for _, each := range inner {
		c.take(each)
	}
	return len(inner) > 0
}
