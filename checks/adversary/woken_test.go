package adversary

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/incident"
	"truce/office/officetest"
)

// leaves has somebody say so much beside one another that the last rests, which it answers.
func leaves(t *testing.T, w *officetest.World, who string, kind act.Kind, prev act.ID, body func(i int) any) (resting act.ID) {
	t.Helper()
	for i := range admission.MaxOpenOfOne + 1 {
		r, err := w.Submit(t.Context(), w.SignAfter(t, who, kind, "incident/1", []act.ID{prev}, body(i)))
		if err != nil || r.Rests != (i == admission.MaxOpenOfOne) {
			t.Fatalf("the %d. of %s: %+v, %v", i+1, who, r, err)
		}
		resting = r.ID
	}
	return resting
}

// attributes are attributions to A1, A2 and so on.
func attributes(i int) any {
	return incident.AttributionMade{Actor: "A" + string(rune('1'+i)), Confidence: "likely", Basis: []string{"eyewitness"}, Reason: shape.In("en", "EXERCISE")}
}

// takes is a position that a party takes.
func takes(position string) incident.PositionTaken {
	return incident.PositionTaken{Position: position, Text: shape.In("en", "EXERCISE")}
}

// settles says something that follows all that stands open.
func settles(t *testing.T, w *officetest.World, who string, kind act.Kind, body any) {
	t.Helper()
	if r, err := w.Submit(t.Context(), w.SignAfter(t, who, kind, "incident/1", w.Heads(t, "incident/1"), body)); err != nil || r.Rests {
		t.Fatalf("%+v, %v", r, err)
	}
}

// positionOf is what a party says of incident/1.
func positionOf(t *testing.T, w *officetest.World, party string) string {
	t.Helper()
	for _, p := range decoded[incident.Incident](t, w, "incident/1").Positions {
		if p.Party == party {
			return p.Position
		}
	}
	return ""
}

// stillRests holds an act to be told as one that rests.
func stillRests(t *testing.T, w *officetest.World, id act.ID) {
	t.Helper()
	told, err := w.Reading.History(t.Context(), w.As("secretary"), "incident/1")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range told {
		if a.ID == id && !a.Rests {
			t.Error("it rests no longer")
		}
	}
}

// Broken: a side said several things beside one another, of which one rested, and later what it stands by. Another side named the one that
// rested: it became the first one's position, as of that day. Who is not of its side wakes nothing, nor closes what it named.
func TestRests_nobody_else_wakes_what_a_side_left(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	opened := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	resting := leaves(t, w, "liaison-tr", "position-taken", opened.ID, func(i int) any {
		return takes([]string{"partly", "confirms"}[i/admission.MaxOpenOfOne])
	})
	w.Clock.Set(w.Clock.Now().Add(48 * time.Hour))
	settles(t, w, "liaison-tr", "position-taken", takes("denies"))
	w.Clock.Set(w.Clock.Now().Add(240 * time.Hour))
	for _, who := range []string{"liaison-ru", "secretary"} {
		text := w.SignAfter(t, who, "position-taken", "incident/1", []act.ID{resting}, takes("denies"))
		if who == "secretary" {
			text = w.SignAfter(t, who, "answer-requested", "incident/1", []act.ID{resting}, incident.AnswerRequested{Party: "TR", Deadline: w.Clock.Now().Add(24 * time.Hour), Question: shape.In("en", "What happened?")})
		}
		if r, err := w.Submit(t.Context(), text); err != nil || r.Rests {
			t.Fatalf("%s is refused for what it names: %+v, %v", who, r, err)
		}
		if got := positionOf(t, w, "TR"); got != "denies" {
			t.Errorf("%s named what rested: TR %s", who, got)
		}
	}
	stillRests(t, w, resting)
	if heads := w.Heads(t, "incident/1"); len(heads) != 3 {
		t.Errorf("%d stand open, want what TR stands by, and what each of the others said", len(heads))
	}
	unaltered(t, w)
}

