package bulletin

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/ground/taxonomy"
)

//go:embed template/*.html template/*.css
var pages embed.FS

// HTMLOptions say how a bulletin is written as a page.
type HTMLOptions struct {
	Language string         // of Languages
	Location *time.Location // of the bulletin's time zone
	Draft    bool           // it was not published
	Issued   *Issued        // when it was, and why; nil: not known, or a draft
	// Head is a signed head of the office's own register that covers what the bulletin rests on, for the code on
	// the page; nil: the code says what the bulletin says.
	Head []byte
}

// HTML writes the bulletin as one page that needs no network, no script and no other file,
// for a screen and for A4 paper. It is made from the bulletin alone.
func (b Bulletin) HTML(w io.Writer, o HTMLOptions) error {
	p := &page{Bulletin: b, reader: readerOf(o.Language), loc: o.Location, Draft: o.Draft, Issued: o.Issued, signedHead: o.Head, watch: Content[[]Watch](b, "coverage")}
	p.reader.own, p.unwatched = b.Header.Words, b.unwatched()
	t, err := parsed().Clone()
	if err != nil {
		return err
	}
	t.Funcs(p.functions())
	if err := t.ExecuteTemplate(w, "bulletin.html", p); err != nil {
		return fmt.Errorf("write page of bulletin: %w", err)
	}
	return nil
}

// parsed reads the page's template once, with functions that Clone replaces.
var parsed = sync.OnceValue(func() *template.Template {
	p := &page{reader: readerOf("en"), loc: time.UTC}
	return template.Must(template.New("bulletin").Funcs(p.functions()).ParseFS(pages, "template/*.html", "template/*.css"))
})

// page is a bulletin as one reader reads it.
type page struct {
	Bulletin
	reader
	loc    *time.Location
	Draft  bool
	Issued *Issued
	watch  []Watch // for the names of zones

	unwatched bool // no post, zone or report tells of anybody who watched
	n         int  // of headings so far

	signedHead []byte
}

func (p *page) functions() template.FuncMap {
	return template.FuncMap{
		"t": p.word, "num": p.number, "digits": p.digits, "fig": p.figure, "clock": p.clock, "instant": p.instant, "put": p.with, "prose": prose,
		"heading": p.heading, "blocks": p.blocks, "sections": p.inOrder, "dir": p.dir, "css": css, "figures": p.figures, "headcode": p.code, "headsigned": p.signed,
	}
}

func css() (template.CSS, error) {
	text, err := pages.ReadFile("template/bulletin.css")
	return template.CSS(text), err
}

// Lang is the language of the page.
func (p *page) Lang() string { return p.lang }

func (p *page) dir() string {
	if p.rightToLeft() {
		return "rtl"
	}
	return "ltr"
}

// heading numbers the sections.
func (p *page) heading() template.HTML {
	p.n++
	return p.number(p.n)
}

// inOrder are the sections by the bulletin's rules.
func (p *page) inOrder() []Section { return p.sections }

// blocks are a section as it is read.
func (p *page) blocks(s Section) []block { return s.page(p, p.parts[s.Name]) }

// trace is one figure with the records behind it, for the end of the page.
type trace struct {
	Name   template.HTML
	Figure Figure
	Of     []act.SubjectID
	More   int
}

// maxTraced is how many records of a figure are listed on paper; all are in the annex.
const maxTraced = 60

func (p *page) figures() []trace {
	all := p.traced(Content[Counts](p.Bulletin, "counts"))
	for i, t := range all {
		n := min(len(t.Figure.Of), maxTraced)
		all[i].Of, all[i].More = slices.Clone(t.Figure.Of[:n]), len(t.Figure.Of)-n
	}
	return all
}

// unwatched reports whether nothing in the bulletin tells of anybody who watched in the period: nothing was observed, no post stood,
// and no zone was watched. What was not observed then is not zero.
func (b Bulletin) unwatched() bool {
	observed := Content[Counts](b, "counts").Observed
	watched := slices.ContainsFunc(Content[[]Watch](b, "coverage"), func(w Watch) bool { return w.Status != NotObserved })
	return observed.Number != nil && *observed.Number == 0 && !watched && len(Content[Map](b, "map").Posts) == 0
}

// seen is a figure of what was observed: it has no number where nobody watched.
func (p *page) seen(f Figure) Figure { return unseen(f, p.unwatched && f.Number != nil, false) }

