package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/office/officetest"
)

// lawful is an office that holds the draft and the memorandum, one zone that holds since
// June, another proposal for it, and a contact line with a free strip of 50 km.
func lawful(t *testing.T) (w *world, held, open act.ID) {
	t.Helper()
	w = newWorld(t)
	w.Agree(t, "1-draft.json", "3-memorandum.json")
	june := time.Date(2017, 6, 1, 0, 0, 0, 0, time.UTC)
	w.Clock.Set(june)
	held = w.Propose(t, "zone/dz-idlib", 1, officetest.Square(36, 35), june)
	w.Consent(t, "zone-consented", "zone/dz-idlib", held, officetest.Square(36, 35), june)
	open = w.Propose(t, "zone/dz-idlib", 2, officetest.Square(36.002, 35), june)
	w.Propose(t, "zone/dz-secret", 3, officetest.Square(38, 33), june)
	course := jsontext.Value(`{"type":"LineString","coordinates":[[36,32.6],[37,32.6]]}`)
	drawn := w.Must(t, "liaison-ru", "line-drawn", "line/south", zone.LineDrawn{
		Terms: officetest.Terms(1, june), Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Kind: "contact", Geometry: course,
		Edges: zone.Geodesic, Left: "SY-GOV", Right: "SY-OPP",
		Withdrawals: []zone.Withdrawal{{Weapons: []string{"artillery-towed"}, MinCalibreMillimetres: 100, DistanceMetres: 50_000, Rule: "total"}},
	})
	w.Consent(t, "line-consented", "line/south", drawn.ID, course, june)
	return w, held, open
}

func found(t *testing.T, s wire.Said, code string) law.Finding {
	t.Helper()
	for _, f := range s.Findings {
		if f.Code == code {
			return f
		}
	}
	t.Fatalf("%s is not among %+v", code, s.Findings)
	return law.Finding{}
}

func TestLaw_at_a_place_and_time(t *testing.T) {
	t.Parallel()
	w, held, _ := lawful(t)
	for query, want := range map[string][2]string{ // zone and belt
		"lon=36.5&lat=35.5":               {"inside", "outside"},
		"lon=36.5&lat=35":                 {"border", "border"},
		"lon=36.5&lat=34.99":              {"outside", "inside"},
		"lon=36.5&lat=35.001&radius=2000": {"may-be", "may-be"},
		"lon=36.5&lat=35.2&bearing=0&halfWidth=10&minMetres=1000&maxMetres=5000":   {"inside", "outside"},
		"lon=36.5&lat=35.2&bearing=180&halfWidth=9&minMetres=1000&maxMetres=90000": {"may-be", "may-be"},
	} {
		said := read[wire.Said](t, w.get(t, "", "/api/law?at=2017-07-01&"+query).wants(t, ok))
		zone, belt := found(t, said, "dz-idlib"), found(t, said, "sz-dz-idlib")
		if zone.Where.String() != want[0] || belt.Where.String() != want[1] || zone.Boundary.Act != held || zone.Boundary.Clause != "point_1" {
			t.Errorf("%s: %s, %s: %+v", query, zone.Where, belt.Where, zone.Boundary)
		}
	}
	said := read[wire.Said](t, w.get(t, "", "/api/law?at=2017-07-01&lon=36.5&lat=35.5").wants(t, ok))
	if m := found(t, said, "dz-idlib").Metres; m == nil || *m > -40_000 || *m < -60_000 {
		t.Errorf("from the border: %v", m)
	}
	if len(said.Applies) == 0 || said.Applies[0].Version != "memorandum" {
		t.Errorf("applied: %+v", said.Applies)
	}
	if before := read[wire.Said](t, w.get(t, "", "/api/law?at=2017-05-20&lon=36.5&lat=35.5")); len(before.Findings) > 0 {
		t.Errorf("before it took force: %+v", before.Findings)
	}
	if then := read[wire.Said](t, w.get(t, "verifier-1", "/api/law?at=2017-07-01&known=2017-05-20&lon=36.5&lat=35.5")); len(then.Findings) > 0 {
		t.Errorf("before it was known: %+v", then.Findings)
	}
}

