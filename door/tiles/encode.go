package tiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"slices"
	"sync"
)

// layer writes one layer of points in the form of Mapbox Vector Tile 2.1. Lean, because a
// tile may hold ten thousand points: each word of the index is put into the tile's table
// once, found again by its number. What a layer took stays with it for the next tile:
// growing buffers and clearing tables cost more than all the rest.
type layer struct {
	pool     *pool
	name     string
	features []byte
	keys     []string
	values   []byte
	valued   uint32
	words    places            // of words, by their numbers
	numbers  places            // of whole numbers
	large    map[uint64]uint32 // of those beyond mostPlaces
	texts    map[string]uint32 // of a figure's words
	tags     []byte            // of the feature being written
	n        int
}

// places tells where numbers stand in a tile's table of values.
type places struct {
	at    []uint64 // by number: the tile's stamp, and below it the place
	stamp uint64
}

// mostPlaces bounds the numbers that have a place of their own: days until the year 2149.
const mostPlaces = 1 << 16

func (p *places) of(n uint64) (place uint32, is bool) {
	if n >= uint64(len(p.at)) {
		return 0, false
	}
	at := p.at[n]
	return uint32(at), at&^(1<<32-1) == p.stamp
}

func (p *places) put(n uint64, place uint32) {
	if n >= uint64(len(p.at)) {
		p.at = append(p.at, make([]uint64, n+1-uint64(len(p.at)))...)
	}
	p.at[n] = p.stamp | uint64(place)
}

// clear forgets all, in no time.
func (p *places) clear() {
	if p.stamp += 1 << 32; p.stamp == 0 {
		clear(p.at)
		p.stamp = 1 << 32
	}
}

const extent = 4096 // units of a tile's side

// Wire types and field numbers of the format (vector_tile.proto).
const (
	fieldLayer                                                               = 3<<3 | 2
	layerName, layerFeature, layerKey, layerValue, layerExtent, layerVersion = 1<<3 | 2, 2<<3 | 2, 3<<3 | 2, 4<<3 | 2, 5 << 3, 15 << 3
	featureID, featureTags, featureType, featureGeometry                     = 1 << 3, 2<<3 | 2, 3 << 3, 4<<3 | 2
	valueString, valueUint                                                   = 1<<3 | 2, 5 << 3
	typePoint, typeLine, typePolygon                                         = 1, 2, 3
	moveOnce                                                                 = 1 | 1<<3
)

// pool keeps what tiles are made with for the next tile.
type pool struct{ layers, packers sync.Pool }

// layer begins a layer, to be ended by appendTo.
func (p *pool) layer(name string, keys ...string) *layer {
	l, is := p.layers.Get().(*layer)
	if !is {
		l = &layer{pool: p, large: map[uint64]uint32{}, texts: map[string]uint32{}}
	}
	l.name, l.keys, l.n, l.valued = name, append(l.keys[:0], keys...), 0, 0
	l.features, l.values, l.tags = l.features[:0], l.values[:0], l.tags[:0]
	l.words.clear()
	l.numbers.clear()
	clear(l.large)
	clear(l.texts)
	return l
}

// packed is a tile in gzip.
func (p *pool) packed(tile []byte) []byte {
	z, is := p.packers.Get().(*gzip.Writer)
	if !is {
		z, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed)
	}
	defer p.packers.Put(z)
	var b bytes.Buffer
	z.Reset(&b)
	z.Write(tile)
	z.Close()
	return b.Bytes()
}

// tag adds an attribute of the feature: the number of its key and of its value.
func (l *layer) tag(key int, value uint32) {
	l.tags = binary.AppendUvarint(l.tags, uint64(key))
	l.tags = binary.AppendUvarint(l.tags, uint64(value))
}

// word tags with one of the index's words; the empty one says nothing and is left out.
func (l *layer) word(key int, w *words, number uint16) {
	if number == 0 {
		return
	}
	value, is := l.words.of(uint64(number))
	if !is {
		value = l.text([]byte(w.all[number]))
		l.words.put(uint64(number), value)
	}
	l.tag(key, value)
}

