package adversary

import (
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/query"
)

// Broken: the secretary alone established a body by the name of the joint commission, in which people of the mission sat and nobody else, and it
// "confirmed" by its own rule what a side was said to have done.
func TestBodies_one_side_alone_finds_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	w.Must(t, "monitor-1", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "EXERCISE")})
	w.Must(t, "secretary", "body-established", "body/false", body.BodyEstablished{
		Name: "Joint Commission", Kind: "joint-commission",
		Seats:    []body.Seat{{Seat: "a", Person: "person/secretary"}, {Seat: "b", Person: w.KeyOf("verifier-1")}},
		Decision: &body.Decision{Rule: "n-of-m", Needed: 1, Quorum: 1, EachReporter: true}})
	items, err := w.Reading.Subject(t.Context(), w.As("liaison-ru"), "body/false", query.Clocks{})
	var held body.Body
	if err != nil || json.Unmarshal(items[0].State, &held) != nil || len(held.Terms) != 1 || held.Terms[0].Alone != noun.Mission {
		t.Errorf("it is not told who alone sits in it: %+v, %v", held, err)
	}
	draft := w.Must(t, "secretary", "finding-drafted", "incident/1", incident.FindingDrafted{
		Body: "body/false", Status: "confirmed", At: officetest.Date(5, 8), Text: shape.In("en", "TR fired.")})
	w.Endorses(t, "secretary", "incident/1", draft.ID)
	items, err = w.Reading.Subject(t.Context(), w.As("liaison-ru"), "incident/1", query.Clocks{})
	var found incident.Incident
	if err != nil || json.Unmarshal(items[0].State, &found) != nil || len(found.Findings) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	if f := found.Findings[0]; f.Decided || f.Issued != "" || f.Alone != noun.Mission || f.Signed != 1 || found.Outcome != "" {
		t.Errorf("one side alone found something: %+v, outcome %q", f, found.Outcome)
	}
	_, err = w.Do(t, "verifier-1", "incident-assessed", "incident/1", incident.IncidentAssessed{
		Status: "confirmed", Reason: shape.In("en", "EXERCISE"), Body: "body/false", Distinct: []act.SubjectID{"report/0", "report/1"}})
	officetest.WantProblem(t, err, problem.SideIsOneSource)
}
