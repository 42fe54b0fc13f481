package agreement

import (
	"reflect"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/shape"
)

// came sets when the last act was received.
func (h *history) came(at string) { h.receivedAt(1, instant(h.t, at)) }

// asksAll is the memorandum, which all whom it binds extend, suspend and end.
func asksAll(t *testing.T) (*history, Version) {
	t.Helper()
	_, v := inForce(t)
	v.Clauses = slices.Clone(v.Clauses)
	last := &v.Clauses[len(v.Clauses)-1]
	last.Duration = &Duration{When: last.Duration.When, Consent: []string{"all"}}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	for _, party := range v.signatories() {
		h.sign(v, party, Guarantor, "2017-05-04")
	}
	return h, v
}

var five = []string{"IR", "RU", "TR", "SY-GOV", "SY-OPP"}

// As long as something is not agreed on, a party's own word takes the place of what the mission recorded of it; and what is recorded
// afterwards is nothing.
func TestConsent_ones_own_word_takes_the_place_of_what_was_recorded(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	recorded := func(party string, on Date) {
		h.add("", &ExtensionConsented{Version: v.ID, Party: party, Until: "2018-05-04", On: on, Source: "a letter"})
	}
	recorded("TR", "2017-10-01")
	consent(h, "TR", "2018-05-04", "2017-12-01")
	recorded("TR", "2017-10-02")
	recorded("RU", "2017-10-31")
	recorded("IR", "2017-10-31")
	x := h.version(v.ID).Extensions[0]
	if !x.Counts || !x.Late || len(x.Consents) != 3 || x.Consents[2].Recorded || x.Consents[2].On != "2017-12-01" {
		t.Errorf("%+v", x)
	}
	// What the mission records by mistake, and could never have effect, the party mends.
	h, v = inForce(t)
	recorded("TR", "2030-01-01")
	recorded("RU", "2017-10-31")
	recorded("IR", "2017-10-31")
	if x := h.version(v.ID).Extensions[0]; x.Counts || x.Why != NotLonger {
		t.Errorf("%+v", x)
	}
	consent(h, "TR", "2018-05-04", "2017-10-31")
	if x := h.version(v.ID).Extensions[0]; !x.Counts || x.Late {
		t.Errorf("%+v", x)
	}
}

// Who says the same again, with the same day, is heard from when it said so first.
func TestConsent_said_again_is_no_later(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-05-10")
	}
	was := h.version(v.ID)
	again := consentAgain(h, "TR")
	h.came("2018-01-01T10:00:00Z")
	is := h.version(v.ID)
	if !reflect.DeepEqual(is.Extensions[0].Consents, was.Extensions[0].Consents) || len(is.Standing.Later) != 0 || flagged(h, SaidBefore, again) {
		t.Errorf("%+v, known later %+v", is.Extensions[0], is.Standing.Later)
	}
}

func consentAgain(h *history, party string) act.ID {
	return h.add(party, &ExtensionConsented{Version: "memorandum", Party: party, Until: "2018-05-04", On: "2017-05-10"})
}

// Whoever was missing, and leaves, is missing no longer; a word that nobody needs completes nothing.
func TestConsent_who_leaves_is_missing_no_longer(t *testing.T) {
	t.Parallel()
	suspends := func(h *history, v Version, party string) {
		h.add(party, &SuspensionDeclared{Version: v.ID, Party: party, For: []string{"all"}, From: "2017-06-05", On: "2017-06-01", Reason: shape.In("en", "x")})
	}
	h, v := asksAll(t)
	for _, party := range five[:4] {
		suspends(h, v, party)
		h.came("2017-06-01T10:00:00Z")
	}
	h.add("SY-OPP", &PartyExcluded{Party: "SY-OPP", As: "left", From: "2017-07-01", Reason: shape.In("en", "x")})
	h.came("2017-06-10T10:00:00Z")
	want := instant(t, "2017-07-01T21:00:00Z")
	d := h.version(v.ID).Declarations[0]
	if !d.Counts || !d.Force.From.Equal(want) {
		t.Fatalf("SY-OPP left: %+v", d)
	}
	suspends(h, v, "SY-OPP")
	h.came("2017-08-01T10:00:00Z")
	h.add("QQ", &PartyJoined{Party: "QQ", Capacity: Bound, From: "2017-08-01"})
	h.came("2017-08-01T11:00:00Z")
	suspends(h, v, "QQ")
	h.came("2017-08-02T10:00:00Z")
	if is := h.version(v.ID).Declarations[0]; !reflect.DeepEqual(is.Force, d.Force) {
		t.Errorf("others moved it: %+v", is)
	}
}

