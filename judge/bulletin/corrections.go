package bulletin

import (
	"html/template"
	"strings"
	"time"

	"truce/ground/shape"
	"truce/noun/publication"
)

// Notice is a correction that was published.
type Notice struct {
	Row        string      `json:"row"`
	Bulletin   string      `json:"bulletin"`
	Number     int         `json:"number"`
	Correction int         `json:"correction"`
	What       shape.Prose `json:"what"`
	Reason     shape.Prose `json:"reason"`
	Published  time.Time   `json:"published"`
}

const correctionsName = "corrections"

// correctionsSection are all corrections so far, the oldest first.
func correctionsSection() Section {
	return part[[]Notice]{
		name: correctionsName, from: From{Notices: nil}, make: (*maker).corrections, page: correctionsPage,
		facts: func(all []Notice) sheet {
			return sheetOf(all, []string{"bulletin", "correction", "published", "what", "reason"},
				func(n Notice) []string {
					return []string{n.Bulletin, itoa(n.Correction), stamp(n.Published), n.What.Text, n.Reason.Text}
				})
		},
	}.section()
}

func (m *maker) corrections() []Notice {
	all := []Notice{}
	for _, c := range m.Rows.Corrections {
		name := c.Bulletin.Name()
		all = append(all, Notice{name + " " + itoa(c.Correction), name, c.Number, c.Correction, c.What, c.Reason, c.Published})
	}
	return all
}

// bulletinOf is a bulletin by its kind, its number and its day.
func (p *page) bulletinOf(n Notice) template.HTML {
	for _, kind := range []string{publication.Daily, publication.Weekly} {
		if _, day, is := strings.Cut(n.Bulletin, "-"+kind+"-"); is {
			return p.word(kind) + " " + p.number(n.Number) + ", " + p.day(day)
		}
	}
	return code(n.Bulletin)
}

func correctionsPage(p *page, all []Notice) []block {
	if len(all) == 0 {
		return []block{p.none("none-corrections")}
	}
	return []block{tableOf(all,
		column[Notice]{head: p.word("bulletin"), cell: func(n Notice) template.HTML {
			return p.bulletinOf(n) + "<br><small>" + p.word("correction") + " " + p.number(n.Correction) + ", " + p.clock(n.Published) + "</small>"
		}},
		column[Notice]{head: p.word("what"), cell: func(n Notice) template.HTML { return prose(n.What) }},
		column[Notice]{head: p.word("reason"), cell: func(n Notice) template.HTML { return prose(n.Reason) }})}
}
