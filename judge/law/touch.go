package law

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
	"truce/tool/geo"
)

// Touch is what a change can alter: earlier judgements of places that meet the box, or of
// places everywhere, at times that meet the period. Others stay as they are.
type Touch struct {
	Box         geo.Box
	Everywhere  bool      // the box says nothing
	From, Until time.Time // in the world, half-open; zero ends are open
	Of          Concern
}

// Concern is what of a judgement a change can alter.
type Concern uint8

// Concerns.
const (
	Zones   Concern = iota // how a place lies to zones and belts
	Grounds                // in the ground of which zone a recorded point lies
	Lines                  // lines
	Rules                  // rules
)

// touches compares what is known last in both snapshots. What was known at an earlier
// moment does not change.
func touches(before, after *Snapshot, changed map[act.SubjectID][]Row) []Touch {
	var all []Touch
	for _, subject := range slices.Sorted(maps.Keys(changed)) {
		was := slices.Concat(zonesReach(before.zones[subject]), linesReach(before.lines[subject]), rulesReach(before.texts[subject]))
		is := slices.Concat(zonesReach(after.zones[subject]), linesReach(after.lines[subject]), rulesReach(after.texts[subject]))
		all = append(all, differ(was, is)...)
		all = append(all, differ(is, was)...)
		all = append(all, groundsDiffer(before.zones[subject], after.zones[subject])...)
		all = append(all, firsts(before, after, subject)...)
	}
	slices.SortFunc(all, compareTouches)
	return slices.Compact(all)
}

// reach is the ground and the time in which something holds, and all that it says.
type reach struct {
	says string
	Touch
}

func zonesReach(versions []*version) []reach {
	var all []reach
	for _, v := range versions {
		if v.known.Until != geo.Forever {
			continue
		}
		t := Touch{Everywhere: v.area == nil, From: instant(v.force.From), Until: instant(v.force.Until)}
		if v.area != nil {
			t.Box = grown(v.area.Box(), v.reach)
		}
		says := fmt.Sprint(v.shape, v.boundary.basis())
		for _, b := range v.belts {
			says += fmt.Sprint(" ", b.finding.Code, b.width)
		}
		all = append(all, reach{says, t})
	}
	return all
}

// basis is all that a boundary says but for its time, which is compared by itself.
func (b Boundary) basis() Boundary {
	b.From, b.Until = time.Time{}, time.Time{}
	return b
}

func linesReach(courses []*course) []reach {
	var all []reach
	for _, c := range courses {
		if c.known.Until != geo.Forever {
			continue
		}
		t := Touch{Everywhere: true, From: instant(c.force.From), Until: instant(c.force.Until), Of: Lines}
		says := fmt.Sprint(c.digest, c.finding.Boundary.basis(), c.drawn.Left, c.drawn.Right, c.drawn.Withdrawals, c.drawn.Kind, c.holders)
		all = append(all, reach{says, t})
	}
	return all
}

func rulesReach(texts []*text) []reach {
	var all []reach
	for _, t := range texts {
		if t.known.Until != geo.Forever {
			continue
		}
		for _, r := range t.rules {
			says := fmt.Sprint(r.version.ID, r.version.Memberships, r.clause, r.kind, r.name, r.where, r.condition)
			for _, b := range r.bound {
				all = append(all, reach{says + b.party, Touch{Everywhere: true, From: instant(b.force.From), Until: instant(b.force.Until), Of: Rules}})
			}
		}
	}
	return all
}

// differ lists where and when something held that holds no longer, or only for another time:
// then only the time by which they differ is touched.
func differ(was, is []reach) []Touch {
	var all []Touch
	for _, w := range was {
		left := []Touch{w.Touch}
		for _, o := range is {
			if o.says == w.says {
				left = without(left, spanOf(o.From, o.Until))
			}
		}
		all = append(all, left...)
	}
	return all
}

// without takes a period out of each touch.
func without(all []Touch, out span) []Touch {
	var left []Touch
	for _, t := range all {
		s := spanOf(t.From, t.Until)
		for _, part := range []span{{From: s.From, Until: min(s.Until, out.From)}, {From: max(s.From, out.Until), Until: s.Until}} {
			if part.From < part.Until {
				t.From, t.Until = instant(part.From), instant(part.Until)
				left = append(left, t)
			}
		}
	}
	return left
}

// firsts tells where a code came to mean a place for the first time at another moment than
// before: until then a rule that names it is undecided everywhere.
func firsts(before, after *Snapshot, subject act.SubjectID) []Touch {
	var all []Touch
	for _, code := range slices.Compact(slices.Sorted(slices.Values(append(before.codesOf(subject), after.codesOf(subject)...)))) {
		was, is := before.firstDrawn(code, geo.Latest), after.firstDrawn(code, geo.Latest)
		if was != is && after.named(code) {
			all = append(all, Touch{Everywhere: true, From: instant(min(was, is)), Until: instant(max(was, is)), Of: Rules})
		}
	}
	return all
}

// named reports whether any rule is confined to the code.
func (s *Snapshot) named(code string) bool {
	for _, t := range s.order {
		for _, r := range t.rules {
			if slices.Contains(r.where, code) {
				return true
			}
		}
	}
	return false
}

// codesOf are all codes that a zone or line ever had.
func (s *Snapshot) codesOf(subject act.SubjectID) []string {
	var codes []string
	for _, v := range s.zones[subject] {
		codes = append(codes, v.code)
		for _, b := range v.belts {
			codes = append(codes, b.finding.Code)
		}
	}
	for _, c := range s.lines[subject] {
		codes = append(codes, c.finding.Code)
	}
	return codes
}

func compareTouches(a, b Touch) int {
	return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until), cmp.Compare(a.Of, b.Of), slices.Compare([]int32{a.Box.West, a.Box.South, a.Box.East, a.Box.North}, []int32{b.Box.West, b.Box.South, b.Box.East, b.Box.North}))
}

// Meets reports whether a judgement of the place and time may have changed. In whose ground
// a point lies is no judgement.
func (t Touch) Meets(p Place, w When) bool {
	if t.Of == Grounds {
		return false
	}
	if _, meets := meet(spanOf(t.From, t.Until), w.stretch()); !meets {
		return false
	}
	return t.Everywhere || p.kind == somewhere || t.Box.Meets(grown(geo.BoxOf(p.point), p.radius))
}
