package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"filippo.io/age"

	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/tool/seal"
)

// What strangers must never see of the exercise: each occurs in what is filed below.
func secrets() []string {
	return []string{
		"Zellaqiyat", "36.5712", "35.3234", "36.6089", "35.3021", "36.7575", "35.9981", // places
		"YWdlLWVuY3J5cHRpb24u", "sealed source", // sources
		"fictional role", "person/monitor", "person/verifier", "person/secretary", "person/custodian", // people
		"shouted from the ridge", "heard from two posts", "only for our side", // narratives
		"04:30:17", "04:31:17", // times to the second
	}
}

// observation is a whole record with something of every class.
func observation(t testing.TB, w *world) incident.ObservationFiled {
	t.Helper()
	return incident.ObservationFiled{Record: incident.Record{
		Event: "mortar", Means: "heard", Weapon: "mortar-82", Direction: "incoming", Effect: "unknown",
		Count:    &incident.Count{Number: 3, Unit: "explosion"},
		Time:     &place.Extent{From: at(4, 30, 17), Until: at(4, 31, 17), Precision: "minute"},
		Place:    &place.Place{Position: &place.Position{Lon: 36.5712, Lat: 35.3234}, Precision: "vicinity", Name: "Zellaqiyat"},
		Observer: &place.Position{Lon: 36.6089, Lat: 35.3021},
		Source:   &incident.Source{Sealed: sealed(t, w, "a sealed source"), Direct: new(true)}, SealedTo: w.Custodians().Digest,
		Narrative: shape.In("en", "Somebody shouted from the ridge."), Note: shape.In("en", "Words only for our side."), Zone: "dz-1", Exercise: true,
	}}
}

func at(hour, minute, second int) time.Time {
	return time.Date(2017, 5, 7, hour, minute, second, 0, time.UTC)
}

func sealed(t testing.TB, w *world, text string) string {
	t.Helper()
	identity, err := age.ParseX25519Identity(w.Seals["custodian-1"])
	if err != nil {
		t.Fatal(err)
	}
	recipient, err := seal.ParseRecipient(identity.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	armored, err := seal.To([]seal.Recipient{recipient}, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return armored
}

// exercise files a post, two reports and an assessed incident.
func exercise(t testing.TB, w *world) {
	t.Helper()
	w.Must(t, "secretary", "post-established", "post/op-1", post.PostEstablished{
		Name: "OP 1", Kind: "observation-post", From: at(0, 0, 0),
		Place: place.Place{Position: &place.Position{Lon: 36.7575, Lat: 35.9981}, Precision: "exact"}})
	w.Must(t, "monitor-1", "observation-filed", "report/1", observation(t, w))
	w.Must(t, "monitor-2", "observation-filed", "report/2", observation(t, w))
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "Fire near Zellaqiyat")})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/1", Reason: shape.In("en", "shouted from the ridge")})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/2"})
	w.Must(t, "verifier-1", "incident-assessed", "incident/1", incident.IncidentAssessed{Status: "probable", Reason: shape.In("en", "heard from two posts")})
}

// many files n short reports, begun one after another and some at the same moment.
func many(t testing.TB, w *world, first, n int) {
	t.Helper()
	acts := make([]string, n)
	for i := range acts {
		o := observation(t, w)
		o.Source, o.Narrative, o.Note = nil, shape.In("en", ""), shape.In("en", "")
		o.Time = &place.Extent{From: at(0, 0, 0).Add(time.Duration((first+i)/3) * time.Second), Precision: "minute"}
		acts[i] = w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/n%d", first+i), o)
	}
	outcomes, err := w.client(t, "").SubmitAll(t.Context(), acts)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
	}
}

// one signs an act that is not handed in yet.
func one(t testing.TB, w *world, name string) string {
	t.Helper()
	o := observation(t, w)
	o.Source, o.Narrative, o.Note = nil, shape.In("en", ""), shape.In("en", "")
	return w.Sign(t, "monitor-1", "observation-filed", "report/"+name, o)
}

const problemJSON, created, ok = "application/problem+json", http.StatusCreated, http.StatusOK
