package api_test

import (
	"math"
	"net/http"
	"testing"

	"truce/ground/act"
	"truce/ground/place"
	"truce/noun/incident"
	"truce/tool/answer"
	"truce/tool/geo"
)

// Two posts see the same flash: it was where both sectors lie, whatever somebody alleges.
func TestCrossing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := func(name string, observer place.Position, bearing float64) {
		w.Must(t, "monitor-1", "observation-filed", "report/"+name, incident.ObservationFiled{Record: incident.Record{
			Event: "mortar", Means: "saw", Weapon: "unknown", Effect: "unknown", Exercise: true,
			Count: &incident.Count{Number: 1, Unit: "explosion"}, Time: &place.Extent{From: at(4, 30, 0), Precision: "minute"}, Observer: &observer,
			Sight: &incident.Sight{BearingDegrees: bearing, HalfWidthDegrees: 5, MinMetres: 1000, MaxMetres: 12_000},
		}})
		w.Must(t, "monitor-2", "report-linked", "incident/crossing", incident.ReportLinked{Report: act.SubjectID("report/" + name)})
	}
	w.Must(t, "monitor-2", "incident-opened", "incident/crossing", incident.IncidentOpened{Event: "mortar", Exercise: true})
	file("from-west", place.Position{Lon: 36.6, Lat: 35.3}, 90)
	file("from-south", place.Position{Lon: 36.65, Lat: 35.25}, 0)
	c := read[answer.Crossing](t, w.get(t, "verifier-1", "/api/incidents/crossing/crossing"))
	if len(c.Shapes) != 2 || c.Common == nil {
		t.Fatalf("%+v", c)
	}
	common, err := geo.ParseGeoJSON(c.Common)
	if err != nil {
		t.Fatal(err)
	}
	// The sights meet about 4.5 km east of one and 5.6 km north of the other.
	area, err := geo.NewArea(common)
	if err != nil {
		t.Fatal(err)
	}
	middle, err := geo.FromDegrees(36.65, 35.3)
	if err != nil {
		t.Fatal(err)
	}
	if area.Locate(middle) != geo.Inside {
		t.Error("where both looked is not in what they have in common")
	}
	if want := 4 * 4550 * 5550 * math.Pow(math.Tan(5*math.Pi/180), 2); math.Abs(c.SquareMetres-want) > want/5 {
		t.Errorf("%.0f m², want about %.0f", c.SquareMetres, want)
	}
	for who, status := range map[string]int{"": http.StatusUnauthorized, "administrator": http.StatusForbidden} {
		if got := w.get(t, who, "/api/incidents/crossing/crossing"); got.StatusCode != status {
			t.Errorf("%q: %s", who, got.Status)
		}
	}
}
