package law

import (
	"slices"
	"strings"

	"truce/tool/geo"
)

// here is how a place and a time lie to everything that has a code.
type here struct {
	s         *Snapshot
	at        span
	known     int64
	standings []Overall
	lines     []LineFinding
}

func (s *Snapshot) here(p Place, w When) *here {
	return &here{s, w.stretch(), w.known(), s.Overall(s.findings(p, w, false), w), s.Lines(p, w)}
}

// confined is how a place lies to the codes to which a rule is confined.
type confined struct {
	where   Where
	undrawn []string // that had no boundary in force yet
}

// in joins the codes: it is enough to lie in one of them. Without codes a rule holds
// everywhere. A code that had no boundary yet may mean the place: nobody has said where
// that is. One whose boundary has ended means no place any more, nor does one that is not in
// force for the party; "" is for anybody.
func (h *here) in(codes []string, party string) confined {
	if len(codes) == 0 {
		return confined{where: Inside}
	}
	c := confined{where: Outside}
	for _, code := range codes {
		lies, drawn := h.to(code)
		if !drawn {
			c.undrawn = append(c.undrawn, code)
		}
		c.where = c.where.or(lies.both(h.held(code, party)))
	}
	if c.where.Holds() {
		c.undrawn = nil
	}
	return c
}

// to is how the place lies to what a code means, and whether that was drawn by then.
func (h *here) to(code string) (Where, bool) {
	lies := Outside
	for _, s := range h.standings {
		if s.Code == code {
			lies = lies.or(s.Where)
		}
	}
	for _, f := range h.lines {
		if f.Code == code {
			lies = lies.or(h.along(f))
		}
	}
	if h.at.From >= h.s.firstDrawn(code, h.known) {
		return lies, true
	}
	return MayBe, false
}

// held is whether what the code means was in force for the party: Inside, throughout the time;
// Outside, at no moment of it.
func (h *here) held(code, party string) Where {
	held, apart := Inside, true
	for _, v := range h.s.versions {
		if party != "" && v.has(code) && v.holds(h.at, h.known) {
			held, apart = one(held, holdFor(v.holders, party, h.at), apart), false
		}
	}
	for _, c := range h.s.courses {
		if party != "" && c.finding.Code == code && c.holds(h.at, h.known) {
			held, apart = one(held, holdFor(c.holders, party, h.at), apart), false
		}
	}
	return held
}

// one joins how it stood for a party in two stretches of the time.
func one(a, b Where, first bool) Where {
	if first {
		return b
	}
	return a.and(b)
}

// along is how the place lies to a line of which a clause speaks: what is meant is the
// ground from which the line keeps any weapon out.
func (h *here) along(f LineFinding) Where {
	reach := 0.0
	for _, c := range h.s.courses {
		if c.finding.Boundary == f.Boundary {
			reach = c.reach()
		}
	}
	switch {
	case f.Unknown:
		return MayBe
	case f.Farthest <= reach && f.Throughout:
		return Inside
	case f.Nearest > reach:
		return Outside
	}
	return MayBe
}

// reach is the farthest that the line keeps anything away.
func (c *course) reach() float64 {
	reach := 0.0
	for _, w := range c.drawn.Withdrawals {
		reach = max(reach, w.SideMetres())
	}
	return reach
}

// firstDrawn is from when the code means a place, as known at a moment.
func (s *Snapshot) firstDrawn(code string, known int64) int64 {
	first := geo.Forever
	for _, v := range s.versions {
		if v.known.Holds(known) && v.has(code) {
			first = min(first, v.force.From)
		}
	}
	for _, c := range s.courses {
		if c.known.Holds(known) && c.finding.Code == code {
			first = min(first, c.force.From)
		}
	}
	return first
}

func (v *version) has(code string) bool {
	return v.code == code || slices.ContainsFunc(v.belts, func(b belt) bool { return b.finding.Code == code })
}

// codes are those of a kind in which the place lies for certain, and those in which it may.
func (h *here) codes(kind string) (certain, possible []string) {
	for _, s := range h.standings {
		switch {
		case s.Kind != kind:
		case s.Where.Holds():
			certain = append(certain, s.Code)
		case s.Where == MayBe:
			possible = append(possible, s.Code)
		}
	}
	return certain, possible
}

func list(names []string) string { return strings.Join(names, ", ") }
