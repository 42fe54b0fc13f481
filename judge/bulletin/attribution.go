package bulletin

import (
	"html/template"
	"strings"
)

// Attribution is who is said to have done it. The four add up to the files of the period;
// what is said of single actors does not, because two may be named for one file.
type Attribution struct {
	Inside    Figure  `json:"inside"`    // to parties alone
	Outside   Figure  `json:"outside"`   // to listed groups outside the ceasefire alone
	Contested Figure  `json:"contested"` // to both
	Nobody    Figure  `json:"nobody"`
	Actors    []Actor `json:"actors"`
}

// Actor is one that is named by attributions that stand.
type Actor struct {
	Row     string `json:"row"`
	Outside bool   `json:"outside,omitzero"`
	Files   Figure `json:"files"`
}

// listed marks the rows of groups outside the ceasefire.
const listed = " (listed)"

// attributionSection is who assessors say did it.
func attributionSection() Section {
	return part[Attribution]{
		name: "attribution", from: From{Files: placeless("*", "actors/*/files")}, make: (*maker).attribution, page: attributionPage,
	}.section()
}

func (m *maker) attribution() Attribution {
	named := func(inside, outside bool) Figure {
		return m.filesThat(func(f CountedFile) bool { return len(f.Inside) > 0 == inside && len(f.Outside) > 0 == outside })
	}
	return Attribution{Inside: named(true, false), Outside: named(false, true), Contested: named(true, true), Nobody: named(false, false), Actors: m.actors()}
}

// actors are the parties named, and after them the listed groups.
func (m *maker) actors() []Actor {
	inside, outside := bags{}, bags{}
	for _, f := range m.Files {
		for _, actor := range f.Inside {
			inside.at(actor).put(f.Subject, f.Before)
		}
		for _, actor := range f.Outside {
			outside.at(actor).put(f.Subject, f.Before)
		}
	}
	all := []Actor{}
	for _, actor := range sorted(inside) {
		all = append(all, Actor{actor, false, m.figure(*inside[actor], IncidentUnit)})
	}
	for _, actor := range sorted(outside) {
		all = append(all, Actor{actor + listed, true, m.figure(*outside[actor], IncidentUnit)})
	}
	return all
}

// attributed is a line of the page.
type attributed struct {
	class string
	to    template.HTML
	files Figure
}

func attributionPage(p *page, a Attribution) []block {
	lines := []attributed{
		{"", p.word("attr-inside"), a.Inside}, {"", p.word("attr-outside"), a.Outside},
		{"", p.word("attr-contested"), a.Contested}, {"", p.word("attr-nobody"), a.Nobody},
	}
	for _, actor := range a.Actors {
		name := p.party(strings.TrimSuffix(actor.Row, listed))
		if actor.Outside {
			name += " (" + p.word("listed") + ")"
		}
		lines = append(lines, attributed{"sub", name, actor.Files})
	}
	table := tableOf(lines,
		column[attributed]{cell: func(l attributed) template.HTML { return l.to }},
		column[attributed]{head: p.word("incidents"), number: true, cell: func(l attributed) template.HTML { return p.figure(l.files) }})
	for i, l := range lines {
		table.Lines[i].Class = l.class
	}
	return []block{p.note("attribution-note"), table}
}