// With a zone 50 km wide in total, a 122 mm gun 15 km behind the contact line is flagged;
// one at 30 km is not.
func TestLaw_of_a_gun(t *testing.T) {
	t.Parallel()
	w, _, _ := lawful(t)
	gun := func(lat, more string) wire.Withdrawal {
		t.Helper()
		said := read[wire.Said](t, w.get(t, "monitor-1", "/api/law?at=2017-07-01&lon=36.5&lat="+lat+"&weapon=artillery-towed&party=SY-GOV"+more, "Accept-Language", "ru").wants(t, ok))
		if len(said.Withdrawals) != 1 {
			t.Fatalf("%s%s: %+v", lat, more, said.Withdrawals)
		}
		return said.Withdrawals[0]
	}
	near := gun("32.7353", "&calibre=122") // 15 km
	if near.Verdict != law.Engaged || near.LimitMetres != 25_000 || near.Why[0].Words != "ближе к south, чем разрешено" {
		t.Errorf("at 15 km: %+v", near)
	}
	if far := gun("32.8705", "&calibre=122"); far.Verdict != law.NotEngaged || far.Party != "SY-GOV" {
		t.Errorf("at 30 km: %+v", far)
	}
	if across := gun("32.2", "&calibre=122"); across.Verdict != law.Engaged {
		t.Errorf("across the line: %+v", across)
	}
	if unknown := gun("32.7353", ""); unknown.Verdict != law.NotDecided {
		t.Errorf("of unknown calibre: %+v", unknown)
	}
	light := read[wire.Said](t, w.get(t, "", "/api/law?at=2017-07-01&lon=36.5&lat=32.7353&weapon=artillery-towed&calibre=82").wants(t, ok))
	if len(light.Withdrawals) > 0 {
		t.Errorf("82 mm: %+v", light.Withdrawals)
	}
}

