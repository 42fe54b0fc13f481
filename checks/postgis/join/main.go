// Command join asks this package's index and PostGIS, in one run, which of 1,000 versions of
// 200 zones hold each of 1,000,000 points at its instant, and prints points per second of
// both and their ratio. It ends with an error when the two find different pairs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"truce/checks/postgis/cluster"
	"truce/checks/postgis/lawbook"
	"truce/tool/geo"
)

func main() {
	zones := flag.Int("zones", 200, "zones, of five versions each")
	vertices := flag.Int("vertices", 2_000, "vertices of a version")
	points := flag.Int("points", 1_000_000, "points")
	flag.Parse()
	if err := run(*zones, *vertices, *points); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(zones, vertices, points int) (err error) {
	rnd := rand.New(rand.NewPCG(2017, 5))
	book, err := lawbook.Zones(rnd, zones, vertices)
	if err != nil {
		return err
	}
	l, err := newLaw(book, lawbook.Queries(rnd, points))
	if err != nil {
		return err
	}
	c, err := cluster.Start()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Stop()) }()
	return compare(c, book, l)
}

// law asks the index.
type law struct {
	index   *geo.Index
	queries []geo.Query
	hits    int64
	rates   []float64
	cpu     time.Duration // of all measurements
}

func newLaw(book []geo.Zone, queries []geo.Query) (*law, error) {
	start := time.Now()
	x, err := geo.NewIndex(book...)
	if err != nil {
		return nil, err
	}
	fmt.Printf("law: index of %d zones made in %v\n", len(book), time.Since(start).Round(time.Millisecond))
	return &law{index: x, queries: queries}, nil
}

// measure adds to the rates; sorting the queries is part of each.
func (l *law) measure(times, threads int) {
	for range times {
		hits := make([]struct {
			n int64
			_ [56]byte // each thread has a cache line of its own
		}, threads)
		start, before := time.Now(), own()
		l.index.LocateOn(threads, l.queries, func(thread, _ int, h []geo.Hit) { hits[thread].n += int64(len(h)) })
		l.rates = append(l.rates, float64(len(l.queries))/time.Since(start).Seconds())
		l.cpu += own() - before
		l.hits = 0
		for _, h := range hits {
			l.hits += h.n
		}
	}
}

// middle is the middle of the rates.
func (l *law) middle() float64 {
	slices.Sort(l.rates)
	return l.rates[len(l.rates)/2]
}

// ways are how PostGIS can be asked. Cut polygons count a point on a cut twice: their pairs
// are printed and not compared. Each is asked in one process, and then with one more beside
// it: with one parallel worker the leader works too.
var ways = []struct{ name, table string }{
	{"whole polygons", `create table zone as select ref, geom, during from version` + zoneIndex},
	{"ST_Subdivide(256)", `create table zone as select ref, st_subdivide(geom, 256) geom, during from version` + zoneIndex},
	{"ST_Subdivide(64)", `create table zone as select ref, st_subdivide(geom, 64) geom, during from version` + zoneIndex},
	{"whole polygons, all points indexed beforehand", `create table zone as select ref, geom, during from version;
		create index on point using gist (geom)`},
}

// zoneIndex finds zones for points that come one by one. With the points indexed instead,
// which takes that all are there before anybody asks, PostGIS goes through each zone once.
const zoneIndex = `; create index on zone using gist (geom, during)`

// compare measures both in turns: before and after each of PostGIS's, ours. On a machine
// that is shared, both then have the same share.
func compare(c *cluster.Cluster, book []geo.Zone, l *law) error {
	ctx := context.Background()
	conn, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if err := load(ctx, conn, book, l.queries); err != nil {
		return err
	}
	for _, w := range ways {
		if _, err := conn.Exec(ctx, `drop table if exists zone;`+w.table+`; analyze zone; analyze point`); err != nil {
			return err
		}
		for _, threads := range []int{1, 2} {
			if err := one(ctx, conn, l, w.name, threads); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
		}
	}
	return nil
}

// one compares one way, on as many threads as PostgreSQL may use processes.
func one(ctx context.Context, conn *pgx.Conn, l *law, way string, threads int) error {
	if _, err := conn.Exec(ctx, fmt.Sprintf(`set max_parallel_workers_per_gather = %d; set min_parallel_table_scan_size = 0;
		set parallel_setup_cost = 0; set parallel_tuple_cost = 0`, threads-1)); err != nil {
		return err
	}
	l.measure(1, threads) // warms up
	l.rates, l.cpu = nil, 0
	l.measure(10, threads)
	before, err := backend(conn)
	if err != nil {
		return err
	}
	rate, found, err := join(ctx, conn, len(l.queries))
	if err != nil {
		return err
	}
	after, err := backend(conn)
	if err != nil {
		return err
	}
	l.measure(10, threads)
	ours := l.middle()
	fmt.Printf("threads: %d law: %.0f/s postgis: %.0f/s ratio: %.0f (%s; %d and %d pairs", threads, ours, rate, ours/rate, way, l.hits, found)
	if threads == 1 { // of a worker that has ended nothing can be read
		fmt.Printf("; by processor time: %.0f", (after-before).Seconds()/(l.cpu/20).Seconds())
	}
	fmt.Println(")")
	if !strings.Contains(way, "Subdivide") && found != l.hits {
		return fmt.Errorf("law found %d pairs, PostGIS %d", l.hits, found)
	}
	return nil
}

func join(ctx context.Context, conn *pgx.Conn, points int) (rate float64, found int64, err error) {
	start := time.Now()
	err = conn.QueryRow(ctx, `select count(*) from point p join zone z
		on st_intersects(z.geom, p.geom) and z.during @> p.at`).Scan(&found)
	return float64(points) / time.Since(start).Seconds(), found, err
}

// load copies versions and points, in whole units, which both sides hold exactly.
func load(ctx context.Context, conn *pgx.Conn, book []geo.Zone, queries []geo.Query) error {
	if _, err := conn.Exec(ctx, `create table raw_version (ref int, wkb bytea, low int8, high int8);
		create table raw_point (x float8, y float8, at int8)`); err != nil {
		return err
	}
	var versions [][]any
	for _, z := range book {
		for _, v := range z.Versions {
			versions = append(versions, []any{int32(v.Ref), lawbook.WKB(v.Area.Shape(), 1), v.InForce.From, v.InForce.Until})
		}
	}
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{"raw_version"}, []string{"ref", "wkb", "low", "high"}, pgx.CopyFromRows(versions)); err != nil {
		return err
	}
	rows := pgx.CopyFromSlice(len(queries), func(i int) ([]any, error) {
		q := queries[i]
		return []any{float64(q.Point.Lon), float64(q.Point.Lat), q.At}, nil
	})
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{"raw_point"}, []string{"x", "y", "at"}, rows); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, `
		create table version as select ref, st_geometryn(st_geomfromwkb(wkb), 1) geom, int8range(low, high) during from raw_version;
		create table point as select st_makepoint(x, y) geom, at from raw_point;
		analyze version; analyze point`)
	return err
}

// own is the processor time that this process has taken. On a machine that is shared it says
// more than the time of day does.
func own() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// backend is the processor time that PostgreSQL's process for the connection has taken, in
// the kernel's ticks of 10 ms (proc(5), stat, utime and stime).
func backend(conn *pgx.Conn) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", conn.PgConn().PID()))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("read processor time: too few fields")
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, err
}
