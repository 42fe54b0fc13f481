package office

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/noun/people"
	"truce/tool/keep"
)

// Replayed is one entry of a copy of a register, with the disclosures beside it.
type Replayed struct {
	Entry  register.Entry
	Hidden []act.Disclosure
}

// Judged is an entry of a copy that was checked: that it is signed and by whom, and that the register was right to
// take it.
type Judged struct {
	Replayed
	Index    int64
	Act      act.Act
	Body     any // with the members that are disclosed
	Author   people.Author
	Withheld []string // classes of slots that have no disclosure in the copy
	Idle     string   // as keep.Entry.Idle: this program does not have its rules, or it rests; "" if it has effect
}

// Replay fills a new, empty folder with the entries of a copy (Options.Copied), in their order, and folds them
// commit by commit as the office did that received them: whoever opens the folder then can ask
// what that office knew, as far as the copy tells. Nothing is checked here that package copies checks.
//
// It answers, by noun, how many subjects are open: members are withheld on which turns how they stand.
func Replay(ctx context.Context, o Options, entries iter.Seq2[Judged, error]) (open map[string]int64, err error) {
	f, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	if f.Size() > 0 {
		return nil, errors.Join(fmt.Errorf("replay into %s: it is not empty", o.Folder), f.Close())
	}
	r := &replaying{office: f, rebuild: &rebuild{office: f, folder: refolder{scratch: newScratch()}}, open: newOpenings(f.kinds)}
	err = f.control(ctx, func() error {
		if err := f.store.Unsynced(func() error { return r.run(ctx, entries) }); err != nil {
			return fmt.Errorf("replay entry %d: %w", r.tree.Size(), err)
		}
		return f.store.FinishModel(f.kinds.Meaning())
	})
	return r.open.count(), errors.Join(storageProblem(f.folder, err), f.Close())
}

type replaying struct {
	*rebuild
	office *Office
	tree   register.Tree
	commit []Judged // received at one moment
	buf    []byte   // for one entry as it is encoded
	open   openings
}

// run gathers whole commits and writes some thousand entries in one transaction.
func (r *replaying) run(ctx context.Context, entries iter.Seq2[Judged, error]) error {
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

// write appends the entries of one commit and folds those that have effect.
func (r *replaying) write(tx keep.Tx) error {
	acts := make([]taken, len(r.commit))
	received := r.commit[0].Entry.Received
	for i, e := range r.commit {
		t, err := r.taken(e, r.tree.Size())
		if err != nil {
			return err
		}
		if err := tx.Append(t.entry); err != nil {
			return err
		}
		r.tree.Append(t.entry.Leaf)
		r.open.add(e.Act.Subject, e.Withheld, e.Body)
		acts[i] = t
	}
	r.commit = r.commit[:0]
	acts = effective(acts)
	r.markFresh(acts)
	return r.fold(tx, acts, received)
}

func (r *replaying) fold(tx keep.Tx, acts []taken, received time.Time) error {
	folded, err := r.folder.fold(tx, r.office, acts, received)
	if folded.directory != nil {
		r.office.directory.Store(folded.directory)
	}
	return err
}

// taken is an entry as the office kept it that received it.
func (r *replaying) taken(e Judged, index int64) (taken, error) {
	encoded, err := e.Entry.Append(r.buf[:0])
	r.buf = encoded
	return taken{act: e.Act, body: e.Body, entry: keep.Entry{
		Act:    keep.Act{ID: e.Act.ID, Subject: e.Act.Subject, JWS: e.Entry.Act, Hidden: act.FormatDisclosures(e.Hidden)},
		Origin: r.office.heads.origin, Index: index, Received: e.Entry.Received, Known: e.Entry.Received, Idle: e.Idle,
		Person: e.Author.Name, Party: e.Author.Party, Leaf: register.LeafHash(encoded),
	}}, err
}
