package agreement

import (
	"testing"
	"time"

	"truce/ground/force"
)

// receivedAt moves when the last acts came.
func (h *history) receivedAt(last int, at time.Time) {
	for i := len(h.entries) - last; i < len(h.entries); i++ {
		h.entries[i].Received = at
	}
}

func TestLater_what_came_in_time_is_not_marked(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-10-31")
	}
	if s := h.version(v.ID); len(s.Standing.Later) != 0 || s.Standing.Stretches("")[1].Why != nil {
		t.Errorf("marked: %+v", s.Standing.Later)
	}
}

func TestLater_a_consent_of_before_that_came_after_is_marked_and_holds(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	consent(h, "RU", "2018-05-04", "2017-10-31")
	consent(h, "TR", "2018-05-04", "2017-10-31")
	consent(h, "IR", "2018-05-04", "2017-10-31")
	came := instant(t, "2026-11-30T00:10:00Z")
	h.receivedAt(1, came)
	s := h.version(v.ID)
	term, end := instant(t, "2017-11-04T22:00:00Z"), instant(t, "2018-05-04T21:00:00Z")
	if len(s.Force) != 1 || !s.Force[0].Until.Equal(end) {
		t.Fatalf("what is known later is no gap: %v", s.Force)
	}
	if c := s.Extensions[0].Consents[0]; c.Party != "IR" || !c.Received.Equal(came) {
		t.Errorf("when it came is not told: %+v", c)
	}
	want := force.Lack{Say: force.KnownLater, Name: "IR", At: came}
	if l := s.Standing.Later; len(l) != 1 || !l[0].From.Equal(term) || !l[0].Until.Equal(end) || l[0].Why[0] != want {
		t.Fatalf("marked %+v", l)
	}
	for _, stretch := range s.Standing.Stretches("") {
		if after := stretch.Holds(term); stretch.State == force.InForce && after != (len(stretch.Why) == 1) {
			t.Errorf("%v: %v", stretch.Interval, stretch.Why)
		}
	}
	if told := force.Told([]force.Lack{want}, time.UTC); len(told) != 1 {
		t.Error("strangers are not told")
	}
}

func TestLater_a_signature_that_came_after_is_marked_until_it_came(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	came := instant(t, "2017-06-01T10:00:00Z")
	h.receivedAt(1, came)
	s := h.version(v.ID)
	if l := s.Standing.Later; len(l) != 1 || !l[0].From.Equal(s.Force[0].From) || !l[0].Until.Equal(came) || l[0].Why[0].Name != v.signatories()[2] {
		t.Errorf("marked %+v", l)
	}
}

func TestExtension_that_waits_names_its_last_day(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	consent(h, "RU", "2018-05-04", "2017-10-31")
	for _, g := range h.version(v.ID).Standing.Gaps {
		for _, l := range g.Why {
			if l.Say == force.ExtensionWaits {
				if l.Day != "2018-05-04" || !l.At.IsZero() {
					t.Errorf("%+v", l)
				}
				return
			}
		}
	}
	t.Error("nothing says that it waits")
}
