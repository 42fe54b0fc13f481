package bulletin

import (
	"html/template"

	"truce/noun/incident"
)

// Tallies are what the parties published for the days of the period: claims, beside each
// other, which change no count of ours.
type Tallies struct {
	Rule  string     `json:"rule"`
	Days  []TallyDay `json:"days"`
	Shown []Claim    `json:"shown"` // each tally as published
}

// TallyDay lays two tallies of one day beside each other.
type TallyDay struct {
	Row     string      `json:"row"` // 2017-05-07 RU firing-case TR violation-case
	Date    string      `json:"date"`
	A       string      `json:"a"` // publisher
	B       string      `json:"b"`
	Matched Figure      `json:"matched"` // at most
	OnlyA   Figure      `json:"onlyA"`   // at least, in A's unit
	OnlyB   Figure      `json:"onlyB"`
	Areas   []TallyArea `json:"areas"`
	OneUnit bool        `json:"oneUnit"`
	OneDay  bool        `json:"oneDay"`
	OffByA  int         `json:"offByA,omitzero"` // parts less total
	OffByB  int         `json:"offByB,omitzero"`
}

// TallyArea is one area of a comparison.
type TallyArea struct {
	Row           string `json:"row"`
	Name          string `json:"name"`
	A             Figure `json:"a"` // in A's unit, as A published it
	B             Figure `json:"b"`
	MatchedAtMost Figure `json:"matchedAtMost"`
}

// Claim is one party's tally.
type Claim struct {
	Row          string `json:"row"` // 2017-05-07 RU firing-case
	Publisher    string `json:"publisher"`
	Date         string `json:"date"`
	Total        Figure `json:"total"` // in the publisher's unit
	Inconsistent bool   `json:"inconsistent,omitzero"`
	Source       string `json:"source"`
}

// matching is the rule by which tallies are laid beside each other. It makes no total.
const matching = incident.SameAreaMinimum

// talliesSection lays what the parties published for the days of the period beside each other.
func talliesSection() Section {
	return part[Tallies]{
		name: "tallies", from: From{TallyRows: nil}, make: (*maker).tallies, page: talliesPage, facts: tallyFacts,
	}.section()
}

func (m *maker) tallies() Tallies {
	t := Tallies{Rule: string(matching), Days: []TallyDay{}, Shown: []Claim{}}
	for i, a := range m.Tallies {
		t.Shown = append(t.Shown, Claim{
			Row: a.Date + " " + a.name(), Publisher: a.Publisher, Date: a.Date, Inconsistent: a.Inconsistent, Source: a.Source,
			Total: m.of(a.Total, a.Unit, a.Subject),
		})
		for _, b := range m.Tallies[i+1:] {
			if c, err := incident.Compare(a.published(), b.published(), matching); err == nil {
				t.Days = append(t.Days, m.tallyDay(c, a, b))
			}
		}
	}
	return t
}

// name tells the counts of a day apart.
func (t CountedTally) name() string {
	name := t.Publisher + " " + t.Unit
	if t.List != "" {
		name += ":" + t.List
	}
	return name
}

func (t CountedTally) published() incident.TallyPublished {
	p := incident.TallyPublished{Publisher: t.Publisher, Date: t.Date, UTCOffset: t.UTCOffset, Unit: t.Unit, List: t.List, Total: t.Total}
	for _, part := range t.Parts {
		p.Parts = append(p.Parts, incident.Part(part))
	}
	return p
}

