package keeptest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/keep"
	"truce/tool/query"
)

// row is of a report, which happened at a minute of the world.
func row(name string, minute int64) keep.Row {
	return keep.Row{
		Noun: "report", Subject: act.SubjectID("report/" + name), From: at(minute), Until: at(minute + 1), Kind: "explosion",
		Status: "logged", Party: "RU", Zone: "dz-1", Counts: true, State: `{"n":` + fmt.Sprint(minute) + `}`,
	}
}

// open opens rows as known from a minute on.
func (w *world) openRows(minute int64, rows ...keep.Row) {
	w.Helper()
	w.write(func(tx keep.Tx) error { return tx.ReplaceRows(nil, rows, at(minute)) })
}

// replace ends the current rows of a subject and opens others.
func (w *world) replace(minute int64, subject act.SubjectID, rows ...keep.Row) {
	w.Helper()
	w.write(func(tx keep.Tx) error {
		ended, err := tx.CurrentRows(subject)
		return errors.Join(err, tx.ReplaceRows(ended, rows, at(minute)))
	})
}

func (w *world) current(subject act.SubjectID) (all []keep.Row) {
	w.Helper()
	w.read(func(r keep.Reader) (err error) { all, err = r.CurrentRows(subject); return err })
	return all
}

// subjects are those of rows, in their order.
func subjects(rows []keep.Row) (all []string) {
	for _, r := range rows {
		all = append(all, r.Subject.Name())
	}
	return all
}

func rows(t *testing.T, w *world) {
	full := row("a", 1)
	full.Compartment, full.Box, full.Label, full.Narrative = "party:RU", &query.Box{MinLon: 36, MinLat: 35, MaxLon: 36.5, MaxLat: 35.5}, "label", "words"
	full.Conflicts, full.Where = `[{"field":"x"}]`, fold.Where{Known: true, Lon: 36.123456789012345, Lat: -33.1, RadiusMetres: 10}
	bare := keep.Row{Noun: "report", Subject: "report/a", From: at(3), State: "{}"}
	w.openRows(5, bare, full)
	got := w.current("report/a")
	if len(got) != 2 || !got[0].Same(full) || !got[1].Same(bare) || !got[0].KnownFrom.Equal(at(5)) || !got[1].Until.IsZero() || !got[0].KnownUntil.IsZero() {
		t.Errorf("rows by start: %+v", got)
	}
	w.replace(5, "report/a", bare) // nobody ever knew those
	w.replace(6, "report/a")
	var ever []string
	w.read(func(r keep.Reader) error {
		return r.Ever("", func(row keep.Row) error {
			ever = append(ever, fmt.Sprint(row.Subject, " ", row.KnownFrom.Equal(at(5)), row.KnownUntil.Equal(at(6)), row.Same(bare)))
			return nil
		})
	})
	w.want("what was ever known", ever, []string{"report/a true true true"})
	if got := w.current("report/a"); len(got) != 0 {
		t.Errorf("what is known now: %+v", got)
	}
}

func rowsAsOf(t *testing.T, w *world) {
	w.openRows(1, row("a", 1), row("b", 2))
	w.replace(3, "report/a", row("a", 7))
	post := keep.Row{Noun: "post", Subject: "post/1", From: at(4), State: "{}"}
	w.openRows(4, post)
	w.read(func(r keep.Reader) error {
		for minute, want := range map[int64][]string{0: nil, 1: {"1"}, 2: {"1"}, 3: {"7"}, 9: {"7"}} {
			rows, err := r.RowsAsOf("report/a", at(minute))
			if err != nil {
				return err
			}
			var got []string
			for _, row := range rows {
				got = append(got, fmt.Sprint(int(row.From.Sub(at(0)).Minutes())))
			}
			w.want(fmt.Sprint("as known at minute ", minute), got, want)
		}
		var then, now, ever []keep.Row
		err := errors.Join(
			r.NounAsOf("report", at(2), func(row keep.Row) error { then = append(then, row); return nil }),
			r.NounAsOf("report", time.Time{}, func(row keep.Row) error { now = append(now, row); return nil }),
			r.Ever("report", func(row keep.Row) error { ever = append(ever, row); return nil }))
		w.want("of the noun", []any{subjects(then), subjects(now), subjects(ever)}, []any{[]string{"a", "b"}, []string{"a", "b"}, []string{"a", "a", "b"}})
		if len(then) == 2 && (!then[0].From.Equal(at(1)) || !now[0].From.Equal(at(7))) {
			t.Errorf("then %v, now %v", then[0].From, now[0].From)
		}
		var began []keep.Row
		take := func(row keep.Row) error { began = append(began, row); return nil }
		err = errors.Join(err, r.Began("report", "", at(1), at(3), at(2), take), r.Began("report", "inside", at(1), at(3), at(2), take), r.Began("report", "", at(1), at(3), at(3), take))
		w.want("began", subjects(began), []string{"b", "a", "b"})
		return err
	})
}

