package bulletin

import (
	"html/template"
	"slices"

	"truce/noun/incident"
)

// Harm is what became of people: of victims recorded one by one, confirmed and reported
// apart; and what reports state, which may tell of one person more than once.
type Harm struct {
	People []HarmLine `json:"people"`
	Stated []StatedBy `json:"stated"`
}

// HarmLine is one status over the files of the period.
type HarmLine struct {
	Row       string `json:"row"` // killed, injured, missing or detained
	Confirmed Figure `json:"confirmed"`
	Reported  Figure `json:"reported"`
	Civilians Figure `json:"civilians"` // of both, those known to be civilians
	Min       int    `json:"min"`       // confirmed, if every open proposal turns out to be one person
	Max       int    `json:"max"`       // confirmed and reported, if none does
}

// StatedBy is what the reports of one sort state.
type StatedBy struct {
	Row        string `json:"row"` // observation or allegation
	KilledMin  Figure `json:"killedMin"`
	KilledMax  Figure `json:"killedMax"`
	CivilMin   Figure `json:"civilMin"` // of those killed, known to be civilians
	InjuredMin Figure `json:"injuredMin"`
	InjuredMax Figure `json:"injuredMax"`
}

// harmSection adds up victims who were recorded one by one over the files, and beside it what
// reports state.
func harmSection() Section {
	return part[Harm]{
		name: "harm",
		from: From{
			Reports: func(d Unreckoned) []string {
				if !d.Harm {
					return nil
				}
				return []string{"stated/" + d.As + "/*"}
			},
			Files: func(d Unreckoned) []string {
				if !d.Place && !d.Harm {
					return nil
				}
				return []string{"people/*/*"}
			},
		},
		make: func(m *maker) Harm {
			return Harm{m.victims(), []StatedBy{m.stated(incident.Observation), m.stated(incident.Allegation)}}
		},
		page: func(p *page, h Harm) []block {
			stated := p.note("stated-note")
			stated.Title = p.word("stated")
			return []block{p.note("harm-note"), p.victimTable(h.People), stated, p.statedTable(h.Stated)}
		},
	}.section()
}

func harmStatuses() []string { return []string{"killed", "injured", "missing", "detained"} }

// harmed gathers one status.
type harmed struct {
	confirmed, reported, civilians bag
	min, max                       int
}

func (m *maker) victims() []HarmLine {
	all := map[string]*harmed{}
	for _, status := range harmStatuses() {
		all[status] = &harmed{}
	}
	for _, f := range m.Files {
		for _, h := range f.Victims {
			if all[h.Status] != nil {
				all[h.Status].add(f, h)
			}
		}
	}
	lines := []HarmLine{}
	for _, status := range harmStatuses() {
		h := all[status]
		lines = append(lines, HarmLine{
			Row: status, Confirmed: m.figure(h.confirmed, PersonUnit), Reported: m.figure(h.reported, PersonUnit),
			Civilians: m.figure(h.civilians, PersonUnit), Min: h.min, Max: h.max,
		})
	}
	return lines
}

func (h *harmed) add(f CountedFile, t CountedHarm) {
	h.confirmed.some(f.Subject, f.Before, t.Confirmed)
	h.reported.some(f.Subject, f.Before, t.Reported)
	h.civilians.some(f.Subject, f.Before, t.Civilians)
	if !f.Before {
		h.min, h.max = h.min+t.Min, h.max+t.Max
	}
}

func (m *maker) stated(as string) StatedBy {
	var killedMin, killedMax, civil, injuredMin, injuredMax told
	for _, r := range m.Reports {
		if h := r.Harm; h != nil && r.As == as {
			killedMin.add(r, h.KilledMin, nil)
			killedMax.add(r, h.KilledMax, h.KilledMin)
			civil.add(r, h.CivilMin, nil)
			injuredMin.add(r, h.InjuredMin, nil)
			injuredMax.add(r, h.InjuredMax, h.InjuredMin)
		}
	}
	return StatedBy{as, m.told(killedMin), m.told(killedMax), m.told(civil), m.told(injuredMin), m.told(injuredMax)}
}

// told adds up what reports say of one number. There is none where no report says it, and none of the most where a
// report says at least how many and not at most: the sum would be less than what may have been.
type told struct {
	bag
	now, before struct{ said, open bool }
}

// add takes what a report says of the number; least is what it says at least, of a number that is the most.
func (t *told) add(r CountedReport, says, least *int) {
	at := &t.now
	if r.Before {
		at = &t.before
	}
	switch {
	case says != nil:
		at.said = true
		t.bag.add(r.Subject, r.Before, *says)
	case least != nil:
		at.open = true
		t.bag.add(r.Subject, r.Before, 0)
	}
}

// told closes what reports say. The records behind a number that is not said are those that leave it open.
func (m *maker) told(t told) Figure {
	f := m.figure(t.bag, PersonUnit)
	if !t.now.said || t.now.open {
		f.Number, f.NotSaid = nil, true
	}
	if !t.before.said || t.before.open {
		f.Before.Number, f.Before.NotSaid = nil, true
	}
	return f
}

func (p *page) victimTable(people []HarmLine) block {
	figure := func(key string, of func(HarmLine) Figure) column[HarmLine] {
		return column[HarmLine]{head: p.word(key), number: true, cell: func(l HarmLine) template.HTML { return p.figure(of(l)) }}
	}
	return tableOf(people,
		column[HarmLine]{head: p.unitOf(PersonUnit), cell: func(l HarmLine) template.HTML { return p.word(l.Row) }},
		figure("confirmed", func(l HarmLine) Figure { return l.Confirmed }),
		figure("reported", func(l HarmLine) Figure { return l.Reported }),
		figure("civilians", func(l HarmLine) Figure { return l.Civilians }),
		column[HarmLine]{head: p.word("range"), number: true, cell: p.fewAndMany})
}

// fewAndMany is how few and how many a row of victims may be; it opens the files with any of
// them.
func (p *page) fewAndMany(l HarmLine) template.HTML {
	files := Figure{Number: &l.Max, Unit: PersonUnit, Of: slices.Concat(l.Confirmed.Of, l.Reported.Of)}
	slices.Sort(files.Of)
	files.Of = slices.Compact(files.Of)
	return `<span data-figure="` + template.HTML(files.mark()) + `"><bdi dir="` + template.HTML(p.dir()) + `">` + p.number(l.Min) + "–" + p.number(l.Max) + `</bdi></span>`
}

func (p *page) statedTable(all []StatedBy) block {
	return tableOf(all,
		column[StatedBy]{head: p.unitOf(PersonUnit), cell: func(s StatedBy) template.HTML { return p.word("by-" + s.Row) }},
		column[StatedBy]{head: p.word("killed"), number: true, cell: func(s StatedBy) template.HTML { return p.between(s.KilledMin, s.KilledMax) }},
		column[StatedBy]{head: p.word("of-killed-civilians"), number: true, cell: func(s StatedBy) template.HTML { return p.figure(s.CivilMin) }},
		column[StatedBy]{head: p.word("injured"), number: true, cell: func(s StatedBy) template.HTML { return p.between(s.InjuredMin, s.InjuredMax) }})
}
