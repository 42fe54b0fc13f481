package postgis_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"math"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"truce/door/api"
	"truce/door/session"
	"truce/door/tiles"
	"truce/office/officetest"
	"truce/office/reading"
	"truce/tool/keep"
)

// BenchmarkTiles asks for vector tiles of the same observations at two doors, by turns: our
// own, and one that does what pg_tileserv does for a table and nothing else: one statement
// with ST_AsMVT for each tile, over a GiST index, all of PostGIS's work and none of
// pg_tileserv's own. Two clients ask each over HTTP for every tile of the country, unpacked,
// in an order of their own. "made" are tiles that nobody asked for before; "again" are the
// same ones asked for once more.
func BenchmarkTiles(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("TRUCE_BENCH_SPOTS"))
	if err != nil {
		n = 20_000
	}
	w := officetest.New(b)
	w.Fill(b, n)
	w.Reopen(b)
	if _, err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
		b.Fatal(err)
	}
	now := w.Clock.Now()
	still := func() time.Time { return now }
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	door := api.New(w.House, api.Options{Rand: rand.Reader, Log: log, Now: still})
	ours := httptest.NewServer(tiles.New(w.Reading, tiles.Options{Log: log, Now: still, Identify: door.Identify, Filter: door.Filter, Fail: door.Fail}, door))
	b.Cleanup(ours.Close)
	token, err := session.Sign(w.Keys["verifier-1"], session.Office{Register: w.ID(), Address: "localhost"}, now, time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	peer := postgisTiles(b, w)

	var warm fetched // the first tile of an office waits until all spots are read
	warm.ask(b, tilesOf(8, 0)[:1], func(tile string) string { return ours.URL + tiles.Path + "/" + tile }, token)
	round := 0
	for _, z := range []int{8, 9, 10, 11, 12} {
		b.Run(fmt.Sprintf("zoom=%d", z), func(b *testing.B) {
			var made, again, postgis fetched
			for b.Loop() {
				round++
				order := tilesOf(z, uint64(round))
				query := "?from=" + time.Unix(int64(round), 0).UTC().Format(time.RFC3339) // all is later, and no answer is kept yet
				made.ask(b, order, func(tile string) string { return ours.URL + tiles.Path + "/" + tile + query }, token)
				again.ask(b, order, func(tile string) string { return ours.URL + tiles.Path + "/" + tile + query }, token)
				postgis.ask(b, order, func(tile string) string { return peer + "/" + tile }, "")
			}
			b.ReportMetric(made.rate(), "made/s")
			b.ReportMetric(again.rate(), "again/s")
			b.ReportMetric(postgis.rate(), "postgis/s")
			b.ReportMetric(made.rate()/postgis.rate(), "made-ratio")
			b.ReportMetric(again.rate()/postgis.rate(), "again-ratio")
			b.ReportMetric(made.bytes/made.tiles/1000, "kB/tile")
			b.ReportMetric(postgis.bytes/postgis.tiles/1000, "postgis-kB/tile")
		})
	}
}

// tilesOf are z/y/x of the tiles over the country, in an order that is different each round.
// Of near zooms there are many: five hundred are enough.
func tilesOf(z int, round uint64) []string {
	at := func(lon, lat float64) (x, y int) {
		s, side := math.Sin(lat*math.Pi/180), math.Exp2(float64(z))
		return int((lon + 180) / 360 * side), int((0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)) * side)
	}
	west, north := at(35.7, 37.3)
	east, south := at(42.3, 32.3)
	var all []string
	for y := north; y <= south; y++ {
		for x := west; x <= east; x++ {
			all = append(all, fmt.Sprintf("%d/%d/%d", z, y, x))
		}
	}
	mathrand.New(mathrand.NewPCG(round, 8)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), 500)]
}

// fetched is how many tiles came in how long.
type fetched struct {
	tiles, bytes float64
	took         time.Duration
}

func (r *fetched) rate() float64 { return r.tiles / r.took.Seconds() }

