package tiles

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"

	"github.com/paulmach/orb"

	"truce/ground/fold"
	"truce/noun"
	"truce/office/reading"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// spot is one row that has a place: 64 bytes, because there may be a million.
type spot struct {
	key                       uint64
	id                        int64
	from                      int64 // microseconds
	name                      uint32
	radius                    float32 // metres; 0: a point
	sector                    int32   // in spots.sectors; -1: none
	kind, status, party, zone uint16
	noun, compartment         uint16
	length                    uint16 // of the name
	form                      uint8
	counts, gone              bool
}

// Forms of what is known of a place.
const (
	formPoint = iota
	formCircle
	formSector
	formArea // the point stands for an area of unknown extent
)

func formNames() [4]string { return [...]string{"point", "circle", "sector", "area"} }

// seen is a sector in which something was seen or heard.
type seen struct {
	fold.Sector
	lon, lat float64 // where the observer stood, degrees
	bound    orb.Bound
}

// spots are all that have a place, as known now or at one moment.
type spots struct {
	exact   bool   // places as recorded; otherwise to a tenth of a degree
	sorted  []spot // by key, then id
	fresh   []spot // came since, in no order: few
	names   []byte // subjects, one after another
	words   *words
	forms   [4]uint16 // words for the forms
	sectors []seen
	areas   []spot // those that have a sector, again: few, and each may reach into many tiles

	size  int64 // of the register when it was read
	last  int64 // highest row id that was read
	ended int64 // latest end of a row that was read, microseconds
	gone  int   // how many are gone
}

// nounsOnMap are the nouns whose rows are drawn as what happened.
func nounsOnMap() []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Placed.Map == noun.Happened })
}

// load reads everything as known at a moment; zero is now.
func load(ctx context.Context, o *reading.Room, exact bool, known time.Time) (*spots, error) {
	s := &spots{exact: exact, words: newWords(), size: o.Size()}
	for form, name := range formNames() {
		s.forms[form] = s.words.of(name)
	}
	err := o.Spots(ctx, nounsOnMap(), func(r reading.SpotReader) error {
		err := r.Spots(r.Nouns, known, 0, func(p keep.Spot) error { s.sorted = append(s.sorted, s.spot(p)); return nil })
		if err != nil || !known.IsZero() {
			return err
		}
		if err := r.Ended(0, func(_, at int64) error { s.ended = at; return nil }); err != nil {
			return err
		}
		s.last, err = r.LastRow()
		return err
	})
	s.sort()
	return s, err
}

// sort brings the spots into the order of their keys, and their names with them: a tile then
// reads both from front to back. Names in the order of rows cost a miss of the processor's
// cache for every spot, which took half of the time of making a tile.
func (s *spots) sort() {
	slices.SortFunc(s.sorted, func(a, b spot) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	names := make([]byte, 0, len(s.names))
	for _, list := range [][]spot{s.sorted, s.areas} {
		for i := range list {
			p, at := &list[i], len(names)
			names = append(names, s.subject(p)...)
			p.name = uint32(at)
		}
	}
	s.names = names
}

// freshMost is how many may stand unsorted: every tile looks at all of them.
const freshMost = 4096

// follow reads what came since. It answers false if the rows were made anew meanwhile: then
// everything is to be loaded again.
func (s *spots) follow(ctx context.Context, o *reading.Room) (bool, error) {
	size, same := o.Size(), true
	err := o.Spots(ctx, nounsOnMap(), func(r reading.SpotReader) error {
		last, err := r.LastRow()
		if err != nil || last < s.last {
			same = false
			return err
		}
		if err := s.forget(r); err != nil {
			return err
		}
		err = r.Spots(r.Nouns, time.Time{}, s.last, func(p keep.Spot) error { s.fresh = append(s.fresh, s.spot(p)); return nil })
		s.last = last
		return err
	})
	if err != nil || !same {
		return same, err
	}
	s.size = size
	if len(s.fresh) > freshMost || s.gone > len(s.sorted)/4+freshMost {
		s.settle()
	}
	return true, nil
}

// forget marks rows that hold no longer. The last moment is read again: more may have ended
// in it.
func (s *spots) forget(r reading.SpotReader) error {
	ended := map[int64]bool{}
	err := r.Ended(s.ended, func(id, at int64) error {
		ended[id] = true
		s.ended = at
		return nil
	})
	if len(ended) == 0 {
		return err
	}
	for _, list := range [][]spot{s.sorted, s.fresh, s.areas} {
		for i := range list {
			if !list[i].gone && ended[list[i].id] {
				list[i].gone = true
				s.gone++
			}
		}
	}
	return err
}

// settle sorts what is fresh among the rest and drops what is gone.
func (s *spots) settle() {
	s.sorted = append(s.sorted, s.fresh...)
	isGone := func(p spot) bool { return p.gone }
	s.sorted, s.areas = slices.DeleteFunc(s.sorted, isGone), slices.DeleteFunc(s.areas, isGone)
	s.fresh, s.gone = nil, 0
	s.sort()
}

func (s *spots) spot(p keep.Spot) spot {
	w := p.Where
	out := spot{
		id: p.ID, from: p.From, sector: -1, counts: p.Counts,
		kind: s.words.of(p.Kind), status: s.words.of(p.Status), party: s.words.of(p.Party), zone: s.words.of(p.Zone),
		noun: s.words.of(p.Noun), compartment: s.words.of(p.Compartment),
		name: uint32(len(s.names)), length: uint16(len(p.Subject)),
	}
	s.names = append(s.names, p.Subject[:out.length]...)
	if !s.exact {
		w = coarse(w)
	}
	switch {
	case w.Sector != nil:
		out.form, out.sector = formSector, int32(len(s.sectors))
		area := seen{Sector: *w.Sector, lon: w.Lon, lat: w.Lat}
		area.bound = area.ring().Bound()
		s.sectors = append(s.sectors, area)
		w.Lon, w.Lat = middle(w)
	case w.Area:
		out.form = formArea
	case w.RadiusMetres > 0:
		out.form, out.radius = formCircle, float32(w.RadiusMetres)
	}
	out.key = keyOf(square(w.Lon, w.Lat))
	if out.sector >= 0 {
		s.areas = append(s.areas, out)
	}
	return out
}

// coarse is all that readers without the right to exact places are shown of a place.
func coarse(w fold.Where) fold.Where {
	at := position{Lon: w.Lon, Lat: w.Lat}.Coarse()
	return fold.Where{Known: true, Lon: at.Lon, Lat: at.Lat, Area: true}
}

// run are the sorted spots in a tile.
func (s *spots) run(t tileID) []spot {
	first, last := t.keys()
	from := sort.Search(len(s.sorted), func(i int) bool { return s.sorted[i].key >= first })
	n := sort.Search(len(s.sorted)-from, func(i int) bool { return s.sorted[from+i].key > last })
	return s.sorted[from : from+n]
}

// each hands over the spots in a tile that pass.
func (s *spots) each(t tileID, pass func(*spot) bool, do func(*spot)) {
	run := s.run(t)
	for i := range run {
		if p := &run[i]; !p.gone && pass(p) {
			do(p)
		}
	}
	first, last := t.keys()
	for i := range s.fresh {
		if p := &s.fresh[i]; !p.gone && p.key >= first && p.key <= last && pass(p) {
			do(p)
		}
	}
}

func (s *spots) subject(p *spot) []byte { return s.names[p.name : p.name+uint32(p.length)] }
