package law

import (
	"slices"

	"truce/ground/act"
	"truce/noun/agreement"
)

// Engagement is what one prohibition of one version says of an incident.
type Engagement struct {
	Agreement   act.SubjectID `json:"agreement"`
	Version     string        `json:"version"`
	Clause      string        `json:"clause"`
	Prohibition string        `json:"prohibition"`
	Bound       []string      `json:"bound"` // parties that were bound by it then
	Verdict     Verdict       `json:"verdict"`
	Why         []Reason      `json:"why"`
	Rule        string        `json:"rule"` // SHA-256 of the condition, in hexadecimal
}

// Engages answers for every prohibition that bound somebody during the time of the
// incident whether the incident is what it forbids. That a rule fails, or asks what is not
// known, is told and never taken for a no.
func (s *Snapshot) Engages(i Incident, p Place, w When) []Engagement {
	var all []Engagement
	h := s.here(p, w)
	s.eachRule(h.known, func(subject act.SubjectID, r *rule) {
		if r.kind != agreement.ToProhibition {
			return
		}
		e := Engagement{
			Agreement: subject, Version: r.version.ID, Clause: r.clause, Prohibition: r.name,
			Bound: during(r.bound, h.at), Rule: s.programs[r.condition].hash,
		}
		if len(e.Bound) > 0 {
			e.Verdict, e.Why = h.verdict(i, r)
			all = append(all, e)
		}
	})
	return all
}

// verdict weighs what speaks against first: one certain no is enough. Then what cannot be
// decided, then what depends on where or when exactly it was.
func (h *here) verdict(i Incident, r *rule) (Verdict, []Reason) {
	if i.Accused != "" && !slices.Contains(during(r.bound, h.at), i.Accused) {
		return NotEngaged, because(AccusedNotBound, i.Accused)
	}
	lies := h.in(r.where, i.Accused)
	if lies.where == Outside {
		return NotEngaged, because(OutsidePlace, list(r.where))
	}
	verdict, why := h.ask(i, r)
	if verdict == NotEngaged || verdict == NotDecided {
		return verdict, why
	}
	switch {
	case len(lies.undrawn) > 0:
		return NotDecided, append(why, Reason{NoBoundary, list(lies.undrawn)})
	case lies.where == MayBe:
		verdict, why = Possible, append(why, Reason{PlaceUncertain, list(r.where)})
	}
	if !r.throughout(i.Accused, h.at) {
		verdict, why = Possible, append(why, Reason{TimeUncertain, r.clause})
	}
	return verdict, why
}

// throughout reports whether the rule bound the accused party, or where none is accused
// anybody, during all of the time.
func (r *rule) throughout(accused string, at span) bool {
	for _, b := range r.bound {
		if (accused == "" || b.party == accused) && covers(b.force, at) {
			return true
		}
	}
	return false
}

// maxTried bounds in how many zones and belts, of which it is not certain, a rule is tried;
// maxPlaces how many codes it is given: its cost is reckoned with no more.
const (
	maxTried  = 6
	maxPlaces = 20
)

// ask runs the rule, once for each set of zones and belts in which the place may lie. Only
// what is true of all of them is certain. Where there are too many to try, the places are
// not known.
func (h *here) ask(i Incident, r *rule) (Verdict, []Reason) {
	i.At = instant(h.at.From)
	i.Capacity = r.version.CapacityAt(i.Accused, i.At)
	facts, unknown := i.facts(), h.unknown(i, r)
	zones, zonesPossible := h.codes(Zone)
	belts, beltsPossible := h.codes(Belt)
	n := len(zonesPossible) + len(beltsPossible)
	if n > maxTried || len(zones)+len(belts)+n > maxPlaces {
		n, unknown = 0, append(unknown, "place.zones", "place.belts")
	}
	var sum tried
	for set := range 1 << n {
		facts["place.zones"] = withSome(zones, zonesPossible, set)
		facts["place.belts"] = withSome(belts, beltsPossible, set>>len(zonesPossible))
		sum.add(h.s.programs[r.condition].ask(facts, unknown))
	}
	return sum.verdict(r.where)
}

// unknown adds what is not known for a reason of time: the moment itself, if the time is a
// stretch, and the capacity of a party that changed during it.
func (h *here) unknown(i Incident, r *rule) []string {
	names := i.unknown()
	if h.at.Until-h.at.From > 1 {
		names = append(names, "incident.at")
		last := instant(h.at.Until - 1)
		if i.Accused != "" && (last.IsZero() || r.version.CapacityAt(i.Accused, last) != i.Capacity) {
			names = append(names, "incident.capacity")
		}
	}
	return names
}

func withSome(certain, possible []string, set int) []string {
	all := append([]string{}, certain...) // never nil: CEL would not take it for a list
	for k, code := range possible {
		if set>>k&1 == 1 {
			all = append(all, code)
		}
	}
	return all
}
