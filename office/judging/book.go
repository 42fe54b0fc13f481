package judging

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
	"truce/judge/law"
	"truce/noun"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// lawBook is the law as of the last commit, and how it came to be what it is.
type lawBook struct {
	snapshot *law.Snapshot
	rows     map[act.SubjectID][]law.Row // what the snapshot is made of: all that was ever known
	changes  []lawChange                 // in the order of At; only ever appended to
}

// lawChange is what an office learnt of the law at one moment, and which earlier
// judgements that can alter.
type lawChange struct {
	At      time.Time // known from then on
	Touches []law.Touch
}

// Law is all law that this office knows, as of the last commit, for questions as known at
// any moment up to it. It is never nil and does not change: ask again after a commit.
func (j *Judging) Law() *law.Snapshot { return j.book.Load().snapshot }

// learnLaw answers what shows the book after a commit that changed the rows of these subjects;
// nil if what the law reads of them is still the same, as after most words of a negotiation.
func (j *Judging) learnLaw(tx keep.Tx, subjects []act.SubjectID, at time.Time) (show func(), err error) {
	book, changed := j.book.Load(), map[act.SubjectID][]law.Row{}
	for _, subject := range subjects {
		rows, err := tx.CurrentRows(subject)
		if err != nil {
			return nil, err
		}
		now, differs, err := learnt(book.rows[subject], rows, at)
		if err != nil {
			return nil, err
		}
		if differs {
			changed[subject] = now
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	next, err := book.with(changed, at)
	return func() { j.book.Store(next) }, err
}

// learnt closes the rows that are no longer among the current ones and adds those that are
// new.
func learnt(held []law.Row, current []keep.Row, at time.Time) (all []law.Row, differs bool, err error) {
	now, err := leanRows(current)
	if err != nil {
		return nil, false, err
	}
	for _, old := range held {
		if old.KnownUntil.IsZero() {
			if i := slices.IndexFunc(now, func(r law.Row) bool { return sameLaw(r, old) }); i >= 0 {
				now = slices.Delete(now, i, i+1)
			} else {
				old.KnownUntil, differs = at, true
			}
		}
		all = append(all, old)
	}
	for _, r := range now {
		r.KnownFrom, differs = at, true
		all = append(all, r)
	}
	return all, differs, nil
}

// with is the book after something was learnt of these subjects.
func (b *lawBook) with(changed map[act.SubjectID][]law.Row, at time.Time) (*lawBook, error) {
	snapshot, touches, err := b.snapshot.With(changed)
	if err != nil {
		return nil, fmt.Errorf("read law: %w", err)
	}
	next := &lawBook{snapshot, maps.Clone(b.rows), b.changes}
	maps.Copy(next.rows, changed)
	if len(touches) > 0 {
		next.changes = append(next.changes, lawChange{at, touches})
	}
	return next, nil
}

// loadLaw reads the book from the rows: moment by moment as it was learnt, which gives the
// same changes as learning it did.
func (j *Judging) loadLaw(ctx context.Context) error {
	var rows []law.Row
	err := j.office.Read(ctx, func(r keep.Reader) error {
		for _, name := range kinds.Names(func(n noun.Noun) bool { return n.Part == noun.Law }) {
			err := r.Ever(name, func(row keep.Row) error {
				lean, err := leanRows([]keep.Row{row})
				rows = known(rows, lean)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return j.office.StorageProblem(err)
	}
	snapshot, changes, err := law.Replay(rows)
	if err != nil {
		return j.office.StorageProblem(err)
	}
	book := &lawBook{snapshot: snapshot, rows: map[act.SubjectID][]law.Row{}}
	for _, r := range rows {
		book.rows[r.Subject] = append(book.rows[r.Subject], r)
	}
	for _, c := range changes {
		book.changes = append(book.changes, lawChange(c))
	}
	j.book.Store(book)
	return nil
}

// known joins each row to one that says the same and was known until then or longer. The
// rows of a subject come by when they became known.
func known(rows, more []law.Row) []law.Row {
	for _, r := range more {
		if i := knownUntil(rows, r); i < 0 {
			rows = append(rows, r)
		} else if o := &rows[i]; !o.KnownUntil.IsZero() && (r.KnownUntil.IsZero() || r.KnownUntil.After(o.KnownUntil)) {
			o.KnownUntil = r.KnownUntil
		}
	}
	return rows
}

func knownUntil(rows []law.Row, r law.Row) int {
	for i, o := range slices.Backward(rows) {
		if o.Subject != r.Subject {
			break
		}
		if sameLaw(o, r) && (o.KnownUntil.IsZero() || !o.KnownUntil.Before(r.KnownFrom)) {
			return i
		}
	}
	return -1
}
