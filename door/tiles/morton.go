package tiles

import "math"

// The map is a square of 2^32 by 2^32 (Web Mercator); a spot's key interleaves its column
// and row, the row's bits higher, so that every tile holds one run of keys.

const maxLat = 85.0511287798066 // degrees: where the square ends

// square is where a place is in the square.
func square(lon, lat float64) (x, y uint32) {
	lat = min(max(lat, -maxLat), maxLat)
	s := math.Sin(lat * math.Pi / 180)
	return part((lon + 180) / 360), part(0.5 - math.Log((1+s)/(1-s))/(4*math.Pi))
}

func part(of float64) uint32 {
	return uint32(min(max(of*(1<<32), 0), 1<<32-1))
}

func keyOf(x, y uint32) uint64 { return spread(x) | spread(y)<<1 }

func fromKey(key uint64) (x, y uint32) { return gather(key), gather(key >> 1) }

// spread puts a zero between all bits.
func spread(v uint32) uint64 {
	s := uint64(v)
	s = (s | s<<16) & 0x0000ffff0000ffff
	s = (s | s<<8) & 0x00ff00ff00ff00ff
	s = (s | s<<4) & 0x0f0f0f0f0f0f0f0f
	s = (s | s<<2) & 0x3333333333333333
	return (s | s<<1) & 0x5555555555555555
}

func gather(s uint64) uint32 {
	s &= 0x5555555555555555
	s = (s | s>>1) & 0x3333333333333333
	s = (s | s>>2) & 0x0f0f0f0f0f0f0f0f
	s = (s | s>>4) & 0x00ff00ff00ff00ff
	s = (s | s>>8) & 0x0000ffff0000ffff
	return uint32(s | s>>16)
}

// tileID is one tile.
type tileID struct{ z, y, x uint32 }

// keys is the half-open run of keys in a tile; last is the highest of them.
func (t tileID) keys() (first, last uint64) {
	shift := 32 - t.z
	first = keyOf(t.x<<shift, t.y<<shift) // z is at least 1, or the tile is 0/0/0
	if t.z == 0 {
		return 0, math.MaxUint64
	}
	return first, first + (1<<(2*shift) - 1)
}
