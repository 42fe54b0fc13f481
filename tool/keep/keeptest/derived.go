package keeptest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/keep"
	"truce/tool/query"
)

// judge gives the rows after an id the same law.
func (w *world) judge(after int64, all ...keep.Derived) {
	w.Helper()
	w.write(func(tx keep.Tx) error {
		rows, err := tx.Sources(keep.Law, after, 100)
		for _, r := range rows {
			err = errors.Join(err, tx.PutDerived(keep.Law, r, all))
		}
		return err
	})
}

func zoneOf(code, lies string) keep.Derived {
	return keep.Derived{Code: code, Kind: "zone", Relation: lies, Point: "inside", Acts: []act.ID{idOf(1), idOf(2)}, KnownFrom: at(1)}
}

func judgements(t *testing.T, w *world) {
	a := row("a", 1)
	a.Where = fold.Where{Known: true, Lon: 36, Lat: 35, RadiusMetres: 10}
	w.openRows(1, a, row("b", 2))
	first, second := zoneOf("dz-1", "inside"), zoneOf("dz-2", "border")
	second.KnownUntil = at(3)
	w.judge(0, first, second)
	w.read(func(r keep.Reader) error {
		rows, err := r.Sources(keep.Law, 0, 1)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		got := rows[0]
		w.want("to judge", []any{got.Noun, got.KnownFrom, got.KnownUntil, got.From, got.Until, got.Where}, []any{"report", at(1), time.Time{}, at(1), at(2), a.Where})
		if len(got.Held) != 2 || !got.Held[0].Same(first) || !got.Held[1].Same(second) {
			t.Errorf("held: %+v", got.Held)
		}
		again, err := r.SourcesAgain(keep.Law, []int64{got.ID + 1, got.ID + 90})
		w.want("again", len(again), 1)
		lines := 0
		err = errors.Join(err, r.Derived(keep.Law, func(row int64, j keep.Derived) error { lines++; return nil }))
		w.want("judgements", lines, 4)
		return err
	})
	w.judge(0, second)
	w.write(func(tx keep.Tx) error { return tx.PutDerived(keep.Law, keep.Source{ID: 99}, []keep.Derived{first}) })
	w.write(func(tx keep.Tx) error {
		return errors.Join(tx.PutDerivedUpTo(keep.Law, 1, time.Time{}), tx.PutDerivedUpTo(keep.Law, 0, at(4)))
	})
	w.read(func(r keep.Reader) error {
		is, err := r.DerivedUpTo(keep.Law)
		w.want("up to", is, keep.DerivedUpTo{Done: 1, Last: 2, Basis: at(4), Next: at(1)})
		lines := 0
		err = errors.Join(err, r.Derived(keep.Law, func(int64, keep.Derived) error { lines++; return nil }))
		w.want("judgements that were replaced", lines, 2)
		return err
	})
}

// What lies where is found and counted, and no longer so when its row ends.
func countsByLaw(_ *testing.T, w *world) {
	w.openRows(1, row("a", 1))
	w.judge(0, zoneOf("dz-1", "inside"), zoneOf("dz-2", "may-be"))
	b := row("b", 2)
	b.Kind = "drone"
	w.openRows(2, b)
	w.write(func(tx keep.Tx) error {
		rows, err := tx.Sources(keep.Law, 1, 10)
		belt := zoneOf("dz-1", "border")
		belt.Kind, belt.Point = "belt", ""
		return errors.Join(err, tx.PutDerived(keep.Law, rows[0], []keep.Derived{belt}))
	})
	law := func(l query.ByLaw) query.Filter { return query.Filter{ByLaw: l} }
	tries := func(want ...[]string) {
		for i, l := range []query.ByLaw{
			{Within: []string{"dz-1"}}, {Within: []string{"dz-2"}}, {Within: []string{"dz-2"}, MayBe: true}, {Within: []string{"dz-1"}, ZonesOnly: true},
			{Ground: []string{"dz-1"}}, {Within: []string{"dz-1", "dz-2"}, MayBe: true},
		} {
			w.want(fmt.Sprintf("listed %+v", l), w.list(law(l)), want[i])
			n := 0
			for _, c := range w.count(law(l)) {
				n += c.N
			}
			w.want(fmt.Sprintf("counted %+v", l), n, len(want[i]))
			f := law(l)
			f.Known = at(50)
			w.want(fmt.Sprintf("as known later %+v", l), w.list(f), want[i])
		}
	}
	tries([]string{"b", "a"}, nil, []string{"a"}, []string{"a"}, []string{"a"}, []string{"b", "a"})
	w.want("by zone and kind", w.count(law(query.ByLaw{MayBe: true}), "within", "relation", "type"), []query.Count{
		{Values: []string{"dz-1", "border", "drone"}, N: 1}, {Values: []string{"dz-1", "inside", "explosion"}, N: 1}, {Values: []string{"dz-2", "may-be", "explosion"}, N: 1},
	})
	w.replace(3, "report/a")
	tries([]string{"b"}, nil, nil, nil, nil, []string{"b"})
	w.want("by zone after one ended", w.count(law(query.ByLaw{MayBe: true}), "within"), []query.Count{{Values: []string{"dz-1"}, N: 1}})
}

