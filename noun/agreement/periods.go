package agreement

import (
	"slices"
	"time"

	"truce/ground/fold"
)

// Statuses of a period.
const (
	Drafted = "drafted" // no version was ever in force before its end
	InForce = "in-force"
	Ended   = "ended"
	Paused  = "suspended" // a version that was in force is suspended, for everybody
)

// periods cuts time where a version enters into force or ends.
func periods(a Agreement) []fold.Period {
	var cuts []time.Time
	for _, v := range a.Versions {
		for _, i := range v.Force {
			cuts = append(cuts, i.From)
			if !i.Until.IsZero() {
				cuts = append(cuts, i.Until)
			}
		}
	}
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	if len(a.Versions) == 0 {
		return []fold.Period{a.period(Interval{}, Drafted)}
	}
	all := []fold.Period{a.period(Interval{Until: at(cuts, 0)}, Drafted)}
	for i, from := range cuts {
		all = append(all, a.period(Interval{From: from, Until: at(cuts, i+1)}, Ended))
	}
	return all
}

func at(cuts []time.Time, i int) time.Time {
	if i < len(cuts) {
		return cuts[i]
	}
	return time.Time{}
}

// period is the state during one stretch. Otherwise is its status if nothing is in force.
func (a Agreement) period(i Interval, otherwise string) fold.Period {
	a.InForce = nil
	p := fold.Period{From: i.From, Until: i.Until, Kind: Noun, Status: otherwise, Counts: len(a.Versions) > 0}
	for _, v := range a.Versions {
		if v.InForceAt(i.From) {
			a.InForce = append(a.InForce, v.ID)
			p.Status, p.Label = InForce, v.Title.In("en")
		}
	}
	for _, v := range a.Versions {
		if p.Status == Ended && v.suspendedAt(i.From) {
			p.Status = Paused
		}
	}
	if p.Status == Drafted {
		p.Compartment = fold.Inside
	}
	if p.Label == "" && len(a.Versions) > 0 {
		p.Label = a.Versions[len(a.Versions)-1].Title.In("en")
	}
	p.State = a
	return p
}
