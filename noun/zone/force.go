package zone

import (
	"cmp"
	"slices"
	"time"

	"truce/ground/force"
)

// enforce gives each motion that all consented to the time for which they agreed on it, and finds what stands at each
// instant. A motion ends one that began before it only with the consent of everybody whose consent that one needed, and
// only from when it is in force itself: who could end it by a text of their own would abolish alone what all agreed. None is
// ended before the receipt of the last word that this took: what was said to stand until then has stood. One that was ended
// does not come back when what ended it ends.
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
		return cmp.Or(a.Agreed.From.Compare(b.Agreed.From), a.compare(b))
	})
	for i, m := range slices.Backward(versions) { // what was ended before it was in force ends nothing
		for _, o := range versions[:i] {
			if from, ends := m.ends(o); ends {
				end(o.Agreed, from)
			}
		}
	}
	versions = slices.DeleteFunc(versions, func(m *motion) bool {
		replaced := m.Agreed.Empty()
		if replaced {
			m.Agreed, m.Why = nil, ReplacedAtOnce
		}
		return replaced
	})
	b.tellLapses()
	b.all = lay(versions)
	b.rest(versions)
}

// ends reports whether the motion may end one that began before it, and from when it does: from its own beginning if both
// rest on the same text, and hold or wait together; otherwise from when it is in force; and not before all had consented.
func (m *motion) ends(o *motion) (time.Time, bool) {
	if m.Agreed.Empty() || !m.askedAll(o) {
		return time.Time{}, false
	}
	if m.sameText(o) {
		return latest(m.Agreed.From, m.settled), true
	}
	held := m.held()
	i := slices.IndexFunc(held, func(s force.Stretch) bool { return s.State == force.InForce })
	if i < 0 {
		return time.Time{}, false
	}
	return latest(held[i].From, m.settled), true
}

// askedAll reports whether all consented whose consent the other needed.
func (m *motion) askedAll(o *motion) bool {
	return !slices.ContainsFunc(o.Needed, func(party string) bool { return !m.parties[party].consents() })
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// compare puts first what all had consented to first.
func (m *motion) compare(o *motion) int {
	return cmp.Or(m.settled.Compare(o.settled), cmp.Compare(m.passedAt, o.passedAt))
}

func (m *motion) sameText(o *motion) bool {
	return m.terms.Agreement == o.terms.Agreement && m.terms.Version == o.terms.Version
}

// rest says of each motion when it is in force: while it stands and the text is in force that it rests on. One that never
// stands, as another does that it cannot end, is put forward and no more.
func (b *book) rest(versions []*motion) {
	for _, m := range versions {
		stands := false
		for _, s := range b.all {
			if s.motion != m {
				continue
			}
			stands = true
			if s.status != InForce {
				continue
			}
			if n := len(m.Force); n > 0 && m.Force[n-1].Until.Equal(s.from) {
				m.Force[n-1].Until = s.until
				continue
			}
			m.Force = append(m.Force, Interval{From: s.from, Until: s.until})
		}
		if !stands {
			m.Agreed, m.Why = nil, AnotherStands
		}
	}
}

// held are the stretches of the time that was agreed on, as the text stood in each.
func (m *motion) held() []force.Stretch {
	var all []force.Stretch
	if m.Agreed == nil {
		return nil
	}
	for _, s := range m.rests.Standing.Stretches(m.code) {
		if both, meet := s.Meet(*m.Agreed); meet {
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
	for _, l := range b.lapsing[m] {
		if l.Became == Consented && l.askedAll(m) {
			end(m.Agreed, latest(l.effect(), l.settled))
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
		from := latest(l.effect(), l.settled)
		if f := l.target.Agreed; f == nil || !f.Until.Equal(from) {
			l.Why = NotInForce
			continue
		}
		l.Agreed = &Interval{From: from}
	}
}

func end(i *Interval, at time.Time) {
	if i.Until.IsZero() || at.Before(i.Until) {
		i.Until = at
	}
}
