package agreement

import (
	"cmp"
	"slices"
	"time"
)

// change is the capacity that a party has from a day on; "" if it has none.
type change struct {
	Capacity string
	Names    Texts
}

// move is one act by which a party joined or left. None is taken back by a later one: that has effect from its own receipt.
type move struct {
	memberKey
	change
	origin
	at, came time.Time // from when it has effect, and when it was received
}

func excluded(as string) string {
	if as == Listed {
		return Listed
	}
	return ""
}

// memberships are the parties over time: as the version names them, then as they joined
// and left, and the moves that count.
func (f *folding) memberships(v Version, zones TimeZones) (all []Membership, counts []move) {
	for _, p := range v.Parties {
		all = append(all, Membership{p.Code, p.Capacity, p.Names, Interval{}})
	}
	loc, err := zones(v.TimeZone)
	if err != nil {
		return all, nil
	}
	moves := slices.Clone(f.moves)
	for i := range moves {
		moves[i].came = f.came[moves[i].act]
		moves[i].at = f.movesAt(moves[i].origin, Date(moves[i].since), loc)
	}
	slices.SortStableFunc(moves, func(a, b move) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.since, b.since)) })
	for _, m := range moves {
		p, named := v.party(m.party)
		switch {
		case named && (p.MustSign || p.Capacity == Guarantor):
			f.flag(m.act, NamedByTheText, v.ID, m.party)
		case m.recorded && m.Capacity == Listed && bound(all, m.party, m.at):
			f.flag(m.act, StillBound, v.ID, m.party)
		default:
			all, counts = become(all, m.party, m.at, m.change), append(counts, m)
		}
	}
	return all, counts
}

// movesAt is when a party joins or leaves that does so on a day. Who could say so afterwards would be bound in no moment for which it
// was asked.
func (f *folding) movesAt(from origin, on Date, loc *time.Location) time.Time {
	return notBefore(startOf(on, loc), f.came[from.act], loc)
}

// notBefore is when something has effect of which the office had the last word at a moment: when it is to begin or, if the word came only
// later, with the first day after it.
func notBefore(begins, received time.Time, loc *time.Location) time.Time {
	if !received.After(begins) {
		return begins
	}
	return endOf(dateOf(received.In(loc)), loc)
}

func bound(all []Membership, party string, at time.Time) bool {
	return slices.ContainsFunc(all, func(m Membership) bool { return m.Party == party && m.Capacity == Bound && m.Holds(at) })
}

// become ends what the party was and begins what it is from then on.
func become(all []Membership, party string, since time.Time, c change) []Membership {
	for i := range all {
		if m := &all[i]; m.Party == party && m.Until.IsZero() {
			m.Until = since
			if len(c.Names) == 0 {
				c.Names = m.Names
			}
		}
	}
	all = slices.DeleteFunc(all, func(m Membership) bool { return m.Party == party && m.From.Equal(m.Until) && !m.Until.IsZero() })
	if c.Capacity == "" {
		return all
	}
	return append(all, Membership{party, c.Capacity, c.Names, Interval{From: since}})
}

// stretches are the times during which each party is one of who, in the order of the
// memberships; stretches of one party that touch are one.
func stretches(all []Membership, who []string) []Membership {
	var found []Membership
	for _, m := range all {
		if !includes(who, m) {
			continue
		}
		i := slices.IndexFunc(found, func(f Membership) bool { return f.Party == m.Party && f.Until.Equal(m.From) && !m.From.IsZero() })
		if i >= 0 {
			found[i].Until = m.Until
			continue
		}
		found = append(found, m)
	}
	return found
}

func includes(who []string, m Membership) bool {
	if m.Capacity != Guarantor && m.Capacity != Bound {
		return false
	}
	for _, w := range who {
		capacities, group := GroupOf(w)
		if group && slices.Contains(capacities, m.Capacity) || w == m.Party {
			return true
		}
	}
	return false
}

// CapacityAt answers as what the party stands at the instant, or "".
func (v VersionState) CapacityAt(party string, t time.Time) string {
	for _, m := range v.Memberships {
		if m.Party == party && m.Holds(t) {
			return m.Capacity
		}
	}
	return ""
}
