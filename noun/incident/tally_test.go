package incident_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/noun/incident"
)

// provinces are the place codes of the governorates that the tallies name.
var provinces = map[string]string{
	"Damascus": "SY01", "Aleppo": "SY02", "Homs": "SY04", "Hama": "SY05", "Latakia": "SY06", "Idlib": "SY07", "Daraa": "SY12", "Quneitra": "SY14",
}

// published reads "10: Latakia 8, Hama 2".
func published(t testing.TB, publisher, date, text string) incident.TallyPublished {
	t.Helper()
	total, parts, _ := strings.Cut(text, ":")
	unit := map[string]string{"RU": "firing-case", "TR": "violation-case"}[publisher]
	b := incident.TallyPublished{Publisher: publisher, Date: date, UTCOffset: "+03:00", Unit: unit, Total: number(t, total), Source: "x"}
	for part := range strings.SplitSeq(parts, ",") {
		if words := strings.Fields(part); len(words) == 2 {
			b.Parts = append(b.Parts, incident.Part{Area: provinces[words[0]], Name: words[0], Number: number(t, words[1])})
		}
	}
	return b
}

func number(t testing.TB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rival are the daily counts of the two halves of one joint commission, as published, and
// what the rule of the same area's minimum makes of them: matched at most, only the one,
// only the other.
func rival() []struct{ date, ru, tr, split string } {
	return []struct{ date, ru, tr, split string }{
		{"2017-02-10", "10: Latakia 8, Hama 2", "8: Damascus 3, Aleppo 3, Idlib 2", "0/10/8"},
		{"2017-03-22", "6: Damascus 3, Latakia 3", "13: Damascus 7, Daraa 1, Hama 1, Aleppo 4", "3/3/10"},
		{"2017-05-07", "18: Damascus 10, Latakia 3, Daraa 3, Hama 2", "15: Damascus 2, Daraa 3, Hama 7, Homs 3", "7/11/8"},
		{"2017-06-05", "8: Damascus 6, Hama 2", "7: Daraa 3, Damascus 1, Homs 3", "1/7/6"},
		{"2017-07-06", "2: Latakia 2", "5: Damascus 3, Daraa 2", "0/2/5"},
		{"2017-09-05", "7: Aleppo 3, Hama 1, Quneitra 1, Latakia 1, Damascus 1", "2: Aleppo 1, Hama 1", "2/5/0"},
		{"2017-09-16", "0", "5: Idlib 1, Latakia 1, Damascus 3", "0/0/5"},
		{"2018-09-04", "24: Latakia 14, Aleppo 7, Hama 3", "2: Hama 2", "2/22/0"},
		{"2020-04-01", "2: Latakia 1, Idlib 1", "1: Idlib 1", "1/1/0"},
	}
}

func TestTallies_rival_counts_of_nine_days(t *testing.T) {
	t.Parallel()
	for _, row := range rival() {
		ru, tr := published(t, "RU", row.date, row.ru), published(t, "TR", row.date, row.tr)
		for _, b := range []incident.TallyPublished{ru, tr} {
			h := &foldtest.History{Subject: b.Subject(), Func: incident.FoldTally}
			if err := b.Fits(h.Subject); err != nil {
				t.Error(err)
			}
			h.By("person/liaison", b.Publisher, &b)
			f := h.Fold(t)
			if s := foldtest.State[incident.Tally](t, f); s.Inconsistent || s.OffBy != 0 || !s.Own || f.Periods[0].Status != "published" {
				t.Errorf("%s of %s: %+v", b.Publisher, b.Date, s)
			}
		}
		c, err := incident.Compare(ru, tr, incident.SameAreaMinimum)
		if err != nil {
			t.Fatal(err)
		}
		if got := split(*c.Split); got != row.split {
			t.Errorf("%s: %s, want %s", row.date, got, row.split)
		}
		if c.A.Total != ru.Total || c.B.Total != tr.Total || c.Merged != nil || c.OneUnit || !c.OneDay {
			t.Errorf("%s: %+v", row.date, c)
		}
		testAddsUp(t, c)
	}
}

func split(s incident.Split) string {
	return fmt.Sprintf("%d/%d/%d", s.MatchedAtMost, s.OnlyAAtLeast, s.OnlyBAtLeast)
}

// testAddsUp holds sub-totals to their totals.
func testAddsUp(t *testing.T, c incident.Comparison) {
	t.Helper()
	var sum incident.Split
	a, b := 0, 0
	for i, area := range c.Areas {
		if i > 0 && c.Areas[i-1].Area >= area.Area {
			t.Errorf("%s comes after %s", area.Area, c.Areas[i-1].Area)
		}
		a, b = a+area.A, b+area.B
		sum.MatchedAtMost += area.Split.MatchedAtMost
		sum.OnlyAAtLeast += area.Split.OnlyAAtLeast
		sum.OnlyBAtLeast += area.Split.OnlyBAtLeast
	}
	if a != c.A.Total || b != c.B.Total || sum != *c.Split || sum.MatchedAtMost+sum.OnlyAAtLeast != a || sum.MatchedAtMost+sum.OnlyBAtLeast != b {
		t.Errorf("%s does not add up: %+v", c.Date, c)
	}
}

func TestCompare_rules(t *testing.T) {
	t.Parallel()
	ru, tr := published(t, "RU", "2017-05-07", rival()[2].ru), published(t, "TR", "2017-05-07", rival()[2].tr)
	beside, err := incident.Compare(ru, tr, incident.SideBySide)
	if err != nil || beside.Split != nil || beside.Merged != nil || beside.Areas[0].Split != nil || len(beside.Areas) != 5 {
		t.Errorf("side by side: %+v, %v", beside, err)
	}
	merged, err := incident.Compare(ru, tr, incident.SameAreaMinimumMerged)
	if err != nil || split(*merged.Split) != "7/11/8" || *merged.Merged != (incident.Merged{AtLeast: 26, AtMost: 33}) {
		t.Errorf("merged: %+v, %v", merged, err)
	}
	tr.Parts = tr.Parts[:3]
	short, err := incident.Compare(ru, tr, incident.SameAreaMinimumMerged)
	if err != nil || short.OffByB != -3 || short.Merged != nil {
		t.Errorf("parts that do not add up: %+v, %v", short, err)
	}
	tr.UTCOffset = ""
	if other, err := incident.Compare(ru, tr, incident.SideBySide); err != nil || other.OneDay {
		t.Errorf("a day that was not told: %+v, %v", other, err)
	}
}

func TestCompare_does_not_matter_which_comes_first(t *testing.T) {
	t.Parallel()
	for _, row := range rival() {
		ru, tr := published(t, "RU", row.date, row.ru), published(t, "TR", row.date, row.tr)
		one, err1 := incident.Compare(ru, tr, incident.SameAreaMinimumMerged)
		two, err2 := incident.Compare(tr, ru, incident.SameAreaMinimumMerged)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		turned := incident.Split{MatchedAtMost: two.Split.MatchedAtMost, OnlyAAtLeast: two.Split.OnlyBAtLeast, OnlyBAtLeast: two.Split.OnlyAAtLeast}
		if turned != *one.Split || *one.Merged != *two.Merged {
			t.Errorf("%s: %+v and %+v", row.date, one, two)
		}
	}
}

func TestCompare_refuses(t *testing.T) {
	t.Parallel()
	ru, tr := published(t, "RU", "2017-05-07", "1: Hama 1"), published(t, "TR", "2017-05-07", "1: Hama 1")
	later := published(t, "TR", "2017-05-08", "1: Hama 1")
	for name, err := range map[string]error{
		"two dates": second(incident.Compare(ru, later, incident.SideBySide)), "one publisher": second(incident.Compare(ru, ru, incident.SideBySide)),
		"no rule": second(incident.Compare(ru, tr, "by-feeling")),
	} {
		if err == nil {
			t.Errorf("%s: compared", name)
		}
	}
}

func second(_ incident.Comparison, err error) error { return err }

func TestTally_that_does_not_add_up_is_kept_as_published(t *testing.T) {
	t.Parallel()
	for text, off := range map[string]int{"15: Damascus 2, Daraa 3": -10, "4: Damascus 2, Daraa 3": 1, "7": 0, "0": 0, "5: Damascus 5": 0} {
		b := published(t, "TR", "2017-05-07", text)
		h := &foldtest.History{Subject: "tally/TR-2017-05-07-violation-case", Func: incident.FoldTally}
		h.By("person/secretary", "", &b)
		f := h.Fold(t)
		s := foldtest.State[incident.Tally](t, f)
		if s.OffBy != off || s.Inconsistent != (off != 0) || (f.Periods[0].Status == "inconsistent") != (off != 0) || s.Total != b.Total || s.Own {
			t.Errorf("%s: %+v", text, s)
		}
	}
}

func TestTally_day(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]time.Time{
		"+03:00": time.Date(2017, 5, 6, 21, 0, 0, 0, time.UTC), "": time.Date(2017, 5, 7, 0, 0, 0, 0, time.UTC),
		"-04:30": time.Date(2017, 5, 7, 4, 30, 0, 0, time.UTC),
	} {
		b := published(t, "TR", "2017-05-07", "0")
		b.UTCOffset = zone
		h := &foldtest.History{Subject: "tally/TR-2017-05-07-violation-case", Func: incident.FoldTally}
		h.By("person/secretary", "", &b)
		if p := h.Fold(t).Periods[0]; !p.From.Equal(want) || p.Until.Sub(p.From) != 24*time.Hour {
			t.Errorf("zone %q: from %s until %s", zone, p.From, p.Until)
		}
	}
}

