package adversary

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/office/officetest"
)

// three guarantee the memorandum.
var three = []string{"IR", "RU", "TR"}

// askingAll is a world with a memorandum in force that all whom it binds extend, suspend and end.
func askingAll(t *testing.T) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	sign(t, w, textBy(t, w, "secretary", func(v *agreement.Version) {
		for i := range v.Clauses {
			if d := v.Clauses[i].Duration; d != nil {
				v.Clauses[i].Duration = &agreement.Duration{When: d.When, Consent: []string{"all"}}
			}
		}
	}))
	return w
}

// extends records, or gives, the consents of parties to an extension until 4 May 2018.
func extends(t *testing.T, w *officetest.World, who string, on agreement.Date, parties ...string) {
	t.Helper()
	for _, party := range parties {
		w.Must(t, who, "extension-consented", officetest.Agreement, agreement.ExtensionConsented{Version: "memorandum", Party: party, Until: "2018-05-04", On: on, Source: sourceOf(who)})
	}
}

// suspendsFor records, or gives, the words of parties that the memorandum is suspended for some.
func suspendsFor(t *testing.T, w *officetest.World, who, whom string, from agreement.Date, parties ...string) {
	t.Helper()
	for _, party := range parties {
		w.Must(t, who, "suspension-declared", officetest.Agreement, agreement.SuspensionDeclared{
			Version: "memorandum", Party: party, For: []string{whom}, From: from, On: from, Reason: shape.In("en", "EXERCISE"), Source: sourceOf(who)})
	}
}

func joins(t *testing.T, w *officetest.World, party string, from agreement.Date) {
	t.Helper()
	w.Must(t, "secretary", "party-joined", officetest.Agreement, agreement.PartyJoined{
		Party: party, Names: agreement.Texts{{Language: "en", Text: "EXERCISE"}}, Capacity: agreement.Bound, From: from, Source: "EXERCISE. Letter"})
}

// stays fails unless the memorandum is in force as it was, and is told to be.
func stays(t *testing.T, w *officetest.World, name string, was agreement.VersionState) {
	t.Helper()
	is := agreed(t, w, "liaison-ru")
	if !reflect.DeepEqual(is.Force, was.Force) || !reflect.DeepEqual(is.Standing, was.Standing) {
		t.Errorf("%s: in force %v, before %v\n%+v\n%+v", name, is.Force, was.Force, is.Standing, was.Standing)
	}
	unaltered(t, w)
}

// Broken: the mission alone recorded a consent of a party that no text names, or a party that nobody has to ask gave one, and an extension
// that all had agreed on was gone, or began months later; a suspension too.
func TestLaw_a_word_that_nobody_needs_moves_nothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		who, party string
		on         agreement.Date
	}{
		"made up, far ahead":         {"secretary", "QQ", "2030-01-01"},
		"made up":                    {"secretary", "QQ", "2017-12-01"},
		"bound, by a key of its own": {"gov", "SY-GOV", "2017-12-01"},
	} {
		w := officetest.New(t)
		w.Must(t, "administrator", "organisation-registered", "organisation/liaison-sy-gov", people.OrganisationRegistered{Name: "gov (exercise)", Party: "SY-GOV"})
		w.Enrol(t, "gov", "liaison-sy-gov", "liaison")
		w.Clock.Set(officetest.Date(5, 10))
		w.Agreed(t)
		extends(t, w, "secretary", "2017-05-10", three...)
		was := agreed(t, w, "liaison-ru")
		if len(was.Force) != 1 || was.Force[0].Until.Year() != 2018 {
			t.Fatalf("%s: not extended: %v", name, was.Force)
		}
		w.Clock.Set(officetest.Date(12, 1))
		extends(t, w, c.who, c.on, c.party)
		stays(t, w, name+", extended", was)
		suspendsFor(t, w, "secretary", "all", "2017-12-05", three...)
		was = agreed(t, w, "liaison-ru")
		if len(was.Force) != 1 || !was.Force[0].Until.Equal(officetest.Date(12, 4).Add(22*time.Hour)) {
			t.Fatalf("%s: not suspended: %v", name, was.Force)
		}
		w.Clock.Set(time.Date(2018, 1, 31, 0, 0, 0, 0, time.UTC))
		suspendsFor(t, w, c.who, "all", "2017-12-05", c.party)
		stays(t, w, name+", suspended", was)
		is := agreed(t, w, "liaison-ru")
		for _, said := range [][]agreement.Consent{is.Extensions[0].Consents, is.Declarations[0].Consents} {
			if !slices.ContainsFunc(said, func(s agreement.Consent) bool { return s.Party == c.party && s.Why == agreement.NotRequired }) || len(said) != 4 {
				t.Errorf("%s: it is not told that nobody needs it: %+v", name, said)
			}
		}
	}
}