// Broken: a verifier's word that rested, and was settled since, became the incident's status when a party named it.
func TestRests_a_party_does_not_wake_an_assessment(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	w.Must(t, "monitor-2", "observation-filed", "report/2", officetest.Observation())
	last := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"}).ID
	for _, report := range []act.SubjectID{"report/1", "report/2"} {
		r, err := w.Submit(t.Context(), w.SignAfter(t, "secretary", "report-linked", "incident/1", []act.ID{last}, incident.ReportLinked{Report: report}))
		if err != nil {
			t.Fatal(err)
		}
		last = r.ID
	}
	assesses := func(status string) incident.IncidentAssessed {
		return incident.IncidentAssessed{Status: status, Reason: shape.In("en", "EXERCISE")}
	}
	resting := leaves(t, w, "verifier-1", "incident-assessed", last, func(i int) any {
		return assesses([]string{"under-verification", "refuted"}[i/admission.MaxOpenOfOne])
	})
	w.Clock.Set(w.Clock.Now().Add(48 * time.Hour))
	settles(t, w, "verifier-1", "incident-assessed", assesses("confirmed"))
	settled := decoded[incident.Incident](t, w, "incident/1").Status
	w.Clock.Set(w.Clock.Now().Add(240 * time.Hour))
	if r, err := w.Submit(t.Context(), w.SignAfter(t, "liaison-ru", "position-taken", "incident/1", []act.ID{resting}, takes("denies"))); err != nil || r.Rests {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := decoded[incident.Incident](t, w, "incident/1").Status; got != settled {
		t.Errorf("the incident was %s, and is %s", settled, got)
	}
	stillRests(t, w, resting)
	unaltered(t, w)
}

// Broken: a thief left a word resting. Its side ended the key and said what it stands by; ten days later another side woke the thief's word.
func TestRests_nobody_else_wakes_what_a_thief_left(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	vouchedFor(t, w, "stolen")
	vouchedFor(t, w, "second")
	opened := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	resting := leaves(t, w, "stolen", "position-taken", opened.ID, func(int) any { return takes("confirms") })
	w.Must(t, "root-tr", "key-revoked", string(w.KeyOf("stolen")), endOf())
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	settles(t, w, "second", "position-taken", takes("denies"))
	vouched, id := enrol(t, w, "ru-2", "person/liaison-ru", "RU")
	w.Endorses(t, "root-ru", vouched, id)
	w.Clock.Set(w.Clock.Now().Add(240 * time.Hour))
	if r, err := w.Submit(t.Context(), w.SignAfter(t, "ru-2", "position-taken", "incident/1", []act.ID{resting}, takes("denies"))); err != nil || r.Rests {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := positionOf(t, w, "TR"); got != "denies" {
		t.Errorf("the thief speaks for TR again: %s", got)
	}
	unaltered(t, w)
}

// What has effect only because a stolen key named it is in doubt with that key, whoever signed it, and as much so by way of other acts that
// rested; when all is folded again, too.
func TestRests_what_a_stolen_key_woke_is_in_doubt(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	opened := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	resting := leaves(t, w, "verifier-1", "attribution-made", opened.ID, attributes)
	since := w.Clock.Now().Add(time.Hour)
	w.Clock.Set(since.Add(time.Hour))
	asks := incident.AnswerRequested{Party: "TR", Deadline: w.Clock.Now().Add(24 * time.Hour), Question: shape.In("en", "What happened?")}
	if _, err := w.Submit(t.Context(), w.SignAfter(t, "secretary", "answer-requested", "incident/1", []act.ID{resting}, asks)); err != nil {
		t.Fatal(err)
	}
	doubted := func() (actors []string, all int) {
		for _, a := range decoded[incident.Incident](t, w, "incident/1").Attributions {
			if all++; a.Doubted {
				actors = append(actors, a.Actor)
			}
		}
		return actors, all
	}
	if actors, all := doubted(); len(actors) > 0 || all != admission.MaxOpenOfOne+1 {
		t.Fatalf("of %d, in doubt: %v", all, actors)
	}
	b := endOf()
	b.CompromisedSince = since
	endedBy(t, w, string(w.KeyOf("secretary")), b, "administrator", "root-tr")
	if actors, _ := doubted(); !slices.Equal(actors, []string{"A5"}) {
		t.Errorf("in doubt: %v, want what it woke", actors)
	}
	unaltered(t, w)
}
