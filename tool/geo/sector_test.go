package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestSectorCheck(t *testing.T) {
	t.Parallel()
	good := Sector{deg(36, 34), 45, 5, 0, 1000}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for _, c := range []func(*Sector){
		func(s *Sector) { s.Origin.Lat = 900_000_001 },
		func(s *Sector) { s.Bearing = -1 },
		func(s *Sector) { s.Bearing = nan() },
		func(s *Sector) { s.HalfWidth = 0 },
		func(s *Sector) { s.HalfWidth = 181 },
		func(s *Sector) { s.MinMetres = -1 },
		func(s *Sector) { s.MinMetres = 1000 },
		func(s *Sector) { s.MaxMetres = math.Inf(1) },
		func(s *Sector) { s.MinMetres = nan() },
	} {
		bad := good
		c(&bad)
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
		if _, err := bad.Polygon(); err == nil {
			t.Errorf("%+v is drawn", bad)
		}
	}
}

// holds is the definition of a sector.
func (s Sector) holds(p Point) bool {
	d := Distance(s.Origin, p)
	turn := math.Abs(math.Remainder(Bearing(s.Origin, p)-s.Bearing, 360))
	return d >= s.MinMetres && d <= s.MaxMetres && turn <= s.HalfWidth
}

// somewhere is a random place in the sector, often on its sides and arcs.
func (s Sector) somewhere(rnd *rand.Rand) Point {
	pick := func(low, high float64) float64 {
		switch rnd.IntN(4) {
		case 0:
			return low
		case 1:
			return high
		}
		return low + rnd.Float64()*(high-low)
	}
	return Destination(s.Origin, s.Bearing+pick(-s.HalfWidth, s.HalfWidth), pick(s.MinMetres, s.MaxMetres))
}

func randomSector(rnd *rand.Rand, near Point, reach float64) Sector {
	s := Sector{
		Origin:    Destination(near, 360*rnd.Float64(), reach*rnd.Float64()),
		Bearing:   360 * rnd.Float64(),
		HalfWidth: []float64{0.1, 2, 15, 60, 90, 120, 179, 180}[rnd.IntN(8)],
		MaxMetres: reach * (0.01 + rnd.Float64()),
	}
	if rnd.IntN(2) == 0 {
		s.MinMetres = s.MaxMetres * rnd.Float64() * 0.9
	}
	return s
}

// TestSectorAgainstArea: whatever is said for certain is true of every place in the sector,
// and MayBe is only said when places near the sector lie on both sides.
func TestSectorAgainstArea(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(11, 11))
	centre := deg(36.6, 35.9)
	m := MultiPolygon{{coast(rnd, centre, 2_000_000, 300), []Ring{star(rnd, centre, 300_000, 9)}}}
	a := mustArea(t, m)
	x := indexOf(t, []MultiPolygon{m})
	seen := map[Where]int{}
	for range 300 {
		s := randomSector(rnd, centre, 30_000)
		got := a.WithinSector(s)
		seen[got]++
		byIndex := Outside
		for _, h := range x.WithinSector(s, 0, Latest, nil) {
			byIndex = h.Where
		}
		if byIndex != got {
			t.Fatalf("%+v: area says %v, index %v", s, got, byIndex)
		}
		found := map[Where]bool{}
		for range 200 {
			found[a.Locate(s.somewhere(rnd))] = true
		}
		if got == Inside && found[Outside] || got == Outside && found[Inside] {
			t.Fatalf("%+v: %v, but found %v", s, got, found)
		}
	}
	if seen[Inside] < 10 || seen[Outside] < 10 || seen[MayBe] < 10 {
		t.Errorf("only %v", seen)
	}
	t.Run("may_be_only_when_the_border_is_there", func(t *testing.T) {
		wrong := 0
		for range 60 {
			s := randomSector(rnd, centre, 30_000)
			if a.WithinSector(s) != MayBe {
				continue
			}
			grown := s
			grown.MinMetres, grown.MaxMetres = max(0, s.MinMetres-100), s.MaxMetres+100
			grown.HalfWidth = min(180, s.HalfWidth+1)
			if !borderIn(m, grown) {
				wrong++
			}
		}
		if wrong > 0 {
			t.Errorf("%d times no border near", wrong)
		}
	})
}

