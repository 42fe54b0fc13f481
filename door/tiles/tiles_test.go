package tiles_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"math"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/session"
	"truce/door/tiles"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/query"
)

type world struct {
	*officetest.World
	server *httptest.Server
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := officetest.New(t)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	door := api.New(w.House, api.Options{Rand: rand.Reader, Log: log, Now: w.Clock.Now})
	server := httptest.NewServer(tiles.New(w.Reading, tiles.Options{
		Log: log, Now: w.Clock.Now, Identify: door.Identify, Filter: door.Filter, Fail: door.Fail}, door))
	t.Cleanup(server.Close)
	return &world{w, server}
}

func (w *world) get(t testing.TB, who, path string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, w.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if who != "" {
		token, err := session.Sign(w.Keys[who], session.Office{Register: w.ID(), Address: "localhost"}, w.Clock.Now(), time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := w.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, body
}

// feature is one of a layer, as GDAL reads it, in degrees.
type feature struct {
	Properties map[string]any `json:"properties"`
	Geometry   struct {
		Type        string `json:"type"`
		Coordinates any    `json:"coordinates"`
	} `json:"geometry"`
}

func (f feature) text(key string) string {
	s, _ := f.Properties[key].(string)
	return s
}

func (f feature) number(key string) float64 {
	n, _ := f.Properties[key].(float64)
	return n
}

// layer reads a layer of every tile of a zoom that covers Syria, by GDAL: nothing of ours
// reads what we wrote.
func (w *world) layer(t testing.TB, who string, zoom int, layer, query string) []feature {
	t.Helper()
	folder := filepath.Join(t.TempDir(), fmt.Sprint(zoom))
	column := func(lon float64) int { return int((lon + 180) / 360 * math.Exp2(float64(zoom))) }
	row := func(lat float64) int {
		s := math.Sin(lat * math.Pi / 180)
		return int((0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)) * math.Exp2(float64(zoom)))
	}
	for x := column(35); x <= column(43); x++ {
		for y := row(38); y <= row(32); y++ {
			answer, body := w.get(t, who, fmt.Sprintf("%s/%d/%d/%d?%s", tiles.Path, zoom, y, x, query))
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("%s: %d %s", answer.Request.URL, answer.StatusCode, body)
			}
			if len(body) == 0 {
				continue
			}
			if err := os.MkdirAll(filepath.Join(folder, fmt.Sprint(x)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(x), fmt.Sprint(y)+".pbf"), body, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := os.Stat(folder); err != nil {
		return nil
	}
	out := filepath.Join(t.TempDir(), "out.geojson")
	said, err := exec.CommandContext(t.Context(), "ogr2ogr", "-f", "GeoJSON", "-t_srs", "EPSG:4326", out, "MVT:"+folder, layer).CombinedOutput()
	if err != nil {
		if bytes.Contains(said, []byte("Couldn't fetch requested layer")) {
			return nil
		}
		t.Fatalf("ogr2ogr (of the package gdal-bin): %v: %s", err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read.Features
}

func subjects(features []feature) []string {
	var all []string
	for _, f := range features {
		all = append(all, f.text("subject"))
	}
	slices.Sort(all)
	return all
}

// scatter files reports all over the country: points, circles and sectors.
func (w *world) scatter(t testing.TB, n int) {
	t.Helper()
	random := mathrand.New(mathrand.NewPCG(1, 2))
	for i := range n {
		at := place.Position{Lon: 35.7 + random.Float64()*6.6, Lat: 32.3 + random.Float64()*5}
		r := incident.Record{
			Event: []string{"mortar", "shot", "drone"}[i%3], Means: "heard", Weapon: "unknown", Effect: "unknown",
			Time:  &place.Extent{From: time.Date(2017, 4, 1+i%20, 3, 0, 0, 0, time.UTC), Precision: "minute"},
			Count: &incident.Count{Number: 1, Unit: "explosion"}, Narrative: shape.In("en", fmt.Sprintf("EXERCISE. Number %d.", i)), Exercise: true,
		}
		if i%4 == 0 {
			r.Observer = &at
			r.Sight = &incident.Sight{BearingDegrees: 40, HalfWidthDegrees: 10, MinMetres: 1000, MaxMetres: 9000}
		} else {
			r.Place = &place.Place{Position: &at, Precision: []string{"exact", "vicinity"}[i%2]}
		}
		w.Must(t, "monitor-1", "observation-filed", fmt.Sprintf("report/s-%d", i), incident.ObservationFiled{Record: r})
	}
}

func (w *world) listed(t testing.TB, who, asked string) []string {
	t.Helper()
	values, err := url.ParseQuery(asked)
	if err != nil {
		t.Fatal(err)
	}
	f := query.Filter{Nouns: []string{"report"}, Types: values["type"], Text: values.Get("text")}
	if values.Get("from") != "" {
		f.From, _ = time.Parse(time.DateOnly, values.Get("from"))
	}
	page, err := w.Reading.List(t.Context(), w.As(who), f, nil, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, i := range page.Items {
		all = append(all, string(i.Subject))
	}
	slices.Sort(all)
	return all
}

func TestTiles_hold_what_the_list_does(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scatter(t, 200)
	for _, query := range []string{"", "type=mortar", "from=2017-04-10", "type=drone&text=number", "type=aid-obstruction"} {
		want := w.listed(t, "verifier-1", query)
		points := w.layer(t, "verifier-1", 9, "incidents", query)
		if got := subjects(points); !slices.Equal(got, want) {
			t.Errorf("%q: %d in tiles, %d in the list", query, len(got), len(want))
		}
		sum := 0.0
		for _, c := range w.layer(t, "verifier-1", 6, "clusters", query) {
			sum += c.number("count")
		}
		if int(sum) != len(want) {
			t.Errorf("%q: counts add up to %v, the list has %d", query, sum, len(want))
		}
	}
}

func TestTiles_draw_things_where_they_are(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scatter(t, 40)
	for _, f := range w.layer(t, "verifier-1", 11, "incidents", "") {
		items, err := w.Reading.Subject(t.Context(), w.As("verifier-1"), subjectOf(f), clocks())
		if err != nil {
			t.Fatal(err)
		}
		var state struct {
			Place *struct {
				Position *place.Position `json:"position"`
			} `json:"place"`
		}
		if err := json.Unmarshal(items[0].State, &state); err != nil {
			t.Fatal(err)
		}
		if state.Place == nil {
			if f.text("form") != "sector" {
				t.Errorf("%s has no place and is a %s", f.text("subject"), f.text("form"))
			}
			continue
		}
		at := f.Geometry.Coordinates.([]any)
		// A unit of a tile of zoom 11 is 4 m.
		if lon, lat := at[0].(float64), at[1].(float64); math.Abs(lon-state.Place.Position.Lon) > 1e-4 || math.Abs(lat-state.Place.Position.Lat) > 1e-4 {
			t.Errorf("%s at %v, %v: recorded at %v", f.text("subject"), lon, lat, *state.Place.Position)
		}
	}
	areas := map[string]bool{}
	for _, f := range w.layer(t, "verifier-1", 10, "areas", "") {
		areas[f.text("subject")] = true
	}
	if len(areas) != 10 {
		t.Errorf("%d sectors, want one of each of 10 reports", len(areas))
	}
}

func TestTiles_tell_strangers_no_more_than_lists_do(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scatter(t, 12)
	w.Must(t, "verifier-1", "incident-opened", "incident/one", incident.IncidentOpened{Title: shape.In("en", "EXERCISE. One"), Event: "mortar"})
	w.Must(t, "verifier-1", "report-linked", "incident/one", incident.ReportLinked{Report: "report/s-0"})
	if got := subjects(w.layer(t, "", 9, "incidents", "")); len(got) > 0 {
		t.Errorf("before it is published a stranger sees %v", got)
	}
	w.Clock.Set(w.Clock.Now().Add(24 * time.Hour))
	if got := subjects(w.layer(t, "", 9, "incidents", "")); !slices.Equal(got, []string{"incident/one"}) {
		t.Errorf("a stranger sees %v", got)
	}
	for who, exact := range map[string]bool{"": false, "administrator": false, "verifier-1": true} {
		for _, f := range w.layer(t, who, 10, "incidents", "noun=incident") {
			at := f.Geometry.Coordinates.([]any)
			lon, lat := at[0].(float64), at[1].(float64)
			tenth := math.Abs(lon*10-math.Round(lon*10)) < 2e-3 && math.Abs(lat*10-math.Round(lat*10)) < 2e-3
			if tenth == exact {
				t.Errorf("%q: at %v, %v", who, lon, lat)
			}
		}
		if areas := w.layer(t, who, 9, "areas", ""); (len(areas) > 0) != exact {
			t.Errorf("%q sees %d sectors", who, len(areas))
		}
	}
	if answer, _ := w.get(t, "", tiles.Path+"/9/200/300?text=number"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger searched narratives: %d", answer.StatusCode)
	}
}

// One reader's tiles never come out of the cache for another.
func TestTiles_are_kept_apart_by_reader(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scatter(t, 12)
	seen := map[string]string{}
	for range 2 {
		for _, who := range []string{"verifier-1", "", "administrator"} {
			answer, body := w.get(t, who, tiles.Path+"/6/25/38")
			if was, is := seen[who]; is && was != string(body) {
				t.Errorf("%q got another answer the second time", who)
			}
			seen[who] = string(body)
			if kept := answer.Header.Get("Cache-Control"); strings.HasPrefix(kept, "public") != (who == "") {
				t.Errorf("%q: Cache-Control %s", who, kept)
			}
			if !strings.Contains(answer.Header.Get("Vary"), "Authorization") {
				t.Errorf("Vary %s", answer.Header.Get("Vary"))
			}
		}
	}
	if seen["verifier-1"] == seen[""] || seen["verifier-1"] == seen["administrator"] {
		t.Error("readers of different rights got the same")
	}
}

func TestTiles_follow_the_register(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scatter(t, 16) // of which those count that say whence they were seen: every fourth
	const tile = tiles.Path + "/5/12/19?counted=true"
	answer, _ := w.get(t, "verifier-1", tile)
	tag := answer.Header.Get("ETag")
	if answer, _ = w.get(t, "verifier-1", tile, "If-None-Match", tag); answer.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %d", answer.StatusCode)
	}
	before := w.Clock.Now()
	w.Must(t, "monitor-1", "report-withdrawn", "report/s-4", incident.ReportWithdrawn{Reason: shape.In("en", "EXERCISE. Twice")})
	if answer, _ = w.get(t, "verifier-1", tile, "If-None-Match", tag); answer.StatusCode != http.StatusOK {
		t.Errorf("after an act: %d", answer.StatusCode)
	}
	counting := subjects(w.layer(t, "verifier-1", 9, "incidents", "counted=true"))
	if slices.Contains(counting, "report/s-4") || len(counting) != 3 {
		t.Errorf("counting %v", counting)
	}
	then := url.Values{"known": {before.Format(time.RFC3339Nano)}, "counted": {"true"}}
	if got := subjects(w.layer(t, "verifier-1", 9, "incidents", then.Encode())); len(got) != 4 {
		t.Errorf("as known before: %v", got)
	}
	by := url.Values{"inForce": {"2017-04-02T12:00:00Z"}}
	if got := subjects(w.layer(t, "verifier-1", 9, "incidents", by.Encode())); len(got) != 2 {
		t.Errorf("had happened by 2 April: %v", got)
	}
}

func TestTiles_draw_the_ground(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Agree(t, "3-memorandum.json")
	from := time.Date(2017, 5, 6, 0, 0, 0, 0, time.UTC)
	square := officetest.Square(36, 34)
	proposal := w.Propose(t, "zone/dz-one", 1, square, from)
	w.Consent(t, "zone-consented", "zone/dz-one", proposal, square, from)
	at := "inForce=2017-05-07"
	for _, layer := range []string{"zones", "belts"} {
		if got := w.layer(t, "", 6, layer, at); len(got) != 1 || got[0].text("subject") != "zone/dz-one" {
			t.Errorf("%s: %v", layer, got)
		}
		if got := w.layer(t, "", 6, layer, "inForce=2017-05-05"); len(got) != 0 {
			t.Errorf("%s the day before: %v", layer, got)
		}
	}
}

func TestTiles_refuse_what_is_no_tile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/0/0/1", "/1/2/0", "/19/0/0", "/6/25", "/a/b/c", "/6/25/38/1", "/-1/0/0", "/6/25/99999999999"} {
		if answer, body := w.get(t, "", tiles.Path+path); answer.StatusCode != http.StatusNotFound || !strings.Contains(answer.Header.Get("Content-Type"), "problem+json") {
			t.Errorf("%s: %d %s", path, answer.StatusCode, body)
		}
	}
	for _, query := range []string{"known=yesterday", "from=x"} {
		if answer, _ := w.get(t, "", tiles.Path+"/6/25/38?"+query); answer.StatusCode != http.StatusUnprocessableEntity && answer.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", query, answer.StatusCode)
		}
	}
	if answer, body := w.get(t, "", tiles.Path); answer.StatusCode != http.StatusOK || !strings.Contains(string(body), `"tilejson":"3.0.0"`) {
		t.Errorf("TileJSON: %d %s", answer.StatusCode, body)
	}
	if answer, _ := w.get(t, "", "/healthz"); answer.StatusCode != http.StatusOK {
		t.Errorf("what is no tile is for the next door: %d", answer.StatusCode)
	}
}
