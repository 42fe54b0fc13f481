package adversary

import (
	"cmp"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/scenario"
	"truce/tool/geo"
	"truce/tool/query"
)

// An adversary files a text that nobody signed, has a zone and a line agreed on by it, and then
// points at them: the office's law, its public edition and its own delegations see no force.
func TestLaw_an_unsigned_text_engages_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	memorandum(t, w, nil)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 1)), officetest.Date(5, 1))
	enactLine(t, w)
	asked := law.When{From: officetest.Date(5, 9)}
	j := w.Judging.Law().At(here(t), asked)
	if !j.NoForce || len(j.Findings)+len(j.Lines)+len(j.Applies) != 0 {
		t.Errorf("an unsigned text holds: %+v", j)
	}
	if found := w.Judging.Law().Withdrawals(law.Weapon{Class: "mortar-120", Party: "SY-GOV"}, here(t), asked); len(found) != 0 {
		t.Errorf("its line engages a mortar: %+v", found)
	}
	if len(j.Texts) != 1 || len(j.Texts[0].Why) != 3 || j.Texts[0].Why[0].Say != force.Unsigned {
		t.Errorf("whose signatures are missing is not said: %+v", j.Texts)
	}
	if told := law.Told(j.Texts, time.UTC); len(told) != 0 {
		t.Errorf("strangers are told what is being negotiated: %+v", told)
	}
	for _, subject := range []act.SubjectID{"zone/dz-idlib", "line/contact"} {
		if items, err := w.Reading.Subject(t.Context(), policy.Person{}, subject, query.Clocks{}); err == nil {
			t.Errorf("strangers are shown %s: %+v", subject, items)
		}
	}
	if z := lastOf(t, w, "liaison-ru", "zone/dz-idlib"); z.Status != zone.Agreed || len(z.Why) != 3 || z.Boundary != nil {
		t.Errorf("a delegation sees: %+v", z)
	}
}

// The memorandum lapsed with 4 November 2017: an adversary waits nine years and points at its zone.
func TestLaw_a_lapsed_text_engages_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	enactLine(t, w)
	gun := law.Weapon{Class: "mortar-120", Party: "SY-GOV"}
	held := law.When{From: officetest.Date(6, 1)}
	if j := w.Judging.Law().At(here(t), held); j.NoForce || len(j.Overall) == 0 || len(j.Applies) == 0 {
		t.Fatalf("while it was in force: %+v", j)
	}
	if found := w.Judging.Law().Withdrawals(gun, here(t), held); len(found) != 1 || found[0].Verdict != law.Engaged {
		t.Fatalf("while it was in force: %+v", found)
	}
	if found := w.Judging.Law().Withdrawals(law.Weapon{Class: "mortar-120", Party: "ISIL"}, here(t), held); len(found) != 1 || found[0].Verdict != law.NotEngaged {
		t.Errorf("whom it does not bind: %+v", found)
	}
	for _, at := range []time.Time{time.Date(2017, 11, 4, 22, 0, 0, 0, time.UTC), time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)} {
		j := w.Judging.Law().At(here(t), law.When{From: at})
		if !j.NoForce || len(j.Findings)+len(j.Lines)+len(j.Applies) != 0 {
			t.Errorf("%s: a lapsed text holds: %+v", at, j)
		}
		if told := law.Told(j.Texts, time.UTC); len(told) != 1 || told[0].State != force.Ended || told[0].Why[0].Say != force.Lapsed {
			t.Errorf("%s: strangers are not told that it lapsed: %+v", at, told)
		}
		if found := w.Judging.Law().Withdrawals(gun, here(t), law.When{From: at}); len(found) != 0 {
			t.Errorf("%s: its line engages a mortar: %+v", at, found)
		}
	}
	if z := lastOf(t, w, "", "zone/dz-idlib"); z.Status != zone.Ended || z.Boundary != nil || len(z.Why) != 1 || z.Why[0].Say != force.Lapsed {
		t.Errorf("strangers see: %+v", z)
	}
}

