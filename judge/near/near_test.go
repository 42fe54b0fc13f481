package near_test

import (
	"fmt"
	"testing"
	"time"

	"truce/ground/fold"
	"truce/judge/near"
)

func at(hour int) time.Time { return time.Date(2017, 5, 7, hour, 0, 0, 0, time.UTC) }

// circle lies so many metres east of 36 E on the equator, where a degree has 111,320 of them.
func circle(metres, radius float64) fold.Where {
	return fold.Where{Known: true, Lon: 36 + metres/111_320, RadiusMetres: radius}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	post := near.Post{Subject: "post/op-1", Where: circle(0, 0), From: at(1), KnownFrom: at(2)}
	record := near.Record{Where: circle(4000, 100), From: at(5), Until: at(6), KnownFrom: at(7)}
	for name, try := range map[string]struct {
		change func(r *near.Record, p *near.Post)
		want   string
	}{
		"near":                          {func(*near.Record, *near.Post) {}, "[7: post/op-1 true]"},
		"may be near":                   {func(r *near.Record, _ *near.Post) { r.Where = circle(4000, 1500) }, "[7: post/op-1 false]"},
		"a post is not placed to metre": {func(_ *near.Record, p *near.Post) { p.Where = circle(0, 1500) }, "[7: post/op-1 false]"},
		"far":                           {func(r *near.Record, _ *near.Post) { r.Where = circle(6000, 100) }, "[7:]"},
		"far to the north":              {func(r *near.Record, _ *near.Post) { r.Where.Lat = 0.1 }, "[7:]"},
		"without a place":               {func(r *near.Record, _ *near.Post) { r.Where = fold.Where{} }, "[7:]"},
		"somewhere in a district":       {func(r *near.Record, _ *near.Post) { r.Where.Area = true }, "[7:]"},
		"heard in a sector":             {func(r *near.Record, _ *near.Post) { r.Where.Sector = &fold.Sector{MaxMetres: 3000} }, "[7: post/op-1 false]"},
		"before it stood":               {func(_ *near.Record, p *near.Post) { p.From = at(6) }, "[7:]"},
		"after it was closed":           {func(_ *near.Record, p *near.Post) { p.Until = at(5) }, "[7:]"},
		"at a moment":                   {func(r *near.Record, _ *near.Post) { r.Until = r.From }, "[7: post/op-1 true]"},
		"at a time that nobody knows":   {func(r *near.Record, _ *near.Post) { r.From, r.Until = time.Time{}, time.Time{} }, "[7: post/op-1 false]"},
		"what lasts":                    {func(r *near.Record, p *near.Post) { r.Until, p.From = time.Time{}, at(20) }, "[7: post/op-1 true]"},
		"a post that is heard of later": {func(_ *near.Record, p *near.Post) { p.KnownFrom = at(9) }, "[7: 9: post/op-1 true]"},
		"a post that was a mistake":     {func(_ *near.Record, p *near.Post) { p.KnownUntil = at(9) }, "[7: post/op-1 true 9:]"},
		"a record that was a mistake": {func(r *near.Record, p *near.Post) { r.KnownUntil, p.KnownFrom = at(8), at(9) },
			"[7:]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, p := record, post
			try.change(&r, &p)
			if got := told(near.Judge(r, []near.Post{p})); got != try.want {
				t.Errorf("got %s, want %s", got, try.want)
			}
		})
	}
	t.Run("two periods of one post", func(t *testing.T) {
		t.Parallel()
		moved := post
		moved.Where = circle(8500, 1000) // which may be near as well
		if got := told(near.Judge(record, []near.Post{moved, post})); got != "[7: post/op-1 true]" {
			t.Error(got)
		}
	})
}

// told writes pieces with the hour of their beginning.
func told(pieces []near.Piece) string {
	var all []string
	for _, p := range pieces {
		all = append(all, fmt.Sprintf("%d:", p.KnownFrom.Hour()))
		for _, n := range p.Near {
			all = append(all, fmt.Sprint(n.Post, " ", n.Surely))
		}
	}
	return fmt.Sprint(all)
}
