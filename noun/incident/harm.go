package incident

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

// StatedHarm is the least and the most that any of several reports says: the reports
// describe one happening, so their numbers are compared and not added. The unit is the
// person.
type StatedHarm struct {
	Reports    int `json:"reports"` // that state harm
	KilledMin  int `json:"killedMin"`
	KilledMax  int `json:"killedMax"`
	InjuredMin int `json:"injuredMin"`
	InjuredMax int `json:"injuredMax"`
}

func (s *StatedHarm) include(h *Harm) *StatedHarm {
	if h == nil {
		return s
	}
	if s == nil {
		return &StatedHarm{1, h.KilledMin, h.KilledMax, h.InjuredMin, h.InjuredMax}
	}
	return &StatedHarm{
		s.Reports + 1, min(s.KilledMin, h.KilledMin), max(s.KilledMax, h.KilledMax),
		min(s.InjuredMin, h.InjuredMin), max(s.InjuredMax, h.InjuredMax),
	}
}
