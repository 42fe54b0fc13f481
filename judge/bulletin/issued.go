package bulletin

import (
	"html/template"
	"strings"
	"time"

	"truce/ground/shape"
	"truce/ground/taxonomy"
)

// Issued is when and why what a page shows was published. It is no part of the edition, whose bytes were signed before: the page
// tells it beside them.
type Issued struct {
	At        time.Time // received
	What, Why shape.Prose
	Was       *Bulletin // of a correction: the same edition as it was before; nil if it cannot be made
	Last      int       // number of the last correction, this one or a later
}

// CorrectedLater is the number of a later correction, 0 if what the page shows stands.
func (p *page) CorrectedLater() int {
	if p.Issued == nil || p.Issued.Last <= p.Header.Correction {
		return 0
	}
	return p.Issued.Last
}

// changed is a figure that a correction changed.
type changed struct {
	name     template.HTML
	was, now *Figure // nil: there is none
}

// Changes are the figures that this correction changed, and a sentence if there are none.
func (p *page) Changes() ([]block, error) {
	if p.Header.Correction == 0 || p.Issued == nil || p.Issued.Was == nil {
		return nil, nil
	}
	was := *p.Issued.Was
	differences, err := Compare(was, p.Bulletin, nil)
	if err != nil {
		return nil, err
	}
	var all []changed
	for _, d := range differences {
		c := changed{name: p.figureName(d.Path), was: figureAt(was, d.Path), now: figureAt(p.Bulletin, d.Path)}
		if !sameNumber(c.was, c.now) {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return []block{p.none("none-changed")}, nil
	}
	return []block{tableOf(all,
		column[changed]{head: p.word("changed-figure"), cell: func(c changed) template.HTML { return c.name }},
		column[changed]{head: p.word("was"), number: true, cell: func(c changed) template.HTML { return p.plain(c.was) }},
		column[changed]{head: p.word("is"), number: true, cell: func(c changed) template.HTML { return p.plain(c.now) }})}, nil
}

func figureAt(b Bulletin, at string) *Figure {
	f, is := b.Figure(at)
	if !is {
		return nil
	}
	return &f
}

// sameNumber reports whether two figures say the same of the period. The records behind a figure may have changed all the same.
func sameNumber(a, b *Figure) bool {
	if a == nil || b == nil {
		return (a == nil || a.Number == nil || *a.Number == 0) && (b == nil || b.Number == nil || *b.Number == 0)
	}
	return (a.Number == nil) == (b.Number == nil) && a.N() == b.N()
}

// plain is a number without how it changed since the period before.
func (p *page) plain(f *Figure) template.HTML {
	switch {
	case f == nil:
		return "–"
	case f.Number == nil:
		return p.unnumbered(*f)
	}
	return p.number(*f.Number)
}

// figureName is the way to a figure in words: the section, then what it names in it, in words where there are any.
func (p *page) figureName(at string) template.HTML {
	var parts []string
	for i, part := range strings.Split(at, "/") {
		switch event, status := p.label(taxonomy.Event, part), p.label(taxonomy.Status, part); {
		case i == 0 || p.words[part] != "":
			parts = append(parts, string(p.word(part)))
		case event != part:
			parts = append(parts, string(esc(event)))
		case status != part:
			parts = append(parts, string(esc(status)))
		default:
			parts = append(parts, string(code(part)))
		}
	}
	return template.HTML(strings.Join(parts, " · "))
}
