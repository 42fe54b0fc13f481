package agreement

import (
	"reflect"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/shape"
)

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
	id := h.add("", &AgreementDrafted{Version: v}) // the mission's own, but all signed it
	if s := h.version(v.ID); len(s.Force) != 1 || len(s.Missing) != 0 || !flagged(h, AlreadyAgreed, id) {
		t.Errorf("the mission alone replaced what all signed: %v, %v", s.Force, s.Missing)
	}
}

// Until all signed a text is only put forward: filed anew it is another text, which nobody signed.
func TestFold_a_text_is_filed_anew_until_all_signed(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.sign(v, "RU", Guarantor, "2017-05-04")
	v.Clauses = slices.Clone(v.Clauses)
	v.Clauses[1].Text = Texts{{Language: "en", Text: "Something else."}}
	h.add("", &AgreementDrafted{Version: v})
	if s := h.version(v.ID); len(s.Missing) != 3 || s.Signatures[0].Why != AnotherText {
		t.Errorf("signatures of the earlier text still count: %+v", s.Signatures)
	}
}

// What all signed, each on a day, no party moves by signing again, and no party replaces by a text that it signs alone.
func TestFold_nobody_changes_alone_what_all_signed(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	before := h.version(v.ID)
	h.sign(v, "TR", Guarantor, "2018-01-01")
	own := v
	own.ID, own.Replaces, own.Date = "own", v.ID, "2017-06-01"
	own.Parties = slices.Clone(v.Parties)
	for i := range own.Parties {
		own.Parties[i].MustSign = own.Parties[i].Code == "TR"
	}
	h.add("TR", &AgreementDrafted{Version: own})
	h.sign(own, "TR", Guarantor, "2017-06-01")
	h.add("TR", &PartyExcluded{Party: "TR", As: "left", From: "2017-05-06", Reason: shape.In("en", "x")})
	after := h.version(v.ID)
	if !reflect.DeepEqual(before.Force, after.Force) || !reflect.DeepEqual(before.Standing, after.Standing) || !reflect.DeepEqual(before.Signatures, after.Signatures) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	if s := h.version("own"); len(s.Force) != 0 || s.Standing.Gaps[0].Why[0].Say != force.SignedAlone || s.Standing.Gaps[0].Why[0].Name != "TR" {
		t.Errorf("its own text: %+v", s.Standing)
	}
}

// A text that one side alone must sign is in force for nobody, until a second signs it too: from the later day on.
func TestFold_what_one_side_signs_alone_is_no_agreement(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Parties = slices.Clone(v.Parties)
	for i := range v.Parties {
		v.Parties[i].MustSign = v.Parties[i].Code == "TR"
	}
	h := &history{t: t}
	h.add("TR", &AgreementDrafted{Version: v})
	h.sign(v, "TR", Guarantor, "2017-05-04")
	if s := h.version(v.ID); len(s.Force) != 0 || len(s.Missing) != 0 || slices.ContainsFunc(s.Bindings, func(b Binding) bool { return b.InForce }) {
		t.Errorf("one side alone: %v, %v", s.Force, s.Standing.Gaps)
	}
	h.sign(v, "SY-GOV", Bound, "2017-05-10")
	if s := h.version(v.ID); len(s.Force) != 1 || !s.Force[0].From.Equal(instant(t, "2017-05-10T21:00:00Z")) {
		t.Errorf("two sides: %v, %v", s.Force, s.Standing.Gaps)
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
	b := h.beside("TR", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-05", ""}, first)
	h.beside("", &AgreementSigned{v.ID, digest, "TR", Guarantor, "2017-05-06", "a newspaper"}, first)
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
