package office

import (
	"context"
	"errors"
	"fmt"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/tool/keep"
)

// ErrGap says that entries before those that were given are not here.
var ErrGap = errors.New("entries before these are missing")

// TakeForeign keeps entries of another office's register, from an index on, with the
// disclosures beside them, and folds what they change, as known from now on. The caller has
// checked them: that they are the register's, by a head that its office signed, and that the
// acts are signed by the keys that they name. Those that are here are passed over, so any
// stretch may come again; one that would leave a gap is ErrGap, and nothing of it is kept.
//
// An act that another register holds already is one act with two entries. What its office
// took is history there and cannot be refused here: what can have no effect here is kept
// without, and says why (keep.Entry.Idle).
func (f *Office) TakeForeign(ctx context.Context, origin string, from int64, entries []Replayed) error {
	if origin == f.heads.origin {
		return fmt.Errorf("take foreign entries: %s is this office's own register", origin)
	}
	return f.control(ctx, func() error {
		if held := f.writer.foreign[origin]; from > held.Size() {
			return fmt.Errorf("take entries of %s from %d on, of which %d are here: %w", origin, from, held.Size(), ErrGap)
		}
		for {
			n, err := f.writer.mirror(origin, from, entries)
			if err != nil || n == len(entries) {
				return storageProblem(f.folder, err)
			}
			from, entries = from+int64(n), entries[n:]
		}
	})
}

// mirror takes the first of the entries in one commit, and tells how many it has done with.
func (w *writer) mirror(origin string, from int64, entries []Replayed) (done int, err error) {
	tree := w.foreign[origin]
	done = int(min(tree.Size()-from, int64(len(entries))))
	batch, now := w.foreignBatch(entries[done:]), w.receivedNow()
	if len(batch) == 0 {
		return done, nil
	}
	var taken []taken
	var folded outcome
	var shows []func()
	err = w.office.store.Write(func(tx keep.Tx) error {
		if taken, err = w.takeForeign(tx, origin, batch, &tree, now); err != nil {
			return err
		}
		if folded, err = w.folder.fold(tx, w.office, effective(taken), now); err != nil {
			return err
		}
		shows, err = w.office.learn(tx, folded.watched, now)
		return err
	})
	if err != nil {
		w.folder.forget()
		return 0, err
	}
	w.foreign[origin], w.last = tree, now // durable from here on
	w.show(folded, shows)
	return done + len(batch), nil
}

// foreignBatch are the entries that share a commit. As in the own register, an act about
// people or the law ends it, so that whoever comes after it is judged by it.
func (w *writer) foreignBatch(entries []Replayed) []Replayed {
	for i, e := range entries {
		a, err := act.Parse(e.Entry.Act)
		if i == maxBatch-1 || err == nil && w.office.kinds.Standing(a.Subject.Noun()) {
			return entries[:i+1]
		}
	}
	return entries
}

// takeForeign appends entries to what is held of their register.
func (w *writer) takeForeign(tx keep.Tx, origin string, batch []Replayed, tree *register.Tree, now time.Time) ([]taken, error) {
	if tree.Size() == 0 { // it may be new here
		if err := tx.PutTree(origin, *tree); err != nil {
			return nil, err
		}
	}
	all := make([]taken, len(batch))
	for i, e := range batch {
		t, err := w.office.readForeign(origin, tree.Size(), e)
		if err != nil {
			return nil, fmt.Errorf("read entry %d of %s: %w", tree.Size(), origin, err)
		}
		t.entry.Known = now
		if err := tx.Append(t.entry); err != nil {
			return nil, err
		}
		tree.Append(t.entry.Leaf)
		all[i] = t
	}
	return all, tx.PutTree(origin, *tree)
}

// readForeign finds out about an entry of another register what is to be known of it here.
func (f *Office) readForeign(origin string, index int64, e Replayed) (taken, error) {
	a, err := act.Parse(e.Entry.Act)
	if err != nil {
		return taken{}, err
	}
	encoded, err := e.Entry.Append(nil)
	t := taken{act: a, disclosed: e.Hidden, entry: keep.Entry{
		Act:    keep.Act{ID: a.ID, Subject: a.Subject, JWS: e.Entry.Act, Hidden: act.FormatDisclosures(e.Hidden)},
		Origin: origin, Index: index, Received: e.Entry.Received, Leaf: register.LeafHash(encoded),
	}}
	if err != nil {
		return taken{}, err
	}
	author, idle := f.abroad(&t)
	t.entry.Person, t.entry.Party, t.entry.Idle = author.Person, author.Party, idle
	return t, nil
}

// abroad judges an act that another office took: whose it is, and why it has no effect here;
// empty: it has. Whoever took it decided by what that register told; here it is only asked
// whether the act can be read, and whether anybody is known by its key.
func (f *Office) abroad(t *taken) (author people.Author, idle string) {
	var err error
	if t.body, err = f.kinds.Decode(t.act, t.disclosed); err != nil {
		return author, problem.KindUnknown.String()
	}
	directory := f.Directory()
	if _, founds := t.body.(*people.OfficeOpened); founds { // by a key that it brings itself
		directory = people.NewDirectory()
	}
	author, refusal := admission.Author(t.act, t.body, directory, t.entry.Received)
	if refusal != nil && refusal.Key != problem.KeyRevoked { // which it may not have been then and there
		return author, refusal.Key.String()
	}
	return author, ""
}

// effective are the acts that have effect.
func effective(acts []taken) []taken {
	var all []taken
	for _, t := range acts {
		if t.entry.Idle == "" {
			all = append(all, t)
		}
	}
	return all
}
