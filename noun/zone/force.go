package zone

import (
	"cmp"
	"slices"
	"time"

	"truce/ground/force"
)

// enforce gives each motion that all consented to the time for which they agreed on it. At each
// instant the boundary is meant that began last. One that was replaced does not come back when what
// replaced it ends.
func (b *book) enforce() {
	var versions []*motion
	for _, m := range b.motions {
		if m.Became != Consented || m.lapse != nil {
			continue
		}
		m.Agreed = &Interval{From: m.effect(), Until: m.terms.Until}
		b.lapseBy(m)
		if m.Agreed.Empty() || m.over() {
			m.Agreed, m.Why = nil, NotInForce
			continue
		}
		versions = append(versions, m)
	}
	slices.SortFunc(versions, func(a, b *motion) int {
		return cmp.Or(a.Agreed.From.Compare(b.Agreed.From), cmp.Compare(a.passedAt, b.passedAt))
	})
	for i, m := range versions[:max(len(versions)-1, 0)] {
		end(m.Agreed, versions[i+1].Agreed.From)
		if m.Agreed.Empty() {
			m.Agreed, m.Why = nil, ReplacedAtOnce
		}
	}
	b.tellLapses()
	for _, m := range versions {
		m.rest()
	}
}

// rest is when, of that time, the text is in force that it rests on.
func (m *motion) rest() {
	for _, s := range m.held() {
		if s.State == force.InForce {
			m.Force = append(m.Force, s.Interval)
		}
	}
}

// held are the stretches of the time that was agreed on, as the text stood in each.
func (m *motion) held() []force.Stretch {
	var all []force.Stretch
	if m.Agreed == nil {
		return nil
	}
	for _, s := range m.text.Stretches(m.code) {
		both, meet := s.Meet(*m.Agreed)
		n := len(all)
		switch {
		case !meet:
		case s.State == force.InForce && n > 0 && all[n-1].State == force.InForce: // only what was known of it differs
			all[n-1].Until = both.Until
		default:
			s.Interval = both
			all = append(all, s)
		}
	}
	return all
}

// over reports whether all consented only when the text that it rests on had ended for good: what never comes into
// force ends nothing that was.
func (m *motion) over() bool {
	return !slices.ContainsFunc(m.held(), func(s force.Stretch) bool { return s.State != force.Ended })
}

// lapseBy ends a boundary where all consented that it ends.
func (b *book) lapseBy(m *motion) {
	for _, l := range b.motions {
		if l.target == m && l.Became == Consented {
			end(m.Agreed, l.effect())
		}
	}
}

// tellLapses says of each lapse from when what it names no longer holds, unless something
// else had ended it before.
func (b *book) tellLapses() {
	for _, l := range b.motions {
		if l.target == nil || l.Became != Consented {
			continue
		}
		if f := l.target.Agreed; f == nil || !f.Until.Equal(l.effect()) {
			l.Why = NotInForce
			continue
		}
		l.Agreed = &Interval{From: l.effect()}
	}
}

func end(i *Interval, at time.Time) {
	if i.Until.IsZero() || at.Before(i.Until) {
		i.Until = at
	}
}
