package office_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/query"
	"truce/tool/store"
)

// reportedByVerifier enrols "both", who is a monitor and a verifier, and has that person file report/1.
func reportedByVerifier(t *testing.T, w *officetest.World) {
	t.Helper()
	w.Enrol(t, "both", "mission", "monitor", "verifier")
	w.Must(t, "both", "observation-filed", "report/1", officetest.Observation())
}

func TestSubmit(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	t.Run("an observation shows as a logged report", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		w.Clock.Set(time.Date(2017, 5, 7, 12, 0, 0, 0, time.UTC)) // after what was observed
		w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
		items, err := w.Reading.Subject(ctx, w.As("verifier-1"), "report/1", query.Clocks{})
		if err != nil || len(items) != 1 || items[0].Status != "logged" || !items[0].Counted {
			t.Fatalf("got %+v, %v", items, err)
		}
	})
	t.Run("same act twice is one act", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		text := w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
		first, err := w.Submit(ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		size := w.Size()
		second, err := w.Submit(ctx, text)
		if err != nil || !second.Again || second.Index != first.Index || !second.Received.Equal(first.Received) || w.Size() != size {
			t.Fatalf("got %+v after %+v, %v", second, first, err)
		}
	})
	t.Run("a reporter cannot verify", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		reportedByVerifier(t, w)
		w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
		w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/1"})
		assess := incident.IncidentAssessed{Status: "confirmed", Reason: shape.In("en", "seen")}
		_, err := w.Do(t, "both", "incident-assessed", "incident/1", assess)
		officetest.WantProblem(t, err, problem.ReporterCannotVerify)
		w.Must(t, "secretary", "report-unlinked", "incident/1", incident.ReportUnlinked{Report: "report/1", Reason: shape.In("en", "for a moment")})
		_, err = w.Do(t, "both", "incident-assessed", "incident/1", assess)
		officetest.WantProblem(t, err, problem.ReporterCannotVerify)
		w.Must(t, "verifier-1", "incident-assessed", "incident/1", assess)
	})
	t.Run("nor can who only gathered, who is told that", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		reportedByVerifier(t, w)
		assess := incident.IncidentAssessed{Status: "confirmed", Reason: shape.In("en", "seen")}
		w.Must(t, "verifier-1", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
		_, err := w.Do(t, "verifier-1", "incident-assessed", "incident/1", assess)
		officetest.WantProblem(t, err, problem.GathererCannotVerify) // who opened the file
		w.Must(t, "secretary", "incident-opened", "incident/2", incident.IncidentOpened{Event: "mortar"})
		w.Must(t, "both", "report-linked", "incident/2", incident.ReportLinked{Report: "report/1"})
		_, err = w.Do(t, "both", "incident-assessed", "incident/2", assess)
		officetest.WantProblem(t, err, problem.ReporterCannotVerify) // who reported, and linked too
		w.Must(t, "verifier-1", "report-linked", "incident/2", incident.ReportLinked{Report: "report/1"})
		_, err = w.Do(t, "verifier-1", "incident-assessed", "incident/2", assess)
		officetest.WantProblem(t, err, problem.GathererCannotVerify)
	})
	t.Run("nor tell apart what he or she reported from what others did", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		reportedByVerifier(t, w)
		w.Must(t, "monitor-1", "observation-filed", "report/2", officetest.Observation())
		for one, other := range map[string]act.SubjectID{"report/1": "report/2", "report/2": "report/1"} {
			decided := incident.DuplicateDecided{Other: other, Decision: "different", Reason: shape.In("en", "an hour apart")}
			_, err := w.Do(t, "both", "duplicate-decided", one, decided)
			officetest.WantProblem(t, err, problem.ReporterCannotVerify)
			w.Must(t, "verifier-1", "duplicate-decided", one, decided)
		}
	})
	t.Run("concurrent acts conflict until one names both", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		filed := w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
		one, two := officetest.Observation(), officetest.Observation()
		one.Count.Number, two.Count.Number = 4, 5
		prev := []act.ID{filed.ID}
		a := submit(t, w, w.SignAfter(t, "monitor-1", "observation-filed", "report/1", prev, one))
		b := submit(t, w, w.SignAfter(t, "monitor-1", "observation-filed", "report/1", prev, two))
		if i := current(t, w, "report/1"); i.Conflicts == nil {
			t.Fatal("no conflict shows")
		}
		submit(t, w, w.SignAfter(t, "monitor-1", "observation-filed", "report/1", []act.ID{a.ID, b.ID}, one))
		if i := current(t, w, "report/1"); i.Conflicts != nil {
			t.Fatalf("the conflict stays: %s", i.Conflicts)
		}
	})
}

