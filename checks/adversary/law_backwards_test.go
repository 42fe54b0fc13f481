package adversary

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/shape"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/query"
)

// Broken: a guarantor drew a zone under a text of two others, asked nobody but itself, and it was at once in force for both.
func TestLaw_nobody_draws_alone_for_those_who_sign(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	v := textBy(t, w, "secretary", func(v *agreement.Version) {
		mustSign(v, "SY-GOV", "SY-OPP")
		for i := range v.Clauses {
			v.Clauses[i].Boundaries = nil
		}
	})
	for _, party := range []string{"SY-GOV", "SY-OPP", "RU"} {
		signsFor(t, w, "secretary", v, party)
	}
	p := officetest.Proposal(1, 36, officetest.Date(5, 5))
	p.Required = []string{"RU"}
	id := w.Must(t, "liaison-ru", "zone-proposed", "zone/dz-idlib", p).ID
	says := func(who, party string) zone.Zone {
		w.Must(t, who, "zone-consented", "zone/dz-idlib", consentOf(t, who, party, id, p))
		return lastOf(t, w, "liaison-ru", "zone/dz-idlib")
	}
	both := []string{"SY-GOV", "SY-OPP"}
	z := says("liaison-ru", "RU")
	if len(z.Proposals) != 1 || !slices.Equal(z.Proposals[0].Needed, append(both, "RU")) || !slices.Equal(z.Proposals[0].Missing, both) {
		t.Fatalf("one alone put it in force, or it is not told whose consent it lacks: %+v", z)
	}
	if z = says("secretary", "SY-GOV"); len(z.Proposals) != 1 || !slices.Equal(z.Proposals[0].Missing, both[1:]) {
		t.Fatalf("with one of two sides: %+v", z)
	}
	if items, err := w.Reading.Subject(t.Context(), policy.Person{}, "zone/dz-idlib", query.Clocks{}); err == nil {
		t.Errorf("strangers are shown it: %+v", items)
	}
	if z = says("secretary", "SY-OPP"); z.Agreed == nil || len(z.Agreed.Force) != 1 || len(z.Proposals) != 0 {
		t.Errorf("with both: %+v", z)
	}
}

// consentOf is the consent of a party to a drawing.
func consentOf(t *testing.T, who, party string, id act.ID, p zone.ZoneProposed) zone.Consenting {
	t.Helper()
	digest, err := zone.Digest(p.Geometry)
	if err != nil {
		t.Fatal(err)
	}
	c := zone.Consenting{Proposal: id, Digest: digest, Party: party, Source: sourceOf(who)}
	if who == "secretary" {
		c.At = officetest.Date(5, 5)
	}
	return c
}

// suspended is a world in which all suspended the memorandum in the afternoon of 1 June, with that day as the first.
func suspended(t *testing.T, kind act.Kind, body func(party string) any) (w *officetest.World, came time.Time) {
	t.Helper()
	w = officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	w.Clock.Set(officetest.Date(6, 1).Add(12 * time.Hour))
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", kind, officetest.Agreement, body(party))
	}
	return w, w.Clock.Now()
}

func suspends(from, until agreement.Date) func(string) any {
	return func(party string) any {
		return agreement.SuspensionDeclared{Version: "memorandum", Party: party, For: []string{"all"}, From: from, Until: until, On: from, Reason: shape.In("en", "EXERCISE"), Source: "EXERCISE. Note"}
	}
}

// Broken: both sides suspended a text in the afternoon, and what one had done in the morning was no longer forbidden.
func TestLaw_a_suspension_takes_nothing_back(t *testing.T) {
	t.Parallel()
	denounces := func(party string) any {
		return agreement.DenunciationDeclared{Version: "memorandum", Party: party, For: []string{"all"}, From: "2017-05-20", On: "2017-05-20", Reason: shape.In("en", "EXERCISE"), Source: "EXERCISE. Note"}
	}
	for name, c := range map[string]struct {
		kind  act.Kind
		body  func(string) any
		state string
		zone  string
	}{
		"the same day":          {"suspension-declared", suspends("2017-06-01", ""), force.Suspended, zone.Suspended},
		"long before":           {"suspension-declared", suspends("2017-05-12", ""), force.Suspended, zone.Suspended},
		"denounced, back-dated": {"denunciation-declared", denounces, force.Ended, zone.Ended},
	} {
		w, came := suspended(t, c.kind, c.body)
		for at, state := range map[time.Time]string{
			officetest.Date(5, 25):                                force.InForce,
			officetest.Date(6, 1).Add(11*time.Hour + time.Minute): force.InForce,
			came.Add(time.Hour):                                   force.InForce, // the day is told whole
			officetest.Date(6, 2):                                 c.state,
		} {
			j := w.Judging.Law().At(here(t), law.When{From: at})
			if len(j.Texts) != 1 || j.Texts[0].State != state || j.NoForce != (state != force.InForce) || state == force.InForce && (len(j.Texts[0].Why) != 0 || len(j.Applies) == 0) {
				t.Errorf("%s: at %s %s is not told: %+v", name, at, state, j.Texts)
			}
		}
		for _, who := range []string{"liaison-ru", ""} {
			v := agreed(t, w, who)
			if len(v.Force) != 1 || !v.Force[0].Until.Equal(officetest.Date(6, 1).Add(21*time.Hour)) {
				t.Errorf("%s: to %q the version was in force %+v", name, who, v.Force)
			}
			for _, l := range v.Standing.Later {
				if l.Until.After(officetest.Date(5, 11)) {
					t.Errorf("%s: to %q more is told as known later than the signatures: %+v", name, who, l)
				}
			}
			reader := policy.Person{}
			if who != "" {
				reader = w.As(who)
			}
			for at, status := range map[time.Time]string{officetest.Date(5, 25): zone.InForce, officetest.Date(6, 2): c.zone} {
				items, err := w.Reading.Subject(t.Context(), reader, "zone/dz-idlib", query.Clocks{InForce: at})
				if err != nil || len(items) != 1 || items[0].Status != status {
					t.Errorf("%s: to %q the zone is not %s at %s: %+v, %v", name, who, status, at, items, err)
				}
			}
		}
	}
}

// Broken: a suspension of days that had passed was told with an effect that ended before it began.
func TestLaw_a_suspension_of_days_that_passed_has_no_effect(t *testing.T) {
	t.Parallel()
	w, came := suspended(t, "suspension-declared", suspends("2017-05-12", "2017-05-20"))
	d := agreed(t, w, "liaison-ru").Declarations
	if len(d) != 1 || d[0].Counts || d[0].Force != nil || d[0].Why != agreement.DaysPassed || len(d[0].Missing) != 0 {
		t.Errorf("told as %+v", d)
	}
	if d := agreed(t, w, "").Declarations; len(d) != 0 {
		t.Errorf("strangers are told %+v", d)
	}
	for _, at := range []time.Time{officetest.Date(5, 15), came.Add(time.Minute)} {
		if j := w.Judging.Law().At(here(t), law.When{From: at}); j.NoForce {
			t.Errorf("at %s it is suspended: %+v", at, j.Texts)
		}
	}
}
