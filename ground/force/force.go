// Package force says when something that was agreed is in force, where and for whom, and what
// stands in the way while it is not. It is the one reckoning of force: an agreement makes it of
// what its acts and its own clauses say, and whatever rests on the text, a boundary, a belt, a
// line, a withdrawal, a rule, a verdict, a figure, asks it. It reads no clock.
package force

import (
	"slices"
	"time"
)

// States of a version of a text, at an instant.
const (
	InForce   = "in-force"
	Waits     = "waits"     // agreed or not, it has not begun
	Suspended = "suspended" // it will hold again
	Ended     = "ended"
)

// Force is when one version of a text is in force: always, but for its gaps. The zero Force has
// no gap; what was never agreed has one that is as long as time.
type Force struct {
	Members []Member `json:"members,omitempty"` // whom it binds while it is in force
	Gaps    []Gap    `json:"gaps,omitempty"`
	Later   []Later  `json:"later,omitempty"` // where it is in force by words that came only afterwards
}

// Member is a party while it takes part.
type Member struct {
	Party string `json:"party"`
	Interval
}

// Gap is a stretch of time in which it is not in force.
type Gap struct {
	Interval
	State   string   `json:"state"`             // waits, suspended or ended
	Parties []string `json:"parties,omitempty"` // for them alone; absent: for everybody
	Where   []string `json:"where,omitempty"`   // in zones and at lines of these codes alone; absent: everywhere
	Why     []Lack   `json:"why"`
}

// Later is a stretch in which it is in force by what was signed, or received, only afterwards: the day on which somebody
// says that it signed is its own word, and nobody could go by it then.
type Later struct {
	Interval
	Why []Lack `json:"why"`
}

// Lack is one thing that is missing, or that came late: the key of a sentence to translate, and what it speaks of.
type Lack struct {
	Say  string    `json:"say"`
	Name string    `json:"name,omitempty"` // a party or parties, an event, a version
	At   time.Time `json:"at,omitzero"`    // UTC
	Day  string    `json:"day,omitempty"`  // the last day of an extension, as it is to be signed; to strangers, in place of at, the day of receipt
}

// What lacks say.
const (
	Draft          = "draft"           // it is a draft or a report: nobody can sign it
	NotComplete    = "not-complete"    // clauses are still to be filed
	NotSound       = "not-sound"       // it contradicts itself
	Unsigned       = "unsigned"        // the signature of the party is required and not there
	RecordedOnly   = "recorded-only"   // the mission recorded that the party signed, which has a key of its own to sign with
	SignedAlone    = "signed-alone"    // the party alone signed it
	EntryWaits     = "entry-waits"     // its entry into force counts from what has not been recorded
	EntryUnknown   = "entry-unknown"   // its entry into force cannot be reckoned
	Begins         = "begins"          // it begins then
	Lapsed         = "lapsed"          // its term ended then
	ExtensionWaits = "extension-waits" // an extension until the end of the day was claimed, and lacks these consents
	Replaced       = "replaced"        // another version replaced it then
	SuspendedBy    = "suspended-by"    // these suspended it, from then on
	Denounced      = "denounced"       // these denounced it, from then on
	KnownLater     = "known-later"     // it is in force by the word of these, which was received only then
	NoText         = "no-text"         // nothing is known of the text that it rests on
)

// Told are the lacks that strangers may read: of what was once in force, and is public. What is
// being negotiated stays inside, and of when a word was received they are told the day, by a zone.
func Told(all []Lack, zone *time.Location) []Lack {
	var told []Lack
	for _, l := range all {
		switch l.Say {
		case KnownLater:
			l.Day, l.At = l.At.In(zone).Format(time.DateOnly), time.Time{}
			told = append(told, l)
		case Begins, Lapsed, Replaced, SuspendedBy, Denounced:
			told = append(told, l)
		}
	}
	return told
}

// ToldOf is a stretch as strangers are told it: where it begins or ends with the receipt of a word, it does with the end of that day.
func ToldOf(i Interval, why []Lack, zone *time.Location) Interval {
	for _, l := range why {
		if l.Say == KnownLater && l.At.Equal(i.From) {
			i.From = NextDay(i.From, zone)
		}
		if l.Say == KnownLater && l.At.Equal(i.Until) {
			i.Until = NextDay(i.Until, zone)
		}
	}
	return i
}

// DayOf is the beginning of the day of a zone in which a moment lies; of no moment, none.
func DayOf(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone).UTC()
}

// NextDay rounds an end that is not included up to the day of a zone.
func NextDay(t time.Time, zone *time.Location) time.Time {
	if begins := DayOf(t, zone); begins.Before(t) {
		return DayOf(begins.Add(36*time.Hour), zone) // a day has 23 to 25 hours
	}
	return t
}