// Nine years after the term ended, the last guarantor hands in its consent to the extension, and says that it gave it in
// time. It is not refused: what was signed on paper is recorded later too. Everybody is told that the text was in
// force by a word that came only now, and whoever asks what was known before is told of no force.
func TestLaw_a_back_dated_consent_is_told_as_one(t *testing.T) {
	t.Parallel()
	w := officetest.NewAt(t, officetest.Date(5, 1))
	w.Clock.Set(officetest.Date(5, 4))
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	extend := func(who, party, source string) {
		w.Must(t, who, "extension-consented", officetest.Agreement,
			agreement.ExtensionConsented{Version: "memorandum", Party: party, Until: "2018-05-04", On: "2017-10-30", Source: source})
	}
	w.Clock.Set(officetest.Date(10, 30))
	extend("secretary", "IR", "EXERCISE. Its letter")
	extend("liaison-ru", "RU", "")
	before := w.Clock.Now()
	late := time.Date(2026, 11, 30, 0, 10, 0, 0, time.UTC)
	w.Clock.Set(late)
	extend("liaison-tr", "TR", "")
	asked := law.When{From: time.Date(2018, 2, 1, 0, 0, 0, 0, time.UTC)}
	j := w.Judging.Law().At(here(t), asked)
	if j.NoForce || len(j.Findings) == 0 {
		t.Fatalf("the extension does not hold: %+v", j)
	}
	for who, texts := range map[string][]law.TextForce{"those who sign in": j.Texts, "strangers": law.Told(j.Texts, time.UTC)} {
		if len(texts) != 1 || len(texts[0].Why) != 1 || texts[0].Why[0].Say != force.KnownLater || texts[0].Why[0].Name != "TR" || texts[0].Why[0].At.Before(late) == (who != "strangers") || (texts[0].Why[0].Day == "2026-11-30") != (who == "strangers") {
			t.Errorf("%s are not told that the word of TR came later: %+v", who, texts)
		}
	}
	asked.Known = before
	if j := w.Judging.Law().At(here(t), asked); !j.NoForce {
		t.Errorf("as known before, it was in force: %+v", j)
	}
	if texts := w.Judging.Law().At(here(t), law.When{From: officetest.Date(6, 1)}).Texts; len(texts) != 1 || texts[0].State != force.InForce || len(texts[0].Why) != 0 {
		t.Errorf("the term that all knew is marked too: %+v", texts)
	}
	for _, who := range []string{"liaison-ru", ""} {
		v := agreed(t, w, who)
		if len(v.Standing.Later) != 1 || len(v.Force) != 1 {
			t.Errorf("%q: later %+v, in force %+v", who, v.Standing.Later, v.Force)
		}
	}
}

// A party suspends the text for itself by a clause of it, back-dates that, and says nothing to the
// others: they and strangers see it at once, from the end of its notice, and for that party alone.
func TestLaw_a_suspension_is_hidden_from_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	sign(t, w, memorandum(t, w, &agreement.Leave{Who: []string{"guarantors"}, NoticeDays: 10}))
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	w.Clock.Set(officetest.Date(6, 1))
	w.Must(t, "liaison-tr", "suspension-declared", officetest.Agreement, agreement.SuspensionDeclared{
		Version: "memorandum", Party: "TR", From: "2017-05-06", On: "2017-05-06", Reason: shape.In("en", "EXERCISE. Back-dated"),
	})
	for _, who := range []string{"liaison-ru", "monitor-1", ""} {
		standing := agreed(t, w, who).Standing
		i := slices.IndexFunc(standing.Gaps, func(g force.Gap) bool { return g.State == force.Suspended })
		if i < 0 || !slices.Equal(standing.Gaps[i].Parties, []string{"TR"}) || standing.Gaps[i].Why[0].Say != force.SuspendedBy {
			t.Errorf("%q is not told: %+v", who, standing.Gaps)
		}
	}
	for at, want := range map[time.Time][]string{
		officetest.Date(6, 5):  {"IR", "RU", "TR", "SY-GOV", "SY-OPP"}, // the notice runs from the receipt
		officetest.Date(6, 20): {"IR", "RU", "SY-GOV", "SY-OPP"},
	} {
		j := w.Judging.Law().At(here(t), law.When{From: at})
		if len(j.Findings) == 0 || !slices.Equal(j.Findings[0].For, want) {
			t.Errorf("%s: in force for others than %v: %+v", at, want, j.Findings)
		}
		for _, a := range j.Applies {
			if !slices.Contains(want, a.Party) {
				t.Errorf("%s: it binds %+v", at, a)
			}
		}
	}
	if z := lastOf(t, w, "", "zone/dz-idlib"); z.Status != zone.Ended {
		t.Errorf("the zone of the others ends with the text: %+v", z)
	}
}

