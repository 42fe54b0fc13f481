package law

import (
	"cmp"
	"slices"

	"truce/tool/kinds"
)

// At answers all that there is to say of one place and time: for each version of a zone or
// belt that was in force the place's lie and distance, outside or not; the lines; and the
// rules that bound somebody there.
func (s *Snapshot) At(p Place, w When) Judgement {
	found := s.findings(p, w, true)
	h := &here{s, w.stretch(), w.known(), s.Overall(found, w), s.Lines(p, w)}
	j := Judgement{Rules: kinds.LawRules, Findings: found, Overall: h.standings, Lines: h.lines, Applies: h.applies(), Texts: s.Texts(w)}
	j.NoForce = !anyInForce(j.Texts)
	return j
}

// findings are those of every version, by kind, code and beginning. To measure the distance
// costs more than all the rest.
func (s *Snapshot) findings(p Place, w When, measure bool) []Finding {
	at, known := w.stretch(), w.known()
	var found []Finding
	for _, v := range s.versions {
		if !v.holds(at, known) {
			continue
		}
		zone, throughout := v.lies(p), covers(v.force, at)
		var metres *float64
		var parties []string
		if measure {
			metres, parties = v.metres(p), during(v.holders, at)
		}
		add := func(f Finding) {
			f.For = parties
			found = append(found, f)
		}
		for i := range v.belts {
			b := &v.belts[i]
			add(b.finding.of(v.liesInBelt(b, p, zone), metres, throughout))
		}
		add(v.finding.of(zone, metres, throughout))
	}
	slices.SortStableFunc(found, compareFindings)
	return found
}

// compareFindings puts zones before belts.
func compareFindings(a, b Finding) int {
	return cmp.Or(-cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code), a.Boundary.From.Compare(b.Boundary.From))
}

func (f Finding) of(w Where, metres *float64, throughout bool) Finding {
	f.Where, f.Metres, f.Throughout = w, metres, throughout
	return f
}

// Overall joins the findings of each zone and belt, from At or from Judge, over the time
// asked about.
func (s *Snapshot) Overall(found []Finding, w When) []Overall {
	var all []Overall
	found = slices.SortedStableFunc(slices.Values(found), compareFindings)
	for _, f := range found {
		if n := len(all); n == 0 || all[n-1].Kind != f.Kind || all[n-1].Code != f.Code {
			all = append(all, Overall{f.Kind, f.Code, s.standing(found, f.Kind, f.Code, w.stretch())})
		}
	}
	return all
}

// standing is where the place lies to what a code means: at each moment inside if it is
// inside one that has the code, and over the time asked about what it is at every moment.
func (s *Snapshot) standing(found []Finding, kind, code string, at span) Where {
	var all Where
	for i, from := range s.moments(at) {
		now := Outside
		for _, f := range found {
			if f.Kind == kind && f.Code == code && spanOf(f.Boundary.From, f.Boundary.Until).Holds(from) {
				now = now.or(f.Where)
			}
		}
		if i == 0 {
			all = now
		}
		all = all.and(now)
	}
	return all
}