// Broken: a text that the mission alone had recorded as signed bound a party that had no root then; once it had one, another signature that
// the mission recorded, of a party that did not have to sign, and it had never been bound.
func TestLaw_a_signature_that_nobody_needs_frees_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	v := textBy(t, w, "secretary", func(*agreement.Version) {})
	sign(t, w, v)
	was := agreed(t, w, "liaison-ru")
	w.Clock.Set(officetest.Date(6, 1))
	w.Root(t, "SY-OPP")
	stays(t, w, "with a root", was)
	w.Clock.Set(officetest.Date(8, 1))
	signsFor(t, w, "secretary", v, "SY-GOV")
	stays(t, w, "with another signature", was)
}

// Broken: a party suspended or denounced a text for itself, as a clause of it let it, until another said the same of it, months later.
func TestLaw_nobody_annuls_what_a_party_did_for_itself(t *testing.T) {
	t.Parallel()
	for _, kind := range []act.Kind{"suspension-declared", "denunciation-declared"} {
		w := officetest.New(t)
		w.Clock.Set(officetest.Date(5, 10))
		sign(t, w, textBy(t, w, "secretary", func(v *agreement.Version) {
			c := &v.Clauses[len(v.Clauses)-1]
			c.Suspension, c.Denunciation = &agreement.Leave{Who: []string{"guarantors"}}, &agreement.Leave{Who: []string{"guarantors"}, NoticeDays: 10}
		}))
		says := func(who, party string) {
			b := agreement.DenunciationDeclared{Version: "memorandum", Party: party, For: []string{"TR"}, From: "2017-06-05", On: "2017-06-01", Reason: shape.In("en", "EXERCISE")}
			if kind == "denunciation-declared" {
				w.Must(t, who, kind, officetest.Agreement, b)
				return
			}
			w.Must(t, who, kind, officetest.Agreement, agreement.SuspensionDeclared{Version: b.Version, Party: party, For: b.For, From: b.From, On: b.On, Reason: b.Reason})
		}
		w.Clock.Set(officetest.Date(6, 1))
		says("liaison-tr", "TR")
		was := agreed(t, w, "liaison-ru")
		w.Clock.Set(officetest.Date(8, 1))
		says("liaison-ru", "RU")
		d := agreed(t, w, "liaison-ru").Declarations
		if len(d) != 1 || !d[0].Counts || !d[0].Alone || !reflect.DeepEqual(d[0].Force, was.Declarations[0].Force) || d[0].Consents[0].Why != agreement.NotRequired {
			t.Errorf("%s: %+v", kind, d)
		}
		stays(t, w, string(kind), was)
	}
}

// Broken: what the mission had recorded of a party was in force, until the party said the same itself: months of it were taken back.
func TestLaw_ones_own_word_confirms_what_was_recorded_of_it(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		recorded func(*testing.T, *officetest.World)
		own      func(*testing.T, *officetest.World)
	}{
		"an extension": {
			func(t *testing.T, w *officetest.World) { extends(t, w, "secretary", "2017-05-10", three...) },
			func(t *testing.T, w *officetest.World) { extends(t, w, "liaison-tr", "2017-12-01", "TR") },
		},
		"a suspension by all": {
			func(t *testing.T, w *officetest.World) {
				suspendsFor(t, w, "secretary", "all", "2017-06-05", three...)
			},
			func(t *testing.T, w *officetest.World) { suspendsFor(t, w, "liaison-tr", "all", "2017-06-05", "TR") },
		},
		"a suspension for itself": {
			func(t *testing.T, w *officetest.World) { suspendsFor(t, w, "secretary", "TR", "2017-06-05", "TR") },
			func(t *testing.T, w *officetest.World) { suspendsFor(t, w, "liaison-tr", "TR", "2017-06-05", "TR") },
		},
	} {
		w := officetest.New(t)
		w.Clock.Set(officetest.Date(5, 10))
		sign(t, w, memorandum(t, w, &agreement.Leave{Who: []string{"guarantors"}}))
		w.Clock.Set(officetest.Date(6, 1))
		c.recorded(t, w)
		was := agreed(t, w, "liaison-ru")
		w.Clock.Set(officetest.Date(12, 1))
		c.own(t, w)
		stays(t, w, name, was)
		is := agreed(t, w, "liaison-ru")
		var said []agreement.Consent
		if len(is.Extensions) == 1 {
			said = is.Extensions[0].Consents
		} else {
			said = is.Declarations[0].Consents
		}
		if last := said[len(said)-1]; last.Party != "TR" || last.Recorded || last.Why != agreement.SaidBefore || !said[len(said)-2].Recorded {
			t.Errorf("%s: its own word is not told beside what was recorded: %+v", name, said)
		}
	}
}

