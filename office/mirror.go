package office

import (
	"context"
	"errors"
	"fmt"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/tool/keep"
)

// ErrGap says that entries before those that were given are not here.
var ErrGap = errors.New("entries before these are missing")

// TakeForeign keeps entries of another office's register, from an index on, with the
// disclosures beside them, and folds what they change, as known from now on. The caller has
// checked them: that they are the register's, by a head that the verifier key (C2SP
// signed-note) checks, and that the acts are signed by the keys that they name. Those that are
// here are passed over, so any stretch may come again; one that would leave a gap is ErrGap, and
// nothing of it is kept.
//
// An act that another register holds already is one act with two entries. What its office
// took is history there and cannot be refused here. Each entry is judged by the rules of
// admission, from what stands before it in its own register: what that office should not have
// taken is kept without effect, and says why (keep.Entry.Idle).
func (f *Office) TakeForeign(ctx context.Context, key string, from int64, entries []Replayed) error {
	verifier, err := register.NewVerifier(key)
	if err != nil {
		return fmt.Errorf("take foreign entries: %w", err)
	}
	origin := verifier.Name()
	if origin == f.heads.origin {
		return fmt.Errorf("take foreign entries: %s is this office's own register", origin)
	}
	rules, err := f.rules.Of(origin, key)
	if err != nil {
		return fmt.Errorf("take foreign entries: %w", err)
	}
	return f.control(ctx, func() error {
		if held := f.writer.foreign[origin]; from > held.Size() {
			return fmt.Errorf("take entries of %s from %d on, of which %d are here: %w", origin, from, held.Size(), ErrGap)
		}
		for {
			n, err := f.writer.mirror(origin, rules, from, entries)
			if err != nil || n == len(entries) {
				return storageProblem(f.folder, err)
			}
			from, entries = from+int64(n), entries[n:]
		}
	})
}

// mirror takes the first of the entries in one commit, and tells how many it has done with.
func (w *writer) mirror(origin string, rules *admission.Rules, from int64, entries []Replayed) (done int, err error) {
	tree := w.foreign[origin]
	done = int(min(tree.Size()-from, int64(len(entries))))
	batch, now := w.foreignBatch(entries[done:]), w.receivedNow()
	if len(batch) == 0 {
		return done, nil
	}
	ledger, err := w.ledgers.of(origin, rules, tree.Size())
	if err != nil {
		return 0, err
	}
	var taken []taken
	var folded outcome
	var shows []func()
	err = w.office.store.Write(func(tx keep.Tx) error {
		if taken, err = w.takeForeign(tx, foreign{origin, ledger, &tree}, batch, now); err != nil {
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
		w.ledgers.forget(origin)
		return 0, err
	}
	w.foreign[origin], w.last = tree, now // durable from here on
	w.show(folded, shows)
	return done + len(batch), nil
}

// foreignBatch are the entries that share a commit. As in the own register, an act about
// people or the law ends it, so that what parts keep in step with those changes with it.
func (w *writer) foreignBatch(entries []Replayed) []Replayed {
	for i, e := range entries {
		a, err := act.Parse(e.Entry.Act)
		if i == maxBatch-1 || err == nil && w.office.kinds.Governs(a.Subject.Noun()) {
			return entries[:i+1]
		}
	}
	return entries
}

// foreign is another office's register, while entries of it are taken.
type foreign struct {
	origin string
	ledger *admission.Ledger
	tree   *register.Tree
}

// takeForeign appends entries to what is held of their register.
func (w *writer) takeForeign(tx keep.Tx, of foreign, batch []Replayed, now time.Time) ([]taken, error) {
	if of.tree.Size() == 0 { // it may be new here
		if err := tx.PutTree(of.origin, *of.tree); err != nil {
			return nil, err
		}
	}
	all := make([]taken, len(batch))
	for i, e := range batch {
		t, err := w.office.readForeign(of, e)
		if err != nil {
			return nil, fmt.Errorf("read entry %d of %s: %w", of.tree.Size(), of.origin, err)
		}
		t.entry.Known = now
		if err := tx.Append(t.entry); err != nil {
			return nil, err
		}
		of.tree.Append(t.entry.Leaf)
		all[i] = t
	}
	return all, tx.PutTree(of.origin, *of.tree)
}

// readForeign finds out about the next entry of another register what is to be known of it here.
func (f *Office) readForeign(of foreign, e Replayed) (taken, error) {
	a, err := act.Parse(e.Entry.Act)
	if err != nil {
		return taken{}, err
	}
	e.Hidden, _ = f.spare(a, e.Hidden)
	encoded, err := e.Entry.Append(nil)
	if err != nil {
		return taken{}, err
	}
	c := admission.Candidate{Act: a, Received: e.Entry.Received, Index: of.tree.Size(), Disclosed: e.Hidden}
	v, err := f.abroad(of.ledger, &c)
	if err != nil {
		return taken{}, err
	}
	of.ledger.Take(c, v)
	t := taken{act: a, body: c.Body, entry: keep.Entry{
		Act:    keep.Act{ID: a.ID, Subject: a.Subject, JWS: e.Entry.Act, Hidden: act.FormatDisclosures(e.Hidden)},
		Origin: of.origin, Index: c.Index, Received: c.Received, Leaf: register.LeafHash(encoded),
		Person: v.Author.Name, Party: v.Author.Party,
	}}
	switch {
	case v.Outcome == admission.Kept:
		t.entry.Idle = v.Why.Key.String()
	case v.Rests:
		t.entry.Idle = keep.Crowded
	}
	return t, nil
}

// abroad judges an act that another office took, by all that this office asks of one that is
// handed in to it, and reads its body.
func (f *Office) abroad(ledger *admission.Ledger, c *admission.Candidate) (v admission.Verdict, err error) {
	if c.Body, err = f.kinds.ReadWithheld(c.Act, c.Disclosed); err != nil {
		spec, _ := f.kinds.Spec(c.Act.Kind)
		return admission.Verdict{Outcome: admission.Refused, Why: BodyProblem(c.Act, spec, err)}.Abroad(), nil
	}
	if v, err = ledger.Admit(*c); err != nil {
		return v, err
	}
	if refusal := admission.ByItself(c.Body); refusal != nil && v.Outcome != admission.Beyond {
		v.Outcome, v.Why = admission.Refused, refusal
	}
	return v.Abroad(), nil
}

// effective are the acts that have effect, or will have one.
func effective(acts []taken) []taken {
	var all []taken
	for _, t := range acts {
		if t.entry.Idle == "" || t.entry.Idle == keep.Crowded {
			all = append(all, t)
		}
	}
	return all
}
