package geo

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Index says which areas, of those in force at an instant and known at an instant, hold a
// point. It is an immutable snapshot that may be asked by many at once; With makes the next
// one and leaves the pages of the grid that the change does not touch as they are. Answers
// are exact. The memory and the time to build grow with the ground covered: about one entry
// for each version and cell of 730 m by 600 m near a border, one for each 20 km inside.
type Index struct {
	grid  directory
	slots []slot
	free  []uint32
	keys  map[string][]uint32 // slots of a zone

	sorters *sync.Pool // of *sorter
}

// Zone is all versions of one thing on the map, under a key of the caller's.
type Zone struct {
	Key      string
	Versions []Version
}

// Version is an area that is in force in one period and known to be so in another.
type Version struct {
	Ref     uint32 // the caller's number, given back in hits
	Area    *Area
	InForce Period // in the world
	Known   Period // to the office
}

// slot is a version in the index.
type slot struct {
	known Period
	mixed *mixed
	ref   uint32
	Version
	foot *footprint
}

// NewIndex makes an index of the zones. Keys must differ; a period must not be empty.
func NewIndex(zones ...Zone) (*Index, error) {
	return (&Index{sorters: newSorters()}).With(zones...)
}

// With is the index with the versions of these zones in place of those that they had; a
// zone without versions is removed. Only the pages that they touch are made anew.
func (x *Index) With(zones ...Zone) (*Index, error) {
	if err := check(zones); err != nil {
		return nil, err
	}
	next := &Index{x.grid, slices.Clone(x.slots), slices.Clone(x.free), maps.Clone(x.keys), x.sorters}
	if next.keys == nil {
		next.keys = map[string][]uint32{}
	}
	touched := map[pageKey]*change{}
	for _, z := range zones {
		next.remove(z.Key, touched)
	}
	for _, z := range zones {
		next.add(z, touched)
	}
	next.grid = x.grid.with(slices.Collect(maps.Keys(touched)))
	for k, c := range touched {
		next.grid.set(k, next.page(k, next.grid.at(k), c))
	}
	return next, nil
}

func check(zones []Zone) error {
	seen := map[string]bool{}
	for _, z := range zones {
		if seen[z.Key] {
			return fmt.Errorf("index zone %q: given twice", z.Key)
		}
		seen[z.Key] = true
		for _, v := range z.Versions {
			if v.Area == nil {
				return fmt.Errorf("index zone %q: version %d has no area", z.Key, v.Ref)
			}
			if v.InForce.Until <= v.InForce.From || v.Known.Until <= v.Known.From {
				return fmt.Errorf("index zone %q: version %d has an empty period", z.Key, v.Ref)
			}
		}
	}
	return nil
}

// change is which slots leave a page and which join it.
type change struct{ out, in []uint32 }

func changeOf(touched map[pageKey]*change, k pageKey) *change {
	if touched[k] == nil {
		touched[k] = &change{}
	}
	return touched[k]
}

func (x *Index) remove(key string, touched map[pageKey]*change) {
	for _, s := range x.keys[key] {
		for k := range x.slots[s].foot.pages {
			c := changeOf(touched, k)
			c.out = append(c.out, s)
		}
		x.slots[s] = slot{}
		x.free = append(x.free, s)
	}
	delete(x.keys, key)
}

func (x *Index) add(z Zone, touched map[pageKey]*change) {
	for _, v := range z.Versions {
		s := x.take()
		foot := v.Area.foot()
		x.slots[s] = slot{v.Known, &foot.mixed, v.Ref, v, foot}
		x.keys[z.Key] = append(x.keys[z.Key], s)
		for k := range foot.pages {
			c := changeOf(touched, k)
			c.in = append(c.in, s)
		}
	}
}

// take is a slot that is free in this snapshot; an older one may still use its number.
func (x *Index) take() uint32 {
	if n := len(x.free); n > 0 {
		s := x.free[n-1]
		x.free = x.free[:n-1]
		return s
	}
	x.slots = append(x.slots, slot{})
	return uint32(len(x.slots) - 1)
}