func (m *maker) tallyDay(c incident.Comparison, of, and CountedTally) TallyDay {
	a, b := of.Subject, and.Subject
	unit := c.A.Unit
	if !c.OneUnit {
		unit = "case"
	}
	d := TallyDay{
		Row: c.Date + " " + of.name() + " " + and.name(), Date: c.Date, A: c.A.Publisher, B: c.B.Publisher,
		Matched: m.of(c.Split.MatchedAtMost, unit, a, b),
		OnlyA:   m.of(c.Split.OnlyAAtLeast, c.A.Unit, a, b), OnlyB: m.of(c.Split.OnlyBAtLeast, c.B.Unit, a, b),
		OneUnit: c.OneUnit, OneDay: c.OneDay, OffByA: c.OffByA, OffByB: c.OffByB, Areas: []TallyArea{},
	}
	for _, area := range c.Areas {
		d.Areas = append(d.Areas, TallyArea{
			Row: area.Area, Name: area.Name, A: m.of(area.A, c.A.Unit, a), B: m.of(area.B, c.B.Unit, b),
			MatchedAtMost: m.of(area.Split.MatchedAtMost, unit, a, b),
		})
	}
	return d
}

func talliesPage(p *page, t Tallies) []block {
	note := p.note("tallies-note")
	note.Text += " " + p.word("matching-"+t.Rule)
	if len(t.Shown) == 0 {
		return []block{note, p.none("none-tallies")}
	}
	all := []block{note, p.claimTable(t.Shown)}
	if len(t.Days) == 0 {
		all = append(all, p.none("one-tally"))
	}
	for _, d := range t.Days {
		all = append(all, p.tallyTable(d))
		if !d.OneUnit {
			all = append(all, p.note("units-differ"))
		}
	}
	return all
}

func (p *page) claimTable(shown []Claim) block {
	return tableOf(shown,
		column[Claim]{head: p.word("party"), cell: func(c Claim) template.HTML { return p.party(c.Publisher) }},
		column[Claim]{head: p.word("period"), cell: func(c Claim) template.HTML { return p.day(c.Date) }},
		column[Claim]{head: p.word("unit"), cell: func(c Claim) template.HTML { return p.unitOf(c.Total.Unit) }},
		column[Claim]{head: p.word("total"), number: true, cell: func(c Claim) template.HTML { return p.figure(c.Total) }},
		column[Claim]{head: p.word("source"), cell: func(c Claim) template.HTML {
			if c.Inconsistent {
				return esc(c.Source) + " — " + p.word("does-not-add")
			}
			return esc(c.Source)
		}})
}

func (p *page) tallyTable(d TallyDay) block {
	number := func(head template.HTML, of func(TallyArea) Figure) column[TallyArea] {
		return column[TallyArea]{head: head, number: true, cell: func(a TallyArea) template.HTML { return p.figure(of(a)) }}
	}
	empty := func(head template.HTML) column[TallyArea] {
		return column[TallyArea]{head: head, number: true, cell: func(TallyArea) template.HTML { return "" }}
	}
	table := tableOf(d.Areas,
		column[TallyArea]{head: p.day(d.Date), cell: func(a TallyArea) template.HTML { return bdi(a.Name) + small(code(a.Row)) }},
		number(p.party(d.A)+small(p.unitOf(d.OnlyA.Unit)), func(a TallyArea) Figure { return a.A }),
		number(p.party(d.B)+small(p.unitOf(d.OnlyB.Unit)), func(a TallyArea) Figure { return a.B }),
		number(p.word("matched"), func(a TallyArea) Figure { return a.MatchedAtMost }),
		empty(p.only(d.A)), empty(p.only(d.B)))
	return table.sum("", "", "", p.figure(d.Matched), p.figure(d.OnlyA), p.figure(d.OnlyB))
}

func (p *page) only(party string) template.HTML {
	return esc(p.with("only", p.partyName(party)))
}

func tallyFacts(t Tallies) sheet {
	s := sheet{head: []string{"date", "a", "b", "rule", "area", "name", "numberA", "numberB", "matchedAtMost"}}
	for _, d := range t.Days {
		for _, a := range d.Areas {
			s.lines = append(s.lines, []string{d.Date, d.A, d.B, t.Rule, a.Row, a.Name, itoa(a.A.N()), itoa(a.B.N()), itoa(a.MatchedAtMost.N())})
		}
	}
	return s
}
