package judging_test

import (
	"context"
	"fmt"
	"testing"

	"truce/judge/law"
	"truce/office/officetest"
	"truce/tool/geo"
)

func point(t testing.TB, lon, lat float64) geo.Point {
	t.Helper()
	p, err := geo.FromDegrees(lon, lat)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// where answers how a point lies to zone/dz-idlib.
func where(t testing.TB, s *law.Snapshot, lon float64, w law.When) string {
	t.Helper()
	for _, f := range s.At(law.Circle(point(t, lon, 35.5), 0), w).Findings {
		if f.Kind == law.Zone && f.Where != law.Outside {
			return f.Where.String()
		}
	}
	return "outside"
}

// twice enacts a boundary in June and moves it east in August.
func twice(t testing.TB) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	w.Agreed(t)
	w.Clock.Set(officetest.Date(6, 1))
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(6, 2)), officetest.Date(6, 1))
	w.Clock.Set(officetest.Date(8, 1))
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(2, 36.5, officetest.Date(7, 1)), officetest.Date(7, 1))
	return w
}

func TestLaw_is_asked_with_two_clocks(t *testing.T) {
	t.Parallel()
	w := twice(t)
	for _, c := range []struct {
		lon  float64
		when law.When
		want string
	}{
		{36.2, law.When{From: officetest.Date(6, 1)}, "outside"},
		{36.2, law.When{From: officetest.Date(6, 10)}, "inside"},
		{36.2, law.When{From: officetest.Date(7, 20)}, "inside"}, // the change, of an earlier day, takes nothing back
		{37.2, law.When{From: officetest.Date(7, 20)}, "outside"},
		{36.2, law.When{From: officetest.Date(8, 2)}, "outside"},
		{36.2, law.When{From: officetest.Date(8, 2), Known: officetest.Date(7, 25)}, "inside"}, // the change was not known yet
		{37.2, law.When{From: officetest.Date(8, 2)}, "inside"},
		{37.2, law.When{From: officetest.Date(6, 10), Known: officetest.Date(5, 20)}, "outside"},
	} {
		if got := where(t, w.Judging.Law(), c.lon, c.when); got != c.want {
			t.Errorf("%v at %v: %s, want %s", c.lon, c.when, got, c.want)
		}
	}
}

// What is known of the law, and when it was learnt, is the same after a restart and after
// everything was folded again.
func TestLaw_is_the_same_after_a_restart_and_a_rebuild(t *testing.T) {
	t.Parallel()
	w := twice(t)
	live := fmt.Sprint(w.Judging.LawChanges())
	if n := len(w.Judging.LawChanges()); n < 3 {
		t.Errorf("%d changes of the law", n)
	}
	check := func(what string) {
		t.Helper()
		if got := fmt.Sprint(w.Judging.LawChanges()); got != live {
			t.Errorf("%s: got\n%s\nwant\n%s", what, got, live)
		}
		if got := where(t, w.Judging.Law(), 36.2, law.When{From: officetest.Date(7, 20), Known: officetest.Date(7, 25)}); got != "inside" {
			t.Errorf("%s: %s", what, got)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	check("after a restart")
	if _, err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	check("after a rebuild")
}

func TestLaw_of_an_empty_office(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	if got := w.Judging.Law().At(law.Circle(point(t, 36.2, 35.5), 0), law.When{}); len(got.Findings)+len(got.Lines)+len(got.Applies) > 0 {
		t.Errorf("%+v", got)
	}
}
