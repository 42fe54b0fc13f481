package importer_test

import (
	"strings"
	"testing"
	"time"

	"truce/door/importer"
	"truce/office/officetest"
	"truce/tool/query"
)

// TestUCDP: what a row becomes.
func TestUCDP(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	imports(t, w, table(
		row("1"),
		row("2", "where_prec", "2", "date_prec", "2", "date_end", "2017-05-09", "event_clarity", "2"),
		row("3", "where_prec", "6", "where_coordinates", "Example", "adm_1", "", "adm_2", "", "date_prec", "4", "date_end", "2017-05-31"),
		row("4", "low", "2", "best", "16", "high", "2", "deaths_civilians", "16"),
		row("5", "low", "0", "best", "0", "high", "1", "deaths_a", "0", "deaths_civilians", "0"),
		row("6", "where_prec", "3", "source_article", strings.Repeat("ع", 9000)),
	))
	day := func(d int) time.Time { return time.Date(2017, 5, d, 0, 0, 0, 0, time.UTC) }

	t.Run("a complete allegation that is not an exercise", func(t *testing.T) {
		s, item := report(t, w, "report/ucdp-1")
		if s.Type != "allegation" || s.Status != "logged" || !item.Counted || s.Exercise || len(s.Missing) != 0 {
			t.Errorf("got %+v", s)
		}
		if s.Means != "open-source" || s.Weapon != "unknown" || s.Event != "other" || s.Accused != "" || s.Zone != "" || s.Area != "" {
			t.Errorf("something was guessed: %+v", s.Record)
		}
		if s.Count.Number != 1 || s.Count.Unit != "event" || s.Count.AtLeast {
			t.Errorf("counted as %+v", s.Count)
		}
	})
	t.Run("the source and the row are named", func(t *testing.T) {
		s, _ := report(t, w, "report/ucdp-1")
		if o := s.Origin; o.Row != "1" || o.Line != 2 || o.Source != "Agency" || o.Dataset != "UCDP GED (test)" || len(o.SHA256) != 64 || o.ReadAt.IsZero() {
			t.Errorf("got %+v", o)
		}
		for _, said := range []string{"Shells hit a town", "low 2, best 3, high 4", "latitude 35.25", "where_prec 1", "Example insurgents"} {
			if !strings.Contains(s.Narrative.Text, said) {
				t.Errorf("the narrative lacks %q: %s", said, s.Narrative.Text)
			}
		}
	})
	t.Run("a town is a locality and a day is a day", func(t *testing.T) {
		s, _ := report(t, w, "report/ucdp-1")
		if p := s.Place; p.Position == nil || p.Position.Lon != 36.5 || p.Position.Lat != 35.25 || p.Precision != "locality" {
			t.Errorf("placed at %+v", p)
		}
		if e := s.Time; !e.From.Equal(day(7)) || !e.Until.Equal(day(8)) || e.Precision != "day" {
			t.Errorf("at %+v", e)
		}
		if *s.Harm.KilledMin != 2 || *s.Harm.KilledMax != 4 || *s.Harm.CiviliansKilledMin != 2 || s.Harm.InjuredMin != nil || s.Harm.InjuredMax != nil || s.Effect != "death" {
			t.Errorf("harm %+v, effect %s", s.Harm, s.Effect)
		}
	})
	t.Run("near a point is a point with so wide a circle, and a district's is nominal", func(t *testing.T) {
		s, _ := report(t, w, "report/ucdp-2")
		if p := s.Place; p.Position == nil || p.Precision != "" || p.RadiusMetres != 25_000 || p.Name != "Example town" {
			t.Errorf("placed at %+v", p)
		}
		if s, _ := report(t, w, "report/ucdp-6"); s.Place.Position == nil || s.Place.Precision != "district" || s.Place.RadiusMetres != 0 {
			t.Errorf("placed at %+v", s.Place)
		}
	})
	t.Run("a coarse place has a name and no point", func(t *testing.T) {
		s, _ := report(t, w, "report/ucdp-2")
		if e := s.Time; !e.From.Equal(day(7)) || !e.Until.Equal(day(10)) || e.Precision != "week" || !s.Count.AtLeast {
			t.Errorf("at %+v, %+v", e, s.Count)
		}
		s, item := report(t, w, "report/ucdp-3")
		if p := s.Place; p.Position != nil || p.Precision != "" || item.Status != "logged" || !s.Time.Until.Equal(day(32)) {
			t.Errorf("placed at %+v, %s", p, item.Status)
		}
	})
	t.Run("the claimed range holds every estimate", func(t *testing.T) {
		if s, _ := report(t, w, "report/ucdp-4"); *s.Harm.KilledMin != 2 || *s.Harm.KilledMax != 16 || *s.Harm.CiviliansKilledMin != 2 {
			t.Errorf("harm %+v", s.Harm)
		}
		if s, _ := report(t, w, "report/ucdp-5"); *s.Harm.KilledMin != 0 || *s.Harm.KilledMax != 1 || s.Effect != "unknown" {
			t.Errorf("harm %+v, effect %s", s.Harm, s.Effect)
		}
	})
	t.Run("a long citation is cut and shows it", func(t *testing.T) {
		if s, _ := report(t, w, "report/ucdp-6"); !strings.HasSuffix(s.Narrative.Text, "ع…") {
			t.Errorf("ends in %q", s.Narrative.Text[len(s.Narrative.Text)-10:])
		}
	})
	t.Run("a stranger sees none of it", func(t *testing.T) {
		if _, err := w.Reading.Subject(t.Context(), w.As(""), made(w, "report/ucdp-1"), query.Clocks{}); err == nil {
			t.Error("shown")
		}
	})
}

// realTable is the published table for Syria, 2016 to 2019.
func realTable(t testing.TB) importer.Table {
	t.Helper()
	return dataFile(t, "ucdp-ged-syria/ged_syria_20160101_20191130.csv.gz")
}

func TestPublishedTable(t *testing.T) {
	t.Parallel()
	w := officetest.NewAt(t, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) // after all that the table tells of
	ctx := t.Context()
	start := time.Now()
	r, err := importer.Import(ctx, realTable(t), format(), options(w, "secretary"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s in %s", r.Summary(), time.Since(start).Round(time.Millisecond))
	if r.Rows != 16_566 || r.Taken != 16_566 {
		t.Errorf("got %+v", r)
	}
	all := query.Filter{Nouns: []string{"report"}, Counted: true}
	counts, err := w.Reading.Count(ctx, w.As("verifier-1"), all, []string{"status"})
	if err != nil || len(counts) != 1 || counts[0].N != 16_566 || counts[0].Values[0] != "logged" {
		t.Errorf("counted %+v, %v", counts, err)
	}
	year := all
	year.From, year.Until = time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	if counts, err = w.Reading.Count(ctx, w.As("verifier-1"), year, nil); err != nil || counts[0].N != 5_587 {
		t.Errorf("in 2017 %+v, %v", counts, err)
	}
	start = time.Now()
	again, err := importer.Import(ctx, realTable(t), format(), options(w, "secretary"), nil)
	if err != nil || again.There != 16_566 {
		t.Errorf("again %+v, %v", again, err)
	}
	t.Logf("again in %s", time.Since(start).Round(time.Millisecond))
}