// A word that nobody needs, received while somebody is about to leave, keeps nothing from being agreed.
func TestConsent_nobody_is_in_the_way_of_who_leaves(t *testing.T) {
	t.Parallel()
	h, v := asksAll(t)
	for _, party := range append(slices.Clone(five[:4]), "QQ") {
		if party == "QQ" {
			h.add("SY-OPP", &PartyExcluded{Party: "SY-OPP", As: "left", From: "2017-07-01", Reason: shape.In("en", "x")})
			h.came("2017-06-10T10:00:00Z")
		}
		h.add(party, &SuspensionDeclared{Version: v.ID, Party: party, For: []string{"all"}, From: "2017-08-01", On: "2017-06-01", Reason: shape.In("en", "x")})
		h.came(map[bool]string{true: "2017-06-20T10:00:00Z", false: "2017-06-01T10:00:00Z"}[party == "QQ"])
	}
	if d := h.version(v.ID).Declarations[0]; !d.Counts || !d.Force.From.Equal(instant(t, "2017-07-31T21:00:00Z")) || len(d.Consents) != 5 || d.Consents[1].Why != NotRequired {
		t.Errorf("%+v", d)
	}
}

// Who joins before the last word that is needed has to be asked, and is told as missing at once.
func TestConsent_who_joins_in_between_is_asked(t *testing.T) {
	t.Parallel()
	h, v := asksAll(t)
	for _, party := range five[:4] {
		consent(h, party, "2018-05-04", "2017-05-10")
	}
	h.add("ZZ", &PartyJoined{Party: "ZZ", Capacity: Bound, From: "2017-06-15"})
	if x := h.version(v.ID).Extensions[0]; x.Counts || !slices.Equal(x.Missing, []string{"SY-OPP", "ZZ"}) {
		t.Errorf("%+v", x)
	}
	consent(h, "SY-OPP", "2018-05-04", "2017-05-10")
	if x := h.version(v.ID).Extensions[0]; x.Counts || !slices.Equal(x.Missing, []string{"ZZ"}) {
		t.Errorf("%+v", x)
	}
}

// Who was a party when the term ended, and left before the others handed in what extends it, would be bound for that time: it is asked.
func TestConsent_nobody_is_bound_afterwards_who_was_not_asked(t *testing.T) {
	t.Parallel()
	h, v := asksAll(t)
	h.add("SY-OPP", &PartyExcluded{Party: "SY-OPP", As: "left", From: "2018-01-01", Reason: shape.In("en", "x")})
	h.came("2017-12-20T10:00:00Z")
	for _, party := range five[:4] {
		consent(h, party, "2018-05-04", "2017-10-31")
		h.came("2018-02-01T10:00:00Z")
	}
	if x := h.version(v.ID).Extensions[0]; x.Counts || !slices.Equal(x.Missing, []string{"SY-OPP"}) {
		t.Errorf("%+v", x)
	}
}

// A shorter extension that all agree on later takes nothing from a longer one.
func TestExtension_takes_nothing_from_another(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	for _, party := range v.signatories() {
		consent(h, party, "2018-05-04", "2017-10-31")
	}
	was := h.version(v.ID)
	for _, party := range v.signatories() {
		consent(h, party, "2017-12-31", "2017-12-01")
		h.came("2017-12-01T10:00:00Z")
	}
	is := h.version(v.ID)
	if !reflect.DeepEqual(is.Force, was.Force) || len(is.Force) != 1 {
		t.Errorf("in force %v, before %v", is.Force, was.Force)
	}
	for _, at := range []string{"2017-11-20T00:00:00Z", "2018-04-01T00:00:00Z"} {
		for _, l := range is.Standing.Later {
			if l.Holds(instant(t, at)) {
				t.Errorf("what was known in time is told as known later: %+v", l)
			}
		}
	}
}

// A signature that nobody waited for moves neither the text's beginning, nor the end of the one that it replaced.
func TestSignature_that_nobody_needs_moves_nothing(t *testing.T) {
	t.Parallel()
	h, v := inForce(t)
	next := v
	next.ID, next.Replaces, next.Date = "protocol", v.ID, "2017-09-15"
	h.add("", &AgreementDrafted{Version: next})
	h.came("2017-09-15T10:00:00Z")
	for _, party := range v.signatories() {
		h.sign(next, party, Guarantor, "2017-09-15")
		h.came("2017-09-15T10:00:00Z")
	}
	was := [2]VersionState{h.version(v.ID), h.version(next.ID)}
	h.sign(next, "SY-GOV", Bound, "2017-05-01")
	h.came("2018-01-01T10:00:00Z")
	for i, id := range []string{v.ID, next.ID} {
		if is := h.version(id); !reflect.DeepEqual(is.Force, was[i].Force) || !reflect.DeepEqual(is.Standing, was[i].Standing) {
			t.Errorf("%s: %v %+v, before %v %+v", id, is.Force, is.Standing, was[i].Force, was[i].Standing)
		}
	}
}

// Nor the day from which a text holds that one must sign, and another signed beside it.
func TestSignature_of_a_third_does_not_reach_back(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	for i := range v.Parties {
		v.Parties[i].MustSign = v.Parties[i].Code == "RU"
	}
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	h.sign(v, "RU", Guarantor, "2017-05-04")
	h.sign(v, "TR", Guarantor, "2017-06-01")
	was := h.version(v.ID)
	h.sign(v, "SY-GOV", Bound, "2017-05-04")
	h.came("2017-12-01T10:00:00Z")
	is := h.version(v.ID)
	if len(was.Force) != 1 || !reflect.DeepEqual(is.Force, was.Force) || !slices.EqualFunc(is.Standing.Later, was.Standing.Later, func(a, b force.Later) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("in force %v, before %v", is.Force, was.Force)
	}
}