// A change of the law finds all rows that it can concern.
func judgingAgain(_ *testing.T, w *world) {
	here, elsewhere, nowhere := row("here", 1), row("elsewhere", 2), row("nowhere", 3)
	for r, lon := range map[*keep.Row]float64{&here: 36, &elsewhere: 50} {
		r.Where = fold.Where{Known: true, Lon: lon, Lat: 35, RadiusMetres: 10}
		r.Box = &query.Box{MinLon: lon, MinLat: 35, MaxLon: lon + 0.01, MaxLat: 35.01}
	}
	w.openRows(1, here, elsewhere, nowhere, row("ended", 4))
	w.replace(5, "report/ended")
	ids := map[string]int64{}
	w.read(func(r keep.Reader) error {
		return r.Ever("", func(row keep.Row) error { ids[row.Subject.Name()] = row.ID; return nil })
	})
	last := max(ids["here"], ids["elsewhere"], ids["nowhere"], ids["ended"])
	for name, try := range map[string]struct {
		touching keep.Touching
		want     []string
	}{
		"in a box":           {keep.Touching{Since: at(6), Boxes: []query.Box{{MinLon: 35, MinLat: 34, MaxLon: 37, MaxLat: 36}}, LastDone: last}, []string{"here"}},
		"and nowhere":        {keep.Touching{Since: at(6), Nowhere: true, LastDone: last}, []string{"nowhere"}},
		"all":                {keep.Touching{Since: at(6), All: true, LastDone: last}, []string{"here", "elsewhere", "nowhere"}},
		"and what has ended": {keep.Touching{Since: at(4), LastDone: last}, []string{"ended"}},
		"judged already":     {keep.Touching{Since: at(4), All: true, LastDone: 0}, nil},
	} {
		w.read(func(r keep.Reader) error {
			found, err := r.Touched(try.touching)
			held := map[int64]bool{}
			for _, id := range found {
				held[id] = true
			}
			for _, want := range try.want {
				if !held[ids[want]] {
					w.Errorf("%s: %s is not found", name, want)
				}
			}
			if len(try.want) == 0 && len(found) > 0 {
				w.Errorf("%s: found %v", name, found)
			}
			return err
		})
	}
}

// What one derivation holds is found by its own questions, is counted only where it is the law,
// and stays when another is worked out.
func derivations(t *testing.T, w *world) {
	w.openRows(1, row("a", 1), row("b", 2))
	w.judge(0, zoneOf("dz-1", "inside"))
	post := func(code, relation string) keep.Derived {
		return keep.Derived{Code: code, Kind: "post", Relation: relation, KnownFrom: at(1)}
	}
	w.write(func(tx keep.Tx) error {
		rows, err := tx.Sources(keep.Near, 0, 10)
		if err != nil || len(rows) != 2 || len(rows[0].Held) != 0 {
			t.Fatalf("%+v, %v", rows, err)
		}
		return errors.Join(
			tx.PutDerived(keep.Near, rows[0], []keep.Derived{post("post/x", "inside"), post("post/y", "may-be")}),
			tx.PutDerived(keep.Near, rows[1], []keep.Derived{post("post/x", "may-be")}),
			tx.PutDerivedUpTo(keep.Near, 2, at(5)))
	})
	near := func(mayBe bool, codes ...string) query.Filter {
		return query.Filter{Near: codes, ByLaw: query.ByLaw{MayBe: mayBe}}
	}
	for name, try := range map[string]struct {
		filter query.Filter
		want   []string
	}{
		"surely":            {near(false, "post/x"), []string{"a"}},
		"perhaps":           {near(true, "post/x"), []string{"b", "a"}},
		"one of two":        {near(true, "post/y", "post/z"), []string{"a"}},
		"as known later":    {query.Filter{Near: []string{"post/x"}, Known: at(50)}, []string{"a"}},
		"and in a zone":     {query.Filter{Near: []string{"post/x"}, ByLaw: query.ByLaw{Within: []string{"dz-1"}}}, []string{"a"}},
		"in another's code": {query.Filter{Near: []string{"dz-1"}}, nil},
	} {
		w.want(name, w.list(try.filter), try.want)
		n := 0
		for _, c := range w.count(try.filter) {
			n += c.N
		}
		w.want(name+", counted", n, len(try.want))
	}
	w.want("by zone", w.count(query.Filter{}, "within"), []query.Count{{Values: []string{"dz-1"}, N: 2}})
	w.judge(0)
	w.want("after the law says nothing more", w.list(near(true, "post/x")), []string{"b", "a"})
	w.read(func(r keep.Reader) error {
		is, err := r.DerivedUpTo(keep.Law)
		w.want("how far the law is", is.Done, int64(0))
		return err
	})
}
