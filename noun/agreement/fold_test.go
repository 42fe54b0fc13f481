package agreement

import (
	"slices"
	"testing"

	"truce/ground/fold"
)

func TestFold_nothing_binds_before_all_guarantors_signed(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.sign(v, "RU", Guarantor, "2017-05-04")
	h.sign(v, "TR", Guarantor, "2017-05-04")
	h.sign(v, "SY-GOV", Bound, "2017-05-04")
	s := h.version("memorandum")
	if !slices.Equal(s.Missing, []string{"IR"}) || len(s.Force) != 0 {
		t.Fatalf("missing %v, in force %v", s.Missing, s.Force)
	}
	if len(s.Bindings) == 0 || slices.ContainsFunc(s.Bindings, func(b Binding) bool { return b.InForce || !b.From.IsZero() }) {
		t.Errorf("bindings %v", s.Bindings)
	}
	if d := s.deadline("working-group"); d.Status != Waiting {
		t.Errorf("deadline %+v", d)
	}
	if _, p := h.at("2017-07-20T00:00:00Z"); p.Status != Drafted || len(h.folded().Periods) != 1 {
		t.Errorf("status %s", p.Status)
	}
}

func (v VersionState) deadline(obligation string) Due {
	for _, d := range v.Deadlines {
		if d.Obligation == obligation {
			return d
		}
	}
	return Due{}
}

func TestFold_then_each_party_is_bound_from_the_day_after(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	s := h.version("memorandum")
	want := Interval{From: instant(t, "2017-05-04T21:00:00Z"), Until: instant(t, "2017-11-04T22:00:00Z")}
	if len(s.Force) != 1 || s.Force[0] != want || len(s.Missing) != 0 {
		t.Fatalf("in force %v, missing %v", s.Force, s.Missing)
	}
	for name, parties := range map[string][]string{
		"stop-hostilities":      {"SY-GOV", "SY-OPP"},
		"weapons-from-the-air":  {"SY-GOV", "SY-OPP"},
		"run-posts":             {"IR", "RU", "TR"},
		"humanitarian-access":   {"IR", "RU", "TR", "SY-GOV", "SY-OPP"},
		"fight-listed-groups":   {"IR", "RU", "TR"},
		"no-fire-across-lines":  {"SY-GOV", "SY-OPP"},
		"weapons-on-the-ground": {"SY-GOV", "SY-OPP"},
	} {
		if got := boundBy(s, name, "2017-05-05T00:00:00Z"); !slices.Equal(got, parties) {
			t.Errorf("%s binds %v", name, got)
		}
	}
	if got := s.BindingsAt(instant(t, "2017-05-04T20:59:59Z")); len(got) != 0 {
		t.Errorf("bound the day before: %v", got)
	}
	for _, at := range []string{"2017-05-04T20:59:59Z", "2017-05-04T21:00:00Z", "2017-11-04T22:00:00Z"} {
		a, p := h.at(at)
		if want := map[string]string{"2017-05-04T20:59:59Z": Drafted, "2017-05-04T21:00:00Z": InForce, "2017-11-04T22:00:00Z": Ended}[at]; p.Status != want {
			t.Errorf("%s: %s, in force %v", at, p.Status, a.InForce)
		}
	}
}

func boundBy(s VersionState, name, at string) []string {
	var parties []string
	for _, b := range s.Bindings {
		when, _ := ParseDate(at[:10])
		if b.Name == name && b.InForce && b.Holds(when.utc()) {
			parties = append(parties, b.Party)
		}
	}
	return parties
}

func TestFold_three_versions_side_by_side(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	h.add("", &AgreementDrafted{Version: read(t, draftFile)})
	h.add("", &AgreementDrafted{Version: read(t, reported)})
	for version, want := range map[string]Date{"draft": "2017-05-09", "report": "2017-05-14", v.ID: "2017-05-18"} {
		s := h.version(version)
		if d := s.deadline("working-group"); d.Day != want {
			t.Errorf("%s: %s %v", version, d.Day, english(d.Steps))
		}
		if other := version != v.ID; other && (s.deadline("working-group").Trigger.Of != v.ID || len(s.Force) != 0) {
			t.Errorf("%s: counted from %v, in force %v", version, s.deadline("working-group").Trigger, s.Force)
		}
	}
	a, _ := h.at("2017-05-20T00:00:00Z")
	if !slices.Equal(a.InForce, []string{v.ID}) || len(a.Versions) != 3 {
		t.Errorf("in force %v of %d", a.InForce, len(a.Versions))
	}
}

