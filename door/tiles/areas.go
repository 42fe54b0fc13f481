package tiles

import "github.com/paulmach/orb"

// mostAreas is how many sectors one tile shows; where there are more, the points alone are
// drawn, and nearer by the sectors come.
const mostAreas = 2000

// sectorsIn draws the sectors that reach into a tile.
func (s *spots) sectorsIn(t tileID, q *selection, pool *pool) *layer {
	var figures []*figure
	box := t.bound()
	for i := range s.areas {
		p := &s.areas[i]
		area := &s.sectors[p.sector]
		if p.gone || !area.bound.Intersects(box) || !q.pass(p) {
			continue
		}
		if len(figures) == mostAreas {
			return pool.layer("areas")
		}
		f := &figure{shape: orb.Polygon{area.ring()}}
		f.says("subject", string(s.subject(p)))
		f.says("noun", s.words.all[p.noun])
		f.says("type", s.words.all[p.kind])
		f.says("status", s.words.all[p.status])
		figures = append(figures, f)
	}
	return t.layer(pool, "areas", figures)
}
