package tiles

import (
	"encoding/binary"
	"math"
)

// layer writes one layer of points in the form of Mapbox Vector Tile 2.1. Lean, because a
// tile may hold ten thousand points: each word of the index is put into the tile's table
// once, found again by its number.
type layer struct {
	name     string
	features []byte
	keys     []string
	values   []byte
	valued   uint32
	words    map[uint32]uint32 // tag<<16|number of a word: its place in the table of values
	numbers  map[uint64]uint32 // whole numbers that stand in the table
	texts    map[string]uint32 // strings of figures that do
	tags     []byte            // of the feature being written
	n        int
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

func newLayer(name string, keys ...string) *layer {
	return &layer{name: name, keys: keys, words: map[uint32]uint32{}, numbers: map[uint64]uint32{}}
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
	at := uint32(number)
	value, is := l.words[at]
	if !is {
		value = l.text([]byte(w.all[number]))
		l.words[at] = value
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
	value, is := l.numbers[n]
	if is {
		return value
	}
	l.values = append(l.values, layerValue)
	l.values = binary.AppendUvarint(l.values, uint64(1+sizeOf(n)))
	l.values = append(l.values, valueUint)
	l.values = binary.AppendUvarint(l.values, n)
	l.numbers[n] = l.valued
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

// appendTo writes the layer; one without features is left out.
func (l *layer) appendTo(tile []byte) []byte {
	if l.n == 0 {
		return tile
	}
	var head []byte
	head = append(head, layerVersion, 2, layerName)
	head = binary.AppendUvarint(head, uint64(len(l.name)))
	head = append(head, l.name...)
	var tail []byte
	for _, key := range l.keys {
		tail = append(tail, layerKey)
		tail = binary.AppendUvarint(tail, uint64(len(key)))
		tail = append(tail, key...)
	}
	end := binary.AppendUvarint([]byte{layerExtent}, extent)
	tile = append(tile, fieldLayer)
	tile = binary.AppendUvarint(tile, uint64(len(head)+len(l.features)+len(tail)+len(l.values)+len(end)))
	for _, piece := range [][]byte{head, l.features, tail, l.values, end} {
		tile = append(tile, piece...)
	}
	return tile
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

// in is where a place of the square is in a tile, in its units.
func (t tileID) in(x, y uint32) (int32, int32) {
	scale := math.Exp2(float64(t.z)) * extent / (1 << 32)
	side := math.Exp2(32 - float64(t.z))
	return int32((float64(x) - float64(t.x)*side) * scale), int32((float64(y) - float64(t.y)*side) * scale)
}
