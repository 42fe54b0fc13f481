package incident_test

import (
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
	"truce/ground/place"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/post"
)

// Acts of these stories are received from noon on.
func TestAhead_nothing_is_observed_before_it_happens(t *testing.T) {
	t.Parallel()
	timed := func(from, until time.Time, precision string) incident.Record {
		return with(func(r *incident.Record) { r.Time = &place.Extent{From: from, Until: until, Precision: precision} })
	}
	tomorrow := at(4, 0).AddDate(0, 0, 1)
	for name, c := range map[string]struct {
		record incident.Record
		ahead  bool
	}{
		"before":                         {record(), false},
		"a clock a little ahead":         {timed(at(12, 9), time.Time{}, "minute"), false},
		"this evening":                   {timed(at(18, 0), time.Time{}, "hour"), true},
		"some time today":                {timed(at(0, 0), at(0, 0).AddDate(0, 0, 1), "day"), false},
		"until tomorrow, to the minute":  {timed(at(4, 0), tomorrow, "minute"), true},
		"until years later, to the day":  {timed(at(4, 0), tomorrow.AddDate(2, 0, 0), "day"), true},
		"of a time that nobody has said": {with(func(r *incident.Record) { r.Time = nil }), false},
	} {
		h := report()
		h.By("person/monitor-1", "", observed(c.record))
		f := h.Fold(t)
		if s := foldtest.State[incident.Report](t, f); s.Ahead != c.ahead || f.Periods[0].Counts != (!c.ahead && s.Status == "logged") {
			t.Errorf("%s: ahead %v, counts %v", name, s.Ahead, f.Periods[0].Counts)
		}
	}
	h := report()
	h.By("person/monitor-1", "", observed(timed(at(18, 0), time.Time{}, "hour")))
	h.By("person/monitor-1", "", observed(record()))
	if s := foldtest.State[incident.Report](t, h.Fold(t)); s.Ahead || !s.Counts() {
		t.Errorf("said again with the right time it is still ahead: %+v", s)
	}

	restriction := &foldtest.History{Subject: "restriction/1", Func: incident.FoldRestriction}
	restriction.By("person/monitor-1", "", restricted("denied", "SY-GOV", at(11, 0), 600))
	if f := restriction.Fold(t); f.Periods[0].Counts || !foldtest.State[incident.Restriction](t, f).Ahead {
		t.Error("a restriction ended in the evening of a day of which it is noon, and counts")
	}

	for date, want := range map[string]bool{"2017-05-07": false, "2017-05-08": true} {
		b := published(t, "RU", date, "1: Hama 1")
		tally := &foldtest.History{Subject: b.Subject(), Func: incident.FoldTally}
		tally.By("person/liaison-ru", "RU", &b)
		if f := tally.Fold(t); f.Periods[0].Counts == want || foldtest.State[incident.Tally](t, f).Ahead != want {
			t.Errorf("a count for %s, published on the 7th: counts %v", date, f.Periods[0].Counts)
		}
	}
}

func TestAhead_a_finding_names_a_day_that_has_come(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at    time.Time
		ahead bool
	}{"this morning": {at(9, 0), false}, "in a year": {at(9, 0).AddDate(1, 0, 0), true}} {
		h := file(map[act.SubjectID]any{"body/joint-commission": commission(body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 2}, "RU", "TR")})
		b := drafted("joint-commission")
		b.At = c.at
		draft := h.By("person/secretary", "", b)
		if f := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]; f.Ahead {
			t.Errorf("%s: a draft, that nobody issued, is ahead of its time", name)
		}
		seatsSay(h, draft, "RU+ TR+")
		if f := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]; !f.Decided || f.Ahead != c.ahead {
			t.Errorf("%s: decided %v, ahead %v", name, f.Decided, f.Ahead)
		}
	}
}

// Who keeps posts marks what was seen from one that did not stand, and cannot undo it.
func TestOffPost_marks_and_annuls_nothing(t *testing.T) {
	t.Parallel()
	seen := with(func(r *incident.Record) { r.Post = "post/op-1" })
	for name, c := range map[string]struct {
		posts map[act.SubjectID]any
		off   bool
	}{
		"it stood":         {map[act.SubjectID]any{"post/op-1": post.Post{Status: "standing"}}, false},
		"it was closed":    {map[act.SubjectID]any{"post/op-1": post.Post{Status: "closed"}}, true},
		"it was not there": {nil, true},
	} {
		h := report()
		h.States = c.posts
		h.By("person/monitor-1", "", observed(seen))
		f := h.Fold(t)
		s := foldtest.State[incident.Report](t, f)
		if s.OffPost != c.off || !f.Periods[0].Counts {
			t.Errorf("%s: off its post %v, counts %v", name, s.OffPost, f.Periods[0].Counts)
		}
		file := file(map[act.SubjectID]any{"report/1": s})
		file.By("person/secretary", "", &incident.ReportLinked{Report: "report/1"})
		by := foldtest.State[incident.Incident](t, file.Fold(t)).ObservedBy
		if len(by) != 1 || by[0].Number != 1 || by[0].OffPost == 1 != c.off {
			t.Errorf("%s: the file counts %+v", name, by)
		}
	}
	// To the day only: it is enough that the post stood at one end of it.
	day := with(func(r *incident.Record) {
		r.Post, r.Time = "post/op-1", &place.Extent{From: at(0, 0), Precision: "day"}
	})
	f := incident.FoldReport("report/1", []fold.Entry{{ID: act.ID{1}, Received: at(23, 0), Body: observed(day)}}, func(_ act.SubjectID, when time.Time) ([]byte, bool) {
		return []byte(`{"status":"standing"}`), when.After(at(14, 0))
	})
	if foldtest.State[incident.Report](t, f).OffPost {
		t.Error("a post that was set up in the afternoon did not stand on that day")
	}
}
