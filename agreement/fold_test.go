package agreement

import (
	"slices"
	"testing"

	"truce/act"
	"truce/fold"
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
	want := Interval{instant(t, "2017-05-04T21:00:00Z"), instant(t, "2017-11-04T22:00:00Z")}
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
	for version, want := range map[string]Date{"draft-2017-05-03": "2017-05-09", "report-2017-05-04": "2017-05-14", v.ID: "2017-05-18"} {
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

func TestFold_signatures_that_do_not_count(t *testing.T) {
	t.Parallel()
	v, draft := read(t, signed), read(t, draftFile)
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	draftDigest, err := draft.Digest()
	if err != nil {
		t.Fatal(err)
	}
	other := draftDigest
	for _, c := range []struct {
		by   string
		body AgreementSigned
		why  string
	}{
		{"RU", AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-04", "seen"}, SpeaksForAnother},
		{"", AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-04", ""}, NoSource},
		{"TR", AgreementSigned{v.ID, other, "TR", Guarantor, "2017-05-04", ""}, AnotherText},
		{"TR", AgreementSigned{v.ID, digest, "TR", Observer, "2017-05-04", ""}, OtherCapacity},
		{"US", AgreementSigned{v.ID, digest, "US", Observer, "2017-05-04", ""}, NotNamed},
		{"TR", AgreementSigned{draft.ID, draftDigest, "TR", Guarantor, "2017-05-04", ""}, NotAText},
	} {
		h := &history{t: t}
		h.add("", &AgreementDrafted{Version: v})
		h.add("", &AgreementDrafted{Version: draft})
		id := h.add(c.by, &c.body)
		s := h.version(c.body.Version)
		if len(s.Signatures) != 1 || s.Signatures[0].Counts || s.Signatures[0].Why != c.why {
			t.Errorf("%s: %+v", c.why, s.Signatures)
		}
		if !flagged(h, c.why, id) {
			t.Errorf("%s is not flagged", c.why)
		}
	}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.add("", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-04", "published photograph"})
	if s := h.version(v.ID); len(s.Signatures) != 1 || !s.Signatures[0].Counts || s.Signatures[0].Source != "published photograph" {
		t.Errorf("recorded by the mission: %+v", s.Signatures)
	}
}

func flagged(h *history, say string, id act.ID) bool {
	a := h.folded().Periods[0].State.(Agreement)
	return slices.ContainsFunc(a.Flags, func(f Flag) bool { return f.Say == say && f.Act == id })
}

func TestFold_a_signature_is_of_the_exact_text(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	v.Clauses = slices.Clone(v.Clauses)
	v.Clauses[1].Text = Texts{{Language: "en", Text: "Something else."}}
	h.add("RU", &AgreementDrafted{Version: v}) // not RU's version
	if s := h.version(v.ID); len(s.Force) != 1 || !flagged(h, NotOwnVersion, h.entries[len(h.entries)-1].ID) {
		t.Errorf("a party replaced the mission's version: %v", s.Force)
	}
	h.add("", &AgreementDrafted{Version: v}) // the mission corrects its own
	if s := h.version(v.ID); len(s.Force) != 0 || len(s.Missing) != 3 || s.Signatures[0].Why != AnotherText {
		t.Errorf("signatures of the earlier text still count: %+v", s.Signatures)
	}
}

func TestFold_entry_is_the_day_after_the_last_signature(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.sign(v, "RU", Guarantor, "2017-05-04")
	h.sign(v, "IR", Guarantor, "2017-05-10")
	h.sign(v, "TR", Guarantor, "2017-05-06")
	if s := h.version(v.ID); len(s.Force) != 1 || !s.Force[0].From.Equal(instant(t, "2017-05-10T21:00:00Z")) {
		t.Errorf("in force %v", s.Force)
	}
}

func TestFold_concurrent_signatures_on_different_days_conflict(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	h := &history{t: t}
	first := h.add("", &AgreementDrafted{Version: v})
	a := h.beside("TR", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-04", ""}, first)
	b := h.beside("", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-05", "a newspaper"}, first)
	got := h.folded().Conflicts
	if len(got) != 1 || got[0].Field != "signature {memorandum TR}" || !slices.Equal(got[0].Acts, []act.ID{a, b}) {
		t.Fatalf("conflicts %+v", got)
	}
	h.sign(v, "TR", Guarantor, "2017-05-04")
	if got := h.folded().Conflicts; len(got) != 0 {
		t.Errorf("an act that names both settles it: %+v", got)
	}
}

func TestFold_the_same_said_twice_is_no_conflict(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	h := &history{t: t}
	first := h.add("", &AgreementDrafted{Version: v})
	h.beside("TR", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-04", ""}, first)
	h.beside("", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-04", "a newspaper"}, first)
	if got := h.folded().Conflicts; len(got) != 0 {
		t.Errorf("conflicts %+v", got)
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
	h.add("TR", &PartyJoined{Party: "TR", Capacity: Guarantor, Since: "2017-05-04"})
	f := h.folded()
	if len(f.Periods) != 1 || f.Periods[0].Counts || f.Periods[0].Status != Drafted {
		t.Errorf("%+v", f.Periods)
	}
	if got := Fold(nil)("agreement/x", []fold.Entry{}, nil); len(got.Periods) != 1 {
		t.Errorf("%+v", got)
	}
}
