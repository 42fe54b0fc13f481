package bulletin

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
)

// drawnThing is one thing of a drawing: what it is and where, in words, and the shape that no words tell.
type drawnThing struct {
	Text  template.HTML
	Shape string
}

// drawn are the things of the map. Several may be told alike, such as two posts in one square.
func (p *page) drawn(m Map) (all []drawnThing) {
	for _, z := range m.Zones {
		name := code(z.Row)
		if said := p.text(z.Names); said != "" {
			name = bdi(said)
		}
		all = append(all, drawnThing{p.word("map-zone") + ": " + name, fmt.Sprint(z.Approximate, z.Parts)})
	}
	for _, s := range m.Posts {
		all = append(all, drawnThing{p.word("map-post") + ": " + p.whereabouts(s.Lon, s.Lat), s.Kind}) // its name changes with every entry in the public edition
	}
	if len(m.Marks) == 0 {
		for _, s := range m.Squares {
			all = append(all, drawnThing{p.whereabouts(s.Lon, s.Lat) + ": " + p.counted("observed", s.Observed) + ", " + p.counted("alleged", s.Alleged), ""})
		}
	}
	for _, k := range m.Marks {
		all = append(all, drawnThing{code(k.Row) + ", " + p.whereabouts(k.Lon, k.Lat), fmt.Sprint(k.As, k.Where)})
	}
	return all
}

func (p *page) counted(key string, n int) template.HTML { return p.word(key) + " " + p.number(n) }

// whereabouts are a place on the map, the latitude first, as people write it.
func (p *page) whereabouts(lon, lat float64) template.HTML {
	side := func(degrees float64, positive, negative string) string {
		if degrees < 0 {
			positive = negative
		}
		return p.digits(fmt.Sprintf("%g°", math.Abs(degrees))) + " " + positive
	}
	return bdo(side(lat, "N", "S") + ", " + side(lon, "E", "W"))
}

// redrawn are sentences of what is drawn no longer, of what is drawn now, and of what is drawn otherwise.
func redrawn(was, is []block, p *page) (all []block) {
	gone, come := apart(things(was), things(is), func(a, b drawnThing) bool { return a == b })
	left, fresh := apart(gone, come, func(a, b drawnThing) bool { return a.Text == b.Text })
	_, otherwise := apart(fresh, come, func(a, b drawnThing) bool { return a == b })
	for _, told := range []struct {
		word string
		of   []drawnThing
	}{{"was", left}, {"is", fresh}, {"drawn-otherwise", otherwise}} {
		texts := make([]string, len(told.of))
		for i, t := range told.of {
			texts[i] = string(t.Text)
		}
		if len(texts) > 0 {
			all = append(all, block{Text: "<b>" + p.word(told.word) + ":</b> " + template.HTML(strings.Join(texts, "; "))})
		}
	}
	return all
}

func things(blocks []block) (all []drawnThing) {
	for _, b := range blocks {
		all = append(all, b.Drawn...)
	}
	return all
}

// apart takes pairs that are the same from two lists.
func apart(a, b []drawnThing, same func(a, b drawnThing) bool) (onlyA, onlyB []drawnThing) {
	onlyB = slices.Clone(b)
	for _, t := range a {
		if i := slices.IndexFunc(onlyB, func(o drawnThing) bool { return same(t, o) }); i >= 0 {
			onlyB = slices.Delete(onlyB, i, i+1)
		} else {
			onlyA = append(onlyA, t)
		}
	}
	return onlyA, onlyB
}
