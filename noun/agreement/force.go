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
		all[i].Counts, all[i].Why = false, why
	}
	return all
}

// extend applies one extension of the version's duration. Those whose consent is required
// are the parties as they stood just before the term ended.
func (s *VersionState) extend(x *Extension, r reckoning) {
	d, term := s.duration(), s.Force[len(s.Force)-1].Until
	loc, err := r.zones(s.TimeZone)
	if x.Obligation != "" || err != nil {
		return
	}
	if d == nil || len(d.Consent) == 0 || term.IsZero() {
		x.Why = NoExtension
		return
	}
	until := endOf(x.Until, loc)
	x.Missing = missing(given(x.Consents), partiesAt(s.Memberships, d.Consent, term.Add(-time.Microsecond)))
	switch {
	case !until.After(term):
		x.Why = NotLonger
	case len(x.Missing) > 0:
		x.Why = ConsentMissing
	default:
		s.lengthen(x, startOf(lastConsent(given(x.Consents)), loc), until)
	}
}

// lengthen moves the end of the term or, if the last consent came after it, begins anew.
func (s *VersionState) lengthen(x *Extension, consented, until time.Time) {
	last := &s.Force[len(s.Force)-1]
	switch {
	case consented.Before(last.Until):
		x.Counts, last.Until = true, until
	case consented.Before(until):
		x.Counts, x.Late = true, true
		s.Force = append(s.Force, Interval{From: consented, Until: until})
	default:
		x.Why = NotLonger
	}
}

// missing lists those required that did not consent. Nobody required is as if all were
// missing: an extension by nobody counts for nothing.
func missing(given []Consent, required []string) []string {
	if len(required) == 0 {
		return []string{"guarantors"}
	}
	var left []string
	for _, party := range required {
		if !slices.ContainsFunc(given, func(c Consent) bool { return c.Party == party }) {
			left = append(left, party)
		}
	}
	return left
}

func lastConsent(given []Consent) Date {
	var last Date
	for _, c := range given {
		last = max(last, c.On)
	}
	return last
}

// InForceAt reports whether the version is in force at the instant.
func (v VersionState) InForceAt(t time.Time) bool {
	return slices.ContainsFunc(v.Force, func(i Interval) bool { return i.Holds(t) })
}
