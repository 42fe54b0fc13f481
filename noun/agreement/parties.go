package agreement

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
)

// Parties are all whom agreements name: the one list of parties that there is. No program
// brings one along, and whoever no agreement names is kept as written and shown as that.
type Parties struct {
	by map[string][]Named
}

// Named is one way in which one version names a party, for a time.
type Named struct {
	Agreement act.SubjectID `json:"agreement"`
	Version   string        `json:"version"`
	Capacity  string        `json:"capacity" doc:"guarantor, bound, observer, or listed: a group outside the ceasefire"`
	From      time.Time     `json:"from,omitzero" doc:"absent: as the version names it from the beginning"`
	Until     time.Time     `json:"until,omitzero" doc:"not included"`
	Agreed    bool          `json:"agreed" doc:"the version entered into force at some time; else it is being negotiated"`

	Force []Interval `json:"force,omitempty" doc:"when the version is in force"`

	names Texts
}

// PartiesOf reads who is named, in any period, from the states of agreements.
func PartiesOf(all map[act.SubjectID]Agreement) Parties {
	p := Parties{map[string][]Named{}}
	for _, subject := range slices.Sorted(maps.Keys(all)) {
		for _, v := range all[subject].Versions {
			for _, m := range v.Memberships {
				p.by[m.Party] = append(p.by[m.Party], Named{
					Agreement: subject, Version: v.ID, Capacity: m.Capacity, From: m.From, Until: m.Until,
					Agreed: v.Type == "text" && len(v.Force) > 0, Force: v.Force, names: m.Names,
				})
			}
		}
	}
	for _, named := range p.by {
		slices.SortStableFunc(named, func(a, b Named) int { return cmp.Compare(rank(a), rank(b)) })
	}
	return p
}

// rank puts what was agreed before what is being negotiated.
func rank(n Named) int {
	if n.Agreed {
		return 0
	}
	return 1
}

// Codes are those of all parties, sorted.
func (p Parties) Codes() []string { return slices.Sorted(maps.Keys(p.by)) }

// Named are the ways in which agreements name the party, agreed ones first; nil: none does.
func (p Parties) Named(code string) []Named { return p.by[code] }

// Agreed reports whether a version that entered into force at some time names the party.
func (p Parties) Agreed(code string) bool {
	return slices.ContainsFunc(p.by[code], func(n Named) bool { return n.Agreed })
}

// Names are what the party is called in each language, by the first version that says so.
func (p Parties) Names(code string) Texts {
	var all Texts
	for _, n := range p.by[code] {
		for _, t := range n.names {
			if !slices.ContainsFunc(all, func(o Text) bool { return o.Language == t.Language }) {
				all = append(all, t)
			}
		}
	}
	return all
}

// Listed reports whether the party is a group outside the ceasefire at an instant: so the
// version that is in force then says; while none that names the party is, the first that
// names it for that instant.
func (p Parties) Listed(code string, at time.Time) bool {
	capacity := ""
	for _, n := range p.by[code] {
		if !(Interval{From: n.From, Until: n.Until}).Holds(at) {
			continue
		}
		if slices.ContainsFunc(n.Force, func(i Interval) bool { return i.Holds(at) }) {
			return n.Capacity == Listed
		}
		capacity = cmp.Or(capacity, n.Capacity)
	}
	return capacity == Listed
}
