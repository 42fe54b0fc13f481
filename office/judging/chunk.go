package judging

import (
	"context"
	"slices"
	"time"

	"truce/judge/law"
	"truce/noun"
	"truce/tool/geo"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/query"
)

// chunk is what is judged together: by one law, from one state of the database.
type chunk struct {
	*Judging
	epoch int64
	book  *lawBook
	was   int64         // rows up to this id were judged before
	done  int64         // the last of the new rows; 0: there are none
	law   time.Time     // judged by the law as of then once this chunk is written; zero: not yet
	left  []int64       // of the pass, after this chunk
	fresh int           // how many of the rows are new
	rows  []keep.Judged // in order of id
}

// judgedNouns have a place and a time that the law can speak about.
func judgedNouns() []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Placed.Judged })
}

// full says that the chunk did not hold all that was there to be judged.
func (c *chunk) full() bool { return c.fresh == c.chunks || len(c.left) > 0 }

func (c *chunk) nothing() bool { return len(c.rows) == 0 && c.done == 0 && c.law.IsZero() }

// read takes the next new rows and the next of those to be judged again.
func (c *chunk) read(r keep.Reader) error {
	is, err := r.JudgedUpTo()
	if err != nil {
		return err
	}
	c.was = is.Done
	if len(c.book.changes) == 0 { // where there is no law nothing lies in anything
		if is.Last > is.Done {
			c.done = is.Last
		}
		return nil
	}
	if c.rows, err = r.RowsToJudge(is.Done, c.chunks); err != nil {
		return err
	}
	if c.fresh = len(c.rows); c.fresh > 0 {
		c.done = c.rows[c.fresh-1].ID
	}
	since := pendingSince(c.book.changes, is.Law)
	switch {
	case len(since) == 0:
		c.pass = nil
	case is.Done == 0: // nothing was judged by an older law
		c.pass, c.law = nil, since[len(since)-1].At
	default:
		return c.readAgain(r, is, since)
	}
	return nil
}

// pendingSince are the changes after a moment that can alter judgements.
func pendingSince(changes []lawChange, since time.Time) []law.Change {
	var pending []law.Change
	for _, change := range changes {
		if change.At.After(since) && slices.ContainsFunc(change.Touches, ofPlaces) {
			pending = append(pending, law.Change(change))
		}
	}
	return pending
}

func ofPlaces(t law.Touch) bool { return t.Of == law.Zones || t.Of == law.Grounds }

// readAgain goes on with the pass, or begins it where the law is another than it was.
func (c *chunk) readAgain(r keep.Reader, is keep.JudgedUpTo, since []law.Change) error {
	if c.pass == nil || c.pass.book != c.book {
		ids, err := r.Touched(touching(since, is))
		if err != nil {
			return err
		}
		c.pass = &pass{c.book, since, ids}
	}
	n := min(c.chunks, len(c.pass.ids))
	c.left = c.pass.ids[n:]
	if len(c.left) == 0 {
		c.law = since[len(since)-1].At
	}
	rows, err := r.RowsToJudgeAgain(c.pass.ids[:n])
	c.rows = append(rows, c.rows...) // all of the pass have ids before those of the new
	return err
}

// touching is what the changes may concern, for the database to find.
func touching(changes []law.Change, is keep.JudgedUpTo) keep.Touching {
	t := keep.Touching{Since: is.Law, LastDone: is.Done}
	for _, change := range changes {
		for _, touch := range change.Touches {
			if !ofPlaces(touch) {
				continue
			}
			t.Nowhere = t.Nowhere || touch.Of == law.Zones
			t.All = t.All || touch.Everywhere
			t.Boxes = append(t.Boxes, degrees(touch.Box))
		}
	}
	slices.SortFunc(t.Boxes, compareBoxes)
	t.Boxes = slices.Compact(t.Boxes)
	return t
}

func degrees(b geo.Box) query.Box {
	west, south := geo.Point{Lon: b.West, Lat: b.South}.Degrees()
	east, north := geo.Point{Lon: b.East, Lat: b.North}.Degrees()
	return query.Box{MinLon: west, MinLat: south, MaxLon: east, MaxLat: north}
}

func compareBoxes(a, b query.Box) int {
	return slices.Compare([]float64{a.MinLon, a.MinLat, a.MaxLon, a.MaxLat}, []float64{b.MinLon, b.MinLat, b.MaxLon, b.MaxLat})
}

// write judges the rows and hands the writer those that lie otherwise than is held, in
// batches. Only the last one notes that all is done.
func (c *chunk) write(ctx context.Context) (stale bool, err error) {
	changed := c.judge()
	for {
		n := min(judgeBatch, len(changed))
		batch, last := changed[:n], n == len(changed)
		stale, err = c.commit(ctx, func(tx keep.Tx) error { return c.put(tx, batch, last) })
		if err != nil || stale {
			return stale, err
		}
		changed = changed[n:]
		if last {
			break
		}
	}
	if c.pass != nil {
		c.pass.ids = c.left
	}
	c.again.Store(int64(len(c.left)))
	c.looked.Add(int64(len(c.rows)))
	return false, nil
}

func (c *chunk) put(tx keep.Tx, batch []judgedRow, last bool) error {
	for _, r := range batch {
		if err := tx.PutJudgements(r.Judged, r.all); err != nil {
			return err
		}
	}
	if !last {
		return nil
	}
	return tx.PutJudged(c.done, c.law)
}