// text adds a string to the table.
func (l *layer) text(s []byte) uint32 {
	l.values = append(l.values, layerValue)
	l.values = binary.AppendUvarint(l.values, uint64(1+sizeOf(uint64(len(s)))+len(s)))
	l.values = append(l.values, valueString)
	l.values = binary.AppendUvarint(l.values, uint64(len(s)))
	l.values = append(l.values, s...)
	l.valued++
	return l.valued - 1
}

// number adds a whole number to the table, once.
func (l *layer) number(n uint64) uint32 {
	value, is := l.numbers.of(n)
	if !is && n >= mostPlaces {
		value, is = l.large[n]
	}
	if is {
		return value
	}
	l.values = append(l.values, layerValue)
	l.values = binary.AppendUvarint(l.values, uint64(1+sizeOf(n)))
	l.values = append(l.values, valueUint)
	l.values = binary.AppendUvarint(l.values, n)
	if n < mostPlaces {
		l.numbers.put(n, l.valued)
	} else {
		l.large[n] = l.valued
	}
	l.valued++
	return l.valued - 1
}

// point ends a feature that was tagged: at x, y in units of the tile.
func (l *layer) point(id uint64, x, y int32) {
	var commands [11]byte
	c := append(commands[:0], moveOnce)
	c = binary.AppendUvarint(c, zigzag(x))
	c = binary.AppendUvarint(c, zigzag(y))
	l.feature(id, typePoint, c)
}

func (l *layer) feature(id uint64, form byte, commands []byte) {
	size := 1 + sizeOf(id) + 1 + sizeOf(uint64(len(l.tags))) + len(l.tags) + 2 + 1 + sizeOf(uint64(len(commands))) + len(commands)
	f := append(l.features, layerFeature)
	f = binary.AppendUvarint(f, uint64(size))
	f = append(f, featureID)
	f = binary.AppendUvarint(f, id)
	f = append(f, featureTags)
	f = binary.AppendUvarint(f, uint64(len(l.tags)))
	f = append(f, l.tags...)
	f = append(f, featureType, form, featureGeometry)
	f = binary.AppendUvarint(f, uint64(len(commands)))
	l.features = append(f, commands...)
	l.tags = l.tags[:0]
	l.n++
}

// appendTo ends the layer and writes it; one without features is left out. The layer is
// another tile's after that.
func (l *layer) appendTo(tile []byte) []byte {
	defer l.pool.layers.Put(l)
	if l.n == 0 {
		return tile
	}
	size := 2 + 1 + sizeOf(uint64(len(l.name))) + len(l.name) + len(l.features) + len(l.values) + 1 + sizeOf(extent)
	for _, key := range l.keys {
		size += 1 + sizeOf(uint64(len(key))) + len(key)
	}
	tile = slices.Grow(tile, 1+sizeOf(uint64(size))+size)
	tile = append(tile, fieldLayer)
	tile = binary.AppendUvarint(tile, uint64(size))
	tile = append(tile, layerVersion, 2, layerName)
	tile = binary.AppendUvarint(tile, uint64(len(l.name)))
	tile = append(tile, l.name...)
	tile = append(tile, l.features...)
	for _, key := range l.keys {
		tile = append(tile, layerKey)
		tile = binary.AppendUvarint(tile, uint64(len(key)))
		tile = append(tile, key...)
	}
	tile = append(tile, l.values...)
	tile = append(tile, layerExtent)
	return binary.AppendUvarint(tile, extent)
}

func zigzag(v int32) uint64 { return uint64(uint32(v<<1) ^ uint32(v>>31)) }

// sizeOf is the length of a number on the wire.
func sizeOf(n uint64) int {
	size := 1
	for n > 0x7f {
		n >>= 7
		size++
	}
	return size
}

// in is where a place of the square is in a tile that holds it, in its units.
func (t tileID) in(x, y uint32) (int32, int32) {
	left, top := uint64(t.x)<<(32-t.z), uint64(t.y)<<(32-t.z)
	return int32((uint64(x) - left) * extent >> (32 - t.z)), int32((uint64(y) - top) * extent >> (32 - t.z))
}