func TestTally_versions(t *testing.T) {
	t.Parallel()
	one, two := published(t, "TR", "2017-05-07", "15"), published(t, "TR", "2017-05-07", "16")
	h := &foldtest.History{Subject: "tally/TR-2017-05-07-violation-case", Func: incident.FoldTally}
	h.Knowing("person/liaison-ru", "RU", &one)
	f := h.Fold(t)
	if s := foldtest.State[incident.Tally](t, f); s.Versions != 0 || len(s.Ignored) != 1 || f.Periods[0].Counts || f.Periods[0].Status != "ignored" {
		t.Errorf("entered by another party: %+v", s)
	}
	h.Knowing("person/secretary", "", &two)
	if s := foldtest.State[incident.Tally](t, h.Fold(t)); s.Total != 16 || s.Own || s.Recorded != nil {
		t.Errorf("while the party said nothing: %+v", s)
	}
	h.Knowing("person/liaison-tr", "TR", &one)
	f = h.Fold(t)
	if s := foldtest.State[incident.Tally](t, f); s.Total != 15 || !s.Own || s.By != "person/liaison-tr" || s.Recorded == nil || s.Recorded.Total != 16 || len(f.Conflicts) != 0 {
		t.Errorf("the party says itself: %+v with %v", s, f.Conflicts)
	}
	two.Total = 0
	h.By("person/secretary", "", &two)
	if s := foldtest.State[incident.Tally](t, h.Fold(t)); s.Total != 15 || !s.Own || s.By != "person/liaison-tr" || s.Recorded.Total != 0 || s.Recorded.Versions != 2 {
		t.Errorf("the mission writes over it: %+v", s)
	}
	h.Knowing("person/liaison-2", "TR", &two)
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "tally" {
		t.Errorf("two of the party: conflicts %+v", f.Conflicts)
	}
	h.By("person/liaison-tr", "TR", &two)
	f = h.Fold(t)
	if s := foldtest.State[incident.Tally](t, f); s.Total != 0 || s.Versions != 3 || len(f.Conflicts) != 0 {
		t.Errorf("settled: %+v with %v", s, f.Conflicts)
	}
}

