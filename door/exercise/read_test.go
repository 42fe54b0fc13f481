package exercise

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/tool/query"
)

// hills is another ceasefire: other parties, another text, another map.
func hills() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"exercise.json": file(`{"title": "Two hills", "origin": "hills.exercise.truce", "office": {"id": "hills", "name": "Two hills"},
			"founder": "first", "founded": "1999-01-01T00:00:00Z"}`),
		"people.json": file(`{"organisations": [{"id": "office", "name": "Office"}, {"id": "upper", "name": "Upper", "party": "UP"}, {"id": "lower", "name": "Lower", "party": "LO"}],
			"people": [{"id": "keeper", "organisation": "office", "name": "Keeper", "role": "secretariat"},
				{"id": "first", "organisation": "office", "name": "First", "role": "administrator"},
				{"id": "up", "organisation": "upper", "name": "Up", "role": "liaison"},
				{"id": "low", "organisation": "lower", "name": "Low", "role": "liaison"}]}`),
		"agreement/text.json": file(`{"agreement": "hills", "versions": [{"id": "text", "type": "text", "date": "1999-01-02", "timeZone": "Asia/Kathmandu",
			"title": [{"language": "en", "text": "Two hills"}], "source": {"name": "Made up"}, "wording": "verbatim", "languages": [{"code": "en", "original": true}],
			"parties": [{"code": "UP", "names": [{"language": "en", "text": "Upper hill"}], "capacity": "guarantor", "mustSign": true},
				{"code": "LO", "names": [{"language": "en", "text": "Lower hill"}], "capacity": "guarantor", "mustSign": true}],
			"clauses": [{"id": "art_1", "heading": [{"language": "en", "text": "Begin"}], "entry": {"when": {"after": "signing", "count": 1, "unit": "days"}}}]}]}`),
		"zones/top.geojson": file(`{"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[85, 27], [86, 27], [86, 28], [85, 27]]]]}}`),
		"acts/1.json": file(`{"at": "1999-01-02T01:00:00Z", "who": "keeper", "file": "agreement/text.json"}
			{"at": "1999-01-02T02:00:00Z", "who": "up", "kind": "agreement-signed", "subject": "agreement/hills",
			 "body": {"version": "text", "digest": "$digest agreement/text.json", "party": "UP", "capacity": "guarantor", "on": "1999-01-02"}}
			{"at": "1999-01-02T02:30:00Z", "who": "low", "kind": "agreement-signed", "subject": "agreement/hills",
			 "body": {"version": "text", "digest": "$digest agreement/text.json", "party": "LO", "capacity": "guarantor", "on": "1999-01-02"}}`),
		"acts/2.json": file(`{"at": "1999-02-01T00:00:00Z", "who": "up", "name": "top", "kind": "zone-proposed", "subject": "zone/top",
			 "body": {"number": 1, "agreement": "agreement/hills", "version": "text", "clause": "art_1", "required": ["UP", "LO"], "from": "1999-02-01T00:00:00Z",
			 "basis": "Ruler", "names": [{"language": "en", "text": "Top"}], "geometry": "$geometry zones/top.geojson", "edges": "straight"}}
			{"at": "1999-02-02T00:00:00Z", "who": "up", "kind": "zone-consented", "subject": "zone/top",
			 "body": {"proposal": "$act top", "digest": "$sha256 zones/top.geojson", "party": "UP"}}
			{"at": "1999-02-02T00:30:00Z", "who": "low", "kind": "zone-consented", "subject": "zone/top",
			 "body": {"proposal": "$act top", "digest": "$sha256 zones/top.geojson", "party": "LO"}}`),
		"guide.txt": file("{{.Who}}"),
	}
}

