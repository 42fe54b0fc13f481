package incident_test

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
)

func restricted(kind, party string, from time.Time, minutes int) *incident.RestrictionRecorded {
	b := &incident.RestrictionRecorded{Kind: kind, Party: party, Team: "patrol", From: from, Outcome: "turned-back"}
	if minutes > 0 {
		b.Until = from.Add(time.Duration(minutes) * time.Minute)
	}
	return b
}

func TestRestriction(t *testing.T) {
	t.Parallel()
	b := restricted("denied", "SY-GOV", at(9, 10), 85)
	b.Until = b.Until.Add(59 * time.Second)
	b.Place = &place.Place{Position: &place.Position{Lon: 36.4123, Lat: 33.5789}, Precision: "vicinity", Name: "Wafideen"}
	b.ReasonGiven, b.Area = shape.In("en", "No order."), "SY0301"
	h := &foldtest.History{Subject: "restriction/1", Func: incident.FoldRestriction}
	h.By("person/monitor-1", "", restricted("delayed", "SY-GOV", at(9, 10), 0))
	h.By("person/monitor-1", "", b)
	f := h.Fold(t)
	s, p := foldtest.State[incident.Restriction](t, f), f.Periods[0]
	if *s.Minutes != 85 || s.Versions != 2 || s.Kind != "denied" || *s.Near != (place.Position{Lon: 36.4, Lat: 33.6}) {
		t.Errorf("%+v", s)
	}
	if p.Kind != "denied" || p.Party != "SY-GOV" || p.Status != "turned-back" || p.Label != "SY0301" || p.Narrative != "No order.\n\nWafideen" ||
		!p.Counts || p.Where.RadiusMetres != 100 || !p.From.Equal(at(9, 10)) {
		t.Errorf("%+v", p)
	}
}

// Absent says what nobody said: neither whose people it was nor whether it ended.
func TestRestriction_absent_is_not_said(t *testing.T) {
	t.Parallel()
	for ongoing, until := range map[bool]time.Time{false: at(9, 10).Add(time.Microsecond), true: {}} {
		b := restricted("denied", "", at(9, 10), 0)
		b.Ongoing = ongoing
		h := &foldtest.History{Subject: "restriction/1", Func: incident.FoldRestriction}
		h.By("person/monitor-1", "", b)
		f := h.Fold(t)
		s := foldtest.State[incident.Restriction](t, f)
		if p := f.Periods[0]; s.Minutes != nil || p.Party != "" || !p.Until.Equal(until) {
			t.Errorf("ongoing %v: %+v, until %v, not %v", ongoing, s, p.Until, until)
		}
	}
}

func TestRestriction_concurrent_versions_conflict(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "restriction/1", Func: incident.FoldRestriction}
	h.Knowing("person/monitor-1", "", restricted("denied", "SY-GOV", at(9, 10), 85))
	h.Knowing("person/monitor-1", "", restricted("denied", "SY-GOV", at(9, 10), 90))
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "restriction" {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
}

func TestRestrictionRecorded_fits(t *testing.T) {
	t.Parallel()
	b := restricted("denied", "SY-GOV", at(9, 10), 0)
	if err := b.Fits("restriction/1"); err != nil || len(b.Refers()) != 0 {
		t.Errorf("%v, refers to %v", err, b.Refers())
	}
	b.Ongoing, b.NoReason = true, true
	if err := b.Fits("restriction/1"); err != nil {
		t.Errorf("it goes on, and no reason was given: %v", err)
	}
	b.ReasonGiven = shape.In("en", "No order.")
	if b.Fits("restriction/1") == nil {
		t.Error("a reason fits where none was given")
	}
	b.ReasonGiven, b.Until = shape.Prose{}, b.From.Add(time.Minute)
	if b.Fits("restriction/1") == nil {
		t.Error("an end fits what goes on")
	}
	b.Ongoing = false
	b.Until, b.Prevented = b.From, "incident/1"
	if b.Fits("restriction/1") == nil || !slices.Equal(b.Refers(), []act.SubjectID{"incident/1"}) {
		t.Error("an end at the start fits, or what it prevented is not named")
	}
}