// places are read as they were written, to the last bit.
func places(t *testing.T, w *world) {
	all := []fold.Where{
		{},
		{Known: true, Lon: 36.123456789012345, Lat: -33.1, RadiusMetres: 10},
		{Known: true, Lon: 36, Lat: 34},
		{Known: true, Lon: 36, Lat: 34, Area: true},
		{Known: true, Lon: 36, Lat: 34, Sector: &fold.Sector{BearingDegrees: 350.5, HalfWidthDegrees: 2.25, MinMetres: 100, MaxMetres: 4000.125}},
	}
	for i, where := range all {
		r := row(fmt.Sprint(i), int64(i))
		r.Where = where
		w.openRows(1, r)
		if got := w.current(r.Subject); len(got) != 1 || !got[0].Same(r) {
			t.Errorf("got %+v, want %+v", got, r)
		}
	}
}

// asked is a filter within all rights.
func asked(f query.Filter) query.Filter {
	f.Nouns, f.Narrative = []string{"report"}, true
	if f.Compartments == nil {
		f.Compartments = []string{""}
	}
	return f
}

func (w *world) list(f query.Filter) (all []string) {
	w.Helper()
	w.read(func(r keep.Reader) error {
		rows, err := r.List(context.Background(), asked(f), nil, 100)
		all = subjects(rows)
		return err
	})
	return all
}

