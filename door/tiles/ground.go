package tiles

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"

	"truce/judge/policy"
	"truce/noun"
	"truce/noun/zone"
	"truce/tool/answer"
	"truce/tool/geo"
	"truce/tool/kinds"
	"truce/tool/query"
)

// ground is what is drawn below what happened: zones, belts, lines and posts as one reader
// may see them at two moments. They are few; every tile looks at all of them.
type ground struct {
	zones, names, belts, lines, posts []*figure // in degrees
	unheld                            []*figure // zones and lines that were agreed on and are not in force: a layer apart, that nobody draws them as if they were
}

// nounsOfGround are asked of the office's lists, by their rights.
func nounsOfGround() []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Placed.Map == noun.Ground })
}

// mostGround bounds how many rows of each noun are drawn.
const mostGround = 20_000

func (d *Door) readGround(ctx context.Context, who policy.Person, at query.Clocks) (*ground, error) {
	g := &ground{}
	for _, name := range nounsOfGround() {
		filter := query.Filter{Nouns: []string{name}, InForce: at.InForce, Known: at.Known}
		if at.InForce.IsZero() {
			filter.InForce = d.o.Now()
		}
		if err := d.eachItem(ctx, who, filter, func(i answer.Item) error { return g.take(d, i) }); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (d *Door) eachItem(ctx context.Context, who policy.Person, filter query.Filter, do func(answer.Item) error) error {
	var after *query.Cursor
	for n := 0; n < mostGround; {
		page, err := d.room.List(ctx, who, filter, after, query.MaxPage)
		if err != nil {
			return err
		}
		for _, i := range page.Items {
			if err := do(i); err != nil {
				return err
			}
		}
		if page.Next == nil {
			return nil
		}
		n, after = n+len(page.Items), page.Next
	}
	return nil
}

// drawn is what is read of the state of a zone or a line.
type drawn struct {
	Code   string `json:"code"`
	Status string `json:"status"`
	In     *shape `json:"boundary"`
	Course *shape `json:"course"`
	Agreed *shape `json:"agreed"` // and not in force
}

type shape struct {
	Digest      string         `json:"digest"`
	Names       []name         `json:"names"`
	Geometry    jsontext.Value `json:"geometry"`
	Edges       string         `json:"edges"`
	Kind        string         `json:"kind"`
	Left        string         `json:"left"`
	Right       string         `json:"right"`
	Approximate bool           `json:"approximate"`
	Belts       []belt         `json:"belts"`
}

type name struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

type belt struct {
	Code        string  `json:"code"`
	Names       []name  `json:"names"`
	WidthMetres float64 `json:"widthMetres"`
}

func (g *ground) take(d *Door, i answer.Item) error {
	if i.Noun == "post" {
		return g.takePost(i)
	}
	var s drawn
	if err := json.Unmarshal(i.State, &s); err != nil {
		return fmt.Errorf("read state of %s: %w", i.Subject, err)
	}
	switch {
	case s.In != nil:
		return g.takeZone(d, i, s)
	case s.Course != nil:
		return g.takeLine(i, s)
	case s.Agreed != nil:
		return g.takeUnheld(i, s)
	}
	return nil
}

func (g *ground) takeZone(d *Door, i answer.Item, s drawn) error {
	area, err := geo.ParseGeoJSON(s.In.Geometry)
	if err != nil {
		return fmt.Errorf("read boundary of %s: %w", i.Subject, err)
	}
	drawnAs := area
	if s.In.Edges == zone.Geodesic {
		drawnAs = geo.Densify(area)
	}
	f := feature(multi(drawnAs), i, s.Code, s.In.Names, s.In)
	g.zones = append(g.zones, f)
	if label := labelled(f); label != nil {
		g.names = append(g.names, label)
	}
	for _, b := range s.In.Belts {
		strip, err := d.belts.of(s.In.Digest, area, b.WidthMetres)
		if err != nil {
			d.o.Log.Warn("draw belt", "zone", s.Code, "error", err) // the zone is drawn without it
			continue
		}
		f := feature(multi(strip), i, b.Code, b.Names, s.In)
		f.says("zone", s.Code)
		f.says("width", strconv.FormatFloat(b.WidthMetres, 'f', -1, 64))
		g.belts = append(g.belts, f)
	}
	return nil
}

// takeUnheld draws the outline of what is not in force: without belts, which keep nothing away.
func (g *ground) takeUnheld(i answer.Item, s drawn) error {
	if i.Noun == zone.LineNoun {
		course, err := courseOf(s.Agreed)
		if err != nil {
			return fmt.Errorf("read course of %s: %w", i.Subject, err)
		}
		g.unheld = append(g.unheld, feature(course, i, s.Code, s.Agreed.Names, s.Agreed))
		return nil
	}
	area, err := geo.ParseGeoJSON(s.Agreed.Geometry)
	if err != nil {
		return fmt.Errorf("read boundary of %s: %w", i.Subject, err)
	}
	if s.Agreed.Edges == zone.Geodesic {
		area = geo.Densify(area)
	}
	f := feature(multi(area), i, s.Code, s.Agreed.Names, s.Agreed)
	g.unheld = append(g.unheld, f)
	if label := labelled(f); label != nil {
		g.names = append(g.names, label)
	}
	return nil
}

func courseOf(s *shape) (orb.LineString, error) {
	line, err := geo.ParseGeoJSONLine(s.Geometry)
	if err != nil {
		return nil, err
	}
	if s.Edges == zone.Geodesic {
		line = geo.DensifyLine(line)
	}
	var course orb.LineString
	for _, p := range line {
		course = append(course, point(p))
	}
	return course, nil
}

func (g *ground) takeLine(i answer.Item, s drawn) error {
	course, err := courseOf(s.Course)
	if err != nil {
		return fmt.Errorf("read course of %s: %w", i.Subject, err)
	}
	f := feature(course, i, s.Code, s.Course.Names, s.Course)
	f.says("type", s.Course.Kind)
	f.says("left", s.Course.Left)
	f.says("right", s.Course.Right)
	g.lines = append(g.lines, f)
	return nil
}

// takePost draws a post where the reader may know it: exactly, or to a tenth of a degree.
func (g *ground) takePost(i answer.Item) error {
	var s struct {
		Name  string    `json:"name"`
		Near  *position `json:"near"`
		Place *struct {
			Position *position `json:"position"`
		} `json:"place"`
	}
	if err := json.Unmarshal(i.State, &s); err != nil {
		return fmt.Errorf("read state of %s: %w", i.Subject, err)
	}
	at, exact := s.Near, false
	if s.Place != nil && s.Place.Position != nil {
		at, exact = s.Place.Position, true
	}
	if at == nil {
		return nil
	}
	f := feature(orb.Point{at.Lon, at.Lat}, i, s.Name, nil, nil)
	f.says("exact", strconv.FormatBool(exact))
	f.says("party", i.Party)
	f.says("type", i.Type)
	g.posts = append(g.posts, f)
	return nil
}

func feature(shape orb.Geometry, i answer.Item, code string, names []name, of *shape) *figure {
	f := &figure{shape: shape}
	f.says("subject", string(i.Subject))
	f.says("name", code)
	f.says("status", i.Status)
	for _, n := range names {
		f.says("name:"+n.Language, n.Text)
	}
	if of != nil && of.Approximate {
		f.says("approximate", "true")
	}
	return f
}

func point(p geo.Point) orb.Point {
	lon, lat := p.Degrees()
	return orb.Point{lon, lat}
}

func multi(m geo.MultiPolygon) orb.MultiPolygon {
	all := make(orb.MultiPolygon, len(m))
	for i, p := range m {
		for _, r := range append([]geo.Ring{p.Outer}, p.Holes...) {
			ring := make(orb.Ring, 0, len(r)+1)
			for _, v := range r {
				ring = append(ring, point(v))
			}
			if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
				ring = append(ring, ring[0])
			}
			all[i] = append(all[i], ring)
		}
	}
	return all
}

// margin is how far shapes reach beyond the tile, in its units, so that no border is drawn
// along its sides.
const margin = 64

// appendTo writes the layers of a tile.
func (g *ground) appendTo(tile []byte, t tileID, p *pool) []byte {
	for _, l := range []struct {
		name    string
		figures []*figure
	}{{"zones", g.zones}, {"unheld", g.unheld}, {"names", g.names}, {"belts", g.belts}, {"lines", g.lines}, {"posts", g.posts}} {
		tile = t.layer(p, l.name, l.figures).appendTo(tile)
	}
	return tile
}

// layer draws the figures that reach into a tile.
func (t tileID) layer(p *pool, name string, figures []*figure) *layer {
	l, box := p.layer(name), t.bound()
	for _, f := range figures {
		if f.shape.Bound().Intersects(box) {
			l.figure(f, t.cut(f.shape))
		}
	}
	return l
}

// cut brings a shape into the units of a tile and leaves out what is beyond it; nil if all
// is. A point belongs to one tile alone.
func (t tileID) cut(shape orb.Geometry) orb.Geometry {
	shape = t.project(orb.Clone(shape))
	if p, is := shape.(orb.Point); is {
		if p[0] < 0 || p[1] < 0 || p[0] >= extent || p[1] >= extent {
			return nil
		}
		return p
	}
	shape = simplify.DouglasPeucker(1).Simplify(shape)
	return clip.Geometry(orb.Bound{Min: orb.Point{-margin, -margin}, Max: orb.Point{extent + margin, extent + margin}}, shape)
}

// bound is the tile with its margin, in degrees. A point belongs to one tile alone.
func (t tileID) bound() orb.Bound {
	side := 360 / math.Exp2(float64(t.z))
	grow := side * margin / extent
	west, east := float64(t.x)*side-180, float64(t.x+1)*side-180
	return orb.Bound{
		Min: orb.Point{west - grow, latitude(t.y+1, t.z) - grow}, Max: orb.Point{east + grow, latitude(t.y, t.z) + grow}}
}

func latitude(row, z uint32) float64 {
	n := math.Pi * (1 - 2*float64(row)/math.Exp2(float64(z)))
	return math.Atan(math.Sinh(n)) * 180 / math.Pi
}

// project brings degrees into the units of the tile, in place.
func (t tileID) project(g orb.Geometry) orb.Geometry {
	to := func(p orb.Point) orb.Point {
		lat := min(max(p[1], -maxLat), maxLat)
		s := math.Sin(lat * math.Pi / 180)
		n := math.Exp2(float64(t.z)) * extent
		return orb.Point{
			(p[0]+180)/360*n - float64(t.x)*extent,
			(0.5-math.Log((1+s)/(1-s))/(4*math.Pi))*n - float64(t.y)*extent,
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return to(g)
	case orb.LineString:
		for i := range g {
			g[i] = to(g[i])
		}
	case orb.Polygon:
		for _, r := range g {
			for i := range r {
				r[i] = to(r[i])
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			t.project(p)
		}
	}
	return g
}
