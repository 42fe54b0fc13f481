package bulletin

import (
	"html/template"
	"strings"

	"truce/ground/taxonomy"
)

// Restrictions are how the mission was kept from moving and seeing.
type Restrictions struct {
	Total Figure       `json:"total"`
	Rows  []Restricted `json:"rows"` // by party and type: they add up
}

// Restricted is what one party's people did in one way.
type Restricted struct {
	Row       string `json:"row"`
	Party     string `json:"party"`
	Kind      string `json:"kind"`
	Cases     Figure `json:"cases"`
	Minutes   Figure `json:"minutes"` // of those that have ended
	Prevented Figure `json:"prevented"`
}

// restrictionsSection is who kept the mission from moving or seeing, how, and for how long.
// Where it was changes none of its numbers: it is never in doubt.
func restrictionsSection() Section {
	return part[Restrictions]{
		name: "restrictions", from: From{Restricts: nil}, make: (*maker).restrictions, page: restrictionsPage,
	}.section()
}

func (m *maker) restrictions() Restrictions {
	var total bag
	cases, minutes, prevented := bags{}, bags{}, bags{}
	for _, r := range m.Rows.Restrictions {
		key := r.Party + " " + r.Kind
		total.put(r.Subject, r.Before)
		cases.at(key).put(r.Subject, r.Before)
		if r.Minutes != nil {
			minutes.at(key).add(r.Subject, r.Before, *r.Minutes)
		}
		if r.Prevented {
			prevented.at(key).put(r.Subject, r.Before)
		}
	}
	all := Restrictions{m.figure(total, RestrictionUnit), nil}
	for _, key := range sorted(cases) {
		party, kind, _ := strings.Cut(key, " ")
		all.Rows = append(all.Rows, Restricted{
			Row: key, Party: party, Kind: kind, Cases: m.figure(*cases[key], RestrictionUnit),
			Minutes: m.figure(*minutes.at(key), MinuteUnit), Prevented: m.figure(*prevented.at(key), RestrictionUnit),
		})
	}
	return all
}

func restrictionsPage(p *page, r Restrictions) []block {
	if len(r.Rows) == 0 {
		none := p.none("none-restrictions")
		none.Text += " " + p.figure(r.Total)
		return []block{none}
	}
	figure := func(key string, of func(Restricted) Figure) column[Restricted] {
		return column[Restricted]{head: p.word(key), number: true, cell: func(l Restricted) template.HTML { return p.figure(of(l)) }}
	}
	table := tableOf(r.Rows,
		column[Restricted]{head: p.word("party"), cell: func(l Restricted) template.HTML { return p.party(l.Party) }},
		column[Restricted]{head: p.word("type"), cell: func(l Restricted) template.HTML { return p.term(taxonomy.Restriction, l.Kind) }},
		figure("cases", func(l Restricted) Figure { return l.Cases }),
		figure("minutes", func(l Restricted) Figure { return l.Minutes }),
		figure("prevented", func(l Restricted) Figure { return l.Prevented }))
	return []block{table.sum(p.word("total"), "", p.figure(r.Total), "", "")}
}