func TestRead_another_ceasefire_is_another_folder(t *testing.T) {
	t.Parallel()
	x, err := Read(hills())
	if err != nil {
		t.Fatal(err)
	}
	o := played(t, x)
	v, _ := stateOf[agreement.Agreement](t, subject(t, o, "agreement/hills", time.Time{})).Version("text")
	if want := time.Date(1999, 1, 2, 18, 15, 0, 0, time.UTC); len(v.Force) != 1 || !v.Force[0].From.Equal(want) {
		t.Errorf("in force %v, want from %v", v.Force, want)
	}
	if s := stateOf[zone.Zone](t, subject(t, o, "zone/top", time.Time{})); s.Status != zone.InForce {
		t.Errorf("zone: %+v", s)
	}
	if got := lies(t, o, 85.5, 27.2, law.When{From: time.Date(1999, 3, 1, 0, 0, 0, 0, time.UTC)}, "top"); got != "inside" {
		t.Errorf("on the hill: %s", got)
	}
	if got := len(list(t, o, mission, query.Filter{Nouns: []string{"incident"}})); got != 0 {
		t.Errorf("%d incidents of another war", got)
	}
}

func TestRead_names_the_file_that_is_wrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, text, want string }{
		"no setting":           {"exercise.json", "", "read exercise.json"},
		"unknown member":       {"people.json", `{"people": [], "animals": []}`, "read people.json"},
		"no act":               {"acts/1.json", `{"at": "1999-01-02T01:00:00Z", "whom": "keeper"}`, "read acts/1.json"},
		"broken off":           {"acts/1.json", `{"at": `, "read acts/1.json"},
		"no such geometry":     {"acts/2.json", `{"who": "up", "kind": "zone-proposed", "body": {"geometry": "$geometry zones/none.geojson"}}`, "read acts/2.json: zone-proposed"},
		"agreement with fault": {"agreement/text.json", `{"agreement": "hills", "versions": [{"id": "text"}]}`, "agreement/text.json:1:"},
	} {
		folder := hills()
		folder[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		if _, err := Read(folder); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	for name, text := range map[string]string{
		"step 1: nobody is called stranger": `[{"as": "stranger", "at": "/report", "title": {"en": "a"}, "text": {"en": "b"}}]`,
		"no address within the desk":        `[{"as": "up", "at": "//elsewhere.example/", "title": {"en": "a"}, "text": {"en": "b"}}]`,
		"not there in English":              `[{"as": "up", "at": "/report", "title": {"fa": "a"}, "text": {"en": "b"}}]`,
	} {
		folder := hills()
		folder["tour.json"] = &fstest.MapFile{Data: []byte(text)}
		if _, err := Read(folder); err == nil || !strings.Contains(err.Error(), "tour.json") || !strings.Contains(err.Error(), name) {
			t.Errorf("tour: got %v, want %s", err, name)
		}
	}
	folder := hills()
	delete(folder, "guide.txt")
	if _, err := Read(folder); err == nil {
		t.Error("without a guide")
	}
}

func TestLoad_says_which_act_was_not_taken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"nobody":        {`{"who": "nobody", "kind": "incident-opened", "subject": "incident/1", "body": {}}`, "nobody is called nobody"},
		"no kind":       {`{"who": "up", "kind": "wish", "subject": "incident/1", "body": {}}`, "there is no kind wish"},
		"not seen":      {`{"who": "up", "kind": "incident-opened", "subject": "incident/1", "seen": ["x"], "body": {}}`, "no earlier act is named x"},
		"no such act":   {`{"who": "up", "kind": "zone-consented", "subject": "zone/top", "body": {"proposal": "$act none"}}`, "no earlier act of that name"},
		"not permitted": {`{"who": "up", "kind": "incident-opened", "subject": "incident/1", "body": {"event": "other"}}`, "load incident-opened incident/1 by up:"},
	} {
		folder := hills()
		folder["acts/3.json"] = &fstest.MapFile{Data: []byte(c.text)}
		x, err := Read(folder)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := tryToPlay(t, x, t.TempDir()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}
