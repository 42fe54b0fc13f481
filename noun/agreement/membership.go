package agreement

import (
	"slices"
	"time"
)

// change is the capacity that a party has from a day on; "" if it has none.
type change struct {
	Capacity string
	Names    Texts
}

func excluded(as string) string {
	if as == Listed {
		return Listed
	}
	return ""
}

// memberships are the parties over time: as the version names them, then as they joined
// and left.
func (f *folding) memberships(v Version, zones TimeZones) []Membership {
	var all []Membership
	for _, p := range v.Parties {
		all = append(all, Membership{p.Code, p.Capacity, p.Names, Interval{}})
	}
	loc, err := zones(v.TimeZone)
	if err != nil {
		return all
	}
	changes := slices.Clone(f.members.order)
	slices.SortFunc(changes, func(a, b memberKey) int {
		return slices.Compare([]string{a.since, a.party}, []string{b.since, b.party})
	})
	for _, key := range changes {
		c, from, _ := f.members.get(key)
		if p, named := v.party(key.party); named && (p.MustSign || p.Capacity == Guarantor) {
			f.flag(from.act, NamedByTheText, v.ID, key.party)
			continue
		}
		all = become(all, key.party, startOf(Date(key.since), loc), c)
	}
	return all
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

// partiesAt lists the codes of those of who that are parties at the instant.
func partiesAt(all []Membership, who []string, t time.Time) []string {
	var codes []string
	for _, m := range all {
		if includes(who, m) && m.Holds(t) {
			codes = append(codes, m.Party)
		}
	}
	return codes
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
