package incident_test

import (
	"testing"
	"time"

	"truce/ground/fold/foldtest"
	"truce/noun/incident"
)

// The histories of these tests are received from noon of 7 May 2017 on, a minute apart.
func noon(minutes int) time.Time {
	return time.Date(2017, 5, 7, 12, minutes, 0, 0, time.UTC)
}

func ask(party string, deadline time.Time) *incident.AnswerRequested {
	return &incident.AnswerRequested{Party: party, Deadline: deadline}
}

func says(position string) *incident.PositionTaken {
	return &incident.PositionTaken{Position: position}
}

func TestPositions_do_not_overwrite_each_other(t *testing.T) {
	t.Parallel()
	h := file(nil)
	h.By("person/liaison-tr", "TR", says("denies"))
	h.By("person/liaison-ru", "RU", says("confirms"))
	h.By("person/liaison-tr", "TR", says("partly"))
	h.By("person/secretary", "", says("denies"))
	f := h.Fold(t)
	s := foldtest.State[incident.Incident](t, f)
	if len(s.Positions) != 2 || s.PositionOf("TR", noon(9)) != "partly" || s.PositionOf("RU", noon(9)) != "confirms" || s.Positions[0].Versions != 2 {
		t.Errorf("positions %+v", s.Positions)
	}
	if len(s.Ignored) != 1 || s.Ignored[0].Why != "no-party" || len(f.Conflicts) != 0 {
		t.Errorf("ignored %+v, conflicts %v", s.Ignored, f.Conflicts)
	}
}

func TestPositions_of_one_party_conflict_only_with_themselves(t *testing.T) {
	t.Parallel()
	h := file(nil)
	h.Knowing("person/liaison-tr", "TR", says("denies"))
	h.Knowing("person/other-tr", "TR", says("confirms"))
	h.Knowing("person/liaison-ru", "RU", says("partly"))
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "position of TR" || len(f.Conflicts[0].Acts) != 2 {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
	h.By("person/liaison-tr", "TR", says("denies"))
	if f := h.Fold(t); len(f.Conflicts) != 0 {
		t.Errorf("settled: %+v", f.Conflicts)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		acts          func(h *foldtest.History)
		open, overdue int // at 13:00
		late          bool
		stands        string
	}{
		"not asked":               {func(*foldtest.History) {}, 0, 0, false, ""},
		"asked, with time left":   {func(h *foldtest.History) { h.By("person/s", "", ask("TR", noon(90))) }, 1, 0, false, ""},
		"the deadline is in time": {func(h *foldtest.History) { h.By("person/s", "", ask("TR", noon(60))) }, 1, 0, false, ""},
		"silent":                  {func(h *foldtest.History) { h.By("person/s", "", ask("TR", noon(59))) }, 1, 1, false, incident.NoAnswer},
		"another party answers": {func(h *foldtest.History) {
			h.By("person/s", "", ask("TR", noon(30)))
			h.By("person/r", "RU", says("denies"))
		}, 1, 1, false, incident.NoAnswer},
		"answered": {func(h *foldtest.History) {
			h.By("person/s", "", ask("TR", noon(30)))
			h.By("person/t", "TR", says("denies"))
		}, 0, 0, false, "denies"},
		"answered at the deadline": {func(h *foldtest.History) {
			h.By("person/s", "", ask("TR", noon(2)))
			h.By("person/t", "TR", says("denies"))
		}, 0, 0, false, "denies"},
		"answered late": {func(h *foldtest.History) {
			h.By("person/s", "", ask("TR", noon(1)))
			h.By("person/t", "TR", says("denies"))
		}, 0, 0, true, "denies"},
		"asked again after an answer": {func(h *foldtest.History) {
			h.By("person/t", "TR", says("denies"))
			h.By("person/s", "", ask("TR", noon(30)))
		}, 1, 1, false, "denies"},
		"had answered before the asker knew": {func(h *foldtest.History) {
			h.Knowing("person/t", "TR", says("denies"))
			h.Knowing("person/s", "", ask("TR", noon(30)))
		}, 0, 0, false, "denies"},
	} {
		h := file(nil)
		c.acts(h)
		s := foldtest.State[incident.Incident](t, h.Fold(t))
		at := noon(60)
		late := len(s.Requests) > 0 && s.Requests[0].Late
		if len(s.Open()) != c.open || len(s.Overdue(at)) != c.overdue || late != c.late || s.PositionOf("TR", at) != c.stands {
			t.Errorf("%s: %d open, %d overdue, late %v, stands %q", name, len(s.Open()), len(s.Overdue(at)), late, s.PositionOf("TR", at))
		}
	}
}

func TestPositionTaken_fits(t *testing.T) {
	t.Parallel()
	for body, fits := range map[incident.PositionTaken]bool{
		{Position: "denies"}: true, {Position: "attributes-elsewhere", Elsewhere: "NUSRA"}: true, {Position: "attributes-elsewhere"}: true,
		{Position: incident.NoAnswer}: false, {Position: "denies", Elsewhere: "NUSRA"}: false,
	} {
		if err := body.Fits("incident/1"); (err == nil) != fits {
			t.Errorf("%+v: %v", body, err)
		}
	}
}
