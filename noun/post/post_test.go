package post_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/place"
	"truce/noun/post"
)

func day(d int) time.Time { return time.Date(2017, 10, d, 0, 0, 0, 0, time.UTC) }

func where(lon float64) place.Place {
	return place.Place{Position: &place.Position{Lon: lon, Lat: 36}, Precision: "locality"}
}

func established(from int, lon float64) *post.PostEstablished {
	return &post.PostEstablished{Name: "OP 1", Kind: "observation-post", Operator: "TR", Zone: "dz-1", From: day(from), Place: where(lon)}
}

func moved(from int, lon float64) *post.PostMoved {
	return &post.PostMoved{From: day(from), Place: where(lon)}
}
func closed(from int) *post.PostClosed { return &post.PostClosed{From: day(from)} }

// periods are written as from-until: the longitude, or closed.
func periods(t *testing.T, h *foldtest.History) string {
	t.Helper()
	var all []string
	for _, p := range h.Fold(t).Periods {
		until := "…"
		if !p.Until.IsZero() {
			until = fmt.Sprint(p.Until.Day())
		}
		what := fmt.Sprint(p.Where.Lon)
		if p.Status == "closed" {
			what = "closed"
		}
		if p.Counts != (p.Status == "standing") || p.Where.Known != p.Counts {
			t.Errorf("%s: counts %v, known %v", p.Status, p.Counts, p.Where.Known)
		}
		all = append(all, fmt.Sprintf("%d-%s: %s", p.From.Day(), until, what))
	}
	return strings.Join(all, ", ")
}

func TestPost_periods(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bodies []any
		want   string
	}{
		"established":                        {[]any{established(13, 36)}, "13-…: 36"},
		"moved":                              {[]any{established(13, 36), moved(20, 37)}, "13-20: 36, 20-…: 37"},
		"moved twice, told in reverse":       {[]any{established(13, 36), moved(25, 38), moved(20, 37)}, "13-20: 36, 20-25: 37, 25-…: 38"},
		"moved on the day it was set up":     {[]any{established(13, 36), moved(13, 37)}, "13-…: 37"},
		"moved before it was established":    {[]any{established(13, 36), moved(10, 37)}, "10-13: 37, 13-…: 36"},
		"closed":                             {[]any{established(13, 36), closed(20)}, "13-20: 36, 20-…: closed"},
		"closed and set up again":            {[]any{established(13, 36), closed(20), moved(25, 37)}, "13-20: 36, 20-25: closed, 25-…: 37"},
		"established a day later than said":  {[]any{established(13, 36), established(14, 36)}, "14-…: 36"},
		"established a day earlier":          {[]any{established(13, 36), established(12, 36)}, "12-…: 36"},
		"the place corrected, then moved on": {[]any{established(13, 36), moved(20, 38), established(13, 37)}, "13-20: 37, 20-…: 38"},
	} {
		h := &foldtest.History{Subject: "post/op-1", Func: post.Fold}
		for _, body := range c.bodies {
			h.By("person/secretary", "", body)
		}
		if got := periods(t, h); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if f := h.Fold(t); len(f.Conflicts) != 0 {
			t.Errorf("%s: conflicts %v", name, f.Conflicts)
		}
	}
}

func TestPost_concurrent_moves_conflict_until_settled(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "post/op-1", Func: post.Fold}
	first := h.By("person/secretary", "", established(13, 36))
	one := h.Knowing("person/secretary", "", moved(20, 37), first)
	two := h.Knowing("person/secretary", "", moved(20, 38), first)
	h.Knowing("person/secretary", "", moved(25, 39), first) // another day does not contradict
	f := h.Fold(t)
	if len(f.Conflicts) != 1 || !slices.Equal(f.Conflicts[0].Acts, []act.ID{one, two}) || !strings.Contains(f.Conflicts[0].Field, "2017-10-20") {
		t.Errorf("got %v", f.Conflicts)
	}
	h.By("person/secretary", "", moved(20, 37))
	if got, want := periods(t, h), "13-20: 36, 20-25: 37, 25-…: 39"; got != want || len(h.Fold(t).Conflicts) != 0 {
		t.Errorf("settled: %s with %v", got, h.Fold(t).Conflicts)
	}
}

func TestPost_two_offices_establish_apart(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "post/op-1", Func: post.Fold}
	h.Knowing("person/secretary", "", established(13, 36))
	h.Knowing("person/other", "", established(14, 37))
	f := h.Fold(t)
	if got := periods(t, h); got != "13-14: 36, 14-…: 37" || len(f.Conflicts) != 1 || f.Conflicts[0].Field != "establishment" {
		t.Errorf("got %s with %v", got, f.Conflicts)
	}
}

func TestPost_shows_everyone_a_tenth_of_a_degree(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "post/op-1", Func: post.Fold}
	h.By("person/secretary", "", established(13, 36.7571))
	f := h.Fold(t)
	s := foldtest.State[post.Post](t, f)
	if *s.Near != (place.Position{Lon: 36.8, Lat: 36}) || f.Periods[0].Where.RadiusMetres != 1000 || f.Periods[0].Party != "TR" {
		t.Errorf("near %v, %+v", s.Near, f.Periods[0])
	}
}

func TestPost_must_stand_somewhere(t *testing.T) {
	t.Parallel()
	nowhere := place.Place{Precision: "exact"}
	if (post.PostEstablished{Place: nowhere}).Fits("post/1") == nil || (post.PostMoved{Place: nowhere}).Fits("post/1") == nil {
		t.Error("a place that says nothing fits")
	}
	if err := (post.PostMoved{Place: place.Place{Name: "x"}}).Fits("post/1"); err != nil {
		t.Error(err)
	}
}