func lists(t *testing.T, w *world) {
	a, b, c, d := row("a", 1), row("b", 2), row("c", 3), row("d", 4)
	a.Kind, b.Status, c.Party, d.Zone = "drone", "verified", "TR", "dz-2"
	b.State, c.Counts, d.Compartment = `{"about":["agreement/x"]}`, false, "inside"
	a.Doubt, b.Doubt = fold.Partly, fold.Wholly
	a.Box = &query.Box{MinLon: 36, MinLat: 35, MaxLon: 36.1, MaxLat: 35.1}
	c.Box = &query.Box{MinLon: 30, MinLat: 30, MaxLon: 40, MaxLat: 40}
	w.openRows(1, a, b, c, d)
	w.openRows(5, keep.Row{Noun: "post", Subject: "post/1", From: at(2), State: "{}"})
	for name, try := range map[string]struct {
		filter query.Filter
		want   []string
	}{
		"all, newest first":         {query.Filter{}, []string{"c", "b", "a"}},
		"of both compartments":      {query.Filter{Compartments: []string{"", "inside"}}, []string{"d", "c", "b", "a"}},
		"of some subjects":          {query.Filter{Subjects: []string{"report/a", "report/c", "report/d"}}, []string{"c", "a"}},
		"of a kind":                 {query.Filter{Types: []string{"drone"}}, []string{"a"}},
		"of two kinds":              {query.Filter{Types: []string{"drone", "explosion"}}, []string{"c", "b", "a"}},
		"of a status":               {query.Filter{Statuses: []string{"verified"}}, []string{"b"}},
		"of a party":                {query.Filter{Parties: []string{"TR"}}, []string{"c"}},
		"of a zone":                 {query.Filter{Zones: []string{"dz-2"}, Compartments: []string{"inside"}}, []string{"d"}},
		"about something":           {query.Filter{About: []string{"agreement/x"}}, []string{"b"}},
		"in doubt":                  {query.Filter{Doubt: query.AnyDoubt}, []string{"b", "a"}},
		"in doubt alone":            {query.Filter{Doubt: query.WhollyDoubt}, []string{"b"}},
		"not in doubt":              {query.Filter{Doubt: query.NoDoubt}, []string{"c"}},
		"that count":                {query.Filter{Counted: true}, []string{"b", "a"}},
		"that began in a stretch":   {query.Filter{From: at(2), Until: at(3)}, []string{"b"}},
		"in force at an instant":    {query.Filter{InForce: at(2).Add(time.Second)}, []string{"b"}},
		"as known before":           {query.Filter{Known: at(0)}, nil},
		"in a box":                  {query.Filter{Box: &query.Box{MinLon: 36.1, MinLat: 35.1, MaxLon: 37, MaxLat: 36}}, []string{"c", "a"}},
		"in a box where little is":  {query.Filter{Box: &query.Box{MinLon: 31, MinLat: 31, MaxLon: 32, MaxLat: 32}}, []string{"c"}},
		"in a box of the whole":     {query.Filter{Box: &query.Box{MinLon: -180, MinLat: -90, MaxLon: 180, MaxLat: 90}}, []string{"c", "a"}},
		"in a box, of those before": {query.Filter{Box: &query.Box{MinLon: 36, MinLat: 35, MaxLon: 37, MaxLat: 36}, Known: at(9)}, []string{"c", "a"}},
	} {
		w.want(name, w.list(try.filter), try.want)
	}
	w.read(func(r keep.Reader) error {
		if _, err := r.List(context.Background(), query.Filter{Nouns: []string{"report"}}, nil, 10); err == nil {
			t.Error("a list without rights")
		}
		return nil
	})
	pages(w)
}

// pages go on from a cursor, also where many rows began at once.
func pages(w *world) {
	var same []keep.Row
	for i := range 5 {
		same = append(same, row(fmt.Sprint("s", i), 9))
	}
	w.openRows(10, same...)
	for _, f := range []query.Filter{{}, {Types: []string{"explosion"}}, {Known: at(11)}} {
		var after *query.Cursor
		var got []string
		for {
			var rows []keep.Row
			w.read(func(r keep.Reader) (err error) {
				rows, err = r.List(context.Background(), asked(f), after, 2)
				return err
			})
			if len(rows) == 0 {
				break
			}
			last := rows[len(rows)-1]
			got, after = append(got, subjects(rows)...), &query.Cursor{From: keep.Micros(last.From), ID: last.ID}
		}
		w.want("page by page", got, w.list(f))
	}
}

// Words are found as soon as they are committed, in whatever script, and only where they may
// be looked for.
func words(t *testing.T, w *world) {
	a, b := row("a", 1), row("b", 2)
	a.Label, a.Narrative, b.Narrative = "bridge shelled", "near the school", `قصف "الجسر" in the night`
	w.openRows(1, a, b)
	if err := w.Follow(context.Background()); err != nil {
		t.Fatal(err)
	}
	c := row("c", 3)
	c.Label = "Bridge open"
	w.openRows(2, c)
	for text, want := range map[string][]string{
		"bridge": {"c", "a"}, "school": {"a"}, "bridge school": {"a"}, "الجسر": {"b"}, "tank": nil, `"`: nil, "NEAR": {"a"}, "  ": nil,
	} {
		w.want(text, w.list(query.Filter{Text: text}), want)
	}
	w.read(func(r keep.Reader) error {
		f := asked(query.Filter{Text: "school"})
		f.Narrative = false
		rows, err := r.List(context.Background(), f, nil, 10)
		w.want("not in narratives", subjects(rows), []string(nil))
		return err
	})
}

func (w *world) count(f query.Filter, by ...string) (all []query.Count) {
	w.Helper()
	w.read(func(r keep.Reader) (err error) { all, err = r.Count(context.Background(), asked(f), by); return err })
	return all
}