func submit(t *testing.T, w *officetest.World, text string) answer.Receipt {
	t.Helper()
	r, err := w.Submit(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func current(t *testing.T, w *officetest.World, id act.SubjectID) answer.Item {
	t.Helper()
	items, err := w.Reading.Subject(context.Background(), w.As("verifier-1"), id, query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	return items[0]
}

func TestTwoClocks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := officetest.New(t)
	at := func(day int) time.Time { return time.Date(2017, 7, day, 12, 0, 0, 0, time.UTC) }
	where := func(lon float64) place.Place {
		return place.Place{Position: &place.Position{Lon: lon, Lat: 35}, Precision: "exact"}
	}
	w.Clock.Set(at(1))
	w.Must(t, "secretary", "post-established", "post/op-1", post.PostEstablished{
		Name: "OP 1", Kind: "observation-post", From: at(1), Place: where(36.5)})
	w.Clock.Set(at(25))
	knownThen := w.Clock.Now()
	w.Clock.Set(at(28))
	w.Must(t, "secretary", "post-moved", "post/op-1", post.PostMoved{From: at(20), Place: where(36.7)})

	stood := func(c query.Clocks) float64 {
		t.Helper()
		items, err := w.Reading.Subject(ctx, w.As("verifier-1"), "post/op-1", c)
		if err != nil || len(items) != 1 {
			t.Fatalf("got %d periods, %v", len(items), err)
		}
		return items[0].Box[0]
	}
	if got := stood(query.Clocks{InForce: at(22)}); got < 36.6 {
		t.Errorf("as known now the post stood at %v on 22 July", got)
	}
	if got := stood(query.Clocks{InForce: at(22), Known: knownThen}); got > 36.6 {
		t.Errorf("as known on 25 July the post stood at %v on 22 July", got)
	}
}

// rows are all rows as text, in an order of their own.
func rows(t *testing.T, w *officetest.World) []keep.Row {
	t.Helper()
	w.Office.Close()
	db, err := store.Open(disk.Own(), w.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []keep.Row
	err = db.Read(context.Background(), func(r keep.Reader) error {
		return r.Ever("", func(row keep.Row) error {
			row.ID = 0
			all = append(all, row)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	return all
}

func TestRebuild(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	ctx := context.Background()
	w.Must(t, "secretary", "post-established", "post/op-1", post.PostEstablished{
		Name: "OP 1", Kind: "observation-post", From: time.Date(2017, 5, 5, 0, 0, 0, 0, time.UTC),
		Place: place.Place{Position: &place.Position{Lon: 36.5, Lat: 35}, Precision: "exact"}})
	o := officetest.Observation()
	o.Place, o.Observer, o.Post = nil, nil, "post/op-1"
	o.Sight = &incident.Sight{BearingDegrees: 310, HalfWidthDegrees: 5, MinMetres: 2000, MaxMetres: 4000}
	w.Must(t, "monitor-1", "observation-filed", "report/1", o)
	w.Must(t, "monitor-2", "observation-filed", "report/2", officetest.Observation())
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	for _, r := range []act.SubjectID{"report/1", "report/2"} {
		w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: r})
	}
	w.Must(t, "secretary", "post-moved", "post/op-1", post.PostMoved{
		From: time.Date(2017, 5, 6, 0, 0, 0, 0, time.UTC), Place: place.Place{Position: &place.Position{Lon: 36.6, Lat: 35}, Precision: "exact"}})
	w.Must(t, "monitor-2", "report-withdrawn", "report/2", incident.ReportWithdrawn{Reason: shape.In("en", "entered twice")})

	live, counted := rows(t, w), countAll(t, w)
	found, err := w.Rebuild(ctx, func(int64, int64) {})
	if err != nil || found.Acts != w.Size() || found.Against != 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	rebuilt := rows(t, w)
	if again := countAll(t, w); !slices.EqualFunc(counted, again, sameCount) || len(counted) < 5 {
		t.Errorf("counted %v live, %v rebuilt", counted, again)
	}
	if len(live) != len(rebuilt) || len(live) < 10 {
		t.Fatalf("%d rows live, %d rebuilt", len(live), len(rebuilt))
	}
	for i := range live {
		if !live[i].Same(rebuilt[i]) || !live[i].KnownFrom.Equal(rebuilt[i].KnownFrom) || !live[i].KnownUntil.Equal(rebuilt[i].KnownUntil) {
			t.Errorf("row %d differs:\nlive    %+v\nrebuilt %+v", i, live[i], rebuilt[i])
		}
	}
}

func countAll(t *testing.T, w *officetest.World) []query.Count {
	t.Helper()
	counts, err := w.Reading.Count(context.Background(), w.As("verifier-1"), query.Filter{}, query.Groups())
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func sameCount(a, b query.Count) bool { return a.N == b.N && slices.Equal(a.Values, b.Values) }

// TestClose holds that whoever submits while an office closes is answered: taken and
// there afterwards, or refused.
func TestClose(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	acts := make([]string, 300)
	for i := range acts {
		acts[i] = w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/c-%d", i), officetest.Observation())
	}
	taken := make([]act.ID, len(acts))
	var wg sync.WaitGroup
	for i, text := range acts {
		wg.Go(func() {
			r, err := w.Submit(context.Background(), text)
			if err != nil && !problem.Is(err, problem.OfficeStopping) {
				t.Errorf("got %v", err)
			}
			taken[i] = r.ID
		})
		if i == 150 {
			wg.Go(func() { w.Office.Close() })
		}
	}
	wg.Wait()
	w.Reopen(t)
	for _, id := range taken {
		if id == (act.ID{}) {
			continue
		}
		if _, err := w.Reading.Act(context.Background(), w.As("verifier-1"), id); err != nil {
			t.Fatalf("%s was answered and is gone: %v", id, err)
		}
	}
}