func TestTallyPublished_fits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		subject act.SubjectID
		change  func(*incident.TallyPublished)
	}{
		"the tally of another party": {"tally/RU-2017-05-07-firing-case", func(*incident.TallyPublished) {}},
		"another day":                {"tally/TR-2017-05-08-violation-case", func(*incident.TallyPublished) {}},
		"no such day":                {"tally/TR-2017-02-30-violation-case", func(b *incident.TallyPublished) { b.Date = "2017-02-30" }},
		"without its unit":           {"tally/TR-2017-05-07", func(*incident.TallyPublished) {}},
		"another unit":               {"tally/TR-2017-05-07-violation-case", func(b *incident.TallyPublished) { b.Unit = "firing-case" }},
		"another list":               {"tally/TR-2017-05-07-violation-case", func(b *incident.TallyPublished) { b.List = "north" }},
		"an area twice":              {"tally/TR-2017-05-07-violation-case", func(b *incident.TallyPublished) { b.Parts = append(b.Parts, b.Parts[0]) }},
	} {
		b := published(t, "TR", "2017-05-07", "1: Hama 1")
		if err := b.Fits("tally/TR-2017-05-07-violation-case"); err != nil {
			t.Error(err)
		}
		c.change(&b)
		if b.Fits(c.subject) == nil {
			t.Errorf("%s fits", name)
		}
	}
}

// Whatever a party counts, by a word of the office's own and in a list with a name, the tally has a name.
func TestTally_of_the_longest_words_has_a_name(t *testing.T) {
	t.Parallel()
	b := incident.TallyPublished{Publisher: "P" + strings.Repeat("X", 15), Date: "2017-05-07", Unit: "own-" + strings.Repeat("u", 30) + "." + strings.Repeat("k", 30), List: strings.Repeat("l", 20)}
	if _, err := act.ParseSubject(string(b.Subject())); err != nil {
		t.Error(err)
	}
}
