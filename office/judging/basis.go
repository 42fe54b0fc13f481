package judging

import (
	"slices"
	"time"

	"truce/ground/fold"
	"truce/judge/law"
	"truce/noun"
	"truce/office/deriving"
	"truce/tool/geo"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/query"
)

// judgedNouns have a place and a time that the law can speak about.
func judgedNouns() []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Placed.Judged })
}

// Changes are those that can alter how rows lie to zones and grounds.
func (b *lawBook) Changes() []deriving.Change {
	changes := make([]deriving.Change, 0, len(b.changes))
	for _, c := range b.placed(time.Time{}) {
		told := deriving.Change{At: c.At}
		for _, touch := range c.Touches {
			if ofPlaces(touch) {
				told.Nowhere = told.Nowhere || touch.Of == law.Zones
				told.Everywhere = told.Everywhere || touch.Everywhere
				told.Boxes = append(told.Boxes, degrees(touch.Box))
			}
		}
		changes = append(changes, told)
	}
	return changes
}

// placed are the changes after a moment that can alter how rows lie.
func (b *lawBook) placed(since time.Time) []law.Change {
	var placed []law.Change
	for _, change := range b.changes {
		if change.At.After(since) && slices.ContainsFunc(change.Touches, ofPlaces) {
			placed = append(placed, law.Change(change))
		}
	}
	return placed
}

func ofPlaces(t law.Touch) bool { return t.Of == law.Zones || t.Of == law.Grounds }

func degrees(b geo.Box) query.Box {
	west, south := geo.Point{Lon: b.West, Lat: b.South}.Degrees()
	east, north := geo.Point{Lon: b.East, Lat: b.North}.Degrees()
	return query.Box{MinLon: west, MinLat: south, MaxLon: east, MaxLat: north}
}

// Judge says how rows lie. Of those that were judged before it spares what no later change of
// the law meets.
func (b *lawBook) Judge(fresh, again []*keep.Source, since time.Time, out func(*keep.Source, []keep.Derived)) {
	nouns, pending := judgedNouns(), b.placed(since)
	rows := make([]*keep.Source, 0, len(fresh)+len(again))
	records := make([]law.Record, 0, len(fresh)+len(again))
	for _, r := range again {
		if record := lawRecord(r); slices.Contains(nouns, r.Noun) && meets(pending, &record) {
			rows, records = append(rows, r), append(records, record)
		}
	}
	for _, r := range fresh {
		if slices.Contains(nouns, r.Noun) {
			rows, records = append(rows, r), append(records, lawRecord(r))
		}
	}
	b.snapshot.JudgeRecords(records, b.placed(time.Time{}), func(i int, pieces []law.Piece) {
		out(rows[i], deriving.Stretches(derived(pieces)))
	})
}

func meets(changes []law.Change, record *law.Record) bool {
	return slices.ContainsFunc(changes, func(change law.Change) bool { return change.Meets(record) })
}

// derived is what follows from how a row lies.
func derived(pieces []law.Piece) []deriving.Piece {
	all := make([]deriving.Piece, len(pieces))
	for i, p := range pieces {
		all[i].KnownFrom = p.KnownFrom
		for _, l := range p.Lies {
			all[i].Follows = append(all[i].Follows, keep.Derived{Code: l.Code, Kind: l.Kind, Relation: l.Lies.String(), Point: l.Point, Acts: l.Acts})
		}
	}
	return all
}

// lawRecord is a row as the law takes it.
func lawRecord(r *keep.Source) law.Record {
	return law.Record{
		Place: law.PlaceOf(r.Where, nil), When: whenOf(r.From, r.Until), Point: pointOf(r.Where),
		KnownFrom: r.KnownFrom, KnownUntil: r.KnownUntil,
	}
}

// whenOf is the time of a row. What has no end lasts: a post that stands is judged by every
// boundary since it was established.
func whenOf(from, until time.Time) law.When {
	if until.IsZero() && !from.IsZero() {
		until = time.UnixMicro(geo.Forever)
	}
	return law.When{From: from, Until: until}
}

// pointOf is the recorded point. That of a sector is where the observer stood.
func pointOf(w fold.Where) *geo.Point {
	if !w.Known || w.Sector != nil {
		return nil
	}
	p, err := geo.FromDegrees(w.Lon, w.Lat)
	if err != nil {
		return nil
	}
	return &p
}
