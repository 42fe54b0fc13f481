package zone

import (
	"cmp"
	"slices"
	"time"
)

// enforce gives each motion that all consented to its time in force. At each instant the
// boundary holds that began last. One that was replaced does not come back when what
// replaced it ends.
func (b *book) enforce() {
	var versions []*motion
	for _, m := range b.motions {
		if m.Became != Consented || m.lapse != nil {
			continue
		}
		m.Force = &Interval{From: m.effect(), Until: m.terms.Until}
		b.lapseBy(m)
		if m.Force.empty() {
			m.Force, m.Why = nil, NotInForce
			continue
		}
		versions = append(versions, m)
	}
	slices.SortFunc(versions, func(a, b *motion) int {
		return cmp.Or(a.Force.From.Compare(b.Force.From), cmp.Compare(a.passedAt, b.passedAt))
	})
	for i, m := range versions[:max(len(versions)-1, 0)] {
		m.Force.end(versions[i+1].Force.From)
		if m.Force.empty() {
			m.Force, m.Why = nil, ReplacedAtOnce
		}
	}
	b.tellLapses()
}

// lapseBy ends a boundary where all consented that it ends.
func (b *book) lapseBy(m *motion) {
	for _, l := range b.motions {
		if l.target == m && l.Became == Consented {
			m.Force.end(l.effect())
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
		if f := l.target.Force; f == nil || !f.Until.Equal(l.effect()) {
			l.Why = NotInForce
			continue
		}
		l.Force = &Interval{From: l.effect()}
	}
}

func (i *Interval) end(at time.Time) {
	if i.Until.IsZero() || at.Before(i.Until) {
		i.Until = at
	}
}

func (i *Interval) empty() bool { return !i.Until.IsZero() && !i.From.Before(i.Until) }
