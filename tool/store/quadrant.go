package store

import (
	"math/bits"
	"slices"

	"truce/tool/query"
)

// Boxes are found by the quadrant that holds them: the earth is halved in longitude and
// latitude again and again, and a box belongs to the smallest quadrant that it fits into
// whole. A quadrant is one number, chosen so that all quadrants within it form one range;
// an ordinary index then answers a box query with a few ranges, for what lies within, and
// a few look-ups, for what is larger. Against SQLite's R*Tree this costs a quarter on
// insertion, is filled in one sort when everything is folded again, and is indexed for
// current rows only.

// cellDepth is the deepest halving: 26 levels are 0.6 m at the equator.
const cellDepth = 26

// noQuadrant is kept for rows without a place.
const noQuadrant = 0

// quadrantOf is the number of the smallest quadrant that holds the box: the interleaved bits
// that its corners share, then a 1, then zeros.
func quadrantOf(b query.Box) int64 {
	low, high := morton(b.MinLon, b.MinLat), morton(b.MaxLon, b.MaxLat)
	shared := cellDepth
	if low != high {
		shared = (bits.LeadingZeros64(low^high) - (64 - 2*cellDepth)) / 2
	}
	return cellAt(low, shared)
}

func cellAt(code uint64, level int) int64 {
	free := 2 * (cellDepth - level)
	return int64((code>>free)<<(free+1) | 1<<free)
}

// morton interleaves the bits of the two coordinates.
func morton(lon, lat float64) uint64 {
	return spread(steps(lon+180, 360))<<1 | spread(steps(lat+90, 180))
}

func steps(at, span float64) uint64 {
	const most = 1<<cellDepth - 1
	return uint64(min(max(at/span*(1<<cellDepth), 0), most))
}

// spread puts a zero before each of the low 32 bits.
func spread(x uint64) uint64 {
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// cellRange is a run of quadrant numbers, both ends included.
type cellRange struct{ low, high int64 }

// maxRanges bounds how finely a query box is covered: more ranges find fewer rows in vain.
const maxRanges = 24

// coverBox answers the quadrants in which a box that meets the given one can be: all
// within the few that cover it, and each larger one around those.
func coverBox(b query.Box) []cellRange {
	parts := []quadrant{{0, 0, 0}}
	for {
		var finer []quadrant
		for _, q := range parts {
			finer = append(finer, q.halves(b)...)
		}
		if len(finer) > maxRanges || finer[0].level == cellDepth {
			break
		}
		parts = finer
	}
	ranges := make([]cellRange, 0, len(parts)+parts[0].level)
	for _, q := range parts {
		ranges = append(ranges, q.within())
		for level := range q.level {
			around := cellAt(q.code(), level)
			ranges = append(ranges, cellRange{around, around})
		}
	}
	slices.SortFunc(ranges, func(a, b cellRange) int { return int(min(max(a.low-b.low, -1), 1)) })
	return slices.Compact(ranges)
}

// quadrant is a square of the halving: its place among the 2^level columns and rows.
type quadrant struct {
	x, y  uint64
	level int
}

func (q quadrant) code() uint64 {
	free := cellDepth - q.level
	return spread(q.x<<free)<<1 | spread(q.y<<free)
}

func (q quadrant) within() cellRange {
	cell := cellAt(q.code(), q.level)
	reach := cell&-cell - 1
	return cellRange{cell - reach, cell + reach}
}

// halves are those of its four parts that meet the box.
func (q quadrant) halves(b query.Box) []quadrant {
	level := q.level + 1
	free := cellDepth - level
	minX, maxX := steps(b.MinLon+180, 360)>>free, steps(b.MaxLon+180, 360)>>free
	minY, maxY := steps(b.MinLat+90, 180)>>free, steps(b.MaxLat+90, 180)>>free
	var parts []quadrant
	for x := max(2*q.x, minX); x <= min(2*q.x+1, maxX); x++ {
		for y := max(2*q.y, minY); y <= min(2*q.y+1, maxY); y++ {
			parts = append(parts, quadrant{x, y, level})
		}
	}
	return parts
}
