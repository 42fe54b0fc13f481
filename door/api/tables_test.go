package api_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
)

// featureOf is one feature of a page for maps, as a stranger's program reads it.
type featureOf struct {
	ID       string `json:"id"`
	Geometry *struct {
		Type        string `json:"type"`
		Coordinates any    `json:"coordinates"`
	} `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

func features(t *testing.T, w *world, who, path string) map[string]featureOf {
	t.Helper()
	var page struct {
		Features []featureOf `json:"features"`
	}
	if err := json.Unmarshal([]byte(w.get(t, who, path).wants(t, ok).body), &page); err != nil {
		t.Fatal(err)
	}
	all := map[string]featureOf{}
	for _, f := range page.Features {
		all[f.ID] = f
	}
	return all
}

func cells(t *testing.T, w *world, who, path string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(w.get(t, who, path).wants(t, ok).body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		all = append(all, row)
	}
	return all
}

func TestTables(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	o := observation(t, w)
	o.Place, o.Observer, o.Post, o.Narrative = nil, nil, "post/op-1", shape.In("en", "=HYPERLINK(\"x\")")
	o.Sight = &incident.Sight{BearingDegrees: 310, HalfWidthDegrees: 5, MinMetres: 2000, MaxMetres: 4000}
	w.Must(t, "monitor-1", "observation-filed", "report/seen", o)
	w.nextDay()

	t.Run("a bearing is a sector, never a point", func(t *testing.T) {
		t.Parallel()
		seen := features(t, w, "verifier-1", "/api/reports.geojson")["report/seen"]
		if seen.Geometry == nil || seen.Geometry.Type != "Polygon" || seen.Properties["form"] != "sector" || seen.Properties["lon"] != nil {
			t.Errorf("%+v", seen)
		}
	})
	t.Run("a place is where the reader may see it", func(t *testing.T) {
		t.Parallel()
		near := place.Position{Lon: 36.5712, Lat: 35.3234}.Coarse()
		for who, want := range map[string]struct {
			lon  float64
			form string
		}{"verifier-1": {36.5712, "circle"}, "auditor-1": {near.Lon, "coarse"}} {
			got := features(t, w, who, "/api/reports.geojson")["report/1"].Properties
			if got["lon"] != want.lon || got["form"] != want.form {
				t.Errorf("%s: %v", who, got)
			}
		}
		if got := features(t, w, "", "/api/incidents.geojson")["incident/1"]; got.Geometry == nil || got.Properties["form"] != "coarse" || got.Properties["state.title.text"] != nil {
			t.Errorf("a stranger: %+v", got)
		}
	})
	t.Run("a table has the same columns in every row, and no formulas", func(t *testing.T) {
		t.Parallel()
		for _, row := range cells(t, w, "verifier-1", "/api/reports.csv?limit=10") {
			if row["subject"] == "report/seen" && row["state.narrative.text"] != "'=HYPERLINK(\"x\")" || row["type"] != "mortar" || row["from"] != "2017-05-07T04:30:17Z" {
				t.Errorf("%v", row)
			}
		}
		if rows := cells(t, w, "", "/api/incidents.csv"); len(rows) != 1 || rows[0]["state.title.text"] != "" || rows[0]["counted"] != "true" {
			t.Errorf("a stranger: %v", rows)
		}
	})
	t.Run("strangers are not told by their order which happened first that day", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		for i, name := range []string{"incident/b", "incident/a", "incident/c"} {
			report := fmt.Sprintf("report/%d", i)
			o := observation(t, w)
			o.Time = &place.Extent{From: at(10+i, 0, 0), Precision: "minute"}
			w.Must(t, "monitor-1", "observation-filed", report, o)
			w.Must(t, "secretary", "incident-opened", name, incident.IncidentOpened{Event: "mortar"})
			w.Must(t, "secretary", "report-linked", name, incident.ReportLinked{Report: act.SubjectID(report)})
		}
		w.nextDay()
		order := func(who string) (subjects []string) {
			for _, row := range cells(t, w, who, "/api/incidents.csv") {
				subjects = append(subjects, row["subject"])
			}
			return subjects
		}
		if got := order("verifier-1"); !slices.Equal(got, []string{"incident/c", "incident/a", "incident/b"}) {
			t.Errorf("a verifier: %v", got)
		}
		if got := order(""); !slices.Equal(got, []string{"incident/a", "incident/b", "incident/c"}) {
			t.Errorf("a stranger: %v", got)
		}
	})
	t.Run("nothing near a misspelt post is no answer", func(t *testing.T) {
		t.Parallel()
		for _, path := range []string{"/api/reports?near=post/nonesuch", "/api/reports.csv?near=op-1", "/api/counts?noun=report&near=post/nonesuch"} {
			w.get(t, "verifier-1", path).refuses(t, 404, "not-found")
		}
		w.get(t, "verifier-1", "/api/incidents?near=post/op-1&type=sniper").wants(t, ok)
	})
	t.Run("where there is more Link says so", func(t *testing.T) {
		t.Parallel()
		seen := map[string]bool{}
		for path := "/api/reports.csv?limit=1&type=mortar"; path != ""; {
			r := w.get(t, "verifier-1", path).wants(t, ok)
			for _, row := range cells(t, w, "verifier-1", path) {
				seen[row["subject"]] = true
			}
			path, _, _ = strings.Cut(strings.TrimPrefix(r.Header.Get("Link"), "<"), ">")
		}
		if len(seen) != 3 {
			t.Errorf("saw %v", seen)
		}
	})
	t.Run("GDAL reads it", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "reports.geojson")
		if err := os.WriteFile(file, []byte(w.get(t, "verifier-1", "/api/reports.geojson").body), 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.CommandContext(t.Context(), "ogrinfo", "-so", "-al", file).CombinedOutput()
		if err != nil || !bytes.Contains(said, []byte("Feature Count: 3")) {
			t.Errorf("ogrinfo (of the package gdal-bin): %v: %s", err, said)
		}
	})
}
