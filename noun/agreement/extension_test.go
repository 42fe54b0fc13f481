package agreement

import (
	"slices"
	"testing"

	"truce/ground/shape"
)

func consent(h *history, party string, until, on Date) {
	h.add(party, &ExtensionConsented{Version: "memorandum", Party: party, Until: until, On: on})
}

func TestExtension_needs_every_guarantor(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	consent(h, "RU", "2018-05-04", "2017-10-31")
	consent(h, "TR", "2018-05-04", "2017-11-01")
	s := h.version(v.ID)
	if x := s.Extensions[0]; x.Counts || x.Why != ConsentMissing || !slices.Equal(x.Missing, []string{"IR"}) {
		t.Fatalf("a claim counts: %+v", x)
	}
	if s.InForceAt(instant(t, "2017-11-04T22:00:00Z")) {
		t.Error("in force by a claim")
	}
	consent(h, "IR", "2018-11-04", "2017-11-02") // to another day: that is another extension
	if s = h.version(v.ID); len(s.Extensions) != 2 || s.Extensions[0].Counts || s.Extensions[1].Counts {
		t.Fatalf("consents to different days add up: %+v", s.Extensions)
	}
	consent(h, "IR", "2018-05-04", "2017-11-03")
	s = h.version(v.ID)
	if x := s.Extensions[0]; !x.Counts || x.Late || len(x.Consents) != 3 {
		t.Errorf("%+v", x)
	}
	want := Interval{From: instant(t, "2017-05-04T21:00:00Z"), Until: instant(t, "2018-05-04T21:00:00Z")}
	if len(s.Force) != 1 || s.Force[0] != want {
		t.Errorf("in force %v", s.Force)
	}
	if got := boundBy(s, "run-posts", "2018-04-01T00:00:00Z"); !slices.Equal(got, []string{"IR", "RU", "TR"}) {
		t.Errorf("bound %v", got)
	}
}

func TestExtension_after_the_term_does_not_reach_back(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-12-01")
	}
	s := h.version(v.ID)
	if len(s.Force) != 2 || !s.Extensions[0].Late || !s.Force[1].From.Equal(instant(t, "2017-11-30T22:00:00Z")) {
		t.Fatalf("in force %v, %+v", s.Force, s.Extensions)
	}
	if s.InForceAt(instant(t, "2017-11-15T00:00:00Z")) || !s.InForceAt(instant(t, "2017-12-01T00:00:00Z")) {
		t.Error("the gap is not a gap")
	}
	if periods := h.folded().Periods; len(periods) != 5 || periods[2].Status != Ended || periods[3].Status != InForce {
		t.Errorf("%d periods", len(periods))
	}
}

func TestExtension_of_nothing(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		consent(h, party, "2017-10-01", "2017-09-01")
	}
	if x := h.version(v.ID).Extensions[0]; x.Counts || x.Why != NotLonger {
		t.Errorf("%+v", x)
	}
	after, _ := inForce(t)
	for _, party := range v.signatories() {
		consent(after, party, "2017-12-01", "2017-12-02") // the consent is later than its own end
	}
	if x := after.version(v.ID).Extensions[0]; x.Counts || x.Why != NotLonger || len(after.version(v.ID).Force) != 1 {
		t.Errorf("%+v", x)
	}
	unsigned := &history{t: t}
	unsigned.add("", &AgreementDrafted{Version: v})
	consent(unsigned, "RU", "2018-05-04", "2017-10-31")
	if x := unsigned.version(v.ID).Extensions[0]; x.Counts || x.Why != NotInForce {
		t.Errorf("%+v", x)
	}
}

func TestExtension_a_clause_must_allow_it(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Clauses = slices.Clone(v.Clauses)
	last := &v.Clauses[len(v.Clauses)-1]
	last.Duration = &Duration{When: last.Duration.When}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	for _, party := range v.signatories() {
		h.sign(v, party, Guarantor, "2017-05-04")
	}
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-10-31")
	}
	if x := h.version(v.ID).Extensions[0]; x.Counts || x.Why != NoExtension {
		t.Errorf("%+v", x)
	}
}

func TestExtension_of_one_deadline(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	move := func(party string, obligation string) {
		h.add(party, &ExtensionConsented{Version: v.ID, Obligation: obligation, Party: party, Until: "2017-06-20", On: "2017-06-01"})
	}
	move("RU", "maps")
	move("TR", "maps")
	if d := h.version(v.ID).deadline("maps"); d.Day != "2017-06-04" {
		t.Errorf("moved by two of three: %s", d.Day)
	}
	move("IR", "maps")
	move("IR", "nothing")
	s := h.version(v.ID)
	if d := s.deadline("maps"); d.Day != "2017-06-20" || !says(d.Steps, SayExtended) || !d.Until.Equal(instant(t, "2017-06-20T21:00:00Z")) {
		t.Errorf("not moved: %+v", d)
	}
	for _, x := range s.Extensions {
		if x.Obligation == "nothing" && x.Why != NoSuchObligation {
			t.Errorf("%+v", x)
		}
	}
	if !s.Force[0].Until.Equal(instant(t, "2017-11-04T22:00:00Z")) {
		t.Errorf("a moved deadline moved the term: %v", s.Force)
	}
}

// A guarantor who joined must consent to what comes later.
func TestExtension_by_the_guarantors_of_that_day(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("US", &PartyJoined{Party: "US", Capacity: Guarantor, From: "2017-08-01"})
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-10-31")
	}
	if x := h.version(v.ID).Extensions[0]; x.Counts || !slices.Equal(x.Missing, []string{"US"}) {
		t.Errorf("%+v", x)
	}
	consent(h, "US", "2018-05-04", "2017-11-01")
	if x := h.version(v.ID).Extensions[0]; !x.Counts {
		t.Errorf("%+v", x)
	}
}

// Who leaves with the day after the term was still a guarantor when it ended.
func TestExtension_by_those_who_were_there_when_the_term_ended(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("TR", &PartyExcluded{Party: "TR", As: "left", From: "2017-11-05", Reason: shape.In("en", "x")})
	consent(h, "RU", "2018-05-04", "2017-10-31")
	consent(h, "IR", "2018-05-04", "2017-10-31")
	if x := h.version(v.ID).Extensions[0]; x.Counts || !slices.Equal(x.Missing, []string{"TR"}) {
		t.Errorf("%+v", x)
	}
}

func TestExtension_of_a_deadline_that_had_passed_says_so(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		h.add(party, &ExtensionConsented{Version: v.ID, Obligation: "maps", Party: party, Until: "2017-06-20", On: "2017-06-05"})
	}
	if x := h.version(v.ID).Extensions[0]; !x.Counts || !x.Late {
		t.Errorf("%+v", x)
	}
}