// Without a clause nobody suspends alone what all signed: it stays a claim, and says whose word is
// missing. With the word of all the zone is shown as suspended, until all take it up again.
func TestLaw_nobody_suspends_alone_what_all_signed(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	declare := func(party string) {
		w.Must(t, "secretary", "suspension-declared", officetest.Agreement, agreement.SuspensionDeclared{
			Version: "memorandum", Party: party, For: []string{"all"}, From: "2017-06-01", On: "2017-05-20", Reason: shape.In("en", "EXERCISE"), Source: "EXERCISE. Note",
		})
	}
	declare("TR")
	held := law.When{From: officetest.Date(6, 10)}
	if j := w.Judging.Law().At(here(t), held); j.NoForce || !slices.Contains(j.Findings[0].For, "TR") {
		t.Errorf("one party suspended what all signed: %+v", j)
	}
	d := agreed(t, w, "liaison-ru").Declarations
	if len(d) != 1 || d[0].Counts || !slices.Equal(d[0].Missing, []string{"IR", "RU"}) {
		t.Errorf("the claim does not say whose word is missing: %+v", d)
	}
	if d := agreed(t, w, "").Declarations; len(d) != 0 {
		t.Errorf("strangers are told a claim: %+v", d)
	}
	declare("IR")
	declare("RU")
	if j := w.Judging.Law().At(here(t), held); !j.NoForce || j.Texts[0].State != force.Suspended || len(j.Findings) != 0 {
		t.Errorf("suspended by all: %+v", j)
	}
	items, err := w.Reading.Subject(t.Context(), policy.Person{}, "zone/dz-idlib", query.Clocks{InForce: held.From})
	if err != nil || len(items) != 1 || items[0].Status != zone.Suspended {
		t.Fatalf("strangers see %+v, %v", items, err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "resumption-declared", officetest.Agreement, agreement.ResumptionDeclared{
			Version: "memorandum", Party: party, For: []string{"all"}, From: "2017-06-05", On: "2017-06-01", Source: "EXERCISE. Note",
		})
	}
	if j := w.Judging.Law().At(here(t), held); j.NoForce || len(j.Findings) == 0 {
		t.Errorf("resumed by all: %+v", j)
	}
}

// mustSign names those who must sign a text.
func mustSign(v *agreement.Version, parties ...string) {
	for i := range v.Parties {
		v.Parties[i].MustSign = slices.Contains(parties, v.Parties[i].Code)
	}
}

// nothingHolds fails if a text, or what rests on it, is in force for anybody, or is shown to strangers.
func nothingHolds(t *testing.T, w *officetest.World, say, name string) {
	t.Helper()
	j := w.Judging.Law().At(here(t), law.When{From: officetest.Date(5, 9)})
	if !j.NoForce || len(j.Findings)+len(j.Lines)+len(j.Applies) != 0 {
		t.Errorf("it holds: %+v", j)
	}
	if len(j.Texts) != 1 || len(law.Told(j.Texts, time.UTC)) != 0 || !slices.ContainsFunc(j.Texts[0].Why, func(l force.Lack) bool { return l.Say == say && l.Name == name }) {
		t.Errorf("it is not told %s of %s: %+v", say, name, j.Texts)
	}
	if items, err := w.Reading.Subject(t.Context(), policy.Person{}, officetest.Agreement, query.Clocks{}); err == nil {
		t.Errorf("strangers are shown it: %+v", items)
	}
	for _, b := range agreed(t, w, "liaison-ru").Bindings {
		if b.InForce {
			t.Errorf("%s binds %s", b.Name, b.Party)
		}
	}
}