var plain = &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 2}}

// ask fetches all tiles with two clients.
func (r *fetched) ask(b *testing.B, order []string, at func(string) string, token string) {
	b.Helper()
	work := make(chan string)
	var mu sync.Mutex
	var wg sync.WaitGroup
	start := time.Now()
	for range 2 {
		wg.Go(func() {
			for tile := range work {
				n, err := fetch(at(tile), token)
				if err != nil {
					b.Error(err)
				}
				mu.Lock()
				r.bytes += float64(n)
				mu.Unlock()
			}
		})
	}
	for _, tile := range order {
		work <- tile
	}
	close(work)
	wg.Wait()
	r.took += time.Since(start)
	r.tiles += float64(len(order))
}

func fetch(url, token string) (int64, error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := plain.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, answer.Status)
	}
	return n, err
}

// postgisTiles puts the office's spots into a table, with what our tiles tell of each, and
// serves tiles of it: addresses end with z/y/x.
func postgisTiles(b *testing.B, w *officetest.World) string {
	ctx := context.Background()
	const table = `create table spots (id bigint, geom geometry(Point, 4326), subject text, noun text, kind text, status text,
		party text, zone text, form text, day bigint, radius double precision)`
	if _, err := shared.conn.Exec(ctx, table); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { shared.conn.Exec(ctx, "drop table spots") })
	var rows [][]any
	nouns := []string{"incident", "report"}
	err := w.Reading.Spots(ctx, nouns, func(r reading.SpotReader) error {
		return r.Spots(nouns, time.Time{}, 0, func(s keep.Spot) error {
			rows = append(rows, []any{s.ID, s.Where.Lon, s.Where.Lat, string(s.Subject), s.Noun, s.Kind, s.Status, s.Party, s.Zone, s.From / 86_400_000_000, s.Where.RadiusMetres})
			return nil
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := shared.conn.Exec(ctx, `create temp table came (id bigint, lon float8, lat float8, subject text, noun text, kind text, status text, party text, zone text, day bigint, radius float8)`); err != nil {
		b.Fatal(err)
	}
	if _, err := shared.conn.CopyFrom(ctx, pgx.Identifier{"came"}, []string{"id", "lon", "lat", "subject", "noun", "kind", "status", "party", "zone", "day", "radius"}, pgx.CopyFromRows(rows)); err != nil {
		b.Fatal(err)
	}
	for _, sql := range []string{
		`insert into spots select id, st_setsrid(st_makepoint(lon, lat), 4326), subject, noun, kind, nullif(status, ''), nullif(party, ''), nullif(zone, ''),
			case when radius > 0 then 'circle' else 'point' end, day, nullif(round(radius), 0) from came order by id`,
		`create index on spots using gist (geom)`, `vacuum analyze spots`, `drop table came`,
	} {
		if _, err := shared.conn.Exec(ctx, sql); err != nil {
			b.Fatal(err)
		}
	}
	pool, err := pgxpool.New(ctx, shared.dsn)
	if err != nil {
		b.Fatal(err)
	}
	// pg_tileserv's limit of rows for a tile is left out: both draw all.
	const tile = `with bounds as (select st_tileenvelope($1, $2, $3) as clip),
		drawn as (
			select st_asmvtgeom(st_transform(st_force2d(t.geom), 3857), bounds.clip, 4096, 256) as geom,
				id, subject, noun, kind, status, party, zone, form, day, radius
			from spots t, bounds
			where st_intersects(t.geom, st_transform(bounds.clip, 4326)))
		select st_asmvt(drawn.*, 'incidents', 4096, 'geom', 'id') from drawn`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var z, x, y int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d/%d/%d", &z, &y, &x); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var mvt []byte
		if err := pool.QueryRow(r.Context(), tile, z, x, y).Scan(&mvt); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
		w.Write(mvt)
	}))
	b.Cleanup(func() { server.Close(); pool.Close() })
	return server.URL
}
