package tiles

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/judge/policy"
	"truce/office/reading"
	"truce/tool/query"
)

// Options are what the door shares with the office's other doors, which it does not know.
type Options struct {
	Log *slog.Logger
	Now func() time.Time
	// Identify says who asks, refusing strangers who ask too often.
	Identify func(*http.Request) (policy.Person, error)
	// Filter reads the filters of lists from a query.
	Filter func(values url.Values, who policy.Person, nouns ...string) (query.Filter, error)
	// Fail answers with a problem.
	Fail func(http.ResponseWriter, *http.Request, error)
}

// Door serves tiles of one office. Requests for anything else go to next.
type Door struct {
	room  *reading.Room
	o     Options
	next  http.Handler
	belts belts

	mu      sync.RWMutex    // spots are read under it
	now     map[bool]*spots // as known now, exact and coarse
	then    []*moment       // as known at other moments, the latest asked last
	cache   *cache
	grounds *grounds
	pool    pool
}

// moment is what was known at one moment.
type moment struct {
	exact bool
	known time.Time
	spots *spots
}

// mostMoments is how many moments are held in memory.
const mostMoments = 2

// maxZoom is the nearest zoom: a unit of its tiles is less than a centimetre.
const maxZoom = 18

// Path is where tiles are.
const Path = "/tiles/situation"

// New makes the door.
func New(room *reading.Room, options Options, next http.Handler) *Door {
	return &Door{room: room, o: options, next: next, now: map[bool]*spots{}, cache: newCache(), grounds: &grounds{}}
}

// ServeHTTP answers TileJSON and tiles.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != Path && !strings.HasPrefix(r.URL.Path, Path+"/"):
		d.next.ServeHTTP(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
	default:
		if err := d.answer(w, r); err != nil {
			d.o.Fail(w, r, err)
		}
	}
}

// Warm reads what most readers' tiles are made of, so that the first who asks does not wait:
// of a million spots, for two seconds. If it cannot, the first who asks is told.
func (d *Door) Warm(ctx context.Context) {
	if err := d.catchUp(ctx, true); err != nil && ctx.Err() == nil {
		d.o.Log.Warn("read spots of the map", "error", err)
	}
}

func (d *Door) answer(w http.ResponseWriter, r *http.Request) error {
	who, err := d.o.Identify(r)
	if err != nil {
		return err
	}
	if r.URL.Path == Path {
		return describe(w, r)
	}
	t, err := parseTile(strings.TrimPrefix(r.URL.Path, Path+"/"))
	if err != nil {
		return err
	}
	q, err := d.question(r.Context(), r.URL.Query(), who)
	if err != nil {
		return err
	}
	made, err := d.tile(r.Context(), q, t)
	if err != nil {
		return err
	}
	if q.sight.Exact && !q.sight.None {
		if err := d.room.NoteTile(who, t.z, t.y, t.x); err != nil {
			return err
		}
	}
	send(w, r, made, who)
	return nil
}

// parseTile reads z/y/x.
func parseTile(path string) (tileID, error) {
	parts := strings.Split(strings.TrimSuffix(path, ".mvt"), "/")
	var n [3]uint32
	for i := range n {
		if len(parts) != len(n) {
			return tileID{}, problem.NotFound(problem.NothingFound, problem.P{"id": Path + "/" + path})
		}
		v, err := strconv.ParseUint(parts[i], 10, 32)
		if err != nil {
			return tileID{}, problem.NotFound(problem.NothingFound, problem.P{"id": Path + "/" + path})
		}
		n[i] = uint32(v)
	}
	if n[0] > maxZoom || n[1]>>n[0] != 0 || n[2]>>n[0] != 0 {
		return tileID{}, problem.NotFound(problem.NothingFound, problem.P{"id": Path + "/" + path})
	}
	return tileID{z: n[0], y: n[1], x: n[2]}, nil
}

// question is what one reader asks of all tiles.
type question struct {
	who    policy.Person
	sight  reading.Sight
	clocks query.Clocks // of what is drawn below
	key    string       // tells the answers to this question from those to others
}

func (d *Door) question(ctx context.Context, values url.Values, who policy.Person) (question, error) {
	filter, err := d.o.Filter(values, who, asked(values)...)
	if err != nil {
		return question{}, err
	}
	clocks := query.Clocks{InForce: filter.InForce, Known: filter.Known}
	filter = happened(filter)
	sight, err := d.room.Sight(ctx, who, filter)
	// Rights may hang on who it is and may change: both are in the key.
	key := fmt.Sprintf("%s %v %s\n%v %+v", who.ID, who.Roles, who.Party, clocks, sight)
	return question{who, sight, clocks, key}, err
}

// happened turns "as it held then" into what had happened by then: a map of one instant of
// shots would be empty.
func happened(f query.Filter) query.Filter {
	if by := f.InForce; !by.IsZero() {
		if by = by.Add(time.Microsecond); f.Until.IsZero() || by.Before(f.Until) {
			f.Until = by
		}
		f.InForce = time.Time{}
	}
	return f
}

// asked are the nouns of the layer of incidents.
func asked(query url.Values) []string {
	var nouns []string
	for _, noun := range nounsOnMap() {
		if given := query["noun"]; len(given) == 0 || slices.Contains(given, noun) {
			nouns = append(nouns, noun)
		}
	}
	if nouns == nil {
		return nounsOnMap()
	}
	return nouns
}

// tile answers a tile from the cache, or makes it.
func (d *Door) tile(ctx context.Context, q question, t tileID) (*made, error) {
	size := d.room.Size()
	key := cacheKey{q.key, t}
	if made := d.cache.get(key, size); made != nil {
		return made, nil
	}
	g, err := d.grounds.of(ctx, d, q, size)
	if err != nil {
		return nil, err
	}
	tile := g.appendTo(nil, t, &d.pool)
	if !q.sight.None {
		if tile, err = d.appendSpots(ctx, tile, q, t); err != nil {
			return nil, err
		}
	}
	made := newMade(tile, &d.pool)
	d.cache.put(key, size, made)
	return made, nil
}

