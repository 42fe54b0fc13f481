package agreement

import (
	"slices"
	"time"
)

// enter reckons when a version is in force: once all who must sign have signed, two
// parties at least, from the moment that its own clause counts to, as long as its own clause says and all who must
// consent extended it. A version without a term stays in force.
func (s *VersionState) enter(facts Facts, zones TimeZones, consents []Extension) {
	s.Extensions = consents
	if _, signed := s.signedOn(); !signed {
		s.Extensions = refuseAll(consents, NotInForce)
		return
	}
	for i := range s.Extensions {
		s.Extensions[i].Consents = listed(s.Extensions[i].said)
	}
	r := reckoning{s.Version, facts, zones, map[string]bool{}}
	entry, _, status := r.entry()
	if status != Reckoned {
		s.Extensions = refuseAll(consents, NotInForce)
		return
	}
	s.Force = []Interval{{From: entry.At, Until: r.term()}}
	for i := range s.Extensions {
		s.extend(&s.Extensions[i], r)
	}
}

// term is the end of the version's duration, zero if it has none.
func (r reckoning) term() time.Time {
	if d := r.v.duration(); d != nil {
		return r.when(d.When).Until
	}
	return time.Time{}
}

func (v Version) duration() *Duration {
	for _, c := range v.Clauses {
		if c.Duration != nil {
			return c.Duration
		}
	}
	return nil
}

func refuseAll(all []Extension, why string) []Extension {
	for i := range all {
		all[i].Counts, all[i].Why, all[i].Consents = false, why, listed(all[i].said)
	}
	return all
}

// extend applies one extension of the version's duration. It takes the consent of all who, by what was known when the last of them
// consented, are parties as the term ends and, where it had ended, those too who were when the extension began.
func (s *VersionState) extend(x *Extension, r reckoning) {
	d, term := s.duration(), r.term()
	loc, err := r.zones(s.TimeZone)
	if x.Obligation != "" || err != nil {
		return
	}
	if d == nil || len(d.Consent) == 0 || term.IsZero() {
		x.Why = NoExtension
		return
	}
	until, last := endOf(x.Until, loc), term.Add(-time.Microsecond)
	h := s.hear(x.said, func(given []Consent, known time.Time) ([]string, bool) {
		needed := s.askedAt(d.Consent, known, latest(last, known))
		on := startOf(lastConsent(ofNeeded(given, needed)), loc)
		for _, party := range s.askedAt(d.Consent, known, latest(last, on)) {
			if !slices.Contains(needed, party) {
				needed = append(needed, party)
			}
		}
		return needed, on.Before(until)
	})
	x.Consents, x.Missing = h.consents(), h.missing
	switch {
	case !until.After(term):
		x.Why = NotLonger
	case len(x.Missing) > 0:
		x.Why = ConsentMissing
	case !h.agreed:
		x.Why = NotLonger
	default:
		s.lengthen(x, latest(startOf(lastConsent(h.counts()), loc), s.Force[0].From), until)
	}
}

// lengthen adds the time from the last consent on to those in which the version is in force. What began before stays.
func (s *VersionState) lengthen(x *Extension, consented, until time.Time) {
	x.Counts, x.adds = true, Interval{From: consented, Until: until}
	x.Late = !slices.ContainsFunc(s.Force, func(i Interval) bool { return i.Holds(consented) })
	var apart []Interval
	joined := x.adds
	for _, i := range s.Force {
		switch {
		case i.Until.Before(joined.From) || i.From.After(joined.Until):
			apart = append(apart, i)
		default:
			if i.From.Before(joined.From) {
				x.adds.From, joined.From = latest(x.adds.From, i.Until), i.From
			}
			joined.Until = latest(joined.Until, i.Until)
		}
	}
	s.Force = append(apart, joined)
	slices.SortFunc(s.Force, func(a, b Interval) int { return a.From.Compare(b.From) })
}

// InForceAt reports whether the version is in force at the instant.
func (v VersionState) InForceAt(t time.Time) bool {
	return slices.ContainsFunc(v.Force, func(i Interval) bool { return i.Holds(t) })
}
