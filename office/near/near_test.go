package near_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/problem"
	"truce/noun/post"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

// establish puts up a post so many degrees east of Zellaqiyat, where officetest's observation is.
func establish(t *testing.T, w *officetest.World, subject string, east float64, from time.Time) {
	t.Helper()
	w.Must(t, "secretary", "post-established", subject, post.PostEstablished{
		Name: subject, Kind: "observation-post", Operator: "TR", From: from, Exercise: true, Place: at(east),
	})
}

func at(east float64) place.Place {
	return place.Place{Position: &place.Position{Lon: 36.57 + east, Lat: 35.32}, Precision: "exact"}
}

// near are the reports that somebody is shown as near a post.
func near(t *testing.T, w *officetest.World, id act.SubjectID, f query.Filter) string {
	t.Helper()
	if err := w.Near.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	f.Nouns, f.Near = []string{"report"}, []string{string(id)}
	page, err := w.Reading.List(context.Background(), w.As("verifier-1"), f, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := w.Reading.Count(context.Background(), w.As("verifier-1"), f, nil)
	counted := 0
	for _, c := range counts {
		counted += c.N
	}
	if err != nil || counted != len(page.Items) {
		t.Errorf("%d are listed, %d counted, %v", len(page.Items), counted, err)
	}
	var names []string
	for _, i := range page.Items {
		names = append(names, i.Subject.Name())
	}
	return strings.Join(names, " ")
}

// world has one post in a kilometre of one report, and another in a hundred.
func world(t *testing.T) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	establish(t, w, "post/here", 0.01, officetest.Date(5, 1))
	establish(t, w, "post/far", 1, officetest.Date(5, 1))
	o := officetest.Observation()
	o.Place.Precision = "exact"
	w.Must(t, "monitor-1", "observation-filed", "report/one", o)
	return w
}

func TestNear(t *testing.T) {
	t.Parallel()
	t.Run("what surely was, and with may-be what may have been", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		vague := officetest.Observation()
		vague.Place.Precision, vague.Place.RadiusMetres = "locality", 8000
		w.Must(t, "monitor-1", "observation-filed", "report/vague", vague)
		if got := near(t, w, "post/here", query.Filter{}); got != "one" {
			t.Errorf("got %q", got)
		}
		if got := near(t, w, "post/here", query.Filter{ByLaw: query.ByLaw{MayBe: true}}); got != "vague one" {
			t.Errorf("may be: %q", got)
		}
		if got := near(t, w, "post/far", query.Filter{ByLaw: query.ByLaw{MayBe: true}}); got != "" {
			t.Errorf("far away: %q", got)
		}
	})

	t.Run("as the post stood then, whatever became of it", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		w.Must(t, "secretary", "post-moved", "post/here", post.PostMoved{From: officetest.Date(6, 1), Place: at(2)})
		if got := near(t, w, "post/here", query.Filter{}); got != "one" {
			t.Errorf("after it was moved: %q", got)
		}
		late := officetest.Observation()
		late.Place.Precision, late.Time.From = "exact", officetest.Date(6, 2)
		w.Clock.Set(officetest.Date(6, 3))
		w.Must(t, "monitor-1", "observation-filed", "report/late", late)
		if got := near(t, w, "post/here", query.Filter{}); got != "one" {
			t.Errorf("what happened where it had stood: %q", got)
		}
	})

	t.Run("as it was known at a moment", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		before := w.Clock.Now()
		w.Clock.Set(officetest.Date(5, 20))
		establish(t, w, "post/heard-of", 0.02, officetest.Date(5, 1))
		if got := near(t, w, "post/heard-of", query.Filter{}); got != "one" {
			t.Errorf("now: %q", got)
		}
		if got := near(t, w, "post/heard-of", query.Filter{Known: before}); got != "" {
			t.Errorf("before anybody had heard of the post: %q", got)
		}
	})

	t.Run("is for readers of exact places", func(t *testing.T) {
		t.Parallel()
		w := world(t)
		for _, who := range []string{"", "auditor-1"} {
			f := query.Filter{Nouns: []string{"report"}, Near: []string{"post/here"}}
			_, err := w.Reading.List(context.Background(), w.As(who), f, nil, 10)
			officetest.WantProblem(t, err, problem.NotPermitted)
			_, err = w.Reading.Count(context.Background(), w.As(who), f, nil)
			officetest.WantProblem(t, err, problem.NotPermitted)
		}
	})
}

// What is kept depends on what was received and in which order, not on when it was worked out.
func TestNear_live_is_rebuilt(t *testing.T) {
	t.Parallel()
	w := world(t)
	for day := range 8 {
		w.Clock.Set(officetest.Date(6, 1+day))
		if day%2 == 0 {
			w.Must(t, "secretary", "post-moved", "post/here", post.PostMoved{From: officetest.Date(5, 2+day), Place: at(0.02 * float64(day))})
		} else {
			establish(t, w, fmt.Sprintf("post/p-%d", day), 0.01*float64(day), officetest.Date(5, 1+day))
		}
		o := officetest.Observation()
		o.Time.From = officetest.Date(5, 1+day)
		w.Must(t, "monitor-1", "observation-filed", fmt.Sprintf("report/r-%d", day), o)
		if day%3 == 0 {
			if err := w.Near.CatchUp(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	live := derived(t, w)
	if len(live) < 10 {
		t.Fatalf("only %d were near anything", len(live))
	}
	if _, err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if rebuilt := derived(t, w); !reflect.DeepEqual(rebuilt, live) {
		t.Errorf("live\n%v\nrebuilt\n%v", live, rebuilt)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	if told, err := w.Near.UpTo(context.Background()); err != nil || told != (answer.Judged{}) {
		t.Errorf("opened again, it is done up to %+v, %v", told, err)
	}
}

// derived is everything that is kept of what was near posts, by the subjects of rows.
func derived(t *testing.T, w *officetest.World) (all []string) {
	t.Helper()
	if err := w.Near.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	err := w.Read(context.Background(), func(r keep.Reader) error {
		names := map[int64]string{}
		err := r.Ever("", func(row keep.Row) error { names[row.ID] = row.Subject.Name(); return nil })
		if err != nil {
			return err
		}
		return r.Derived(keep.Near, func(row int64, d keep.Derived) error {
			all = append(all, fmt.Sprint(names[row], " ", d.Code, " ", d.Relation, " ", d.KnownFrom.UnixMicro(), " ", d.KnownUntil.UnixMicro()))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
