package bulletin

import (
	"cmp"
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
	Party     string `json:"party,omitempty"` // absent: not known whose people
	Kind      string `json:"kind"`
	Cases     Figure `json:"cases"`
	Minutes   Figure `json:"minutes"` // of those whose end is said
	Ongoing   Figure `json:"ongoing"` // those of which it is said that they had not ended
	NoEnd     Figure `json:"noEnd"`   // those of which neither is said
	Prevented Figure `json:"prevented"`
}

// unknownParty stands in the name of a row for whose people nobody knows. No party's code is in small letters.
const unknownParty = "not-known"

// restrictionsSection is who kept the mission from moving or seeing, how, and for how long.
// Where it was changes none of its numbers: it is never in doubt.
func restrictionsSection() Section {
	return part[Restrictions]{
		name: "restrictions", from: From{Restricts: nil}, make: (*maker).restrictions, page: restrictionsPage,
	}.section()
}

func (m *maker) restrictions() Restrictions {
	var total bag
	cases, minutes, ongoing, noEnd, prevented := bags{}, bags{}, bags{}, bags{}, bags{}
	for _, r := range m.Rows.Restrictions {
		key := cmp.Or(r.Party, unknownParty) + " " + r.Kind
		total.put(r.Subject, r.Before)
		cases.at(key).put(r.Subject, r.Before)
		switch {
		case r.Minutes != nil:
			minutes.at(key).add(r.Subject, r.Before, *r.Minutes)
		case r.Ongoing:
			ongoing.at(key).put(r.Subject, r.Before)
		default:
			noEnd.at(key).put(r.Subject, r.Before)
		}
		if r.Prevented {
			prevented.at(key).put(r.Subject, r.Before)
		}
	}
	all := Restrictions{m.figure(total, RestrictionUnit), nil}
	for _, key := range sorted(cases) {
		party, kind, _ := strings.Cut(key, " ")
		if party == unknownParty {
			party = ""
		}
		all.Rows = append(all.Rows, Restricted{
			Row: key, Party: party, Kind: kind, Cases: m.figure(*cases[key], RestrictionUnit),
			Minutes: m.figure(*minutes.at(key), MinuteUnit), Ongoing: m.figure(*ongoing.at(key), RestrictionUnit),
			NoEnd: m.figure(*noEnd.at(key), RestrictionUnit), Prevented: m.figure(*prevented.at(key), RestrictionUnit),
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
		column[Restricted]{head: p.word("party"), cell: func(l Restricted) template.HTML { return p.restricting(l.Party) }},
		column[Restricted]{head: p.word("type"), cell: func(l Restricted) template.HTML { return p.term(taxonomy.Restriction, l.Kind) }},
		figure("cases", func(l Restricted) Figure { return l.Cases }),
		figure("minutes", func(l Restricted) Figure { return l.Minutes }),
		figure("ongoing", func(l Restricted) Figure { return l.Ongoing }),
		figure("end-not-said", func(l Restricted) Figure { return l.NoEnd }),
		figure("prevented", func(l Restricted) Figure { return l.Prevented }))
	return []block{table.sum(p.word("total"), "", p.figure(r.Total), "", "", "", "")}
}

// restricting is a party's name, or that it is not known whose people it was.
func (p *page) restricting(party string) template.HTML {
	if party == "" {
		return p.word("not-known-whose")
	}
	return p.party(party)
}