func TestLaw_of_many_places(t *testing.T) {
	t.Parallel()
	w, _, _ := lawful(t)
	asked := wire.Places{}
	at := time.Date(2017, 7, 1, 0, 0, 0, 0, time.UTC)
	for i := range wire.MaxAsked {
		asked.Places = append(asked.Places, wire.Place{Lon: 35.5 + float64(i)/1000, Lat: 35.5, At: at})
	}
	all, err := w.client(t, "").LawOfAll(t.Context(), asked)
	if err != nil || len(all.Answers) != wire.MaxAsked {
		t.Fatalf("%v, %d answers", err, len(all.Answers))
	}
	for i, want := range map[int]string{0: "outside", 499: "outside", 500: "border", 501: "inside", 999: "inside"} {
		if got := found(t, all.Answers[i], "dz-idlib").Where.String(); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	asked.Places = append(asked.Places, asked.Places[0])
	text, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	post := func(body string) reply { return w.ask(t, "", http.MethodPost, "/api/law", body) }
	post(string(text)).refuses(t, 413, "batch-too-large")
	post(strings.Repeat(" ", wire.MaxAskedBytes+1)).refuses(t, 413, "batch-too-large")
	post(`{"places": [{"lon": 1, "lat": 2}], "more": 1}`).refuses(t, 400, "request-malformed")
	post(`{"places": 1}`).refuses(t, 400, "request-malformed")
	r := post(`{"places": [{"lon": 1, "lat": 2}, {"lon": 1, "lat": 91}]}`).refuses(t, 400, "filter-wrong")
	if r.Where != "/places/1/lon" {
		t.Errorf("%+v", r)
	}
	if empty := read[wire.SaidOfAll](t, post(`{"places": []}`).wants(t, ok)); len(empty.Answers) != 0 {
		t.Errorf("%+v", empty)
	}
}

func TestLaw_refuses_in_words(t *testing.T) {
	t.Parallel()
	w, _, _ := lawful(t)
	for query, key := range map[string]string{
		"": "filter-wrong", "lon=36": "filter-wrong", "lon=x&lat=1": "filter-wrong", "lon=NaN&lat=1": "filter-wrong", "lon=181&lat=1": "filter-wrong",
		"lon=1&lat=2&radius=-1": "filter-wrong", "lon=1&lat=2&radius=2e6": "filter-wrong", "lon=1&lat=2&radius=Inf": "filter-wrong",
		"lon=1&lat=2&at=soon": "time-malformed", "lon=1&lat=2&at=2017-05-05&until=2017-05-04": "filter-wrong", "lon=1&lat=2&place=3": "filter-wrong",
		"lon=1&lat=2&bearing=10": "filter-wrong", "lon=1&lat=2&bearing=10&halfWidth=5&minMetres=10&maxMetres=5": "filter-wrong",
		"lon=1&lat=2&radius=5&bearing=10&halfWidth=5&minMetres=10&maxMetres=50": "filter-wrong",
		"lon=1&lat=2&weapon=catapult":                                           "filter-wrong", "lon=1&lat=2&weapon=mortar&calibre=big": "filter-wrong",
	} {
		w.get(t, "", "/api/law?"+query).refuses(t, 400, key)
	}
}

// In which zone an incident lies, and how far from its border, tells where it was.
func TestLaw_of_an_incident_is_for_readers_of_exact_places(t *testing.T) {
	t.Parallel()
	w, _, _ := lawful(t)
	exercise(t, w)
	told := read[wire.IncidentLaw](t, w.get(t, "verifier-1", "/api/subjects/incident/1/law").wants(t, ok))
	if told.Subject != "incident/1" || told.From.IsZero() {
		t.Errorf("%+v", told)
	}
	w.get(t, "", "/api/subjects/incident/1/law").refuses(t, 401, "unauthenticated")
	w.get(t, "auditor-1", "/api/subjects/incident/1/law").refuses(t, 403, "not-permitted")
	w.get(t, "verifier-1", "/api/subjects/incident/none/law").refuses(t, 404, "not-found")
	w.get(t, "verifier-1", "/api/subjects/report/1/law").refuses(t, 404, "not-found")
	w.get(t, "verifier-1", "/api/subjects/incident/1/law?known=x").refuses(t, 400, "time-malformed")
}

func TestDeadlines_of_both_texts(t *testing.T) {
	t.Parallel()
	w, _, _ := lawful(t)
	told := read[wire.Deadlines](t, w.get(t, "monitor-1", "/api/agreements/syria-2017/deadlines?at=2017-05-12", "Accept-Language", "tr").wants(t, ok))
	want := map[string]string{
		"draft working-group": "2017-05-09 passed günü geçti; bu metin hiç yürürlüğe girmedi", "draft maps": "2017-05-22 open süre dolmadı",
		"memorandum working-group": "2017-05-18 open süre dolmadı", "memorandum maps": "2017-06-04 open süre dolmadı",
	}
	for _, d := range told.Deadlines {
		name := d.Version + " " + d.Obligation
		if w, is := want[name]; is && fmt.Sprint(d.Day, " ", d.Standing, " ", d.Told) != w {
			t.Errorf("%s: %s %s %s", name, d.Day, d.Standing, d.Told)
		}
		if delete(want, name); name == "memorandum working-group" &&
			d.Words[0] != "imza gününden başlayarak 2 hafta sayılır; o gün 0. gündür" {
			t.Errorf("%q", d.Words)
		}
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	// Strangers are told of what is in force, not of drafts.
	for _, d := range read[wire.Deadlines](t, w.get(t, "", "/api/agreements/syria-2017/deadlines").wants(t, ok)).Deadlines {
		if d.Version != "memorandum" {
			t.Errorf("a stranger is told of %s", d.Version)
		}
	}
	w.get(t, "", "/api/agreements/syria-2017/deadlines?version=draft").refuses(t, 400, "filter-wrong")
	w.get(t, "", "/api/agreements/nowhere/deadlines").refuses(t, 404, "not-found")
}

func TestVersions_and_their_differences(t *testing.T) {
	t.Parallel()
	w, _, _ := lawful(t)
	told := read[wire.Versions](t, w.get(t, "liaison-tr", "/api/agreements/syria-2017/versions").wants(t, ok))
	if len(told.Versions) != 2 || told.Versions[1].ID != "memorandum" || len(told.Versions[1].Signatures) != 3 || len(told.Versions[1].Force) != 1 {
		t.Errorf("%+v", told)
	}
	if public := read[wire.Versions](t, w.get(t, "", "/api/agreements/syria-2017/versions").wants(t, ok)); len(public.Versions) != 1 {
		t.Errorf("a stranger sees %d versions", len(public.Versions))
	}
	w.Must(t, "liaison-tr", "position-stated", officetest.Agreement, agreement.PositionStated{
		Version: "memorandum", Clause: "point_99", Party: "TR", Position: "accepts", On: "2017-05-03"})
	w.Must(t, "liaison-tr", "extension-consented", officetest.Agreement, agreement.ExtensionConsented{
		Version: "memorandum", Party: "TR", Until: "2018-05-04", On: "2017-10-31"})
	told = read[wire.Versions](t, w.get(t, "liaison-tr", "/api/agreements/syria-2017/versions", "Accept-Language", "fa").wants(t, ok))
	if len(told.Flags) != 1 || told.Flags[0].Say != agreement.NoSuchClause || told.Flags[0].Words != "چنین بندی نیست" {
		t.Errorf("flags: %+v", told.Flags)
	}
	if x := told.Versions[1].Extensions; len(x) != 1 || x[0].Counts || fmt.Sprint(x[0].Missing) != "[IR RU]" {
		t.Errorf("an extension without consensus: %+v", x)
	}
	differ := read[wire.Differences](t, w.get(t, "liaison-tr", "/api/agreements/syria-2017/differences?before=draft&after=memorandum").wants(t, ok))
	changed := 0
	for _, d := range differ.Clauses {
		if d.Change == agreement.Changed {
			changed++
		}
	}
	if changed == 0 {
		t.Errorf("%+v", differ)
	}
	w.get(t, "", "/api/agreements/syria-2017/differences?before=draft&after=memorandum").refuses(t, 400, "filter-wrong")
	w.get(t, "liaison-tr", "/api/agreements/syria-2017/differences?before=draft").refuses(t, 400, "filter-wrong")
}

func TestCompare_two_proposals(t *testing.T) {
	t.Parallel()
	w, held, open := lawful(t)
	told, err := w.client(t, "liaison-ru").CompareProposals(t.Context(), "dz-idlib", client.Comparison{A: held, B: open, Point: &[2]float64{36.001, 35.5}})
	if err != nil {
		t.Fatal(err)
	}
	if told.Place == nil || told.Place.A != law.Inside || told.Place.B != law.Outside || told.Place.AWords != "inside" {
		t.Errorf("in the sliver: %+v", told.Place)
	}
	if len(told.Slivers) != 2 || told.BothSquareM < 9e9 || told.OnlyASquareM < 1e7 || told.OnlyASquareM > 3e7 || told.BordersApart < 150 || told.BordersApart > 200 {
		t.Errorf("%d slivers, both %v, only A %v, borders %v m apart", len(told.Slivers), told.BothSquareM, told.OnlyASquareM, told.BordersApart)
	}
	query := fmt.Sprintf("/api/zones/dz-idlib/compare?a=%s&b=%s", held, open)
	w.get(t, "liaison-ru", query+"&width=-1").refuses(t, 400, "filter-wrong")
	w.get(t, "liaison-ru", query+"&lon=1").refuses(t, 400, "filter-wrong")
	w.get(t, "liaison-ru", fmt.Sprintf("/api/zones/dz-idlib/compare?a=%s&b=00", held)).refuses(t, 400, "filter-wrong")
	// Strangers do not see what is being negotiated, nor that it is there.
	w.get(t, "", query).refuses(t, 400, "filter-wrong")
	w.get(t, "", fmt.Sprintf("/api/zones/dz-idlib/compare?a=%s&b=%s", held, held)).wants(t, ok)
	w.get(t, "", fmt.Sprintf("/api/zones/dz-secret/compare?a=%s&b=%s", held, open)).refuses(t, 404, "not-found")
}

// What is being negotiated, and how the mission knows, shows nowhere to strangers.
func TestLaw_of_the_public_edition(t *testing.T) {
	t.Parallel()
	w, held, open := lawful(t)
	w.Must(t, "liaison-tr", "position-stated", officetest.Agreement, agreement.PositionStated{
		Version: "draft", Clause: "point_3", Party: "TR", Position: "rejects", Reason: shape.In("en", "EXERCISE a secret reason"), On: "2017-05-03"})
	w.Must(t, "liaison-ru", "zone-objected", "zone/dz-idlib", zone.Objecting{Proposal: open, Party: "RU", Reason: shape.In("en", "EXERCISE a secret reason")})
	w.Must(t, "liaison-ru", "zone-lapsed", "zone/dz-idlib", zone.Lapsing{Proposal: held, Until: time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC), Reason: shape.In("en", "EXERCISE a secret reason")})
	paths := []string{
		"/api/zones", "/api/lines", "/api/agreements", "/api/subjects/zone/dz-idlib", "/api/subjects/zone/dz-secret", "/api/subjects/agreement/syria-2017",
		"/api/law?lon=36.5&lat=35.5&at=2017-07-01", "/api/law?lon=38.5&lat=33.5", "/api/agreements/syria-2017/versions", "/api/agreements/syria-2017/deadlines",
		"/api/counts?noun=zone&by=status,party,zone", "/api/zones?party=TR", "/api/zones?known=2017-06-01", "/api/zones?status=proposed",
	}
	secrets := []string{"secret", "Photograph", "Letter", "36.002", open.String(), `"draft"`, "proposed", "stances", "consents", "objects", "lapses", "positions"}
	for _, path := range paths {
		public := w.get(t, "", path).body
		for _, secret := range secrets {
			if strings.Contains(public, secret) && !strings.Contains(path, secret) {
				t.Errorf("%s tells strangers %q:\n%.600s", path, secret, public)
			}
		}
	}
	inside := ""
	for _, path := range paths {
		inside += w.get(t, "liaison-tr", path).body
	}
	for _, secret := range secrets {
		if !strings.Contains(inside, secret) {
			t.Errorf("%q is nowhere to be found", secret)
		}
	}
}

func TestDescription_of_the_law(t *testing.T) {
	t.Parallel()
	w, held, open := lawful(t)
	exercise(t, w)
	d := description(t, w)
	for path, name := range map[string]string{
		"/api/law?lon=36.5&lat=35.5&at=2017-07-01": "Said", "/api/law?lon=36.5&lat=32.7&at=2017-07-01&weapon=artillery-towed": "Said",
		"/api/subjects/incident/1/law": "IncidentLaw", "/api/agreements/syria-2017/deadlines": "Deadlines",
		"/api/agreements/syria-2017/versions": "Versions", "/api/agreements/syria-2017/differences?before=draft&after=memorandum": "Differences",
		fmt.Sprintf("/api/zones/dz-idlib/compare?a=%s&b=%s&lon=36.001&lat=35.5", held, open): "Compared", "/api/zones": "Page",
	} {
		answer, err := jsonschema.UnmarshalJSON(strings.NewReader(w.get(t, "verifier-1", path).wants(t, ok).body))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if err := compiled(t, d, "#/components/schemas/"+name).Validate(answer); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// Whatever the packages say by a key has words in the catalogue.
func TestKeys_of_the_law_have_words(t *testing.T) {
	t.Parallel()
	for _, say := range []string{
		agreement.SayFixedDay, agreement.SayCountFrom, agreement.SayCountIncl, agreement.SayNotYet, agreement.SayNoEntryRule, agreement.SayCircular,
		agreement.SayNeedsHour, agreement.SayNoTimeZone, agreement.SayTriggerDay, agreement.SayTriggerAt, agreement.SayOtherSigning,
		agreement.SayDayBecomes, agreement.SaySkipped, agreement.SayMonthEnd, agreement.SayExtended, agreement.SayNotBefore, agreement.SayDayEnds, agreement.SayMoment,
	} {
		step := agreement.Step{Say: say, Name: "x", Day: "2017-05-04", At: time.Date(2017, 5, 4, 0, 0, 0, 0, time.UTC), Count: 3, Unit: "y"}
		words := problem.Saying("step-"+say, problem.P{"name": "x", "day": "2017-05-04", "at": "2017-05-04T00:00:00Z", "count": 3, "unit": "y"})
		if words != step.English() {
			t.Errorf("%s: %q, the package says %q", say, words, step.English())
		}
	}
	for _, say := range []string{
		law.RuleTrue, law.RuleFalse, law.RuleFails, law.NotKnown, law.OutsidePlace, law.NoBoundary, law.PlaceUncertain, law.TimeUncertain,
		law.AccusedNotBound, law.TooNear, law.FarEnough, law.AcrossTheLine, law.NoPlace,
	} {
		if words, want := problem.Saying("law-"+say, problem.P{"name": "x"}), (law.Reason{Say: say, Name: "x"}).English(); words != want {
			t.Errorf("%s: %q, the package says %q", say, words, want)
		}
	}
	for _, why := range []string{
		agreement.SpeaksForAnother, agreement.NoSource, agreement.NoSuchVersion, agreement.NoSuchClause, agreement.NoSuchObligation, agreement.NotOwnVersion,
		agreement.NotAText, agreement.NotComplete, agreement.NotSound, agreement.AnotherText, agreement.NotNamed, agreement.OtherCapacity,
		agreement.NoExtension, agreement.NotLonger, agreement.NotInForce, agreement.ConsentMissing, agreement.DaysPassed, agreement.SaidBefore, agreement.NotRequired,
		zone.NoSuchProposal, zone.AnotherGeometry, zone.Stale, zone.TooLate, zone.TakenBack, zone.Contested, zone.NotRequired,
		zone.AgreementUnknown, zone.OneAlone, zone.NotInForce, zone.ReplacedAtOnce,
	} {
		if !problem.HasSaying("why-" + why) {
			t.Errorf("%s has no words", why)
		}
	}
}
