package tiles

import (
	"context"
	"fmt"
	"sync"

	"truce/office/reading"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Limits of what is kept between requests.
const (
	maxTiles     = 4096
	maxTileBytes = 48 << 20
	maxQuestions = 8 // whose grounds and selected rows are kept
)

type cacheKey struct {
	question string
	tile     tileID
}

// cache keeps tiles as of one size of the register: with the next act all are looked at
// again, and who asks for one that is the same is told so by its tag.
type cache struct {
	mu    sync.Mutex
	size  int64
	bytes int
	tiles *lru.Cache[cacheKey, *made]
	rows  *lru.Cache[string, map[int64]struct{}]
}

func newCache() *cache {
	c := &cache{}
	c.tiles, _ = lru.NewWithEvict(maxTiles, func(_ cacheKey, m *made) { c.bytes -= m.size() })
	c.rows, _ = lru.New[string, map[int64]struct{}](maxQuestions)
	return c
}

func (c *cache) as(size int64) {
	if c.size != size {
		c.size = size
		c.tiles.Purge()
		c.rows.Purge()
	}
}

func (c *cache) get(key cacheKey, size int64) *made {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.as(size)
	m, _ := c.tiles.Get(key)
	return m
}

func (c *cache) put(key cacheKey, size int64, m *made) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size != size || c.tiles.Contains(key) {
		return // made as of an earlier act, or by somebody else meanwhile
	}
	c.tiles.Add(key, m)
	for c.bytes += m.size(); c.bytes > maxTileBytes; {
		c.tiles.RemoveOldest()
	}
}

// selected are the rows that words or the law select.
func (c *cache) selected(ctx context.Context, o *reading.Room, q question) (map[int64]struct{}, error) {
	c.mu.Lock()
	c.as(o.Size())
	ids, is := c.rows.Get(q.key)
	c.mu.Unlock()
	if is {
		return ids, nil
	}
	size := o.Size()
	ids, err := o.Selected(ctx, q.sight.Filter)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size == size {
		c.rows.Add(q.key, ids)
	}
	return ids, nil
}

// grounds keeps what is drawn below, for some readers.
type grounds struct {
	mu   sync.Mutex
	size int64
	all  map[string]*ground
}

func (g *grounds) of(ctx context.Context, d *Door, q question, size int64) (*ground, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.size != size || len(g.all) >= maxQuestions {
		g.size, g.all = size, map[string]*ground{}
	}
	key := fmt.Sprintf("%s %v", q.who.ID, q.clocks)
	if found, is := g.all[key]; is {
		return found, nil
	}
	read, err := d.readGround(ctx, q.who, q.clocks)
	if err == nil {
		g.all[key] = read
	}
	return read, err
}