// Stretch is a time of which the same is to be said.
type Stretch struct {
	Interval
	State string
	Why   []Lack // in force, only what came later
}

// Stretches are all of time, one after another, as they are for what has the code; "" for what
// is bound to no zone or line. It is in force while it is for anybody.
func (f Force) Stretches(code string) []Stretch {
	var all []Stretch
	cuts := f.cuts(code)
	for i := range len(cuts) + 1 {
		s := Stretch{}
		if i > 0 {
			s.From = cuts[i-1]
		}
		if i < len(cuts) {
			s.Until = cuts[i]
		}
		s.State, s.Why = f.at(s.From, code)
		if n := len(all); n > 0 && all[n-1].State == s.State && slices.Equal(all[n-1].Why, s.Why) {
			all[n-1].Until = s.Until
			continue
		}
		all = append(all, s)
	}
	return all
}

// cuts are the instants at which what is to be said may change.
func (f Force) cuts(code string) []time.Time {
	var cuts []time.Time
	add := func(i Interval) {
		for _, t := range []time.Time{i.From, i.Until} {
			if !t.IsZero() {
				cuts = append(cuts, t)
			}
		}
	}
	for _, g := range f.Gaps {
		if g.concerns(code) {
			add(g.Interval)
		}
	}
	for _, m := range f.Members {
		add(m.Interval)
	}
	for _, l := range f.Later {
		add(l.Interval)
	}
	slices.SortFunc(cuts, time.Time.Compare)
	return slices.CompactFunc(cuts, time.Time.Equal)
}

// at says how it stands at an instant: as the weightiest of the gaps for everybody or, if every
// party is in a gap of its own, of those.
func (f Force) at(t time.Time, code string) (string, []Lack) {
	var found *Gap
	for i := range f.Gaps {
		g := &f.Gaps[i]
		if g.concerns(code) && len(g.Parties) == 0 && g.Holds(t) && (found == nil || weight(g.State) > weight(found.State)) {
			found = g
		}
	}
	if found != nil {
		return found.State, found.Why
	}
	return f.apart(t, code)
}

// apart is how it stands if there is no gap but those of single parties.
func (f Force) apart(t time.Time, code string) (string, []Lack) {
	state, why := "", []Lack(nil)
	for _, m := range f.Members {
		if !m.Holds(t) {
			continue
		}
		i := slices.IndexFunc(f.Gaps, func(g Gap) bool { return g.concerns(code) && g.Holds(t) && slices.Contains(g.Parties, m.Party) })
		if i < 0 {
			return InForce, f.later(t)
		}
		g := f.Gaps[i]
		if state == "" || weight(g.State) < weight(state) {
			state = g.State
		}
		for _, l := range g.Why {
			if !slices.Contains(why, l) {
				why = append(why, l)
			}
		}
	}
	if state == "" {
		return InForce, f.later(t)
	}
	return state, why
}

// later is what came only after the instant of that by which it is in force at it.
func (f Force) later(t time.Time) []Lack {
	var why []Lack
	for _, l := range f.Later {
		if l.Holds(t) {
			why = append(why, l.Why...)
		}
	}
	return why
}

// InForce are the stretches in which it is in force for anybody in what has the code, those that touch as one.
func (f Force) InForce(code string) []Interval {
	var all []Interval
	for _, s := range f.Stretches(code) {
		n := len(all)
		switch {
		case s.State != InForce:
		case n > 0 && all[n-1].Until.Equal(s.From):
			all[n-1].Until = s.Until
		default:
			all = append(all, s.Interval)
		}
	}
	return all
}

func weight(state string) int { return slices.Index([]string{Suspended, Waits, Ended}, state) }

func (g Gap) concerns(code string) bool {
	return len(g.Where) == 0 || code != "" && slices.Contains(g.Where, code)
}

// For are those for whom it is in force in what has the code, and when, within a stretch of time.
func (f Force) For(code string, within Interval) []Member {
	var all []Member
	for _, m := range f.Members {
		for _, i := range f.of(m, code) {
			if both, meet := i.Meet(within); meet {
				all = append(all, Member{m.Party, both})
			}
		}
	}
	return all
}

// of are the stretches in which it is in force for a member.
func (f Force) of(m Member, code string) []Interval {
	left := []Interval{m.Interval}
	for _, g := range f.Gaps {
		if g.concerns(code) && (len(g.Parties) == 0 || slices.Contains(g.Parties, m.Party)) {
			left = Without(left, g.Interval)
		}
	}
	return left
}
