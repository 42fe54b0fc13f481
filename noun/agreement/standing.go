package agreement

import (
	"slices"
	"strings"
	"time"

	"truce/ground/force"
	"truce/noun"
)

// stand says for whom the version is in force, and what is missing while it is not. Its terms
// are reckoned by now; whatever else rests on the version asks what stands here.
func (s *VersionState) stand(facts Facts, all []VersionState, zones TimeZones, known noun.Roots) {
	r := reckoning{s.Version, facts, zones, map[string]bool{}}
	s.Standing.Members = s.binds()
	if len(s.Force) == 0 {
		for i := range s.Declarations {
			s.Declarations[i].Why = NotInForce
		}
		s.Standing.Gaps = []force.Gap{s.never(r, all)}
		return
	}
	s.Standing.Gaps = slices.Concat(s.between(r, all), s.apart(r), s.unasked(known), s.declare(r))
	later := s.later()
	s.Force = s.Standing.InForce("")
	for _, l := range later { // of what is not in force nothing was known later
		for _, held := range s.Force {
			if both, meet := held.Meet(l.Interval); meet {
				s.Standing.Later = append(s.Standing.Later, force.Later{Interval: both, Why: l.Why})
			}
		}
	}
}

// binds are those whom a version in force binds; what touches is one.
func (s *VersionState) binds() []force.Member { return s.among([]string{"all"}) }

// among are those of who, while they are parties.
func (s *VersionState) among(who []string) []force.Member {
	var all []force.Member
	for _, m := range stretches(s.Memberships, who) {
		all = append(all, force.Member{Party: m.Party, Interval: m.Interval})
	}
	return all
}

// never is the gap of a version that was never in force.
func (s *VersionState) never(r reckoning, all []VersionState) force.Gap {
	g := force.Gap{State: force.Waits}
	switch {
	case s.Type != "text":
		g.Why = []force.Lack{{Say: force.Draft}}
	case !s.Complete:
		g.Why = []force.Lack{{Say: force.NotComplete}}
	case len(s.Faults) > 0:
		g.Why = []force.Lack{{Say: force.NotSound}}
	}
	for _, party := range s.Missing {
		g.Why = append(g.Why, force.Lack{Say: s.unsigned(party), Name: party})
	}
	if signed := s.binding(); len(signed) == 1 {
		g.Why = append(g.Why, force.Lack{Say: force.SignedAlone, Name: signed[0].Party})
	}
	if len(g.Why) > 0 {
		return g
	}
	if by, _, is := s.replacedBy(all, r.zones); is {
		return force.Gap{State: force.Ended, Why: []force.Lack{{Say: force.Replaced, Name: by}}}
	}
	_, steps, _ := r.entry()
	g.Why = []force.Lack{waitsFor(steps)}
	return g
}

// unsigned says of a party that did not sign whether the mission recorded that it had.
func (s *VersionState) unsigned(party string) string {
	if slices.ContainsFunc(s.Signatures, func(g Signature) bool { return g.Party == party && g.Why == RecordedOnly }) {
		return force.RecordedOnly
	}
	return force.Unsigned
}

// unasked are the gaps of parties that have root keys of their own, and did not sign a version that one voice alone
// signed, or recorded as signed. Two whose signatures it takes, and that sign with keys of their own, bind others: so texts are made.
func (s *VersionState) unasked(known noun.Roots) []force.Gap {
	var voices []string
	var last signer
	required, _ := s.required()
	for _, g := range required {
		if !slices.Contains(voices, g.by.voice) {
			voices = append(voices, g.by.voice)
		}
		if g.by.received.After(last.received) {
			last = g.by
		}
	}
	if len(voices) > 1 {
		return nil
	}
	var gaps []force.Gap
	for _, m := range s.Standing.Members {
		p, named := s.party(m.Party)
		_, signed := s.signature(m.Party)
		told := named && p.Capacity == Guarantor || slices.ContainsFunc(gaps, func(g force.Gap) bool { return g.Parties[0] == m.Party })
		if !signed && !told && known.Had(last.origin, m.Party, last.received) {
			gaps = append(gaps, force.Gap{State: force.Waits, Parties: []string{m.Party}, Why: []force.Lack{{Say: s.unsigned(m.Party), Name: m.Party}}})
		}
	}
	return gaps
}

// waitsFor is the first thing that is not recorded of those from which the entry counts.
func waitsFor(steps []Step) force.Lack {
	if i := slices.IndexFunc(steps, func(s Step) bool { return s.Say == SayNotYet }); i >= 0 {
		return force.Lack{Say: force.EntryWaits, Name: steps[i].Name}
	}
	return force.Lack{Say: force.EntryUnknown}
}

// between are the gaps before a version began, between its terms and after the last.
func (s *VersionState) between(r reckoning, all []VersionState) []force.Gap {
	var gaps []force.Gap
	if first := s.Force[0].From; !first.IsZero() {
		gaps = append(gaps, force.Gap{Interval: Interval{Until: first}, State: force.Waits, Why: []force.Lack{{Say: force.Begins, At: first}}})
	}
	for i, term := range s.Force {
		if term.Until.IsZero() {
			break
		}
		g := force.Gap{Interval: Interval{From: term.Until}, State: force.Ended}
		if i+1 < len(s.Force) {
			g.Until = s.Force[i+1].From
		}
		gaps = append(gaps, s.ended(g, r, all))
	}
	return gaps
}

func (s *VersionState) ended(g force.Gap, r reckoning, all []VersionState) force.Gap {
	if by, at, is := s.replacedBy(all, r.zones); is && !at.After(g.From) {
		g.Why = []force.Lack{{Say: force.Replaced, Name: by, At: at}}
		return g
	}
	g.Why = []force.Lack{{Say: force.Lapsed, At: g.From}}
	loc, err := r.zones(s.TimeZone)
	for _, x := range s.Extensions {
		if err == nil && x.Obligation == "" && x.Why == ConsentMissing && endOf(x.Until, loc).After(g.From) {
			g.Why = append(g.Why, force.Lack{Say: force.ExtensionWaits, Name: strings.Join(x.Missing, ", "), Day: string(x.Until)})
		}
	}
	return g
}

// replacedBy is the version in force that says that it replaces this one.
func (s *VersionState) replacedBy(all []VersionState, zones TimeZones) (by string, at time.Time, is bool) {
	for _, v := range all {
		if v.replaces(*s) {
			return v.ID, v.takesOver(*s, zones), true
		}
	}
	return "", time.Time{}, false
}

// apart are the gaps of single parties: a guarantor whom the version names is bound from the day
// of its own signature, also where the others did not have to wait for it. Who signed before the version began lacks nothing.
func (s *VersionState) apart(r reckoning) []force.Gap {
	var gaps []force.Gap
	loc, err := r.zones(s.TimeZone)
	for _, p := range s.Parties {
		if p.Capacity != Guarantor || p.MustSign || err != nil {
			continue
		}
		g := force.Gap{Interval: Interval{From: s.Force[0].From}, State: force.Waits, Parties: []string{p.Code}, Why: []force.Lack{{Say: force.Unsigned, Name: p.Code}}}
		if signed, has := s.signature(p.Code); has {
			g.Until = startOf(signed.On, loc)
			if g.Empty() {
				continue
			}
		}
		gaps = append(gaps, g)
	}
	return gaps
}
