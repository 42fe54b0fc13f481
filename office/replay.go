package office

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/noun/people"
	"truce/tool/keep"
)

// Replayed is one entry of a copy of a register, with the disclosures beside it.
type Replayed struct {
	Entry  register.Entry
	Hidden []act.Disclosure
}

// Replay fills a new, empty folder with the entries of a copy, in their order, and folds them
// commit by commit as the office did that received them: whoever opens the folder then can ask
// what that office knew. Nothing is checked here that package copies checks: signatures,
// hashes and the right to speak are to have been found good. The new office is for asking
// only: its tree heads would be signed with a key of its own.
//
// Members that are withheld from the copy are missing from states.
func Replay(ctx context.Context, o Options, entries iter.Seq2[Replayed, error]) error {
	f, err := Open(ctx, o)
	if err != nil {
		return err
	}
	if f.Size() > 0 {
		return errors.Join(fmt.Errorf("replay into %s: it is not empty", o.Folder), f.Close())
	}
	err = f.control(ctx, func() error {
		r := &replaying{office: f, rebuild: &rebuild{office: f, folder: refolder{scratch: newScratch()}}}
		if err := f.store.Unsynced(func() error { return r.run(ctx, entries) }); err != nil {
			return fmt.Errorf("replay entry %d: %w", r.tree.Size(), err)
		}
		return f.store.FinishModel(f.kinds.Meaning())
	})
	return errors.Join(storageProblem(f.folder, err), f.Close())
}

type replaying struct {
	*rebuild
	office *Office
	tree   register.Tree
	commit []Replayed // received at one moment
}

// run gathers whole commits and writes some thousand entries in one transaction.
func (r *replaying) run(ctx context.Context, entries iter.Seq2[Replayed, error]) error {
	next, stop := iter.Pull2(entries)
	defer stop()
	for more := true; more; {
		err := r.office.store.Write(func(tx keep.Tx) error {
			for begun := r.tree.Size(); more && r.tree.Size()-begun < rebuildBatch; {
				if err := ctx.Err(); err != nil {
					return err
				}
				e, err, is := next()
				if err != nil {
					return err
				}
				more = is
				if n := len(r.commit); n > 0 && (!is || !e.Entry.Received.Equal(r.commit[0].Entry.Received)) {
					if err := r.write(tx); err != nil {
						return err
					}
				}
				if is {
					r.commit = append(r.commit, e)
				}
			}
			return tx.PutTree(r.office.heads.origin, r.tree)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// write appends the entries of one commit and folds them.
func (r *replaying) write(tx keep.Tx) error {
	acts := make([]taken, len(r.commit))
	received := r.commit[0].Entry.Received
	for i, e := range r.commit {
		t, err := r.read(e, r.tree.Size())
		if err != nil {
			return err
		}
		if err := tx.Append(t.entry); err != nil {
			return err
		}
		r.tree.Append(t.entry.Leaf)
		acts[i] = t
	}
	r.commit = r.commit[:0]
	r.markFresh(acts)
	folded, err := r.folder.fold(tx, r.office, acts, received)
	if folded.directory != nil {
		r.office.directory.Store(folded.directory)
	}
	return err
}

// read finds out about an entry what the office found out at its receipt.
func (r *replaying) read(e Replayed, index int64) (taken, error) {
	a, err := act.Parse(e.Entry.Act)
	if err != nil {
		return taken{}, err
	}
	body, err := r.office.kinds.Decode(a, e.Hidden)
	if err != nil {
		return taken{}, err
	}
	author, err := r.author(a, body, e.Entry.Received)
	if err != nil {
		return taken{}, err
	}
	encoded, err := e.Entry.Append(nil)
	return taken{act: a, body: body, entry: keep.Entry{
		Act:    keep.Act{ID: a.ID, Subject: a.Subject, JWS: e.Entry.Act, Hidden: act.FormatDisclosures(e.Hidden)},
		Origin: r.office.heads.origin, Index: index, Received: e.Entry.Received, Known: e.Entry.Received,
		Person: author.Person, Party: author.Party, Leaf: register.LeafHash(encoded),
	}}, err
}

// author lets keys pass that were revoked by then: an entry is history.
func (r *replaying) author(a act.Act, body any, received time.Time) (people.Author, error) {
	author, refusal := admission.Author(a, body, r.office.Directory(), received)
	if refusal != nil && refusal.Key != problem.KeyRevoked {
		return author, refusal
	}
	return author, nil
}
