package zone

import (
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

func (b *book) stretches() []stretch {
	var versions []*motion
	for _, m := range b.motions {
		if m.lapse == nil && m.Agreed != nil {
			versions = append(versions, m)
		}
	}
	slices.SortFunc(versions, func(a, b *motion) int { return a.Agreed.From.Compare(b.Agreed.From) })
	all := []stretch{{status: Proposed}}
	for _, m := range versions {
		last := &all[len(all)-1]
		switch {
		case last.until.IsZero():
			last.until = m.Agreed.From
		case last.until.Before(m.Agreed.From):
			all = append(all, stretch{from: last.until, until: m.Agreed.From, status: Ended})
		}
		for _, s := range m.held() {
			all = append(all, stretch{s.From, s.Until, statusOf(s.State), m, s.Why})
		}
	}
	if last := all[len(all)-1]; last.motion != nil && !last.until.IsZero() {
		all = append(all, stretch{from: last.until, status: Ended})
	}
	return all
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
	return Resting{For: s.motion.text.For(s.motion.code, Interval{From: s.from, Until: s.until})}
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
	for _, m := range slices.Backward(b.motions) {
		if m.terms != nil && b.standsFor(m, s) {
			return m
		}
	}
	return nil
}

func (b *book) standsFor(m *motion, s stretch) bool {
	switch {
	case s.status == Ended:
		return m.Agreed != nil && m.Agreed.Until.Equal(s.from)
	case !s.until.IsZero():
		return m.Agreed != nil && m.Agreed.From.Equal(s.until)
	}
	return true
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