// figure is a number with how it changed. What was not observed has no number.
func (p *page) figure(f Figure) template.HTML {
	if f.Number == nil {
		return p.unnumbered(f)
	}
	number := `<b data-figure="` + template.HTML(f.mark()) + `">` + p.number(*f.Number) + `</b>`
	if f.Before == nil {
		return number
	}
	before := Figure{Number: f.Before.Number, Unit: f.Unit, Of: f.Before.Of, Digest: f.Before.Digest}
	return number + ` <span class="change" data-figure="` + template.HTML(before.mark()) + `"><bdo dir="ltr">` + esc(p.change(f)) + `</bdo></span>`
}

// unnumbered says why a figure has no number.
func (p *page) unnumbered(f Figure) template.HTML {
	why := "not-observed"
	if f.NotSaid {
		why = "not-said"
	}
	return `<span class="unseen">` + p.word(why) + `</span>`
}

// mark tells a figure of the page from others, so that what shows the page can find it in the
// bulletin: half a digest of its unit, its number, and its records or their own digest, a line
// each. Figures that agree in all of these open the same list.
func (f Figure) mark() string {
	lines := []string{f.Unit, strconv.Itoa(f.N()), f.Digest}
	for _, subject := range f.Of {
		lines = append(lines, string(subject))
	}
	return Digest([]byte(strings.Join(lines, "\n")))[:32]
}

// between is the least and the most that is said. An end that is not said is none, and not 0.
func (p *page) between(least, most Figure) template.HTML {
	one := func(f Figure) template.HTML {
		return `<span data-figure="` + template.HTML(f.mark()) + `">` + p.number(f.N()) + `</span>`
	}
	switch {
	case least.Number == nil && most.Number == nil:
		return p.unnumbered(least)
	case most.Number == nil:
		return p.word("at-least") + ` <b>` + one(least) + `</b>`
	case least.Number == nil:
		return p.word("at-most") + ` <b>` + one(most) + `</b>`
	}
	return `<b><bdi dir="` + template.HTML(p.dir()) + `">` + one(least) + "–" + one(most) + `</bdi></b>`
}

func (p *page) change(f Figure) string {
	if f.Before.Number == nil {
		return "(–)"
	}
	switch d := f.N() - f.Before.N(); {
	case d > 0:
		return "(+" + p.reader.n(d) + ")"
	case d < 0:
		return "(−" + p.reader.n(-d) + ")"
	}
	return "(=)"
}

// before names the period that figures are compared with.
func (p *page) before() template.HTML { return p.word("before-" + p.Header.Kind) }

// word is the text under a key.
func (p *page) word(key string) template.HTML { return esc(p.say(key)) }

// number writes a number as readers of the language do.
func (p *page) number(n int) template.HTML { return esc(p.reader.n(n)) }

// term is what a code of the taxonomies is called.
func (p *page) term(list taxonomy.Name, code string) template.HTML { return esc(p.label(list, code)) }

// unitOf is what a figure counts.
func (p *page) unitOf(unit string) template.HTML { return esc(p.unit(unit)) }

func (p *page) parties(codes []string) template.HTML {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = string(p.party(code))
	}
	return template.HTML(strings.Join(names, ", "))
}

// day is a civil day.
func (p *page) day(date string) template.HTML { return bdo(p.digits(date)) }

// clock is an instant as clocks of the bulletin's time zone showed it.
func (p *page) clock(t time.Time) template.HTML {
	return bdo(p.digits(t.In(p.loc).Format("2006-01-02 15:04")))
}

func (p *page) instant(t time.Time) template.HTML {
	return bdo(p.digits(t.UTC().Format("2006-01-02 15:04:05")) + " UTC")
}

func esc(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }
func bdi(text string) template.HTML { return "<bdi>" + esc(text) + "</bdi>" }

// code is what programs call something: it stands apart from what people read.
func code(text string) template.HTML { return "<code>" + esc(text) + "</code>" }

// prose is a text of somebody, marked with its language.
func prose(p shape.Prose) template.HTML {
	return `<bdi lang="` + esc(p.Language) + `">` + esc(p.Text) + "</bdi>"
}
func bdo(text string) template.HTML           { return `<bdo dir="ltr">` + esc(text) + "</bdo>" }
func small(text template.HTML) template.HTML  { return " <small>" + text + "</small>" }
func strong(text template.HTML) template.HTML { return `<span class="strong">` + text + "</span>" }
