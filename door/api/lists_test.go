package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/place"
	"truce/noun/post"
	"truce/tool/answer"
	"truce/tool/query"
)

func names(items []answer.Item) []string {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = string(item.Subject)
	}
	return all
}

func TestList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	list := func(t *testing.T, query string) []string {
		t.Helper()
		return names(read[wire.Page](t, w.get(t, "verifier-1", "/api/"+query)).Items)
	}
	t.Run("every collection answers", func(t *testing.T) {
		for collection, want := range map[string]int{"reports": 2, "incidents": 1, "posts": 1, "evidence": 0,
			"persons": 8, "organisations": 3, "keys": 8, "offices": 1} {
			if got := list(t, collection); len(got) != want {
				t.Errorf("%s: got %v", collection, got)
			}
		}
	})
	t.Run("filters narrow", func(t *testing.T) {
		for query, want := range map[string]int{
			"reports?type=mortar": 2, "reports?type=sniper": 0, "reports?type=sniper,mortar": 2, "reports?type=sniper&type=mortar": 2,
			"reports?status=logged&zone=dz-1": 2, "reports?zone=dz-2": 0, "reports?party=TR": 0, "reports?counted=true": 2,
			"reports?box=36.5,35.3,36.6,35.4": 2, "reports?box=37,35,38,36": 0, "reports?text=ridge": 2, "reports?text=valley": 0,
			"reports?from=2017-05-07&until=2017-05-08": 2, "reports?from=2017-05-07T04:30:18Z": 0, "reports?until=2017-05-07T06:30:17%2B02:00": 0,
			"reports?inForce=2017-05-07T04:30:30Z": 2, "reports?inForce=2017-05-07T04:31:17Z": 0, "reports?known=2017-05-01": 0,
			"reports?subject=report/1": 1, "reports?limit=1": 1, "reports?limit=99999": 2,
		} {
			if got := list(t, query); len(got) != want {
				t.Errorf("%s: got %v, want %d", query, got, want)
			}
		}
	})
	t.Run("what cannot be read is refused", func(t *testing.T) {
		for query, key := range map[string]string{
			"limit=0": "filter-wrong", "limit=-1": "filter-wrong", "from=yesterday": "time-malformed", "known=2017-13-01": "time-malformed",
			"box=1,2,3": "box-malformed", "box=3,2,1,4": "box-malformed", "box=NaN,2,3,4": "box-malformed", "box=1,-91,2,3": "box-malformed",
			"limit=ten": "filter-wrong", "counted=perhaps": "filter-wrong", "knd=mortar": "filter-wrong",
			"text=" + strings.Repeat("x", 201): "filter-wrong", "kind=" + strings.Repeat("x,", 101): "filter-wrong",
			"after=rubbish": "page-token-wrong",
		} {
			w.get(t, "verifier-1", "/api/reports?"+query).refuses(t, 400, key)
		}
		w.get(t, "", "/api/incidents?text=ridge").refuses(t, 403, "not-permitted")
	})
	t.Run("strangers get the public nouns only", func(t *testing.T) {
		w.nextDay()
		for collection, want := range map[string]int{"reports": 0, "incidents": 1, "posts": 1, "persons": 0, "keys": 0, "offices": 1} {
			if got := read[wire.Page](t, w.get(t, "", "/api/"+collection)).Items; len(got) != want {
				t.Errorf("%s: got %v", collection, names(got))
			}
		}
	})
}

func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many(t, w, 0, 2500)
	c := w.client(t, "verifier-1")
	seen, pages, next := map[act.SubjectID]int{}, 0, ""
	for {
		page, err := c.List(t.Context(), "reports", client.Filter{Types: []string{"mortar"}}, next, 300)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			seen[item.Subject]++
		}
		if next = page.Next; next == "" {
			break
		}
		many(t, w, 2500+pages*10, 10) // new ones come in meanwhile, above and below
		pages++
	}
	for subject, times := range seen {
		if times != 1 {
			t.Errorf("%s came %d times", subject, times)
		}
	}
	for i := range 2500 {
		if seen[act.SubjectID(fmt.Sprintf("report/n%d", i))] == 0 {
			t.Fatalf("report/n%d is missing", i)
		}
	}
	if pages < 8 {
		t.Errorf("only %d pages", pages)
	}
}

func TestPageToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	first := read[wire.Page](t, w.get(t, "verifier-1", "/api/reports?limit=1&type=mortar"))
	if first.Next == "" {
		t.Fatal("there is no next page")
	}
	w.get(t, "verifier-1", "/api/reports?limit=1&type=mortar&after="+first.Next).wants(t, ok)
	t.Run("is refused when a single letter changed", func(t *testing.T) {
		for i := range first.Next {
			other := byte('A')
			if first.Next[i] == other {
				other = 'B'
			}
			changed := first.Next[:i] + string(other) + first.Next[i+1:]
			w.get(t, "verifier-1", "/api/reports?limit=1&type=mortar&after="+changed).refuses(t, 400, "page-token-wrong")
		}
	})
	t.Run("is refused for another question, list or reader", func(t *testing.T) {
		w.get(t, "verifier-1", "/api/reports?limit=1&after="+first.Next).refuses(t, 400, "page-token-wrong")
		w.get(t, "verifier-1", "/api/incidents?limit=1&type=mortar&after="+first.Next).refuses(t, 400, "page-token-wrong")
		w.get(t, "monitor-1", "/api/reports?limit=1&type=mortar&after="+first.Next).refuses(t, 400, "page-token-wrong")
	})
}

func TestCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	got := read[wire.Counts](t, w.get(t, "verifier-1", "/api/counts?noun=report&by=type,day&by=status"))
	if len(got.Counts) != 1 || got.Counts[0].N != 2 || !slices.Equal(got.Counts[0].Values, []string{"mortar", "2017-05-07", "logged"}) ||
		!slices.Equal(got.By, []string{"type", "day", "status"}) || !slices.Equal(got.Of, []string{"report"}) {
		t.Fatalf("got %+v", got)
	}
	all, err := w.client(t, "verifier-1").Counts(t.Context(), []string{"report", "incident"}, []string{"noun"}, client.Filter{Counted: true})
	if err != nil || len(all.Counts) != 2 {
		t.Fatalf("got %+v, %v", all, err)
	}
	for query, key := range map[string]string{
		"": "filter-wrong", "noun=unicorn": "filter-wrong", "noun=report&by=colour": "filter-wrong",
		"noun=report&by=type,kind": "filter-wrong", "noun=report&from=x": "time-malformed", "noun=report&limit=1": "filter-wrong",
	} {
		w.get(t, "verifier-1", "/api/counts?"+query).refuses(t, 400, key)
	}
}

func TestTwoClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := func(d int) time.Time { return time.Date(2017, 7, d, 12, 0, 0, 0, time.UTC) }
	where := func(lon float64) place.Place {
		return place.Place{Position: &place.Position{Lon: lon, Lat: 35}, Precision: "exact"}
	}
	w.Clock.Set(day(1))
	w.Must(t, "secretary", "post-established", "post/op-1", post.PostEstablished{
		Name: "OP 1", Kind: "observation-post", From: day(1), Place: where(36.5)})
	w.Clock.Set(day(28))
	w.Must(t, "secretary", "post-moved", "post/op-1", post.PostMoved{From: day(20), Place: where(36.7)})
	c := w.client(t, "verifier-1")
	for _, as := range []struct {
		known time.Time
		want  float64
	}{{time.Time{}, 36.7}, {day(25), 36.5}} {
		items, err := c.Subject(t.Context(), "post/op-1", query.Clocks{InForce: day(22), Known: as.known})
		if err != nil || len(items) != 1 || items[0].Box[0] < as.want-0.01 || items[0].Box[0] > as.want {
			t.Errorf("as known on %s: got %+v, %v", as.known, items, err)
		}
		page, err := c.List(t.Context(), "posts", client.Filter{InForce: day(22), Known: as.known}, "", 0)
		if err != nil || len(page.Items) != 1 || page.Items[0].Box[0] < as.want-0.01 || page.Items[0].Box[0] > as.want {
			t.Errorf("list as known on %s: got %+v, %v", as.known, page.Items, err)
		}
	}
	w.nextDay()
	periods := read[wire.Periods](t, w.get(t, "", "/api/subjects/post/op-1"))
	if len(periods.Items) != 2 {
		t.Errorf("got %d periods", len(periods.Items))
	}
	w.get(t, "", "/api/subjects/post/op-1?inForce=2017-06-01").refuses(t, 404, "not-found")
	w.get(t, "", "/api/subjects/post/op-1?known="+url.QueryEscape("2017-06-01")).refuses(t, 404, "not-found")
	w.get(t, "", "/api/subjects/post/op-1?inForce=then").refuses(t, 400, "time-malformed")
	w.get(t, "", "/api/subjects/Post/op-1").refuses(t, 400, "subject-malformed")
	w.get(t, "", "/api/subjects/post/nowhere").refuses(t, 404, "not-found")
}
