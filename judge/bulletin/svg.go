package bulletin

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"truce/noun/incident"
)

// Sizes of the map in its own units.
const (
	mapWidth  = 760.0
	mapHeight = 290.0
	mapMargin = 14.0
)

// metresPerDegree of latitude on the mean sphere: the map is a drawing.
const metresPerDegree = 111_195.0

// chart puts degrees on paper: longitudes shortened by the middle latitude.
type chart struct {
	west, north  float64
	perLon, span float64 // units to a degree of longitude, of latitude
}

func (c chart) at(lon, lat float64) (x, y float64) {
	return mapMargin + (lon-c.west)*c.perLon, mapMargin + (c.north-lat)*c.span
}

// units is a length on paper.
func (c chart) units(metres float64) float64 { return metres / metresPerDegree * c.span }

// box grows by points.
type box struct{ west, south, east, north float64 }

func (b *box) add(lon, lat, margin float64) {
	b.west, b.east = math.Min(b.west, lon-margin), math.Max(b.east, lon+margin)
	b.south, b.north = math.Min(b.south, lat-margin), math.Max(b.north, lat+margin)
}

// chartOf fits everything that is drawn; false if there is nothing.
func (m Map) chart() (chart, bool) {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, z := range m.Zones {
		for _, ring := range z.Parts {
			for _, p := range ring {
				b.add(p[0], p[1], 0.05)
			}
		}
	}
	for _, s := range m.Squares {
		b.add(s.Lon, s.Lat, 0.1)
	}
	for _, p := range m.Posts {
		b.add(p.Lon, p.Lat, 0.05)
	}
	for _, k := range m.Marks {
		b.add(k.Lon, k.Lat, k.RadiusMetres/metresPerDegree+0.02)
	}
	if math.IsInf(b.west, 1) {
		return chart{}, false
	}
	squeeze := math.Cos((b.south + b.north) / 2 * math.Pi / 180)
	span := math.Min((mapHeight-2*mapMargin)/(b.north-b.south), (mapWidth-2*mapMargin)/(b.east-b.west)/squeeze)
	c := chart{b.west, b.north, span * squeeze, span}
	c.west -= ((mapWidth-2*mapMargin)/c.perLon - (b.east - b.west)) / 2 // in the middle of the paper
	c.north += ((mapHeight-2*mapMargin)/span - (b.north - b.south)) / 2
	return c, true
}

// svg draws the map and its legend. Nothing is told by colour alone: what was observed is
// filled or solid, what was only alleged is hollow or dashed, posts are triangles.
func (p *page) svg(m Map) template.HTML {
	c, any := m.chart()
	if !any {
		return `<p class="none">` + p.word("map-empty") + `</p>`
	}
	d := &drawing{page: p, Map: m, chart: c}
	d.put(`<figure><svg xmlns="http://www.w3.org/2000/svg" direction="ltr" role="img" aria-label="%s" viewBox="0 0 %g %g" font-size="11">`,
		p.say("map"), mapWidth, mapHeight)
	d.graticule()
	d.zones()
	d.squares()
	d.marks()
	d.posts()
	d.names()
	d.scale()
	d.put(`</svg>`)
	d.legend()
	d.put(`</figure>`)
	return template.HTML(d.String())
}

type drawing struct {
	*page
	chart
	Map Map
	strings.Builder
}

// put writes markup. Text is escaped, numbers are cut to a tenth of a unit.
func (d *drawing) put(format string, a ...any) {
	for i, v := range a {
		switch v := v.(type) {
		case string:
			a[i] = template.HTMLEscapeString(v)
		case float64:
			a[i] = math.Round(v*10) / 10
		}
	}
	fmt.Fprintf(&d.Builder, format, a...)
}

// graticule draws whole and, on a small map, tenths of degrees.
func (d *drawing) graticule() {
	step := 1.0
	for _, finer := range []float64{0.5, 0.2, 0.1} {
		if (mapWidth-2*mapMargin)/d.perLon/step < 4 {
			step = finer
		}
	}
	east := d.west + (mapWidth-2*mapMargin)/d.perLon
	south := d.north - (mapHeight-2*mapMargin)/d.span
	for lon := math.Ceil(d.west/step) * step; lon <= east; lon += step {
		x, _ := d.at(lon, d.north)
		d.put(`<path d="M%g 0V%g" stroke="#ccc" stroke-width=".5"/><text x="%g" y="%g" fill="#555" font-size="9">%s</text>`,
			x, mapHeight, x+2, mapHeight-3, d.digits(fmt.Sprintf("%g°", rounded(lon, 1))))
	}
	for lat := math.Ceil(south/step) * step; lat <= d.north; lat += step {
		_, y := d.at(d.west, lat)
		d.put(`<path d="M0 %gH%g" stroke="#ccc" stroke-width=".5"/><text x="2" y="%g" fill="#555" font-size="9">%s</text>`,
			y, mapWidth, y-2, d.digits(fmt.Sprintf("%g°", rounded(lat, 1))))
	}
}

func (d *drawing) zones() {
	for _, z := range d.Map.Zones {
		dash := ""
		if z.Approximate {
			dash = "7 3"
		}
		for _, ring := range z.Parts {
			d.put(`<path d="`)
			for i, p := range ring {
				x, y := d.at(p[0], p[1])
				d.put(`%s%g %g`, []string{"M", "L"}[min(i, 1)], x, y)
			}
			d.put(`Z" fill="#000" fill-opacity=".05" stroke="#111" stroke-width="1.4" stroke-dasharray="%s"/>`, dash)
		}
	}
}

