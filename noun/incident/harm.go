package incident

import "slices"

// HarmTotal counts the persons of one status over the rows of victims that were not
// retracted. Rows that were accepted to be one person count once, as the row that stands
// for them: the last that is confirmed, else the last. The unit is the person.
type HarmTotal struct {
	Status    string `json:"status"`
	Confirmed int    `json:"confirmed"`
	Reported  int    `json:"reported"`
	Min       int    `json:"min"`       // confirmed, if every open proposal turns out to be one person
	Max       int    `json:"max"`       // confirmed and reported, if none does
	Civilians int    `json:"civilians"` // of confirmed and reported, those known to be civilians
}

func harmStatuses() []string { return []string{"killed", "injured", "missing", "detained"} }

func (v *victims) totals() []HarmTotal {
	var totals []HarmTotal
	for _, status := range harmStatuses() {
		t := HarmTotal{Status: status}
		for _, p := range v.persons(func(s SameVictim) bool { return s.Decision == "accepted" }) {
			t.add(p)
		}
		for _, p := range v.persons(func(s SameVictim) bool { return s.Decision != "rejected" }) {
			if p.Status == status && p.Certainty == "confirmed" {
				t.Min++
			}
		}
		if t.Max = t.Confirmed + t.Reported; t.Max > 0 {
			totals = append(totals, t)
		}
	}
	return totals
}

func (t *HarmTotal) add(p Victim) {
	switch {
	case p.Status != t.Status:
		return
	case p.Certainty == "confirmed":
		t.Confirmed++
	default:
		t.Reported++
	}
	if p.Civil == "civilian" {
		t.Civilians++
	}
}

// persons are the rows that stand for one person each, if the pairs are one person for
// which joined says so.
func (v *victims) persons(joined func(SameVictim) bool) []Victim {
	group := map[string]string{} // key of a row to the key that names its group
	for _, r := range v.rows {
		if !r.state.Retracted {
			group[r.state.Victim] = r.state.Victim
		}
	}
	for _, p := range v.pairs {
		first, second := group[p.state.First], group[p.state.Second]
		if first == "" || second == "" || !joined(p.state) {
			continue
		}
		for key, name := range group {
			if name == second {
				group[key] = first
			}
		}
	}
	return v.standing(group)
}

func (v *victims) standing(group map[string]string) []Victim {
	stands := map[string]*row{}
	for _, r := range v.rows {
		name := group[r.state.Victim]
		if held := stands[name]; name != "" && (held == nil || r.outranks(held)) {
			stands[name] = r
		}
	}
	var persons []Victim
	for _, r := range v.rows {
		if name := group[r.state.Victim]; name != "" && stands[name] == r {
			persons = append(persons, r.state)
		}
	}
	return persons
}

func (r *row) outranks(other *row) bool {
	if a, b := r.state.Certainty == "confirmed", other.state.Certainty == "confirmed"; a != b {
		return a
	}
	return r.last > other.last
}

// StatedHarm is the least and the most that several reports say: the reports describe one
// happening, so their numbers are compared and not added. An end is absent where no report
// says it, and where one that speaks of the same people leaves it open: who says "at least
// 3" does not say that it were 5 at most, because another does. A report that does not speak
// of them at all has no part. The unit is the person.
type StatedHarm struct {
	Reports    int  `json:"reports"` // that state harm
	KilledMin  *int `json:"killedMin,omitempty"`
	KilledMax  *int `json:"killedMax,omitempty"`
	InjuredMin *int `json:"injuredMin,omitempty"`
	InjuredMax *int `json:"injuredMax,omitempty"`
}

// stated compares what reports say, in whatever order they came: of those that state no harm there is nothing.
func stated(all []*Harm) *StatedHarm {
	all = slices.DeleteFunc(all, func(h *Harm) bool { return h == nil })
	if len(all) == 0 {
		return nil
	}
	s := &StatedHarm{Reports: len(all)}
	s.KilledMin, s.KilledMax = widest(all, func(h *Harm) (least, most *int) { return h.KilledMin, h.KilledMax })
	s.InjuredMin, s.InjuredMax = widest(all, func(h *Harm) (least, most *int) { return h.InjuredMin, h.InjuredMax })
	return s
}

// widest are the ends of what holds every range. A range of which neither end is said is none.
func widest(all []*Harm, of func(*Harm) (least, most *int)) (least, most *int) {
	var leasts, mosts []int
	ranges := 0
	for _, h := range all {
		l, m := of(h)
		if l != nil || m != nil {
			ranges++
		}
		if l != nil {
			leasts = append(leasts, *l)
		}
		if m != nil {
			mosts = append(mosts, *m)
		}
	}
	if ranges > 0 && len(leasts) == ranges {
		least = new(slices.Min(leasts))
	}
	if ranges > 0 && len(mosts) == ranges {
		most = new(slices.Max(mosts))
	}
	return least, most
}