func (d *Door) appendSpots(ctx context.Context, tile []byte, q question, t tileID) ([]byte, error) {
	var ids map[int64]struct{}
	if byRow(q.sight.Filter) {
		var err error
		if ids, err = d.cache.selected(ctx, d.room, q); err != nil {
			return nil, err
		}
	}
	err := d.withSpots(ctx, q.sight, func(s *spots) {
		selection := s.selection(q.sight, ids)
		if t.z <= aggregates || s.crowded(t, selection) {
			tile = s.clusters(t, selection, &d.pool).appendTo(tile)
			return
		}
		tile = s.points(t, selection, &d.pool).appendTo(tile)
		tile = s.sectorsIn(t, selection, &d.pool).appendTo(tile)
	})
	return tile, err
}

// withSpots lets do read the spots as known at the moment that is asked about, up to date.
func (d *Door) withSpots(ctx context.Context, sight reading.Sight, do func(*spots)) error {
	if known := sight.Filter.Known; !known.IsZero() {
		s, err := d.at(ctx, sight.Exact, known)
		if err == nil {
			do(s)
		}
		return err
	}
	for {
		d.mu.RLock()
		if s := d.now[sight.Exact]; s != nil && s.size >= d.room.Size() {
			do(s)
			d.mu.RUnlock()
			return nil
		}
		d.mu.RUnlock()
		if err := d.catchUp(ctx, sight.Exact); err != nil {
			return err
		}
	}
}

func (d *Door) catchUp(ctx context.Context, exact bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.now[exact]
	if s != nil && s.size >= d.room.Size() {
		return nil
	}
	if s != nil {
		if same, err := s.follow(ctx, d.room); same || err != nil {
			return err
		}
	}
	s, err := load(ctx, d.room, exact, time.Time{})
	if err == nil {
		d.now[exact] = s
	}
	return err
}

// at reads what was known at a moment, or has it from before. What was known then changes no more.
func (d *Door) at(ctx context.Context, exact bool, known time.Time) (*spots, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.IndexFunc(d.then, func(m *moment) bool { return m.exact == exact && m.known.Equal(known) }); i >= 0 {
		m := d.then[i]
		d.then = append(slices.Delete(d.then, i, i+1), m)
		return m.spots, nil
	}
	s, err := load(ctx, d.room, exact, known)
	if err != nil {
		return nil, err
	}
	// A moment that is yet to come is not kept: more may become known before it.
	if known.After(d.o.Now()) {
		return s, nil
	}
	if d.then = append(d.then, &moment{exact, known, s}); len(d.then) > mostMoments {
		d.then = d.then[1:]
	}
	return s, nil
}

// made is a tile as it goes out. It is packed when somebody first takes it packed: that
// takes longer than making it.
type made struct {
	plain []byte
	tag   string
	pack  func() []byte
}

func newMade(tile []byte, p *pool) *made {
	sum := sha256.Sum256(tile)
	return &made{plain: tile, tag: hex.EncodeToString(sum[:12]), pack: sync.OnceValue(func() []byte { return p.packed(tile) })}
}

// leastPacked is the size from which packing a tile is worth it, in bytes.
const leastPacked = 500

// size is what the tile may take in memory, in bytes. Packed ones take half of the plain or less.
func (m *made) size() int { return len(m.plain) + len(m.plain)/2 }

func send(w http.ResponseWriter, r *http.Request, m *made, who policy.Person) {
	h := w.Header()
	h.Set("Content-Type", "application/vnd.mapbox-vector-tile")
	h.Set("Vary", "Accept-Encoding, Authorization")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-cache") // kept, and asked for again: 304 is cheap
	if !who.Known() {
		h.Set("Cache-Control", "public, no-cache")
	}
	body, tag := m.plain, `"`+m.tag+`"`
	if len(m.plain) >= leastPacked && takesGzip(r.Header.Get("Accept-Encoding")) {
		body, tag = m.pack(), `"`+m.tag+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func takesGzip(accepts string) bool {
	for part := range strings.SplitSeq(accepts, ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q := strings.ReplaceAll(quality, " ", "")
			return q != "q=0" && !strings.HasPrefix(q, "q=0.0")
		}
	}
	return false
}

// describe answers TileJSON 3.0. Its addresses have the filters of the request in them.
func describe(w http.ResponseWriter, r *http.Request) error {
	query := ""
	if r.URL.RawQuery != "" {
		query = "?" + r.URL.RawQuery
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	fields := map[string]string{}
	for _, key := range keys() {
		fields[key] = ""
	}
	layer := func(id string, least, most int) map[string]any {
		return map[string]any{"id": id, "fields": fields, "minzoom": least, "maxzoom": most}
	}
	text, err := json.Marshal(map[string]any{
		"tilejson": "3.0.0", "scheme": "xyz", "minzoom": 0, "maxzoom": maxZoom,
		"tiles": []string{scheme + "://" + r.Host + Path + "/{z}/{y}/{x}" + query},
		"vector_layers": []any{
			layer("clusters", 0, maxZoom), layer("incidents", aggregates+1, maxZoom), layer("areas", aggregates+1, maxZoom),
			layer("zones", 0, maxZoom), layer("names", 0, maxZoom), layer("belts", 0, maxZoom), layer("lines", 0, maxZoom), layer("posts", 0, maxZoom),
		},
	}, json.Deterministic(true))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_, err = w.Write(text)
	return err
}
