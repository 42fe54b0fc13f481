package adversary

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/query"
)

const ownText = "agreement/own"

// ofTheirOwn files a text in which these alone must sign, and signs it for them, in the name of somebody.
func ofTheirOwn(t *testing.T, w *officetest.World, who map[string]string, on agreement.Date, parties ...string) {
	t.Helper()
	d := asWritten(t)
	v := &d.Versions[0]
	v.Date, v.Parties = on, nil
	for _, p := range parties {
		v.Parties = append(v.Parties, agreement.Party{Code: p, Names: agreement.Texts{{Language: "en", Text: p}}, Capacity: agreement.Guarantor, MustSign: true})
	}
	for i := range v.Clauses { // whom the memorandum names is not in it
		v.Clauses[i].Obligations, v.Clauses[i].Prohibitions, v.Clauses[i].Ceilings, v.Clauses[i].Duration = nil, nil, nil, nil
	}
	filings, err := agreement.Filings(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range filings {
		w.Must(t, who[parties[0]], f.Kind, ownText, f.Body)
	}
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parties {
		w.Must(t, who[p], "agreement-signed", ownText, agreement.AgreementSigned{
			Version: v.ID, Digest: digest, Party: p, Capacity: agreement.Guarantor, On: on, Source: sourceOf(who[p])})
	}
}

// Broken: one party drew the zone anew by a text that it alone had signed, consented, and what three had agreed on ended at once, and
// had never been where it said so. So did the secretary for parties that it made up, with an early day, and two of three by a text of
// their own: each ended what it had no part in, or what others had a part in. So with lines.
func TestLaw_nobody_ends_by_a_text_of_their_own_what_others_agreed(t *testing.T) {
	t.Parallel()
	made := map[string]string{"RU": "liaison-ru", "TR": "liaison-tr", "XX": "secretary", "YY": "secretary"}
	for name, c := range map[string]struct {
		parties, consent []string
	}{
		"one party alone":                       {[]string{"RU"}, []string{"RU"}},
		"the mission, for those that it made":   {[]string{"XX", "YY"}, []string{"XX", "YY"}},
		"two of three by a text of their own":   {[]string{"RU", "TR"}, []string{"RU", "TR"}},
		"all, by a text that is not in force":   {[]string{"RU"}, []string{"RU", "TR", "IR"}},
		"one of them with one that was made up": {[]string{"RU", "XX"}, []string{"RU", "XX"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.Clock.Set(officetest.Date(5, 10))
			w.Agreed(t)
			w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
			enactLine(t, w)
			w.Clock.Set(officetest.Date(6, 1))
			before := heldNow(t, w)
			ofTheirOwn(t, w, made, "2017-05-01", c.parties...)
			p := officetest.Proposal(7, 80, officetest.Date(5, 2))
			p.Agreement, p.Required = ownText, c.consent
			line := zone.LineDrawn{Terms: p.Terms, Names: p.Names, Kind: "contact", Edges: zone.Straight, Left: "SY-OPP", Right: "SY-GOV",
				Geometry: jsontext.Value(`{"type":"LineString","coordinates":[[80,35.5],[81,35.5]]}`)}
			for subject, drawn := range map[string]any{"zone/dz-idlib": p, "line/contact": line} {
				noun, opened, geometry := "zone", act.Kind("zone-proposed"), p.Geometry
				if strings.HasPrefix(subject, "line/") {
					noun, opened, geometry = "line", "line-drawn", line.Geometry
				}
				id := w.Must(t, "secretary", opened, subject, drawn).ID
				digest, err := zone.Digest(geometry)
				if err != nil {
					t.Fatal(err)
				}
				for _, party := range c.consent {
					b := zone.Consenting{Proposal: id, Digest: digest, Party: party}
					who, own := made[party]
					if !own || who == "secretary" {
						who, b.At, b.Source = "secretary", officetest.Date(5, 2), "EXERCISE. Letter"
					}
					w.Must(t, who, act.Kind(noun+"-consented"), subject, b)
				}
				if told := beside(t, w, subject); told.Became != zone.Consented || told.Why != zone.AnotherStands && told.Agreed == nil {
					t.Errorf("%s: it is not told that it ends nothing: %+v", subject, told)
				}
			}
			if after := heldNow(t, w); after != before {
				t.Errorf("what all agreed on changed:\nbefore %s\nafter  %s", before, after)
			}
		})
	}
}

// heldNow is what holds in the zone and at the line in several moments of the memorandum's term, for those who sign in and for strangers.
func heldNow(t *testing.T, w *officetest.World) string {
	t.Helper()
	var all []any
	for _, at := range []time.Time{officetest.Date(5, 9), officetest.Date(6, 1), officetest.Date(8, 1)} {
		j := w.Judging.Law().At(here(t), law.When{From: at})
		all = append(all, j.Findings, j.Lines, j.Applies)
	}
	for _, subject := range []act.SubjectID{"zone/dz-idlib", "line/contact"} {
		for _, at := range []time.Time{officetest.Date(5, 9), officetest.Date(8, 1)} {
			for _, reader := range []policy.Person{w.As("monitor-1"), {}} {
				items, err := w.Reading.Subject(t.Context(), reader, subject, query.Clocks{InForce: at})
				if err != nil || len(items) != 1 {
					t.Fatal(items, err)
				}
				all = append(all, items[0].Status, items[0].Until, enacted(t, items[0].State))
			}
		}
	}
	text, err := json.Marshal(all, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// beside is the proposal of number 7, wherever it is shown.
func beside(t *testing.T, w *officetest.World, subject string) zone.Told {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("monitor-1"), act.SubjectID(subject), query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range slices.Backward(items) {
		type numbered struct {
			zone.Told
			Number int `json:"number"`
		}
		var s struct {
			Boundary, Course, Agreed *numbered
			Proposals                []numbered
		}
		if err := json.Unmarshal(item.State, &s, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatal(err)
		}
		for _, one := range []*numbered{s.Boundary, s.Course, s.Agreed} {
			if one != nil {
				s.Proposals = append(s.Proposals, *one)
			}
		}
		for _, one := range s.Proposals {
			if one.Number == 7 {
				return one.Told
			}
		}
	}
	t.Fatalf("%s: it is nowhere told", subject)
	return zone.Told{}
}

// Broken: a party that the text binds said, years later, that it had left before, and its gun of then engaged nobody; it joined again
// with an early day, became an observer the same way, and the secretary listed whom it liked.
func TestLaw_nobody_leaves_or_joins_backwards(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 4))
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	enactLine(t, w)
	engaged := func(party string) law.Verdict {
		found := w.Judging.Law().Withdrawals(law.Weapon{Class: "mortar-120", Party: party}, here(t), law.When{From: officetest.Date(6, 10)})
		if len(found) != 1 {
			t.Fatalf("%s: %+v", party, found)
		}
		return found[0].Verdict
	}
	w.Clock.Set(officetest.Date(10, 1))
	held := map[string]law.Verdict{"SY-GOV": engaged("SY-GOV"), "SY-OPP": engaged("SY-OPP"), "XX": engaged("XX")}
	left := func(party, as string) {
		w.Must(t, "secretary", "party-excluded", officetest.Agreement, agreement.PartyExcluded{
			Party: party, As: as, From: "2017-05-01", Reason: shape.In("en", "EXERCISE"), Source: "EXERCISE. Letter"})
	}
	joined := func(party, capacity string) {
		w.Must(t, "secretary", "party-joined", officetest.Agreement, agreement.PartyJoined{
			Party: party, Names: agreement.Texts{{Language: "en", Text: party}}, Capacity: capacity, From: "2017-05-02", Source: "EXERCISE. Letter"})
	}
	for say, do := range map[string]func(){
		"left": func() { left("SY-GOV", "left") }, "listed": func() { left("SY-OPP", "listed") },
		"observer": func() { joined("SY-OPP", agreement.Observer) }, "bound": func() { joined("XX", agreement.Bound) },
	} {
		do()
		for party, before := range held {
			if after := engaged(party); after != before {
				t.Errorf("%s, back-dated: %s was %s in June, and is now %s", say, party, before, after)
			}
		}
	}
	now := agreed(t, w, "monitor-1")
	for party, want := range map[string]string{"SY-GOV": "", "SY-OPP": agreement.Observer, "XX": agreement.Bound} {
		if got := now.CapacityAt(party, officetest.Date(10, 3)); got != want {
			t.Errorf("%s stands as %q from the day after the receipt, want %q", party, got, want)
		}
	}
}
