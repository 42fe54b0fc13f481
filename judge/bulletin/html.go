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
	"truce/ground/taxonomy"
)

//go:embed template/*.html template/*.css
var pages embed.FS

// HTMLOptions say how a bulletin is written as a page.
type HTMLOptions struct {
	Language string         // of Languages
	Location *time.Location // of the bulletin's time zone
	Draft    bool           // it was not published
}

// HTML writes the bulletin as one page that needs no network, no script and no other file,
// for a screen and for A4 paper. It is made from the bulletin alone.
func (b Bulletin) HTML(w io.Writer, o HTMLOptions) error {
	p := &page{Bulletin: b, reader: readerOf(o.Language), loc: o.Location, Draft: o.Draft}
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
	loc   *time.Location
	Draft bool
	n     int // of sections so far
}

func (p *page) functions() template.FuncMap {
	return template.FuncMap{
		"t": p.say, "put": p.with, "num": p.reader.n, "digits": p.digits, "fig": p.figure, "unit": p.unit,
		"event": p.event, "status": func(code string) string { return p.label(taxonomy.Status, code) },
		"party":       func(code string) string { return p.label(taxonomy.Party, strings.TrimSuffix(code, " (listed)")) },
		"restriction": func(code string) string { return p.label(taxonomy.Restriction, code) },
		"position":    func(code string) string { return p.label(taxonomy.PartyPosition, code) },
		"clock":       p.clock, "instant": p.instant, "text": p.text, "row": p.zoneRow, "name": bodyName, "section": p.section,
		"dir": p.dir, "css": css, "figures": p.traced, "map": p.svg, "names": p.zoneNames, "only": p.only,
		"join": func(list []string) string { return strings.Join(list, ", ") }, "before": p.before, "parties": p.parties, "lines": lines, "span": p.between, "victims": p.victims,
	}
}

func css() (template.CSS, error) {
	text, err := pages.ReadFile("template/bulletin.css")
	return template.CSS(text), err
}

func (p *page) dir() string {
	if p.rightToLeft() {
		return "rtl"
	}
	return "ltr"
}

// section numbers the sections.
func (p *page) section() string {
	p.n++
	return p.reader.n(p.n)
}

func (p *page) before() string { return p.say("before-" + p.Header.Kind) }

// figure is a number with how it changed. What was not observed has no number.
func (p *page) figure(f Figure) template.HTML {
	if f.Number == nil {
		return template.HTML(`<span class="unseen">` + template.HTMLEscapeString(p.say("not-observed")) + `</span>`)
	}
	number := `<b data-figure="` + f.mark() + `">` + p.reader.n(*f.Number) + `</b>`
	if f.Before == nil {
		return template.HTML(number)
	}
	before := Figure{Number: f.Before.Number, Unit: f.Unit, Of: f.Before.Of, Digest: f.Before.Digest}
	return template.HTML(number + ` <span class="change" data-figure="` + before.mark() + `"><bdo dir="ltr">` + template.HTMLEscapeString(p.change(f)) + `</bdo></span>`)
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

// span is the least and the most that is said.
func (p *page) between(least, most Figure) template.HTML {
	return template.HTML(`<b><bdi dir="` + p.dir() + `"><span data-figure="` + least.mark() + `">` + p.reader.n(least.N()) + `</span>–<span data-figure="` + most.mark() + `">` + p.reader.n(most.N()) + `</span></bdi></b>`)
}

// victims is how few and how many a row of victims may be; it opens the files with any of them.
func (p *page) victims(r HarmRow) template.HTML {
	files := Figure{Number: &r.Max, Unit: PersonUnit, Of: slices.Concat(r.Confirmed.Of, r.Reported.Of)}
	slices.Sort(files.Of)
	files.Of = slices.Compact(files.Of)
	return template.HTML(`<span data-figure="` + files.mark() + `"><bdi dir="` + p.dir() + `">` + p.reader.n(r.Min) + "–" + p.reader.n(r.Max) + `</bdi></span>`)
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

func (p *page) event(code string) string {
	if code == NotStated || code == "" {
		return p.say("not-stated")
	}
	return p.label(taxonomy.Event, code)
}

// clock is an instant as clocks of the bulletin's time zone showed it.
func (p *page) clock(t time.Time) string { return p.digits(t.In(p.loc).Format("2006-01-02 15:04")) }

func (p *page) instant(t time.Time) string {
	return p.digits(t.UTC().Format("2006-01-02 15:04:05")) + " UTC"
}

// zoneNames are the names that the coverage knows of zones.
func (p *page) zoneNames(code string) string {
	for _, w := range p.Coverage {
		if w.Row == code && p.text(w.Names) != "" {
			return p.text(w.Names)
		}
	}
	return ""
}

func (p *page) zoneRow(r ZoneRow, outside string) template.HTML {
	esc := template.HTMLEscapeString
	switch r.Lies {
	case Outside:
		return template.HTML(esc(p.say(outside)))
	case Unknown:
		return template.HTML(esc(p.say("unknown")))
	}
	names := make([]string, len(r.Codes))
	for i, code := range r.Codes {
		names[i] = "<bdi>" + esc(code) + "</bdi>"
		if name := p.zoneNames(code); name != "" {
			names[i] = "<bdi>" + esc(name) + "</bdi> <small><bdi>" + esc(code) + "</bdi></small>"
		}
	}
	return template.HTML(`<span class="lies">` + esc(p.say(r.Lies)) + `</span> ` + strings.Join(names, " + "))
}

// lines are the rows that are worth a line of paper: those in which something may be inside
// are left out while there is nothing in them, now or before.
func lines(rows []ZoneRow) []ZoneRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r ZoneRow) bool {
		return r.Lies == MayBe && nothing(r.Observed) && nothing(r.Alleged) && nothing(r.Incidents)
	})
}

func nothing(f Figure) bool { return f.N() == 0 && f.Before.N() == 0 }

func (p *page) only(party string) string {
	return strings.ReplaceAll(p.say("only"), "{a}", p.label(taxonomy.Party, party))
}

func (p *page) parties(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = p.label(taxonomy.Party, code)
	}
	return strings.Join(names, ", ")
}

// bodyName is a body without the noun that its id begins with.
func bodyName(body string) string { return act.SubjectID(body).Name() }

// Trace is one figure with the records behind it, for the page's last section.
type Trace struct {
	Name   string
	Figure Figure
	Of     []act.SubjectID
	More   int
}

// maxTraced is how many records of a figure are listed on paper; all are in the annex.
const maxTraced = 60

// traced are the figures that the day is known by, with their records.
func (p *page) traced() []Trace {
	c := p.Counts
	all := []Trace{
		{Name: p.say("alleged"), Figure: c.Alleged}, {Name: p.say("observed"), Figure: c.Observed}, {Name: p.say("incidents"), Figure: c.Incidents},
	}
	for _, o := range c.Found {
		if o.Files.N() > 0 {
			all = append(all, Trace{Name: p.label(taxonomy.Status, o.Row), Figure: o.Files})
		}
	}
	all = append(all, Trace{Name: p.say("unresolved"), Figure: c.Unresolved})
	for i, t := range all {
		n := min(len(t.Figure.Of), maxTraced)
		all[i].Of, all[i].More = slices.Clone(t.Figure.Of[:n]), len(t.Figure.Of)-n
	}
	return all
}

// Lang is the language of the page.
func (p *page) Lang() string { return p.lang }