// Broken: all whom a text binds had agreed on an extension, until the mission recorded that somebody joined.
func TestLaw_who_joins_undoes_nothing_that_was_agreed(t *testing.T) {
	t.Parallel()
	w := askingAll(t)
	all := append(slices.Clone(three), "SY-GOV", "SY-OPP")
	extends(t, w, "secretary", "2017-05-10", all...)
	suspendsFor(t, w, "secretary", "all", "2017-08-01", all...)
	was := agreed(t, w, "liaison-ru")
	if !was.Extensions[0].Counts || !was.Declarations[0].Counts {
		t.Fatalf("not agreed: %+v, %+v", was.Extensions, was.Declarations)
	}
	w.Clock.Set(officetest.Date(6, 10))
	joins(t, w, "ZZ", "2017-06-15")
	is := agreed(t, w, "liaison-ru")
	if !is.Extensions[0].Counts || !is.Declarations[0].Counts || !reflect.DeepEqual(is.Force, was.Force) {
		t.Errorf("in force %v, before %v: %+v, %+v", is.Force, was.Force, is.Extensions, is.Declarations)
	}
	unaltered(t, w)
}

// Broken: whoever joined was not asked, if the others suspended a text for all as of a day before that.
func TestLaw_who_joined_is_asked_whatever_day_is_named(t *testing.T) {
	t.Parallel()
	for _, from := range []agreement.Date{"2017-06-01", "2017-07-05"} {
		w := askingAll(t)
		w.Clock.Set(officetest.Date(6, 10))
		joins(t, w, "ZZ", "2017-06-15")
		w.Clock.Set(officetest.Date(7, 1))
		suspendsFor(t, w, "secretary", "all", from, append(slices.Clone(three), "SY-GOV", "SY-OPP")...)
		if d := agreed(t, w, "liaison-ru").Declarations; len(d) != 1 || d[0].Counts || !slices.Equal(d[0].Missing, []string{"ZZ"}) {
			t.Errorf("from %s it is suspended without ZZ: %+v", from, d)
		}
		suspendsFor(t, w, "secretary", "all", from, "ZZ")
		if d := agreed(t, w, "liaison-ru").Declarations; !d[0].Counts || d[0].Force.From.Before(officetest.Date(7, 1)) {
			t.Errorf("from %s, with ZZ: %+v", from, d)
		}
		unaltered(t, w)
	}
}

// What the mission records of parties that sign with keys of their own is in the way of nothing, and tells whom it waits for.
func TestLaw_what_is_recorded_alone_tells_whom_it_waits_for(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	w.Agreed(t)
	w.Root(t, "TR")
	w.Clock.Set(officetest.Date(6, 1))
	extends(t, w, "secretary", "2017-06-01", "TR")
	suspendsFor(t, w, "secretary", "TR", "2017-06-05", "TR")
	v := agreed(t, w, "liaison-ru")
	if x := v.Extensions[0]; x.Counts || x.Why != agreement.ConsentMissing || !slices.Equal(x.Missing, three) || x.Consents[0].Why != agreement.RecordedOnly {
		t.Errorf("an extension: %+v", x)
	}
	if d := v.Declarations[0]; d.Counts || d.Why != agreement.ConsentMissing || !slices.Equal(d.Missing, three) || d.Consents[0].Why != agreement.RecordedOnly {
		t.Errorf("a suspension: %+v", d)
	}
}
