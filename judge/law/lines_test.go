package law_test

import (
	"strings"
	"testing"

	"truce/ground/act"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/tool/geo"
)

// contact is a line that runs from west to east at 34 N: left of it is north.
func contact(t testing.TB, rules ...zone.Withdrawal) law.Row {
	t.Helper()
	l := zone.Line{Code: "contact", Status: zone.InForce, Course: &zone.Course{
		Told: zone.Told{Act: act.ID{1}, Digest: "d"},
		LineDrawn: zone.LineDrawn{
			Terms: terms, Kind: "contact", Edges: zone.Straight, Left: "SY-GOV", Right: "SY-OPP", Withdrawals: rules,
			Geometry: []byte(`{"type":"LineString","coordinates":[[36,34],[37,34]]}`),
		},
	}}
	return row(t, "line/contact", day(5, 6), day(9, 1), l)
}

func guns(metres float64, rule string) zone.Withdrawal {
	return zone.Withdrawal{Weapons: []string{"artillery-towed", "artillery-self-propelled"}, MinCalibreMillimetres: 100, DistanceMetres: metres, Rule: rule}
}

func behind(metres, radius float64) law.Place {
	return law.Circle(geo.Destination(point(36.5, 34), 0, metres), radius)
}

// The mission's example: with a zone 50 km wide in total, 25 km on each side, a 122 mm gun
// 15 km behind the contact line is flagged and one at 30 km is not.
func TestWithdrawals(t *testing.T) {
	t.Parallel()
	gun := law.Weapon{Class: "artillery-towed", Millimetres: 122, Party: "SY-GOV"}
	nobodys := law.Weapon{Class: "artillery-towed", Millimetres: 122}
	south := law.Circle(geo.Destination(point(36.5, 34), 180, 60_000), 0)
	total, perSide := guns(50_000, zone.Total), guns(50_000, zone.PerSide)
	for name, c := range map[string]struct {
		rule   zone.Withdrawal
		weapon law.Weapon
		place  law.Place
		when   law.When
		want   string
	}{
		"15 km behind the line":             {total, gun, behind(15_000, 0), at(7, 20), "engaged too-near"},
		"30 km behind the line":             {total, gun, behind(30_000, 0), at(7, 20), "not-engaged far-enough"},
		"30 km, if 50 km are for each side": {perSide, gun, behind(30_000, 0), at(7, 20), "engaged too-near"},
		"60 km, if 50 km are for each side": {perSide, gun, behind(60_000, 0), at(7, 20), "not-engaged far-enough"},
		"24 km, give or take 2":             {total, gun, behind(24_000, 2000), at(7, 20), "may-be place-uncertain"},
		"22 km, give or take 2":             {total, gun, behind(22_000, 2000), at(7, 20), "engaged too-near"},
		"28 km, give or take 2":             {total, gun, behind(28_000, 2000), at(7, 20), "not-engaged far-enough"},
		"as near as can be measured":        {total, gun, behind(25_000, 0), at(7, 20), "may-be place-uncertain"},
		"60 km on the other's side":         {total, gun, south, at(7, 20), "engaged across-the-line"},
		"60 km there, nobody knows whose":   {total, nobodys, south, at(7, 20), "not-engaged far-enough"},
		"82 mm":                             {total, law.Weapon{Class: "artillery-towed", Millimetres: 82}, behind(15_000, 0), at(7, 20), ""},
		"a tank":                            {total, law.Weapon{Class: "tank", Millimetres: 122}, behind(15_000, 0), at(7, 20), ""},
		"of unknown calibre":                {total, law.Weapon{Class: "artillery-towed"}, behind(15_000, 0), at(7, 20), "not-decided too-near not-known"},
		"of unknown calibre, far away":      {total, law.Weapon{Class: "artillery-towed"}, behind(30_000, 0), at(7, 20), "not-engaged far-enough"},
		"of unknown class":                  {total, law.Weapon{Class: "unknown", Millimetres: 122}, behind(15_000, 0), at(7, 20), "not-decided too-near not-known"},
		"somewhere":                         {total, gun, law.Place{}, at(7, 20), "not-decided no-place"},
		"before the line":                   {total, gun, behind(15_000, 0), at(5, 1), ""},
		"after the line":                    {total, gun, behind(15_000, 0), law.When{From: day(9, 1)}, ""},
		"when the line ended":               {total, gun, behind(15_000, 0), during(day(8, 31), day(9, 2)), "may-be too-near time-uncertain"},
	} {
		s := open(t, contact(t, c.rule))
		var got []string
		for _, w := range s.Withdrawals(c.weapon, c.place, c.when) {
			words := []string{string(w.Verdict)}
			for _, r := range w.Why {
				words = append(words, r.Say)
			}
			got = append(got, strings.Join(words, " "))
			if limit := c.rule.SideMetres(); w.LimitMetres != limit {
				t.Errorf("%s: limit %v", name, w.LimitMetres)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %v, want %s", name, got, c.want)
		}
	}
}

func TestLines_side_and_distance(t *testing.T) {
	t.Parallel()
	s := open(t, contact(t))
	for name, c := range map[string]struct {
		place      law.Place
		side       string
		party      string
		from, till float64
	}{
		"north of it":                  {behind(1000, 0), "left", "SY-GOV", 999, 1001},
		"north of it, give or take":    {behind(1000, 400), "left", "SY-GOV", 599, 1401},
		"too near to tell":             {behind(1000, 1200), "", "", 0, 2201},
		"on it":                        {exact(36, 34), "on", "", 0, 0},
		"straight on":                  {law.Circle(point(38, 34), 500), "", "", 91_000, 94_000},
		"beyond the end and to a side": {law.Circle(point(38, 33), 500), "right", "SY-OPP", 140_000, 146_000},
	} {
		f := s.Lines(c.place, at(7, 20))[0]
		if f.Side != c.side || f.Party != c.party || f.Nearest < c.from || f.Farthest > c.till || !f.Throughout {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if f := s.Lines(law.Place{}, at(7, 20))[0]; !f.Unknown || f.Side != "" {
		t.Errorf("somewhere: %+v", f)
	}
}

// A clause that names a line means the ground that the line keeps clear.
func TestEngages_along_a_line(t *testing.T) {
	t.Parallel()
	s := open(t, contact(t, guns(50_000, zone.Total)), pact(t, clausesOf(prohibition("p", "true", sides(), "contact"))))
	for want, p := range map[string]law.Place{
		"engaged rule-true": behind(20_000, 100), "not-engaged outside": behind(30_000, 100), "may-be rule-true place-uncertain": behind(25_000, 100),
	} {
		if got := said(s.Engages(mortar(), p, at(7, 20))[0]); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCompare_a_point_in_the_sliver(t *testing.T) {
	t.Parallel()
	draw := func(west, south, east, north float64) *geo.Area {
		a, err := law.Draw(box(west, south, east, north), zone.Straight)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a, b := draw(36, 34, 37, 35), draw(36, 34, 36.999, 35)
	c, err := law.Compare(a, b, geo.Narrow{WidthMetres: 200, SquareMetres: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Slivers) != 1 || c.Slivers[0].Of != "a" || c.OnlyBSquareMetres != 0 || len(c.Gaps) != 0 {
		t.Errorf("%+v", c.Comparison)
	}
	if whole := c.BothSquareMetres + c.OnlyASquareMetres; whole < 0.999999*c.ASquareMetres || whole > 1.000001*c.ASquareMetres || c.BSquareMetres >= c.ASquareMetres {
		t.Errorf("areas %v", c)
	}
	if byA, byB := c.By(exact(36.9995, 34.5)); byA != law.Inside || byB != law.Outside {
		t.Errorf("in the sliver: inside by A is %v, by B %v", byA, byB)
	}
	if byA, byB := c.By(law.Circle(point(36.9995, 34.5), 200)); byA != law.MayBe || byB != law.MayBe {
		t.Errorf("about there: %v, %v", byA, byB)
	}
	neighbour := draw(37.001, 34, 38, 35)
	c, err = law.Compare(a, neighbour, geo.Narrow{WidthMetres: 200, SquareMetres: 1000})
	if err != nil || len(c.Gaps) != 1 || c.BothSquareMetres != 0 {
		t.Errorf("a gap of 90 m: %v, %d gaps", err, len(c.Gaps))
	}
}

func TestWhere_is_a_word_in_records(t *testing.T) {
	t.Parallel()
	for _, w := range []law.Where{law.Outside, law.Inside, law.Border, law.MayBe} {
		text, _ := w.MarshalText()
		var again law.Where
		if err := again.UnmarshalText(text); err != nil || again != w || again.Holds() != (w == law.Inside || w == law.Border) {
			t.Errorf("%v: %v, %v", w, again, err)
		}
	}
	if new(law.Where).UnmarshalText([]byte("perhaps")) == nil {
		t.Error("perhaps is no answer")
	}
}