// However a version is cut into acts, and in whatever order they came, it is one text.
func TestFold_long_versions_come_in_parts(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	whole, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	h := &history{t: t}
	head := v
	head.Clauses = v.Clauses[:5]
	rest := []any{
		&ClausesFiled{Version: v.ID, Part: 2, Clauses: v.Clauses[9:]},
		&ClausesFiled{Version: v.ID, Part: 1, Clauses: v.Clauses[5:9]},
	}
	h.add("", rest[0])
	h.add("", &AgreementDrafted{Version: head, Parts: 2})
	if s := h.version(v.ID); s.Complete || len(s.Faults) != 0 {
		t.Fatalf("complete %v, faults %v", s.Complete, s.Faults)
	}
	stranger := h.add("TR", &ClausesFiled{Version: v.ID, Part: 1, Clauses: v.Clauses[:1]})
	h.add("", rest[1])
	s := h.version(v.ID)
	if !s.Complete || s.Digest != whole || len(s.Faults) != 0 || len(s.Clauses) != len(v.Clauses) {
		t.Errorf("complete %v, faults %v, %d clauses", s.Complete, s.Faults, len(s.Clauses))
	}
	if !flagged(h, NotOwnVersion, stranger) {
		t.Error("clauses by another party are not flagged")
	}
}

func TestFold_a_version_with_faults_never_enters_into_force(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	h := &history{t: t}
	head := v
	head.Clauses = v.Clauses[1:] // point 1 is missing, others refer to it
	part := head.Clauses[10:]
	head.Clauses = head.Clauses[:10]
	h.add("", &AgreementDrafted{Version: head, Parts: 1})
	h.add("", &ClausesFiled{Version: v.ID, Part: 1, Clauses: part})
	head.Clauses = append(slices.Clone(head.Clauses), part...)
	for _, party := range v.signatories() {
		h.sign(head, party, Guarantor, "2017-05-04")
	}
	s := h.version(v.ID)
	if len(s.Faults) == 0 || s.Faults[0].Error() != "clause point_2__point_a: refers to clause point_1, which is not there" {
		t.Errorf("faults %v", s.Faults)
	}
	if len(s.Force) != 0 || s.Signatures[0].Why != NotSound {
		t.Errorf("in force %v, signatures %+v", s.Force, s.Signatures)
	}
}

func TestFold_of_nothing_known_has_no_conclusion(t *testing.T) {
	t.Parallel()
	h := &history{t: t}
	h.add("TR", &PartyJoined{Party: "TR", Capacity: Guarantor, From: "2017-05-04"})
	f := h.folded()
	if len(f.Periods) != 1 || f.Periods[0].Counts || f.Periods[0].Status != Drafted {
		t.Errorf("%+v", f.Periods)
	}
	if got := Fold(nil)("agreement/x", []fold.Entry{}, nil); len(got.Periods) != 1 {
		t.Errorf("%+v", got)
	}
}

// Even a fixed day of entry waits for the signatures.
func TestFold_nothing_binds_by_the_calendar_alone(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Clauses = slices.Clone(v.Clauses)
	i := slices.IndexFunc(v.Clauses, func(c Clause) bool { return c.Entry != nil })
	v.Clauses[i].Entry = &Entry{When: When{Date: "2017-05-05"}}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.sign(v, "RU", Guarantor, "2017-05-04")
	h.sign(v, "IR", Guarantor, "2017-05-04")
	if s := h.version(v.ID); len(s.Force) != 0 || !slices.Equal(s.Missing, []string{"TR"}) {
		t.Errorf("in force %v", s.Force)
	}
	h.sign(v, "TR", Guarantor, "2017-05-20")
	if s := h.version(v.ID); len(s.Force) != 1 || !s.Force[0].From.Equal(instant(t, "2017-05-19T21:00:00Z")) {
		t.Errorf("in force from before the last signature: %v", s.Force)
	}
}