// Counts are those of lists, whether they are kept or counted row by row, and stay so when
// rows end.
func counts(t *testing.T, w *world) {
	const day = 24 * 60
	a, b, c := row("a", 1), row("b", 2*day), row("c", 2*day+1)
	a.Kind, c.Status, c.Counts = "drone", "verified", false
	w.openRows(1, a, b, c)
	old := row("old", 0)
	old.From = time.Date(1969, 12, 30, 23, 0, 0, 0, time.UTC)
	never := row("never", 0)
	never.From = time.Time{}
	w.openRows(2, old, never)
	tries := func() {
		for _, by := range [][]string{nil, {"type"}, {"day"}, {"status", "party"}, {"noun", "type", "day", "status", "party", "zone"}} {
			for _, f := range []query.Filter{{}, {Counted: true}, {Types: []string{"drone"}}, {Statuses: []string{"verified"}}} {
				kept := w.count(f, by...)
				f.Known = at(day) // counted row by row
				w.want(fmt.Sprint("by ", by, f.Counted, f.Types, f.Statuses), kept, w.count(f, by...))
			}
		}
	}
	tries()
	w.want("by day", w.count(query.Filter{}, "day"), []query.Count{
		{Values: []string{"1969-12-30"}, N: 1}, {Values: []string{""}, N: 1}, {Values: []string{"2017-05-07"}, N: 1}, {Values: []string{"2017-05-09"}, N: 2},
	})
	w.want("from a day on", w.count(query.Filter{From: time.Date(2017, 5, 8, 0, 0, 0, 0, time.UTC)}), []query.Count{{Values: []string{}, N: 2}})
	w.replace(3, "report/b")
	w.replace(3, "report/a", row("a", 1))
	tries()
	w.want("after some ended", w.count(query.Filter{}, "type"), []query.Count{{Values: []string{"explosion"}, N: 4}})
	w.read(func(r keep.Reader) error {
		_, wrong := r.Count(context.Background(), asked(query.Filter{}), []string{"subject"})
		_, alone := r.Count(context.Background(), asked(query.Filter{}), []string{"relation"})
		if wrong == nil || alone == nil {
			t.Errorf("groups that there are not: %v, %v", wrong, alone)
		}
		return nil
	})
}

func learnt(_ *testing.T, w *world) {
	w.openRows(1, row("a", 1), row("b", 2))
	w.openRows(5, row("c", 3))
	w.replace(6, "report/a", row("a", 4))
	w.openRows(8, row("d", 4))
	late := row("e", 50)
	w.openRows(6, late)
	told := func(since, known int64) (all []string) {
		w.read(func(r keep.Reader) error {
			return r.Learnt("report", "", at(20), at(since), at(known), func(subject act.SubjectID, changed, counts bool) error {
				all = append(all, fmt.Sprint(subject.Name(), " ", changed, " ", counts))
				return nil
			})
		})
		return all
	}
	w.want("since minute 1", told(1, 7), []string{"a true true", "c false true"})
	w.want("since minute 5", told(5, 9), []string{"a true true", "d false true"})
	w.want("since before all", told(-1, 1), []string{"a false true", "b false true"})
}

func spots(_ *testing.T, w *world) {
	a, b, c := row("a", 1), row("b", 2), row("c", 3)
	a.Where, c.Where = fold.Where{Known: true, Lon: 36, Lat: 35}, fold.Where{Known: true, Lon: 37, Lat: 35}
	w.openRows(1, a, b, c)
	w.replace(4, "report/a")
	w.read(func(r keep.Reader) error {
		var now, then, after, ended []string
		last, err := r.LastRow()
		take := func(into *[]string) func(keep.Spot) error {
			return func(s keep.Spot) error {
				*into = append(*into, fmt.Sprint(s.Subject.Name(), s.Where.Lon, " ", s.From == keep.Micros(at(1)), s.ID <= last))
				return nil
			}
		}
		err = errors.Join(err, r.Spots([]string{"report"}, time.Time{}, 0, take(&now)), r.Spots([]string{"report"}, at(3), 0, take(&then)),
			r.Spots([]string{"report"}, at(3), last, take(&after)),
			r.Ended(keep.Micros(at(4)), func(_, when int64) error { ended = append(ended, fmt.Sprint(when == keep.Micros(at(4)))); return nil }),
			r.Ended(keep.Micros(at(5)), func(_, _ int64) error { ended = append(ended, "too early"); return nil }))
		w.want("spots", [][]string{now, then, after, ended}, [][]string{{"c37 false true"}, {"a36 true true", "c37 false true"}, nil, {"true"}})
		var found []int64
		err = errors.Join(err, r.Select(context.Background(), asked(query.Filter{From: at(2)}), func(id int64) error { found = append(found, id); return nil }))
		w.want("selected", len(found), 2)
		return err
	})
}