// Broken: one party filed a text in which it alone had to sign, signed it, drew a line by it, and the office held the others to
// it before everybody.
func TestLaw_what_one_side_signs_alone_binds_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	v := textBy(t, w, "liaison-ru", func(v *agreement.Version) { mustSign(v, "RU") })
	signsFor(t, w, "liaison-ru", v, "RU")
	enactLine(t, w)
	nothingHolds(t, w, force.SignedAlone, "RU")
	if items, err := w.Reading.Subject(t.Context(), policy.Person{}, "line/contact", query.Clocks{}); err == nil {
		t.Errorf("strangers are shown its line: %+v", items)
	}
	signsFor(t, w, "liaison-tr", v, "TR")
	if j := w.Judging.Law().At(here(t), law.When{From: officetest.Date(5, 9)}); j.NoForce {
		t.Errorf("two sides signed it: %+v", j.Texts)
	}
}

// Broken: the mission recorded the signatures of all who must sign, of parties too that sign with keys of their own, and that was
// in force.
func TestLaw_a_recorded_signature_waits_for_a_party_that_has_a_root(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	subject, enrolled := enrol(t, w, "second", "person/liaison-tr", "TR")
	w.Endorses(t, "root-tr", subject, enrolled)
	w.Clock.Set(officetest.Date(5, 10))
	v := memorandum(t, w, nil)
	sign(t, w, v)
	nothingHolds(t, w, force.RecordedOnly, "TR")
	signsFor(t, w, "second", v, "TR")
	held := agreed(t, w, "")
	if len(held.Force) != 1 || len(held.Signatures) != 3 {
		t.Errorf("TR signed: %+v, %+v", held.Standing.Gaps, held.Signatures)
	}
	for _, s := range held.Signatures {
		if s.Recorded != (s.Party != "TR") {
			t.Errorf("strangers are not told who signed and whom the mission recorded: %+v", s)
		}
	}
}

