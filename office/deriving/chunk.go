package deriving

import (
	"context"
	"slices"
	"time"

	"truce/office"
	"truce/tool/keep"
	"truce/tool/query"
)

// chunk is what is judged together: by one basis, from one state of the database.
type chunk struct {
	*Follower
	epoch int64
	basis Basis
	since time.Time     // by its basis as of then all rows were judged before
	was   int64         // rows up to this id were judged before
	done  int64         // the last of the new rows; 0: there are none
	by    time.Time     // all is judged by the basis as of then once this chunk is written; zero: not yet
	left  []int64       // of the pass, after this chunk
	fresh int           // how many of the rows are new
	rows  []keep.Source // in order of id
}

// full says that the chunk did not hold all that was there to be judged.
func (c *chunk) full() bool { return c.fresh == c.chunks || len(c.left) > 0 }

func (c *chunk) nothing() bool { return len(c.rows) == 0 && c.done == 0 && c.by.IsZero() }

// read takes the next new rows and the next of those to be judged again.
func (c *chunk) read(r keep.Reader) error {
	is, err := r.DerivedUpTo(c.derivation.Name)
	if err != nil {
		return err
	}
	c.was, c.since = is.Done, is.Basis
	changes := c.basis.Changes()
	if len(changes) == 0 { // nothing follows from nothing
		if is.Last > is.Done {
			c.done = is.Last
		}
		return nil
	}
	if c.rows, err = r.Sources(c.derivation.Name, is.Done, c.chunks); err != nil {
		return err
	}
	if c.fresh = len(c.rows); c.fresh > 0 {
		c.done = c.rows[c.fresh-1].ID
	}
	since := after(changes, is.Basis)
	switch {
	case len(since) == 0:
		c.pass = nil
	case is.Done == 0: // nothing was judged by an older basis
		c.pass, c.by = nil, since[len(since)-1].At
	default:
		return c.readAgain(r, is, since)
	}
	return nil
}

// readAgain goes on with the pass, or begins it where the basis is another than it was.
func (c *chunk) readAgain(r keep.Reader, is keep.DerivedUpTo, since []Change) error {
	if c.pass == nil || c.pass.basis != c.basis {
		ids, err := r.Touched(touching(since, is))
		if err != nil {
			return err
		}
		c.pass = &pass{c.basis, ids}
	}
	n := min(c.chunks, len(c.pass.ids))
	c.left = c.pass.ids[n:]
	if len(c.left) == 0 {
		c.by = since[len(since)-1].At
	}
	rows, err := r.SourcesAgain(c.derivation.Name, c.pass.ids[:n])
	c.rows = append(rows, c.rows...) // all of the pass have ids before those of the new
	return err
}

// touching is what the changes may concern, for the database to find.
func touching(changes []Change, is keep.DerivedUpTo) keep.Touching {
	t := keep.Touching{Since: is.Basis, LastDone: is.Done}
	for _, change := range changes {
		t.Nowhere = t.Nowhere || change.Nowhere
		t.All = t.All || change.Everywhere
		t.Boxes = append(t.Boxes, change.Boxes...)
	}
	slices.SortFunc(t.Boxes, compareBoxes)
	t.Boxes = slices.Compact(t.Boxes)
	return t
}

func compareBoxes(a, b query.Box) int {
	return slices.Compare([]float64{a.MinLon, a.MinLat, a.MaxLon, a.MaxLat}, []float64{b.MinLon, b.MinLat, b.MaxLon, b.MaxLat})
}

// derivedRow is a row and all that follows for it.
type derivedRow struct {
	keep.Source
	all []keep.Derived
}

// judge answers the rows for which something else follows than is held.
func (c *chunk) judge() (changed []derivedRow) {
	all := make([]*keep.Source, len(c.rows))
	for i := range c.rows {
		all[i] = &c.rows[i]
	}
	n, _ := slices.BinarySearchFunc(all, c.was+1, func(s *keep.Source, id int64) int { return int(min(max(s.ID-id, -1), 1)) })
	c.basis.Judge(all[n:], all[:n], c.since, func(of *keep.Source, follows []keep.Derived) {
		if !slices.EqualFunc(follows, of.Held, keep.Derived.Same) {
			changed = append(changed, derivedRow{*of, follows})
		}
	})
	return changed
}

// write judges the rows and hands the writer those that have changed, in batches. Only the
// last one notes that all is done.
func (c *chunk) write(ctx context.Context) (stale bool, err error) {
	changed := c.judge()
	for {
		n := min(batchRows, len(changed))
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

// commit writes one batch on the writing goroutine, unless it was judged by what is no longer
// so.
func (c *chunk) commit(ctx context.Context, fn func(keep.Tx) error) (stale bool, err error) {
	err = c.office.Control(ctx, func(write office.Write) error {
		if stale = c.Follower.epoch.Load() != c.epoch || c.derivation.Basis() != c.basis; stale {
			return nil
		}
		return write(fn)
	})
	return stale, err
}

func (c *chunk) put(tx keep.Tx, batch []derivedRow, last bool) error {
	for _, r := range batch {
		if err := tx.PutDerived(c.derivation.Name, r.Source, r.all); err != nil {
			return err
		}
	}
	if !last {
		return nil
	}
	return tx.PutDerivedUpTo(c.derivation.Name, c.done, c.by)
}
