package exercise

import (
	"testing"
	"time"

	"truce/judge/law"
	"truce/noun/agreement"
	"truce/office/house"
	"truce/tool/geo"
)

// One text, two days: what each version says by when, and how it stood as was known.
func deadlines(t *testing.T, o *house.House) {
	for _, c := range []struct {
		version, obligation string
		due                 agreement.Date
		at                  time.Time // asked then, of what was known then
		want                string
	}{
		{"draft", "working-group", "2017-05-09", on(5, 9, 12), agreement.Open},
		{"draft", "working-group", "2017-05-09", on(5, 10, 12), agreement.Overdue},
		{"report", "working-group", "2017-05-14", on(5, 14, 12), agreement.Open},
		{"memorandum", "working-group", "2017-05-18", on(5, 18, 12), agreement.Open},
		{"memorandum", "working-group", "2017-05-18", on(5, 19, 12), agreement.Overdue},
		{"memorandum", "working-group", "2017-05-18", on(6, 2, 12), agreement.Late},
		{"memorandum", "maps", "2017-06-04", on(6, 5, 12), agreement.Overdue},
		{"memorandum", "maps", "2017-06-04", on(7, 22, 12), agreement.Overdue}, // one of four maps, and what one party says
		{"memorandum", "maps", "2017-06-04", on(9, 17, 12), agreement.Late},
	} {
		a := stateOf[agreement.Agreement](t, subject(t, o, "agreement/syria-2017", c.at))
		v, _ := a.Version(c.version)
		for _, d := range v.Deadlines {
			if d.Obligation == c.obligation && (d.Day != c.due || d.StandsAt(c.at) != c.want) {
				t.Errorf("%s %s on %s: due %s, %s; want %s, %s", c.version, c.obligation, c.at, d.Day, d.StandsAt(c.at), c.due, c.want)
			}
		}
		if len(v.Deadlines) == 0 {
			t.Errorf("%s has no deadlines", c.version)
		}
	}
	a := stateOf[agreement.Agreement](t, subject(t, o, "agreement/syria-2017", time.Time{}))
	v, _ := a.Version("memorandum")
	want := []agreement.Interval{{From: on(5, 4, 21), Until: time.Date(2018, 5, 4, 21, 0, 0, 0, time.UTC)}}
	if len(v.Force) != 1 || !v.Force[0].From.Equal(want[0].From) || !v.Force[0].Until.Equal(want[0].Until) {
		t.Errorf("in force %v, want %v: extended once by all, and once not", v.Force, want)
	}
}

// Places of which the answer was worked out by hand.
func zones(t *testing.T, o *house.House) {
	year := func(y int, month time.Month, d int) time.Time { return time.Date(y, month, d, 12, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		lon, lat  float64
		at, known time.Time
		code      string
		want      string
	}{
		"sectors cross, as known then":  {35.995, 33.043, year(2017, 7, 23), year(2017, 7, 15), "dz-south", "nothing"},
		"sectors cross, as known later": {35.995, 33.043, year(2017, 7, 23), year(2017, 7, 19), "dz-south", "inside"},
		"south in May":                  {36.12, 32.62, year(2017, 5, 7), time.Time{}, "dz-south", "nothing"},
		"sliver before force":           {36.8985, 34.92, year(2017, 7, 29), time.Time{}, "dz-homs", "nothing"},
		"sliver in force":               {36.8985, 34.92, year(2017, 8, 15), time.Time{}, "dz-homs", "inside"},
		"corner of the border":          {36.9, 34.92, year(2017, 8, 17), time.Time{}, "dz-homs", "border"},
		"belt, not zone":                {36.73, 34.805, year(2017, 8, 6), time.Time{}, "dz-homs", "outside"},
		"belt":                          {36.73, 34.805, year(2017, 8, 6), time.Time{}, "sz-homs", "inside"},
		"Idlib before force":            {36.5, 35.4, year(2017, 9, 5), time.Time{}, "dz-idlib", "nothing"},
		"Idlib":                         {36.63, 35.93, year(2017, 9, 19), time.Time{}, "dz-idlib", "inside"},
		"edge before it was cut off":    {37.05, 35.7, year(2017, 12, 1), time.Time{}, "dz-idlib", "inside"},
		"edge after it was cut off":     {37.05, 35.7, year(2018, 4, 25), time.Time{}, "dz-idlib", "outside"},
		"Ghouta":                        {36.4, 33.52, year(2017, 7, 26), time.Time{}, "dz-ghouta", "inside"},
		"Ghouta after it lapsed":        {36.4, 33.52, year(2018, 4, 20), time.Time{}, "dz-ghouta", "nothing"},
	} {
		if got := lies(t, o, c.lon, c.lat, law.When{From: c.at, Known: c.known}, c.code); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	gun := law.Weapon{Class: "artillery-towed", Millimetres: 122, Party: "SY-GOV"}
	for lon, want := range map[float64]law.Verdict{37.09: law.Engaged, 37.255: law.NotEngaged} {
		found := o.Judging.Law().Withdrawals(gun, spot(t, lon, 35.45), law.When{From: year(2017, 11, 5)})
		if len(found) != 1 || found[0].Verdict != want {
			t.Errorf("gun at %v: %+v, want %v", lon, found, want)
		}
	}
}

func spot(t *testing.T, lon, lat float64) law.Place {
	t.Helper()
	p, err := geo.FromDegrees(lon, lat)
	if err != nil {
		t.Fatal(err)
	}
	return law.Circle(p, 0)
}

func lies(t *testing.T, o *house.House, lon, lat float64, w law.When, code string) string {
	t.Helper()
	for _, s := range o.Judging.Law().At(spot(t, lon, lat), w).Overall {
		if s.Code == code {
			return s.Where.String()
		}
	}
	return "nothing"
}