// Broken: consents to zones and lines, extensions, suspensions and joinings that the mission recorded of a party counted, though the
// party signs with a key of its own; and what it recorded took back what the party had said.
func TestLaw_what_the_mission_records_waits_for_a_party_that_has_a_root(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 5))
	w.Agreed(t)
	w.Root(t, "TR")
	subject, enrolled := enrol(t, w, "second", "person/liaison-tr", "TR")
	w.Endorses(t, "root-tr", subject, enrolled)
	w.Clock.Set(officetest.Date(5, 10))
	consents := func(who string, parties ...string) {
		for _, party := range parties {
			w.Must(t, who, "extension-consented", officetest.Agreement, agreement.ExtensionConsented{
				Version: "memorandum", Party: party, Until: "2018-05-04", On: "2017-05-10", Source: sourceOf(who)})
			w.Must(t, who, "suspension-declared", officetest.Agreement, agreement.SuspensionDeclared{
				Version: "memorandum", Party: party, For: []string{"all"}, From: "2017-08-01", Until: "2017-08-31", On: "2017-05-10", Reason: shape.In("en", "EXERCISE"), Source: sourceOf(who)})
			w.Must(t, who, "denunciation-declared", officetest.Agreement, agreement.DenunciationDeclared{
				Version: "memorandum", Party: party, For: []string{"all"}, From: "2018-02-01", On: "2017-05-10", Reason: shape.In("en", "EXERCISE"), Source: sourceOf(who)})
		}
	}
	consents("secretary", "IR", "RU", "TR")
	held := agreed(t, w, "monitor-1")
	if x := held.Extensions[0]; x.Counts || !slices.Equal(x.Missing, []string{"TR"}) || len(x.Consents) != 3 || x.Consents[2].Why != agreement.RecordedOnly || x.Consents[1].Why != "" || !x.Consents[1].Recorded {
		t.Errorf("an extension that the mission recorded of TR: %+v", x)
	}
	for _, d := range held.Declarations {
		if d.Counts || !slices.Equal(d.Missing, []string{"TR"}) {
			t.Errorf("a declaration that the mission recorded of TR: %+v", d)
		}
	}
	consents("second", "TR")
	held = agreed(t, w, "")
	if x := held.Extensions; len(x) != 1 || len(x[0].Consents) != 3 || x[0].Consents[2].Recorded {
		t.Errorf("TR consented itself: %+v", x)
	}
	if len(held.Declarations) != 2 {
		t.Errorf("TR declared it itself: %+v", held.Declarations)
	}
	for subject, kind := range map[string]act.Kind{"zone/dz-homs": "zone", "line/contact": "line"} {
		p := officetest.Proposal(1, 36, officetest.Date(5, 5))
		geometry, body := p.Geometry, any(p)
		if kind == "line" {
			geometry = jsontext.Value(`{"type":"LineString","coordinates":[[36,35.5],[37,35.5]]}`)
			body = zone.LineDrawn{Terms: officetest.Terms(1, officetest.Date(5, 5)), Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Kind: "contact",
				Geometry: geometry, Edges: zone.Straight, Left: "SY-OPP", Right: "SY-GOV"}
		}
		opened := map[act.Kind]act.Kind{"zone": "zone-proposed", "line": "line-drawn"}[kind]
		id := w.Must(t, "liaison-ru", opened, subject, body).ID
		digest, err := zone.Digest(geometry)
		if err != nil {
			t.Fatal(err)
		}
		says := func(who, party string) {
			c := zone.Consenting{Proposal: id, Digest: digest, Party: party, Source: sourceOf(who)}
			if who == "secretary" {
				c.At = officetest.Date(5, 9)
			}
			w.Must(t, who, kind+"-consented", subject, c)
		}
		says("secretary", "IR")
		says("secretary", "TR")
		if told := putForward(t, w, subject); !slices.Equal(told.Missing, []string{"RU", "TR"}) || told.Stances[1].Why != zone.RecordedOnly {
			t.Errorf("%s: a consent that the mission recorded of TR: %+v", subject, told)
		}
		says("second", "TR")
		w.Must(t, "secretary", kind+"-objected", subject, zone.Objecting{Proposal: id, Party: "TR", At: officetest.Date(5, 9), Source: "EXERCISE. Letter", Reason: shape.In("en", "EXERCISE")})
		if told := putForward(t, w, subject); !slices.Equal(told.Missing, []string{"RU"}) {
			t.Errorf("%s: the mission took back what TR said: %+v", subject, told)
		}
		says("secretary", "RU")
		if told := putForward(t, w, subject); told.Agreed == nil || told.Agreed.From.Before(officetest.Date(5, 10)) {
			t.Errorf("%s: all consented: %+v", subject, told)
		}
	}
}

// What the mission puts forward as a party's replaces nothing that the party put forward.
func TestLaw_what_the_mission_proposes_for_a_party_replaces_nothing_of_it(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Agreed(t)
	w.Root(t, "TR")
	subject, enrolled := enrol(t, w, "second", "person/liaison-tr", "TR")
	w.Endorses(t, "root-tr", subject, enrolled)
	own := w.Must(t, "second", "zone-proposed", "zone/dz-homs", officetest.Proposal(1, 36, officetest.Date(5, 5)))
	p := officetest.Proposal(1, 37, officetest.Date(5, 5))
	p.Party, p.Source = "TR", "EXERCISE. Letter"
	w.Must(t, "secretary", "zone-proposed", "zone/dz-homs", p)
	z := lastOf(t, w, "monitor-1", "zone/dz-homs")
	if len(z.Proposals) != 2 || z.Proposals[0].Act != own.ID || z.Proposals[0].Became != zone.Open || z.Proposals[0].Recorded || !z.Proposals[1].Recorded {
		t.Errorf("beside what TR proposed: %+v", z.Proposals)
	}
}

