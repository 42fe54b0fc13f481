package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"truce/act"
	"truce/agreement"
	"truce/law"
	"truce/store"
	"truce/zone"
)

// lawBook is the law as of the last commit, and how it came to be what it is.
type lawBook struct {
	snapshot *law.Snapshot
	changes  []lawChange // in the order of At; only ever appended to
}

// lawChange is what an office learnt of the law at one moment, and which earlier
// judgements that can alter.
type lawChange struct {
	At      time.Time // known from then on
	Touches []law.Touch
}

// Law is all law that this office knows, as of the last commit, for questions as known at
// any moment up to it. It is never nil and does not change: ask again after a commit.
func (f *Office) Law() *law.Snapshot { return f.book.Load().snapshot }

// lawChanges are all changes of the law in the order in which they became known. The slice
// must not be changed.
func (f *Office) lawChanges() []lawChange { return f.book.Load().changes }

// learn is the book after a commit that changed the rows of these subjects: all that is
// known of them takes the place of all that was.
func (b *lawBook) learn(tx *store.Tx, subjects []act.SubjectID, at time.Time) (*lawBook, error) {
	changed := map[act.SubjectID][]law.Row{}
	for _, subject := range subjects {
		rows, err := tx.RowsEver(subject)
		if err != nil {
			return nil, err
		}
		changed[subject] = lawRows(rows)
	}
	return b.with(changed, at)
}

func (b *lawBook) with(changed map[act.SubjectID][]law.Row, at time.Time) (*lawBook, error) {
	snapshot, touches, err := b.snapshot.With(changed)
	if err != nil {
		return nil, fmt.Errorf("read law: %w", err)
	}
	next := &lawBook{snapshot, b.changes}
	if len(touches) > 0 {
		next.changes = append(next.changes, lawChange{at, touches})
	}
	return next, nil
}

func lawRows(rows []store.Row) []law.Row {
	all := make([]law.Row, len(rows))
	for i, r := range rows {
		all[i] = law.Row{
			Subject: r.Subject, From: r.From, Until: r.Until, KnownFrom: r.KnownFrom, KnownUntil: r.KnownUntil, State: []byte(r.State),
		}
	}
	return all
}

func emptyBook() (*lawBook, error) {
	s, err := law.New(nil)
	return &lawBook{snapshot: s}, err
}

// loadLaw reads the book from the rows: moment by moment as it was learnt, which gives the
// same changes as learning it did.
func (f *Office) loadLaw(ctx context.Context) error {
	var rows []law.Row
	err := f.db.Read(ctx, func(r *store.Reader) error {
		for _, noun := range []string{agreement.Noun, zone.Noun, zone.LineNoun} {
			ever, err := r.NounEver(noun)
			if err != nil {
				return err
			}
			rows = append(rows, lawRows(ever)...)
		}
		return nil
	})
	if err != nil {
		return storageProblem(f.folder, err)
	}
	book, err := replay(rows)
	if err != nil {
		return storageProblem(f.folder, err)
	}
	f.book.Store(book)
	return nil
}

func replay(rows []law.Row) (*lawBook, error) {
	book, err := emptyBook()
	if err != nil {
		return nil, err
	}
	changes, by := momentsOf(rows)
	for _, at := range slices.SortedFunc(maps.Keys(changes), time.Time.Compare) {
		changed := map[act.SubjectID][]law.Row{}
		for subject := range changes[at] {
			changed[subject] = knownAt(by[subject], at)
		}
		if book, err = book.with(changed, at); err != nil {
			return nil, err
		}
	}
	return book, nil
}

// momentsOf are the moments at which what was known of which subjects changed.
func momentsOf(rows []law.Row) (changes map[time.Time]map[act.SubjectID]bool, by map[act.SubjectID][]law.Row) {
	changes, by = map[time.Time]map[act.SubjectID]bool{}, map[act.SubjectID][]law.Row{}
	for _, r := range rows {
		by[r.Subject] = append(by[r.Subject], r)
		for _, at := range []time.Time{r.KnownFrom, r.KnownUntil} {
			if at.IsZero() {
				continue
			}
			if changes[at] == nil {
				changes[at] = map[act.SubjectID]bool{}
			}
			changes[at][r.Subject] = true
		}
	}
	return changes, by
}

// knownAt are the rows as they stood right after a moment.
func knownAt(rows []law.Row, at time.Time) []law.Row {
	var known []law.Row
	for _, r := range rows {
		if r.KnownFrom.After(at) {
			continue
		}
		if r.KnownUntil.After(at) {
			r.KnownUntil = time.Time{}
		}
		known = append(known, r)
	}
	slices.SortStableFunc(known, func(a, b law.Row) int { return cmp.Or(a.KnownFrom.Compare(b.KnownFrom), a.From.Compare(b.From)) })
	return known
}

// learnLaw is what a commit makes of the book: nil if it changed no law.
func (f *Office) learnLaw(tx *store.Tx, subjects []act.SubjectID, at time.Time) (*lawBook, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	book := f.book.Load()
	if book == nil {
		return nil, errors.New("law is not loaded")
	}
	return book.learn(tx, subjects, at)
}
