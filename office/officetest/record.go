package officetest

import (
	"testing"
	"time"

	"truce/ground/place"
	"truce/ground/problem"
	"truce/noun/incident"
)

// Observation is a whole minimum violation record.
func Observation() incident.ObservationFiled {
	return incident.ObservationFiled{Record: incident.Record{
		Event: "mortar", Means: "heard", Weapon: "mortar-82", Direction: "incoming", Effect: "unknown",
		Count:    &incident.Count{Number: 3, Unit: "explosion"},
		Time:     &place.Extent{From: time.Date(2017, 5, 7, 4, 30, 0, 0, time.UTC), Precision: "minute"},
		Place:    &place.Place{Position: &place.Position{Lon: 36.57, Lat: 35.32}, Precision: "vicinity", Name: "Zellaqiyat"},
		Observer: &place.Position{Lon: 36.6, Lat: 35.3}, Zone: "dz-1", Exercise: true,
	}}
}

// WantProblem fails the test unless an error is the problem.
func WantProblem(t testing.TB, err error, key problem.Key) {
	t.Helper()
	if !problem.Is(err, key) {
		t.Fatalf("got %v, want the problem %s", err, key)
	}
}

// Date is the beginning of a day of 2017, in UTC.
func Date(month time.Month, day int) time.Time {
	return time.Date(2017, month, day, 0, 0, 0, 0, time.UTC)
}
