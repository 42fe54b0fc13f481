package bulletin_test

import (
	"maps"
	"slices"
	"testing"

	"truce/judge/bulletin"
	"truce/noun/publication"
)

func TestMeaningOf(t *testing.T) {
	t.Parallel()
	here := map[string]int{"report": 3, "zone": 1}
	for name, c := range map[string]struct {
		claimed map[string]int
		want    bulletin.Meaning
	}{
		"the same":         {map[string]int{"report": 3, "zone": 1}, bulletin.SameMeaning},
		"newer":            {map[string]int{"report": 4, "zone": 1}, bulletin.OtherMeaning},
		"older":            {map[string]int{"report": 2, "zone": 1}, bulletin.OtherMeaning},
		"below 1":          {map[string]int{"report": 3, "zone": 0}, bulletin.NoMeaning},
		"below 1, newer":   {map[string]int{"report": 9, "zone": -1}, bulletin.NoMeaning},
		"a noun missing":   {map[string]int{"report": 3}, bulletin.NoMeaning},
		"an unknown noun":  {map[string]int{"report": 3, "zone": 1, "weather": 1}, bulletin.NoMeaning},
		"a noun exchanged": {map[string]int{"report": 3, "weather": 1}, bulletin.NoMeaning},
		"none":             {nil, bulletin.NoMeaning},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := bulletin.MeaningOf(c.claimed, here); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// Each sort of rows is counted from nouns that are counted, and each of those is in some.
func TestCountedFrom(t *testing.T) {
	t.Parallel()
	folds := bulletin.Folds(bulletin.Rules)
	left := maps.Clone(folds)
	for _, table := range append(bulletin.Tables(), "officeName") {
		from := bulletin.CountedFrom(table)
		if len(from) == 0 {
			t.Errorf("%s are counted from nothing", table)
		}
		for _, noun := range from {
			if folds[noun] == 0 {
				t.Errorf("%s are counted from %s, which is not counted", table, noun)
			}
			delete(left, noun)
		}
	}
	if len(left) > 0 {
		t.Errorf("no rows are counted from %v", slices.Collect(maps.Keys(left)))
	}
}

// A forger of rows who names another meaning of reports is excused what reports say, and
// nothing else; and what the rows say of their own meanings must be what the bulletin says.
func TestHold_forged(t *testing.T) {
	t.Parallel()
	rows := full(5)
	closed := func(change func(*bulletin.Rows)) bulletin.Closed {
		changed := rows
		changed.Folds = maps.Clone(rows.Folds)
		change(&changed)
		c, err := changed.Close()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	meant := func(r *bulletin.Rows) { r.Folds["report"] = 9 }
	forged := func(table func(*bulletin.Rows)) bulletin.Closed {
		return closed(func(r *bulletin.Rows) { meant(r); table(r) })
	}
	dropped := forged(func(r *bulletin.Rows) { r.Reports = r.Reports[1:] })
	named := forged(func(r *bulletin.Rows) { r.OfficeName = "Another" })
	honest := closed(func(*bulletin.Rows) {})
	impossible := closed(func(r *bulletin.Rows) { r.Folds["report"] = 0; r.Reports = r.Reports[1:] })
	for name, c := range map[string]struct {
		made    bulletin.Closed
		folds   map[string]int // that the bulletin names; nil: those of the rows
		kept    bool
		figures bulletin.Verdict
		rows    bulletin.Verdict
	}{
		"a report dropped":                           {dropped, nil, true, "", bulletin.Refolded},
		"a report dropped, without its rows":         {dropped, nil, false, bulletin.Refolded, ""},
		"another office's name":                      {named, nil, true, "", bulletin.Wrong},
		"another office's name, without its rows":    {named, nil, false, bulletin.Wrong + " " + bulletin.Refolded, ""},
		"another meaning than its rows'":             {honest, map[string]int{"report": 9}, true, bulletin.Wrong, ""},
		"a report dropped, by no meaning":            {impossible, nil, true, bulletin.Wrong, bulletin.Wrong},
		"a report dropped, by no meaning, no rows":   {impossible, nil, false, bulletin.Wrong, ""},
		"a true one by a meaning that never was":     {closed(func(r *bulletin.Rows) { delete(r.Folds, "zone") }), nil, true, bulletin.Wrong, ""},
		"a true one by the meaning of another noun":  {forged(func(*bulletin.Rows) {}), nil, false, "", ""},
		"a true one by another meaning, its own row": {forged(func(*bulletin.Rows) {}), nil, true, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bulletin.Make(c.made, publication.Mission)
			b.Header.Folds = maps.Clone(b.Header.Folds)
			maps.Copy(b.Header.Folds, c.folds)
			var kept *bulletin.Closed
			if c.kept {
				kept = &c.made
			}
			h, err := bulletin.Hold(b, bulletin.Folded{Rows: rows}, kept)
			if err != nil || verdicts(h.Differences) != c.figures || verdicts(h.Rows) != c.rows {
				t.Errorf("figures %q, rows %q, want %q and %q: %v", verdicts(h.Differences), verdicts(h.Rows), c.figures, c.rows, err)
			}
		})
	}
}
