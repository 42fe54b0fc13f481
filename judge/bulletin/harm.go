package bulletin

import (
	"strconv"

	"truce/ground/act"
	"truce/noun/incident"
)

func itoa(n int) string { return strconv.Itoa(n) }

// harmed gathers one status.
type harmed struct {
	confirmed, reported, civilians bag
	min, max                       int
}

// harm adds up victims who were recorded one by one over the files, and beside it what
// reports state.
func (m *maker) harm() {
	rows := map[string]*harmed{}
	for _, status := range harmStatuses() {
		rows[status] = &harmed{}
	}
	for _, i := range m.in.Incidents {
		if !i.State.Counts() {
			continue
		}
		for _, h := range i.State.Harm {
			rows[h.Status].add(i.Subject, i.Before, h)
		}
	}
	m.b.Harm = Harm{[]HarmRow{}, []StatedBy{}}
	for _, status := range harmStatuses() {
		h := rows[status]
		m.b.Harm.People = append(m.b.Harm.People, HarmRow{
			Row: status, Confirmed: m.figure(h.confirmed, PersonUnit), Reported: m.figure(h.reported, PersonUnit),
			Civilians: m.figure(h.civilians, PersonUnit), Min: h.min, Max: h.max,
		})
	}
	for _, kind := range []string{incident.Observation, incident.Allegation} {
		m.b.Harm.Stated = append(m.b.Harm.Stated, m.stated(kind))
	}
}

func harmStatuses() []string { return []string{"killed", "injured", "missing", "detained"} }

func (h *harmed) add(subject act.SubjectID, before bool, t incident.HarmTotal) {
	put := func(b *bag, n int) {
		if n > 0 {
			b.add(subject, before, n)
		}
	}
	put(&h.confirmed, t.Confirmed)
	put(&h.reported, t.Reported)
	put(&h.civilians, t.Civilians)
	if !before {
		h.min, h.max = h.min+t.Min, h.max+t.Max
	}
}

func (m *maker) stated(kind string) StatedBy {
	var killedMin, killedMax, civil, injuredMin, injuredMax bag
	m.counted(func(r Item[incident.Report]) {
		h := r.State.Harm
		if h == nil || r.State.Type != kind {
			return
		}
		for _, x := range []struct {
			b *bag
			n int
		}{{&killedMin, h.KilledMin}, {&killedMax, h.KilledMax}, {&civil, h.CivilianMin}, {&injuredMin, h.InjuredMin}, {&injuredMax, h.InjuredMax}} {
			if x.n > 0 {
				x.b.add(r.Subject, r.Before, x.n)
			}
		}
	}, func(Item[incident.Incident]) {})
	f := func(b bag) Figure { return m.figure(b, PersonUnit) }
	return StatedBy{kind, f(killedMin), f(killedMax), f(civil), f(injuredMin), f(injuredMax)}
}
