package agreement

import (
	"slices"
	"strings"
	"testing"

	"truce/ground/force"
	"truce/ground/shape"
)

// Who agrees on zones and lines the text says, and where it does not, those who must sign it.
func TestBoundaries_are_agreed_on_by_whom_the_text_names(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Version)
		want   string
	}{
		"the guarantors, as it says": {func(*Version) {}, "IR RU TR"},
		"it says nothing": {func(v *Version) {
			i := slices.IndexFunc(v.Clauses, func(c Clause) bool { return c.Boundaries != nil })
			v.Clauses[i].Boundaries = nil
			for i := range v.Parties {
				v.Parties[i].MustSign = v.Parties[i].Capacity == Bound || v.Parties[i].Code == "TR"
			}
		}, "TR SY-GOV SY-OPP"},
		"it names some": {func(v *Version) {
			i := slices.IndexFunc(v.Clauses, func(c Clause) bool { return c.Boundaries != nil })
			v.Clauses[i].Boundaries = &Boundaries{Consent: []string{"bound", "IR"}}
		}, "IR SY-GOV SY-OPP"},
	} {
		v := read(t, signed)
		v.Clauses = slices.Clone(v.Clauses)
		c.change(&v)
		h := &history{t: t}
		h.add("", &AgreementDrafted{Version: v})
		var got []string
		for _, m := range h.version(v.ID).Boundaries {
			got = append(got, m.Party)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestBoundaries_are_settled_by_one_clause(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Clauses = slices.Clone(v.Clauses)
	v.Clauses[0].Boundaries = &Boundaries{Consent: []string{"all"}}
	if faults := v.Check(); len(faults) != 1 || faults[0].Where != "/clauses" {
		t.Errorf("two clauses say who agrees on zones: %v", faults)
	}
}

// A party that joins is asked from then on where the text asks all whom it binds.
func TestBoundaries_are_agreed_on_by_who_joined_too(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Clauses = slices.Clone(v.Clauses)
	i := slices.IndexFunc(v.Clauses, func(c Clause) bool { return c.Boundaries != nil })
	v.Clauses[i].Boundaries = &Boundaries{Consent: []string{"all"}}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.add("GRP-1", &PartyJoined{Party: "GRP-1", Capacity: Bound, From: "2017-07-20"})
	all := h.version(v.ID).Boundaries
	if last := all[len(all)-1]; len(all) != 6 || last.Party != "GRP-1" || !last.From.Equal(instant(t, "2017-07-19T21:00:00Z")) {
		t.Errorf("%+v", all)
	}
}

// What was declared and replaced takes nothing back: it has effect from the day after the receipt of the last word that it took.
func TestDeclaration_takes_nothing_back(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, until Date
		came        string
		begins      string // first moment without it
		why         string
	}{
		"declared ahead":            {"2017-06-10", "", "2017-06-01T12:00:00Z", "2017-06-09T21:00:00Z", ""},
		"the same day":              {"2017-06-01", "", "2017-06-01T12:00:00Z", "2017-06-01T21:00:00Z", ""},
		"at the first moment of it": {"2017-06-01", "", "2017-05-31T21:00:00Z", "2017-05-31T21:00:00Z", ""},
		"long after":                {"2017-06-01", "", "2017-08-15T12:00:00Z", "2017-08-15T21:00:00Z", ""},
		"when its days are passing": {"2017-06-01", "2017-06-30", "2017-06-15T12:00:00Z", "2017-06-15T21:00:00Z", ""},
		"on its last day":           {"2017-06-01", "2017-06-30", "2017-06-30T12:00:00Z", "", DaysPassed},
		"when its days had passed":  {"2017-06-01", "2017-06-30", "2017-08-15T12:00:00Z", "", DaysPassed},
	} {
		h, v := inForce(t)
		for _, party := range v.signatories() {
			h.add(party, &SuspensionDeclared{Version: v.ID, Party: party, For: []string{"all"}, From: c.from, Until: c.until, On: c.from, Reason: shape.In("en", "x")})
		}
		h.receivedAt(1, instant(t, c.came))
		s := h.version(v.ID)
		d := s.Declarations[0]
		if d.Why != c.why || d.Counts != (c.why == "") || (d.Force != nil) != d.Counts {
			t.Errorf("%s: %+v", name, d)
			continue
		}
		if first := s.Force[0].Until; c.begins != "" && !first.Equal(instant(t, c.begins)) || c.begins == "" && len(s.Force) != 1 {
			t.Errorf("%s: in force %v", name, s.Force)
		}
	}
}

func TestReplaced_from_the_receipt_of_the_last_signature(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	next := v
	next.ID, next.Replaces, next.Date = "protocol", v.ID, "2017-09-15"
	h.add("", &AgreementDrafted{Version: next})
	for _, party := range v.signatories() {
		h.sign(next, party, Guarantor, "2017-05-20")
	}
	h.receivedAt(1, instant(t, "2017-09-15T10:00:00Z"))
	s := h.version(v.ID)
	ends := instant(t, "2017-09-15T21:00:00Z")
	if len(s.Force) != 1 || !s.Force[0].Until.Equal(ends) {
		t.Errorf("what was in force is taken back: %v", s.Force)
	}
	if g := s.Standing.Gaps; !slices.ContainsFunc(g, func(g force.Gap) bool {
		return g.Why[0].Say == force.Replaced && g.Why[0].At.Equal(ends) && g.From.Equal(ends)
	}) {
		t.Errorf("it is not told by what it ended: %+v", g)
	}
	if n := h.version("protocol"); !n.Force[0].From.Equal(instant(t, "2017-05-20T21:00:00Z")) || len(n.Standing.Later) != 1 {
		t.Errorf("the other: %v, known later %v", n.Force, n.Standing.Later)
	}
}

func TestLater_is_told_of_no_moment_without_force(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		h.add(party, &SuspensionDeclared{Version: v.ID, Party: party, For: []string{"all"}, From: "2018-01-01", Until: "2018-02-28", On: "2017-06-01", Reason: shape.In("en", "x")})
	}
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-10-31")
	}
	h.receivedAt(1, instant(t, "2018-04-01T10:00:00Z"))
	s := h.version(v.ID)
	if len(s.Standing.Later) != 2 {
		t.Errorf("known later: %+v", s.Standing.Later)
	}
	for _, l := range s.Standing.Later {
		if !slices.ContainsFunc(s.Force, func(i Interval) bool { both, meet := i.Meet(l.Interval); return meet && both == l.Interval }) {
			t.Errorf("%v was not in force: %v", l.Interval, s.Force)
		}
	}
}

// A guarantor for whom nobody had to wait lacks nothing if it signed before the text began.
func TestGuarantor_that_signed_in_time_lacks_nothing(t *testing.T) {
	t.Parallel()
	for on, want := range map[Date]string{"2017-05-04": "", "2017-05-05": "", "2017-06-01": "2017-05-31T21:00:00Z", "": "…"} {
		v := read(t, signed)
		for i := range v.Parties {
			v.Parties[i].MustSign = v.Parties[i].MustSign && v.Parties[i].Code != "IR"
		}
		h := &history{t: t}
		h.add("", &AgreementDrafted{Version: v})
		h.sign(v, "RU", Guarantor, "2017-05-04")
		h.sign(v, "TR", Guarantor, "2017-05-04")
		if on != "" {
			h.sign(v, "IR", Guarantor, on)
		}
		got := ""
		for _, g := range h.version(v.ID).Standing.Gaps {
			if slices.Equal(g.Parties, []string{"IR"}) {
				got = "…"
				if !g.Until.IsZero() {
					got = g.Until.Format("2006-01-02T15:04:05Z07:00")
				}
			}
		}
		if got != want {
			t.Errorf("signed on %q: unsigned until %q, want %q", on, got, want)
		}
	}
}