func borderIn(m MultiPolygon, s Sector) bool {
	for _, r := range m.rings() {
		for i := range len(r) - 1 {
			for k := range 50 {
				t := float64(k) / 50
				p := Point{r[i].Lon + roundUnit(t*float64(r[i+1].Lon-r[i].Lon)), r[i].Lat + roundUnit(t*float64(r[i+1].Lat-r[i].Lat))}
				if s.holds(p) {
					return true
				}
			}
		}
	}
	return false
}

func TestSectorPolygon(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(12, 12))
	for range 200 {
		s := randomSector(rnd, deg(36.6, 35.9), 60_000)
		p, err := s.Polygon()
		if err != nil {
			t.Fatal(err)
		}
		m := MultiPolygon{p}
		a := mustArea(t, m)
		if f := m.ValidateWriting(); len(f) > 0 {
			t.Fatalf("%+v: %v", s, f[0])
		}
		for range 50 {
			if q := s.somewhere(rnd); a.Distance(q) > 0.2 {
				t.Fatalf("%+v: %v is %.2f m outside the drawing", s, q, a.Distance(q))
			}
		}
		for _, r := range p.Rings() {
			for _, v := range r {
				d := Distance(s.Origin, v)
				if d > s.MaxMetres*1.0002+0.2 || d < s.MinMetres*0.9998-0.2 {
					t.Fatalf("%+v: vertex at %.2f m", s, d)
				}
			}
		}
	}
}

func TestSectorAtTheEndsOfTheMap(t *testing.T) {
	t.Parallel()
	for _, s := range []Sector{{deg(179.9, 10), 90, 20, 0, 50_000}, {deg(0, 89.9), 0, 180, 0, 50_000}, {deg(36, 34), 0, 0.001, 0, 1}} {
		if _, err := s.Polygon(); err == nil {
			t.Errorf("%+v is drawn", s)
		}
	}
	across := indexOf(t, []MultiPolygon{{{Outer: rectangle(-1_800_000_000, 99_000_000, -1_799_000_000, 101_000_000)}}})
	if hits := across.Within(Query{deg(179.99, 10), 0, Latest}, 5000, nil); len(hits) != 1 || hits[0].Where != MayBe {
		t.Errorf("across the antimeridian: %v", hits)
	}
	if hits := across.WithinSector(Sector{deg(179.99, 10), 90, 5, 0, 5000}, 0, Latest, nil); len(hits) != 1 || hits[0].Where != MayBe {
		t.Errorf("across the antimeridian: %v", hits)
	}
}

func TestIntersect(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(13, 13))
	for range 60 {
		target := deg(36.6+0.1*rnd.Float64(), 35.9)
		var seen []Sector
		for range 1 + rnd.IntN(3) {
			post := Destination(target, 360*rnd.Float64(), 2000+8000*rnd.Float64())
			d := Distance(post, target)
			turned := math.Mod(Bearing(post, target)+4*rnd.Float64()+358, 360)
			seen = append(seen, Sector{post, turned, 3, d * 0.8, d * 1.3})
		}
		m, err := Intersect(seen...)
		if err != nil {
			t.Fatal(err)
		}
		if len(m) == 0 || mustArea(t, m).Locate(target) == Outside {
			t.Fatalf("%v is not where all of %+v saw it", target, seen)
		}
		away := seen[0]
		away.Bearing = math.Mod(away.Bearing+180, 360)
		if m, err = Intersect(append(seen, away)...); err != nil || len(m) > 0 {
			t.Fatalf("opposite sectors have %v in common, %v", m, err)
		}
	}
	if _, err := Intersect(); err == nil {
		t.Error("no sector is taken")
	}
	if _, err := Intersect(Sector{}); err == nil {
		t.Error("a bad sector is taken")
	}
}
