package api_test

import (
	"net/http"
	"testing"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/tool/answer"
)

// Reports close in time, space and kind are proposed with score and reason; linking takes a pair
// off the list, and unlinking brings it back.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := func(who, name, event string, minute int, lon float64) {
		w.Must(t, who, "observation-filed", "report/"+name, incident.ObservationFiled{Record: incident.Record{
			Event: event, Means: "heard", Weapon: "unknown", Effect: "unknown", Exercise: true, Count: &incident.Count{Number: 1, Unit: "explosion"},
			Time:     &place.Extent{From: at(4, minute, 0), Precision: "minute"},
			Observer: &place.Position{Lon: 36.5, Lat: 35.3}, Place: &place.Place{Position: &place.Position{Lon: lon, Lat: 35.3}, Precision: "vicinity"},
		}})
	}
	file("monitor-1", "one", "mortar", 30, 36.57)
	file("monitor-2", "two", "artillery", 32, 36.571)
	file("monitor-2", "far", "mortar", 31, 36.9)
	file("monitor-2", "other", "drone", 31, 36.57)
	pairs := func() []answer.Pair {
		return read[answer.Duplicates](t, w.get(t, "verifier-1", "/api/duplicates")).Pairs
	}
	got := pairs()
	if len(got) != 1 || got[0].A.Subject != "report/two" || got[0].B.Subject != "report/one" {
		t.Fatalf("got %+v", got)
	}
	if l := got[0].Likeness; l.Score < incident.Proposed || l.Score >= 1 || len(l.Reasons) != 3 || l.Reasons[0].Apart == 0 {
		t.Errorf("likeness %+v", l)
	}
	w.Must(t, "monitor-2", "incident-opened", "incident/pair", incident.IncidentOpened{Event: "mortar", Exercise: true})
	for _, report := range []act.SubjectID{"report/one", "report/two"} {
		w.Must(t, "monitor-2", "report-linked", "incident/pair", incident.ReportLinked{Report: report})
		if one := pairs(); report == "report/one" && (len(one) != 1 || len(one[0].IncidentsB) != 1 || len(one[0].IncidentsA) > 0) {
			t.Errorf("half linked: %+v", one)
		}
	}
	if got := pairs(); len(got) != 0 {
		t.Errorf("proposed although linked: %+v", got)
	}
	w.Must(t, "monitor-2", "report-unlinked", "incident/pair", incident.ReportUnlinked{Report: "report/two", Reason: shape.In("en", "EXERCISE")})
	if got := pairs(); len(got) != 1 {
		t.Errorf("not proposed again: %+v", got)
	}

	// Somebody else than its author says that they are two, and then that it is open again.
	decide := func(decision string) {
		w.Must(t, "verifier-1", "duplicate-decided", "report/one", incident.DuplicateDecided{Other: "report/two", Decision: decision, Reason: shape.In("en", "EXERCISE")})
	}
	decide("different")
	if d := read[answer.Duplicates](t, w.get(t, "verifier-1", "/api/duplicates")); len(d.Pairs) != 0 || d.Apart != 1 {
		t.Errorf("told apart: %+v", d)
	}
	decide("open")
	if got := pairs(); len(got) != 1 {
		t.Errorf("not open again: %+v", got)
	}
	for who, status := range map[string]int{"": http.StatusUnauthorized, "liaison-tr": http.StatusForbidden, "auditor-1": http.StatusForbidden} {
		if got := w.get(t, who, "/api/duplicates"); got.StatusCode != status {
			t.Errorf("%q: %s", who, got.Status)
		}
	}
}
