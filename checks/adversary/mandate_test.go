package adversary

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/shape"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/query"
)

// Broken: a body named "memorandum, article 4" as its mandate, in words of its own; no such clause set it up, and whatever it
// found was told as the finding of a body that an agreement had set up.
func TestBodies_a_mandate_is_held_to_the_text(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mandate *body.Mandate
		why     string
		lapsed  bool
	}{
		"a clause of the text":           {&body.Mandate{Agreement: officetest.Agreement, Version: "memorandum", Clause: "point_6__point_a"}, "", false},
		"the text has lapsed":            {&body.Mandate{Agreement: officetest.Agreement, Version: "memorandum", Clause: "point_6__point_a"}, body.NotInForce, true},
		"no clause":                      {&body.Mandate{Agreement: officetest.Agreement, Version: "memorandum", Clause: "point_9"}, body.NoSuchClause, false},
		"no version":                     {&body.Mandate{Agreement: officetest.Agreement, Version: "secret", Clause: "point_1"}, body.NoText, false},
		"no agreement":                   {&body.Mandate{Agreement: "agreement/nowhere", Version: "memorandum", Clause: "point_1"}, body.NoText, false},
		"a draft, which nobody can sign": {&body.Mandate{Agreement: officetest.Agreement, Version: "draft", Clause: "point_1"}, body.NotAText, false},
		"none":                           {nil, body.NoMandate, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.Clock.Set(officetest.Date(5, 10))
			w.Agree(t, "1-draft.json", "3-memorandum.json")
			if c.lapsed {
				w.Clock.Set(time.Date(2017, 12, 1, 8, 0, 0, 0, time.UTC))
			}
			w.File(t, 0, 2)
			w.Must(t, "monitor-1", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "EXERCISE")})
			set := w.Must(t, "secretary", "body-established", "body/jc", body.BodyEstablished{
				Name: "Joint Commission", Kind: "joint-commission", Mandate: c.mandate,
				Seats:    []body.Seat{{Seat: "ru", Party: "RU", Person: "person/liaison-ru"}, {Seat: "tr", Party: "TR", Person: "person/liaison-tr"}},
				Decision: &body.Decision{Rule: "consensus", Quorum: 2}})
			w.Endorses(t, "liaison-ru", "body/jc", set.ID)
			w.Endorses(t, "liaison-tr", "body/jc", set.ID)
			draft := w.Must(t, "secretary", "finding-drafted", "incident/1", incident.FindingDrafted{
				Body: "body/jc", Status: "confirmed", At: w.Clock.Now(), Text: shape.In("en", "TR fired.")})
			w.Endorses(t, "liaison-ru", "incident/1", draft.ID)
			w.Endorses(t, "liaison-tr", "incident/1", draft.ID)
			items, err := w.Reading.Subject(t.Context(), w.As("liaison-ru"), "body/jc", query.Clocks{})
			var held body.Body
			if err != nil || json.Unmarshal(items[0].State, &held) != nil || len(held.Terms) != 1 {
				t.Fatalf("%+v, %v", held, err)
			}
			if got := held.Terms[0].Lacks(w.Clock.Now()); got != c.why {
				t.Errorf("the body says %q, want %q: %+v", got, c.why, held)
			}
			items, err = w.Reading.Subject(t.Context(), w.As("liaison-ru"), "incident/1", query.Clocks{})
			var found incident.Incident
			if err != nil || json.Unmarshal(items[0].State, &found) != nil || len(found.Findings) != 1 {
				t.Fatalf("%+v, %v", found, err)
			}
			if f := found.Findings[0]; !f.Decided || f.NoClause != c.why {
				t.Errorf("the finding says %q, want %q: %+v", f.NoClause, c.why, f)
			}
		})
	}
}
