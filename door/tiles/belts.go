package tiles

import (
	"fmt"
	"sync"

	"truce/tool/geo"
)

// belts are strips that were drawn: to draw one takes longer than all the rest of a tile.
type belts struct {
	mu  sync.Mutex
	all map[string]geo.MultiPolygon
}

// mostBelts is how many are kept; more and all are drawn again.
const mostBelts = 500

func (b *belts) of(digest string, m geo.MultiPolygon, width float64) (geo.MultiPolygon, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := fmt.Sprintf("%s %v", digest, width)
	if strip, is := b.all[key]; is {
		return strip, nil
	}
	area, err := geo.NewArea(m)
	if err != nil {
		return nil, err
	}
	strip, err := geo.NewBelt(area, width)
	if err != nil {
		return nil, err
	}
	if len(b.all) >= mostBelts || b.all == nil {
		b.all = map[string]geo.MultiPolygon{}
	}
	b.all[key] = strip
	return strip, nil
}
