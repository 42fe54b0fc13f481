package agreement

import (
	"slices"
	"time"

	"truce/ground/fold"
)

// result concludes from what acts said.
func (f *folding) result(zones TimeZones) fold.Folded {
	var a Agreement
	f.strays()
	facts := f.facts(&a)
	for _, key := range f.versions.order {
		s := f.assemble(key.version)
		f.sign(&s)
		s.Memberships, s.moves = f.memberships(s.Version, zones)
		s.Boundaries = s.among(s.drawnBy())
		a.Versions = append(a.Versions, s)
	}
	for i := range a.Versions {
		f.conclude(&a.Versions[i], a.Versions, facts, zones)
	}
	replace(a.Versions, zones)
	for i := range a.Versions {
		s := &a.Versions[i]
		s.Declarations = f.declarations(*s, zones)
		s.stand(f.factsOf(*s, a.Versions, facts), a.Versions, zones, f.roots)
		s.Bindings = s.bindings(f.factsOf(*s, a.Versions, facts), zones)
		f.saidBefore(s)
	}
	f.unknown(a)
	a.Flags = f.flags
	return fold.Folded{Periods: periods(a), Conflicts: f.conflicts()}
}

// conclude reckons one version.
func (f *folding) conclude(s *VersionState, all []VersionState, facts Facts, zones TimeZones) {
	own := f.factsOf(*s, all, facts)
	s.enter(own, zones, f.extensions(s.ID))
	own.Extended = s.moved(own, zones)
	for _, c := range s.Clauses {
		for _, o := range c.Obligations {
			if due, err := DueOf(s.Version, o.ID, own, zones); err == nil {
				s.Deadlines = append(s.Deadlines, due)
			}
		}
	}
	f.attach(s)
}

// facts are what the mission recorded for all versions alike.
func (f *folding) facts(a *Agreement) Facts {
	facts := Facts{Triggers: map[string]Trigger{}}
	for _, key := range f.events.order {
		b, from, _ := f.events.get(key)
		a.Events = append(a.Events, EventState{b.Event, b.On, b.At, from.source, key.by, b.Evidence, from.act, false, false})
		if key.by == "" {
			name := "event:" + b.Event
			facts.Triggers[name] = Trigger{Name: name, Day: b.On, At: b.At}
		}
	}
	return facts
}

// factsOf adds what is of one version: its signing and what was fulfilled. A draft or a
// report counts from the signing of the text that was signed.
func (f *folding) factsOf(s VersionState, all []VersionState, facts Facts) Facts {
	own := Facts{Triggers: map[string]Trigger{}, Extended: map[string]Date{}}
	for name, t := range facts.Triggers {
		own.Triggers[name] = t
	}
	if t, is := signingFor(s, all); is {
		own.Triggers[Signing] = t
	}
	for _, key := range f.fulfilled.order {
		b, _, _ := f.fulfilled.get(key)
		if key.version == s.ID && key.by == "" && key.party == "" && b.Outcome == "fulfilled" {
			name := "done:" + b.Obligation
			own.Triggers[name] = Trigger{Name: name, Day: b.On, At: b.At}
		}
	}
	for _, x := range s.Extensions {
		if x.Counts && x.Obligation != "" {
			own.Extended[x.Obligation] = max(own.Extended[x.Obligation], x.Until)
		}
	}
	return own
}

// signingFor is the version's own signing or, for one that cannot be signed, the first of
// a version that was.
func signingFor(s VersionState, all []VersionState) (Trigger, bool) {
	if on, is := s.signedOn(); is {
		return Trigger{Name: Signing, Day: on}, true
	}
	if s.Type == "text" {
		return Trigger{}, false
	}
	var first Trigger
	for _, v := range all {
		if on, is := v.signedOn(); is && (first.Day == "" || on < first.Day) {
			first = Trigger{Name: Signing, Day: on, Of: v.ID}
		}
	}
	return first, first.Day != ""
}

// attach puts the positions and fulfilments to their version.
func (f *folding) attach(s *VersionState) {
	for key, h := range heard(f.positions, f.recorded.positions) {
		if key.version == s.ID {
			h.value.Source = h.source
			s.Positions = append(s.Positions, Position{PositionStated: h.value, Recorded: h.recorded, Why: h.why, Act: h.act})
		}
	}
	for _, key := range f.fulfilled.order {
		if b, from, _ := f.fulfilled.get(key); key.version == s.ID {
			b.Source = from.source
			s.Fulfilments = append(s.Fulfilments, Fulfilment{FulfilmentRecorded: b, By: key.by, Act: from.act})
		}
	}
}

// replace ends versions where those that replace them begin.
func replace(all []VersionState, zones TimeZones) {
	for _, v := range all {
		i := slices.IndexFunc(all, v.replaces)
		if i >= 0 {
			all[i].Force = before(all[i].Force, v.takesOver(all[i], zones))
		}
	}
}

// replaces reports whether the version, which is in force, ends another. Of one that was agreed it does so where all signed
// this one who had to sign that: nobody replaces alone what others signed.
func (v VersionState) replaces(o VersionState) bool {
	if v.Replaces != o.ID || len(v.Force) == 0 {
		return false
	}
	return len(o.Missing) > 0 || !slices.ContainsFunc(o.signatories(), func(party string) bool {
		_, signed := v.signature(party)
		return !signed
	})
}

// takesOver is from when the version ends the one that it replaces: as it begins or, if a signature that this took came only
// later, from the day after its receipt. What was in force until then has been.
func (v VersionState) takesOver(o VersionState, zones TimeZones) time.Time {
	required, _ := v.required()
	last := lastReceived(asConsents(required))
	for _, g := range v.Signatures {
		if g.Counts && slices.Contains(o.signatories(), g.Party) {
			last = latest(last, g.Received)
		}
	}
	loc, err := zones(v.TimeZone)
	if err != nil { // of a zone that nobody knows it would not have begun
		return v.Force[0].From
	}
	return notBefore(v.Force[0].From, last, loc)
}

func before(force []Interval, end time.Time) []Interval {
	var left []Interval
	for _, i := range force {
		if cut, is := i.Meet(Interval{Until: end}); is {
			left = append(left, cut)
		}
	}
	return left
}

func (f *folding) conflicts() []fold.Conflict {
	return slices.Concat(f.versions.conflicts("version"), f.parts.conflicts("clauses"), f.signed.conflicts("signature"), f.recorded.signed.conflicts("recorded signature"),
		f.members.conflicts("party"), f.consents.conflicts("consent"), f.declared.conflicts("declaration"), f.events.conflicts("event"),
		f.positions.conflicts("position"), f.fulfilled.conflicts("fulfilment"))
}
