package agreement

import (
	"slices"
	"testing"

	"truce/ground/shape"
)

func TestParties_over_time(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("", &PartyJoined{Party: "GRP-1", Names: Texts{{Language: "en", Text: "Group 1"}}, Capacity: Bound, From: "2017-07-20", Source: "declaration"})
	h.add("GRP-2", &PartyJoined{Party: "GRP-2", Capacity: Bound, From: "2017-07-21"})
	id := h.add("", &PartyExcluded{Party: "GRP-1", As: "listed", From: "2017-08-25", Reason: shape.In("en", "x"), Source: "the mission alone"})
	if !flagged(h, StillBound, id) {
		t.Error("the mission listed whom the text binds")
	}
	h.add("GRP-1", &PartyExcluded{Party: "GRP-1", As: "listed", From: "2017-09-01", Reason: shape.In("en", "x")})
	h.add("GRP-2", &PartyExcluded{Party: "GRP-2", As: "left", From: "2017-10-01", Reason: shape.In("en", "x")})
	s := h.version(v.ID)
	for day, want := range map[string][]string{
		"2017-07-19T00:00:00Z": {"SY-GOV", "SY-OPP"},
		"2017-07-20T00:00:00Z": {"SY-GOV", "SY-OPP", "GRP-1"},
		"2017-07-22T00:00:00Z": {"SY-GOV", "SY-OPP", "GRP-1", "GRP-2"},
		"2017-09-01T00:00:00Z": {"SY-GOV", "SY-OPP", "GRP-2"},
		"2017-10-01T00:00:00Z": {"SY-GOV", "SY-OPP"},
	} {
		if got := boundBy(s, "stop-hostilities", day); !slices.Equal(got, want) {
			t.Errorf("%s binds %v, want %v", day, got, want)
		}
	}
	for at, want := range map[string]string{
		"2017-07-19T20:59:59Z": "", "2017-07-19T21:00:00Z": Bound,
		"2017-08-31T20:59:59Z": Bound, "2017-08-31T21:00:00Z": Listed,
	} {
		if got := s.CapacityAt("GRP-1", instant(t, at)); got != want {
			t.Errorf("at %s GRP-1 is %q, want %q", at, got, want)
		}
	}
	i := slices.IndexFunc(s.Memberships, func(m Membership) bool { return m.Party == "GRP-1" && m.Capacity == Listed })
	if i < 0 || s.Memberships[i].Names.In("en") != "Group 1" {
		t.Errorf("the name is lost: %+v", s.Memberships)
	}
}

func TestParties_cannot_be_joined_by_others(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	id := h.add("RU", &PartyJoined{Party: "GRP-1", Capacity: Bound, From: "2017-07-20", Source: "we say so"})
	if s := h.version(v.ID); s.CapacityAt("GRP-1", instant(t, "2017-08-01T00:00:00Z")) != "" || !flagged(h, SpeaksForAnother, id) {
		t.Errorf("%+v", s.Memberships)
	}
}

// Who is bound and joins again stays bound without a break.
func TestParties_who_join_again(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("", &PartyJoined{Party: "SY-GOV", Capacity: Bound, From: "2017-07-20", Source: "x"})
	var all []Binding
	for _, b := range h.version(v.ID).Bindings {
		if b.Name == "humanitarian-access" && b.Party == "SY-GOV" {
			all = append(all, b)
		}
	}
	if len(all) != 1 || !all[0].Until.Equal(instant(t, "2017-11-04T22:00:00Z")) {
		t.Errorf("%+v", all)
	}
}

// Who says afterwards that it had left, joined, or been something else, is that from the day after the receipt: nothing of what was
// said before is taken back.
func TestParties_move_from_the_receipt(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("GRP-1", &PartyJoined{Party: "GRP-1", Capacity: Bound, From: "2017-05-02"})
	late := func(party string, body any) {
		h.add(party, body)
		h.entries[len(h.entries)-1].Received = instant(t, "2017-09-01T09:00:00Z")
	}
	late("SY-GOV", &PartyExcluded{Party: "SY-GOV", As: "left", From: "2017-05-01", Reason: shape.In("en", "x")})
	late("", &PartyExcluded{Party: "SY-OPP", As: "listed", From: "2017-05-01", Reason: shape.In("en", "x"), Source: "x"})
	late("GRP-1", &PartyJoined{Party: "GRP-1", Capacity: Observer, From: "2017-05-02"})
	late("GRP-2", &PartyJoined{Party: "GRP-2", Capacity: Bound, From: "2017-05-01"})
	s := h.version(v.ID)
	for at, want := range map[string][]string{
		"2017-06-01T00:00:00Z": {"SY-GOV", "SY-OPP", "GRP-1"},
		"2017-09-01T00:00:00Z": {"SY-GOV", "SY-OPP", "GRP-1"},
		"2017-09-02T00:00:00Z": {"SY-OPP", "GRP-2"},
	} {
		if got := boundBy(s, "stop-hostilities", at); !slices.Equal(got, want) {
			t.Errorf("%s binds %v, want %v", at, got, want)
		}
	}
}