// The mission records that a party that has a root joined, or left: that is told, and changes for nobody who is party.
func TestLaw_the_mission_moves_no_party_that_has_a_root(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Agreed(t)
	w.Root(t, "SY-OPP")
	w.Must(t, "secretary", "party-excluded", officetest.Agreement, agreement.PartyExcluded{
		Party: "SY-OPP", As: "listed", From: "2017-05-20", Reason: shape.In("en", "EXERCISE"), Source: "EXERCISE. Letter"})
	w.Must(t, "secretary", "party-excluded", officetest.Agreement, agreement.PartyExcluded{
		Party: "SY-GOV", As: "left", From: "2017-05-20", Reason: shape.In("en", "EXERCISE"), Source: "EXERCISE. Letter"})
	held := agreed(t, w, "monitor-1")
	if held.CapacityAt("SY-OPP", officetest.Date(6, 1)) != agreement.Bound || held.CapacityAt("SY-GOV", officetest.Date(6, 1)) != "" {
		t.Errorf("as what the parties stand: %+v", held.Memberships)
	}
	items, err := w.Reading.Subject(t.Context(), w.As("monitor-1"), officetest.Agreement, query.Clocks{})
	var a agreement.Agreement
	if err != nil || json.Unmarshal(items[len(items)-1].State, &a) != nil || !slices.ContainsFunc(a.Flags, func(f agreement.Flag) bool {
		return f.Say == agreement.RecordedOnly && f.Party == "SY-OPP"
	}) {
		t.Errorf("it is not told that it waits for SY-OPP: %+v, %v", a.Flags, err)
	}
}

// sourceOf is how the mission knows; a party needs none.
func sourceOf(who string) string {
	if who == "secretary" {
		return "EXERCISE. Letter"
	}
	return ""
}

// enacted is what holds of a zone or a line, nil if nothing does.
func enacted(t *testing.T, state []byte) *zone.Told {
	t.Helper()
	var held struct {
		Boundary *zone.Told `json:"boundary"`
		Course   *zone.Told `json:"course"`
	}
	if err := json.Unmarshal(state, &held); err != nil {
		t.Fatal(err)
	}
	return cmp.Or(held.Boundary, held.Course)
}

// putForward is the one proposal for a zone or a line.
func putForward(t *testing.T, w *officetest.World, subject string) zone.Told {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("monitor-1"), act.SubjectID(subject), query.Clocks{})
	var found struct {
		Agreed    *zone.Told  `json:"agreed"`
		Proposals []zone.Told `json:"proposals"`
	}
	if err == nil {
		err = json.Unmarshal(items[len(items)-1].State, &found)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []*zone.Told{found.Agreed, enacted(t, items[len(items)-1].State)} {
		if one != nil {
			found.Proposals = append(found.Proposals, *one)
		}
	}
	if len(found.Proposals) != 1 {
		t.Fatalf("%s: %s", subject, items[len(items)-1].State)
	}
	return found.Proposals[0]
}

// A text for which there is the word of the mission alone, as all signatures are its records, does not bind a party that has a root
// key and did not sign.
func TestLaw_the_mission_alone_binds_nobody_who_can_sign(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Clock.Set(officetest.Date(5, 10))
	v := textBy(t, w, "secretary", func(v *agreement.Version) {
		mustSign(v, "IR", "RU")
		for i := range v.Parties {
			if v.Parties[i].Code == "TR" {
				v.Parties[i].Capacity = agreement.Bound
			}
		}
	})
	signsFor(t, w, "secretary", v, "IR")
	signsFor(t, w, "secretary", v, "RU")
	held := agreed(t, w, "liaison-tr")
	if slices.ContainsFunc(held.Bindings, func(b agreement.Binding) bool { return b.InForce && b.Party == "TR" }) {
		t.Errorf("it binds TR: %+v", held.Standing.Gaps)
	}
	if !slices.ContainsFunc(held.Bindings, func(b agreement.Binding) bool { return b.InForce && b.Party == "SY-OPP" }) {
		t.Errorf("it does not bind who has no root: %+v", held.Standing.Gaps)
	}
}

