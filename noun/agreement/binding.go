package agreement

import (
	"slices"
	"time"
)

// Kinds of Binding.
const (
	ToObligation  = "obligation"
	ToProhibition = "prohibition"
	ToCeiling     = "ceiling"
)

// Binding says that a party is bound by one obligation, prohibition or ceiling, and for
// how long. While the version is not in force nothing binds: then it has no From, and the
// version's Missing tells whose signature lacks.
type Binding struct {
	Clause  string    `json:"clause"`
	Kind    string    `json:"kind"`
	Name    string    `json:"name"` // its id within the version
	Party   string    `json:"party"`
	InForce bool      `json:"inForce"`
	Due     time.Time `json:"due,omitzero"` // first instant that is too late
	Interval
}

// Bindings lists every stretch of time in which a party is bound by something of the
// version: the time of the rule, where the version is in force, where the party stands
// in the capacity that the rule names.
func (v VersionState) bindings(facts Facts, zones TimeZones) []Binding {
	r := reckoning{v.Version, facts, zones, map[string]bool{}}
	var all []Binding
	for _, c := range v.Clauses {
		for _, o := range c.Obligations {
			b := Binding{Clause: c.ID, Kind: ToObligation, Name: o.ID, Due: v.dueOf(o.ID)}
			all = append(all, v.bind(b, o.Who, r, o.From, o.Until)...)
		}
		for _, p := range c.Prohibitions {
			all = append(all, v.bind(Binding{Clause: c.ID, Kind: ToProhibition, Name: p.ID}, p.Who, r, p.From, nil)...)
		}
		for _, o := range c.Ceilings {
			all = append(all, v.bind(Binding{Clause: c.ID, Kind: ToCeiling, Name: o.ID}, o.Who, r, nil, nil)...)
		}
	}
	return all
}

func (v VersionState) dueOf(obligation string) time.Time {
	i := slices.IndexFunc(v.Deadlines, func(d Due) bool { return d.Obligation == obligation })
	if i < 0 {
		return time.Time{}
	}
	return v.Deadlines[i].Until
}

func (v VersionState) bind(b Binding, who []string, r reckoning, from, until *When) []Binding {
	var all []Binding
	span, known := r.span(from, until)
	for _, m := range stretches(v.Memberships, who) {
		b.Party, b.InForce, b.Interval = m.Party, false, Interval{}
		if len(v.Force) == 0 || !known {
			all = append(all, b)
			continue
		}
		for _, held := range v.Standing.For("", span) {
			bound, meet := held.Meet(m.Interval)
			if held.Party == m.Party && meet {
				b.InForce, b.Interval = true, bound
				all = append(all, b)
			}
		}
	}
	return all
}

// span is the time of a rule itself. It is not known while the rule waits for its
// beginning; an end that is waited for is open.
func (r reckoning) span(from, until *When) (Interval, bool) {
	var i Interval
	if from != nil {
		got := r.when(*from)
		if got.status != Reckoned {
			return i, false
		}
		i.From = got.From
	}
	if until != nil {
		i.Until = r.when(*until).Until
	}
	return i, true
}

// BindingsAt lists what binds at the instant.
func (v VersionState) BindingsAt(t time.Time) []Binding {
	var now []Binding
	for _, b := range v.Bindings {
		if b.InForce && b.Holds(t) {
			now = append(now, b)
		}
	}
	return now
}
