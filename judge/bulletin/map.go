package bulletin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"truce/noun/incident"
)

// Map is what the map draws. It is no law: borders are thinned out and rounded to about a
// kilometre. The public edition has squares of a tenth of a degree (about 10 km); the
// mission's has each place as far as it is known.
type Map struct {
	Squares []Square  `json:"squares"`
	Marks   []Mark    `json:"marks,omitempty"`
	Left    int       `json:"left,omitzero"` // marks left out: there were too many to tell apart
	Zones   []Outline `json:"zones"`
	Posts   []Spot    `json:"posts"`
}

// Square is a tenth of a degree in which something is said to have happened.
type Square struct {
	Row      string  `json:"row"`
	Lon      float64 `json:"lon"` // of the middle
	Lat      float64 `json:"lat"`
	Observed int     `json:"observed"`
	Alleged  int     `json:"alleged"`
}

// Mark is a place as it is known.
type Mark struct {
	Row   string `json:"row"`
	As    string `json:"as"` // observation or allegation
	Event string `json:"event,omitempty"`
	Where
}

// Outline is a zone as the map draws it.
type Outline struct {
	Row         string    `json:"row"`
	Names       []Text    `json:"names,omitempty"`
	Approximate bool      `json:"approximate,omitzero"`
	Parts       [][]Point `json:"parts"`
}

// Spot is where a post stands, to a tenth of a degree in the public edition.
type Spot struct {
	Row  string  `json:"row"`
	Kind string  `json:"kind"`
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
}

// maxMarks is how many places a page of paper can tell apart.
const maxMarks = 400

// mapSection is a drawing of the period.
func mapSection() Section {
	return part[Map]{
		name: "map",
		from: From{Reports: always("squares", "marks", "left"), Posts: always("posts"), ZoneRows: nil},
		make: func(m *maker) Map {
			all := Map{Squares: m.squares(), Zones: m.outlines(), Posts: m.spots()}
			if m.mission() {
				all.Marks, all.Left = m.marks()
			}
			return all
		},
		page: func(p *page, m Map) []block {
			return []block{{Drawing: p.svg(m), Drawn: p.drawn(m)}, p.note("map-note")}
		},
	}.section()
}

func (m *maker) squares() []Square {
	squares := map[Point]*Square{}
	for _, r := range m.Reports {
		if r.Near == nil || r.Before {
			continue
		}
		if squares[*r.Near] == nil {
			squares[*r.Near] = &Square{Row: fmt.Sprintf("%.1f %.1f", r.Near[0], r.Near[1]), Lon: r.Near[0], Lat: r.Near[1]}
		}
		if r.As == incident.Observation {
			squares[*r.Near].Observed++
		} else {
			squares[*r.Near].Alleged++
		}
	}
	all := []Square{}
	for _, s := range squares {
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Square) int { return strings.Compare(a.Row, b.Row) })
	return all
}

func (m *maker) outlines() []Outline {
	all := []Outline{}
	for _, z := range m.Zones {
		if z.Now {
			all = append(all, Outline{z.Code, z.Names, z.Approximate, z.Parts})
		}
	}
	return all
}

// marks are as many places as paper can tell apart, and how many are left out.
func (m *maker) marks() (all []Mark, left int) {
	for _, r := range m.Reports {
		if r.Where != nil && !r.Before {
			all = append(all, Mark{string(r.Subject), r.As, r.Event, *r.Where})
		}
	}
	if len(all) > maxMarks {
		return all[:maxMarks], len(all) - maxMarks
	}
	return all, 0
}

func (m *maker) spots() []Spot {
	all := []Spot{}
	for _, p := range m.Rows.Posts {
		at := p.Near
		if m.mission() && p.At != nil {
			at = p.At
		}
		if p.Now && at != nil {
			all = append(all, Spot{m.nameOf(p.Subject), p.Kind, at[0], at[1]})
		}
	}
	slices.SortFunc(all, func(a, b Spot) int {
		return cmp.Or(strings.Compare(a.Row, b.Row), cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.Lat, b.Lat))
	})
	return all
}

// thinned rounds borders to a hundredth of a degree and leaves out what then repeats.
func thinned(parts [][]Point) [][]Point {
	all := [][]Point{}
	for _, ring := range parts {
		var kept []Point
		for _, p := range ring {
			q := Point{rounded(p[0], 2), rounded(p[1], 2)}
			if len(kept) == 0 || kept[len(kept)-1] != q {
				kept = append(kept, q)
			}
		}
		if len(kept) > 2 {
			all = append(all, kept)
		}
	}
	return all
}