// agreed is the memorandum as a reader sees it.
func agreed(t *testing.T, w *officetest.World, who string) (v agreement.VersionState) {
	t.Helper()
	reader := policy.Person{}
	if who != "" {
		reader = w.As(who)
	}
	items, err := w.Reading.Subject(t.Context(), reader, officetest.Agreement, query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	var a agreement.Agreement
	if err := json.Unmarshal(items[len(items)-1].State, &a); err != nil {
		t.Fatal(err)
	}
	v, _ = a.Version("memorandum")
	return v
}

func sign(t *testing.T, w *officetest.World, v agreement.Version) {
	t.Helper()
	for _, party := range []string{"IR", "RU", "TR"} {
		signsFor(t, w, "secretary", v, party)
	}
}

// signsFor is somebody's act that a party signed: the party's own or, with a source, the mission's.
func signsFor(t *testing.T, w *officetest.World, who string, v agreement.Version, party string) {
	t.Helper()
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	as := slices.IndexFunc(v.Parties, func(p agreement.Party) bool { return p.Code == party })
	b := agreement.AgreementSigned{Version: v.ID, Digest: digest, Party: party, Capacity: v.Parties[as].Capacity, On: "2017-05-04"}
	if who == "secretary" {
		b.Source = "EXERCISE. Photograph"
	}
	w.Must(t, who, "agreement-signed", officetest.Agreement, b)
}

// memorandum files the memorandum of 4 May 2017, with a clause on suspension if there is one, and
// nobody signs it.
func memorandum(t *testing.T, w *officetest.World, suspension *agreement.Leave) agreement.Version {
	t.Helper()
	return textBy(t, w, "secretary", func(v *agreement.Version) { v.Clauses[len(v.Clauses)-1].Suspension = suspension })
}

// asWritten is the memorandum as it stands in the first scenario.
func asWritten(t *testing.T) agreement.Document {
	t.Helper()
	folder, err := scenario.Open(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(folder, "agreement/3-memorandum.json")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := agreement.Parse("memorandum", data, timezone.Load)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return d
}

// textBy is a text that somebody files: the memorandum, with something changed.
func textBy(t *testing.T, w *officetest.World, who string, change func(*agreement.Version)) agreement.Version {
	t.Helper()
	d := asWritten(t)
	v := &d.Versions[0]
	change(v)
	filings, err := agreement.Filings(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range filings {
		w.Must(t, who, f.Kind, officetest.Agreement, f.Body)
	}
	return *v
}

// enactLine draws a line and has all guarantors consent to it.
func enactLine(t *testing.T, w *officetest.World) {
	t.Helper()
	geometry := jsontext.Value(`{"type":"LineString","coordinates":[[36,35.5],[37,35.5]]}`)
	line := w.Must(t, "liaison-ru", "line-drawn", "line/contact", zone.LineDrawn{
		Terms: officetest.Terms(1, officetest.Date(5, 5)), Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Kind: "contact",
		Geometry: geometry, Edges: zone.Straight, Left: "SY-OPP", Right: "SY-GOV",
		Withdrawals: []zone.Withdrawal{{Weapons: []string{"mortar-120"}, DistanceMetres: 50_000, Rule: zone.PerSide}},
	})
	digest, err := zone.Digest(geometry)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "line-consented", "line/contact", zone.LineConsented{Consenting: zone.Consenting{
			Proposal: line.ID, Digest: digest, Party: party, At: officetest.Date(5, 5), Source: "EXERCISE. Letter",
		}})
	}
}

// here lies in the zone and near the line.
func here(t *testing.T) law.Place {
	t.Helper()
	p, err := geo.FromDegrees(36.5, 35.4)
	if err != nil {
		t.Fatal(err)
	}
	return law.Circle(p, 0)
}

// lastOf is the last period of a zone, as a reader sees it; "" is a stranger.
func lastOf(t *testing.T, w *officetest.World, who string, subject act.SubjectID) (z zone.Zone) {
	t.Helper()
	reader := policy.Person{}
	if who != "" {
		reader = w.As(who)
	}
	items, err := w.Reading.Subject(t.Context(), reader, subject, query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(items[len(items)-1].State, &z); err != nil {
		t.Fatal(err)
	}
	return z
}