// names come last, so that nothing is drawn over them.
func (d *drawing) names() {
	for _, z := range d.Map.Zones {
		name := d.text(z.Names)
		if name == "" {
			name = z.Row
		}
		b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for _, ring := range z.Parts {
			for _, p := range ring {
				b.add(p[0], p[1], 0)
			}
		}
		if math.IsInf(b.west, 1) {
			continue
		}
		x, y := d.at((b.west+b.east)/2, b.north)
		d.put(`<text x="%g" y="%g" text-anchor="middle" font-weight="bold" stroke="#fff" stroke-width="3" paint-order="stroke">%s</text>`, x, math.Max(y-4, 11), name)
	}
}

// squares are drawn in the edition that knows no more than they.
func (d *drawing) squares() {
	if len(d.Map.Marks) > 0 {
		return
	}
	for _, s := range d.Map.Squares {
		x, y := d.at(s.Lon-0.05, s.Lat+0.05)
		w, h := 0.1*d.perLon, 0.1*d.span
		if s.Observed == 0 {
			d.put(`<rect x="%g" y="%g" width="%g" height="%g" fill="none" stroke="#111" stroke-dasharray="2 2"/>`, x, y, w, h)
			continue
		}
		d.put(`<rect x="%g" y="%g" width="%g" height="%g" fill="#222" fill-opacity=".72" stroke="#111"/>`, x, y, w, h)
		d.put(`<text x="%g" y="%g" text-anchor="middle" fill="#fff" font-weight="bold" font-size="%g">%s</text>`,
			x+w/2, y+h/2+4, math.Min(11, h), d.reader.n(s.Observed))
	}
}

func (d *drawing) marks() {
	for _, k := range d.Map.Marks {
		dash, fill := "", ".35"
		if k.As != incident.Observation {
			dash, fill = "3 2", "0"
		}
		x, y := d.at(k.Lon, k.Lat)
		r := math.Max(d.units(k.RadiusMetres), 3)
		if k.HalfWidthDegrees > 0 && k.HalfWidthDegrees < 90 {
			d.put(`<path d="%s" fill="#111" fill-opacity="%s" stroke="#111" stroke-dasharray="%s"/>`, sector(x, y, d.units(k.FromMetres), r, k), fill, dash)
			continue
		}
		d.put(`<circle cx="%g" cy="%g" r="%g" fill="#111" fill-opacity="%s" stroke="#111" stroke-dasharray="%s"/>`, x, y, r, fill, dash)
	}
}

// sector is the outline between two distances and two bearings, clockwise from north.
func sector(x, y, near, far float64, k Mark) string {
	corner := func(bearing, r float64) string {
		a := bearing * math.Pi / 180
		return fmt.Sprintf("%.1f %.1f", x+r*math.Sin(a), y-r*math.Cos(a))
	}
	left, right := k.BearingDegrees-k.HalfWidthDegrees, k.BearingDegrees+k.HalfWidthDegrees
	return fmt.Sprintf("M%sA%.1f %.1f 0 0 1 %sL%sA%.1f %.1f 0 0 0 %sZ",
		corner(left, far), far, far, corner(right, far), corner(right, near), near, near, corner(left, near))
}

func (d *drawing) posts() {
	for _, s := range d.Map.Posts {
		x, y := d.at(s.Lon, s.Lat)
		d.put(`<path d="M%g %gl5 9h-10z" fill="#fff" stroke="#111" stroke-width="1.3"/>`, x, y-5)
	}
}

// scale is a bar of a round number of kilometres, about a fifth of the width.
func (d *drawing) scale() {
	km := 1.0
	for _, longer := range []float64{2, 5, 10, 20, 50, 100, 200} {
		if d.units(longer*1000) <= mapWidth/5 {
			km = longer
		}
	}
	w := d.units(km * 1000)
	x, y := mapWidth-mapMargin-w, mapHeight-mapMargin-4
	d.put(`<path d="M%g %gv5h%gv-5" fill="none" stroke="#111" stroke-width="1.4"/>`, x, y, w)
	d.put(`<text x="%g" y="%g" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke">%s</text>`,
		x+w/2, y-2, d.reader.n(int(km))+" "+d.say("km"))
}

func (d *drawing) legend() {
	d.put(`<figcaption class="legend">`)
	item := func(glyph, key string) {
		d.WriteString(`<span><svg viewBox="0 0 14 14">` + glyph + `</svg>`)
		d.put(`%s</span>`, d.say(key))
	}
	item(`<rect x="1" y="3" width="12" height="8" fill="#000" fill-opacity=".05" stroke="#111" stroke-width="1.4"/>`, "map-zone")
	item(`<rect x="1" y="3" width="12" height="8" fill="#000" fill-opacity=".05" stroke="#111" stroke-width="1.4" stroke-dasharray="4 2"/>`, "approximate")
	item(`<path d="M7 2l5 10h-10z" fill="#fff" stroke="#111" stroke-width="1.3"/>`, "map-post")
	if len(d.Map.Marks) > 0 {
		item(`<circle cx="7" cy="7" r="5" fill="#111" fill-opacity=".35" stroke="#111"/>`, "map-circle")
		item(`<circle cx="7" cy="7" r="5" fill="none" stroke="#111" stroke-dasharray="3 2"/>`, "map-dashed")
	} else {
		item(`<rect x="2" y="2" width="10" height="10" fill="#222" fill-opacity=".72"/>`, "map-square")
		item(`<rect x="2" y="2" width="10" height="10" fill="none" stroke="#111" stroke-dasharray="2 2"/>`, "map-hollow")
	}
	if d.Map.Left > 0 {
		d.put(`<span>%s</span>`, d.with("map-left", d.Map.Left))
	}
	d.put(`</figcaption>`)
}