func refers(_ *testing.T, w *world) {
	w.write(func(tx keep.Tx) error {
		return errors.Join(tx.PutRefers("incident/1", []act.SubjectID{"report/a", "post/1"}), tx.PutRefers("incident/2", []act.SubjectID{"report/a"}),
			tx.PutRefers("incident/1", []act.SubjectID{"report/a"}))
	})
	w.read(func(r keep.Reader) error {
		all, err := r.Referring("report/a")
		slices.Sort(all)
		w.want("looked at", all, []act.SubjectID{"incident/1", "incident/2"})
		none, also := r.Referring("report/b")
		w.want("not looked at", len(none), 0)
		return errors.Join(err, also)
	})
}

// The model can be emptied and made anew; until it is finished it says so.
func modelAnew(t *testing.T, w *world) {
	complete := func() (is bool) {
		w.read(func(r keep.Reader) (err error) { is, err = r.Complete("as now"); return err })
		return is
	}
	if complete() {
		t.Error("the model of a new store counts as complete")
	}
	old := row("old", 1)
	old.Label = "words"
	w.openRows(1, old)
	// What is set aside is compared with what is folded after it.
	if err := w.SetAside(); err != nil || len(w.current("report/old")) != 0 {
		t.Fatalf("what was set aside is there: %v", err)
	}
	other := row("other", 1)
	err := w.Write(func(tx keep.Tx) error { return tx.ReplaceRows(nil, []keep.Row{other}, at(1)) })
	if err = errors.Join(err, w.FinishModel("as now")); err != nil {
		t.Fatal(err)
	}
	rows := map[act.SubjectID]keep.Change{}
	if err := w.Changed(func(c keep.Change) { rows[c.Subject] = c }); err != nil || len(rows) != 2 { // the counts are the same
		t.Errorf("changed %v, %v", rows, err)
	}
	if c := rows["report/old"]; c.What != "row" || c.Was == "" || c.Is != "" {
		t.Errorf("a row that is gone is told as %+v", c)
	}
	if c := rows["report/other"]; c.What != "row" || c.Was != "" || c.Is == "" {
		t.Errorf("a new row is told as %+v", c)
	}
	for range 2 {
		if err := w.ClearModel(); err != nil {
			t.Fatal(err)
		}
		if complete() || len(w.current("report/old")) != 0 {
			t.Error("what was cleared is there, or complete")
		}
		again := row("again", 1)
		again.Label = "words"
		err := w.Unsynced(func() error {
			return w.Write(func(tx keep.Tx) error { return tx.ReplaceRows(nil, []keep.Row{again}, at(1)) })
		})
		if err := errors.Join(err, w.FinishModel("as now")); err != nil || !complete() {
			t.Errorf("complete %v, %v", complete(), err)
		}
		w.want("listed", w.list(query.Filter{}), []string{"again"})
		w.want("found", w.list(query.Filter{Text: "words"}), []string{"again"})
		w.want("counted", w.count(query.Filter{}), []query.Count{{Values: []string{}, N: 1}})
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.reopen()
	w.read(func(r keep.Reader) error {
		other, err := r.Complete("as then")
		w.want("by another meaning", other, false)
		return err
	})
	if !complete() || len(w.current("report/again")) != 1 {
		t.Error("the model is gone after opening again")
	}
}
