package law

import "truce/tool/geo"

// lies is how the place lies to the version's zone, whenever that is in force.
func (v *version) lies(p Place) Where {
	if v.area == nil || p.kind == somewhere {
		return MayBe
	}
	switch p.kind {
	case sector:
		return Where(v.area.WithinSector(p.sector))
	case region:
		return p.region.in(v.area)
	}
	return Where(v.area.Within(p.point, p.radius))
}

// in is how a region lies to a boundary: by overlay, since both are areas.
func (r *Region) in(a *geo.Area) Where {
	if !r.area.Box().Meets(a.Box()) {
		return Outside
	}
	if known, is := r.lies.Load(a); is {
		return known.(Where)
	}
	w := r.overlay(a)
	r.lies.Store(a, w)
	return w
}

func (r *Region) overlay(a *geo.Area) Where {
	c, err := geo.Compare(r.area.Shape(), a.Shape(), geo.Narrow{})
	switch {
	case err != nil: // the two are too nearly the same to be overlaid
		return MayBe
	case c.BothSquareMetres == 0:
		return Outside
	case c.OnlyASquareMetres == 0:
		return Inside
	}
	return MayBe
}

// liesInBelt is how the place lies to a belt, by the distance to the zone. Of a sector or a
// region that is not in the zone, the circle around it decides: it errs only to may-be.
func (v *version) liesInBelt(b *belt, p Place, zone Where) Where {
	switch {
	case v.area == nil || p.kind == somewhere:
		return MayBe
	case zone == Inside || p.kind == sector && v.around.WithinSector(p.sector) == geo.Outside:
		return Outside
	case geo.Where(zone) != geo.Border && v.area.Within(p.point, b.width+p.radius) == geo.Outside:
		return Outside // sooner known than the distance
	}
	return Where(v.area.InBelt(p.point, b.width, p.radius))
}

// metres is the distance of the middle of the place.
func (v *version) metres(p Place) *float64 {
	if v.area == nil || p.kind == somewhere {
		return nil
	}
	d := v.area.Distance(p.point)
	return &d
}
