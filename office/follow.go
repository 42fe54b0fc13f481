package office

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/policy"
	"truce/tool/keep"
)

// Change tells that an act came in; what it means is read from its subject.
type Change struct {
	Index    int64         `json:"index"`
	Received time.Time     `json:"received"`
	Kind     act.Kind      `json:"kind"`
	Subject  act.SubjectID `json:"subject"`
	ID       act.ID        `json:"id"`
}

// Grown is closed at the next commit, or when the office closes. A follower takes it
// first, reads what there is, and then waits on it: so it misses nothing.
func (f *Office) Grown() <-chan struct{} { return f.wake.next() }

// Changes answers the acts from an index on, at most limit, about subjects that the
// reader may see, and the index to go on from.
func (f *Office) Changes(ctx context.Context, who policy.Person, from int64, limit int) (changes []Change, next int64, err error) {
	shown, next := f.shown(who), from
	err = f.store.Read(ctx, func(r keep.Reader) error {
		return r.Entries(f.heads.origin, from, from+int64(limit), func(e keep.Entry) error {
			next = e.Index + 1
			visible, err := f.visible(r, shown, e.Subject)
			if err != nil || !visible {
				return err
			}
			a, err := act.Parse(e.JWS)
			if err != nil {
				return fmt.Errorf("read entry %d: %w", e.Index, err)
			}
			changes = append(changes, Change{e.Index, e.Received, a.Kind, e.Subject, e.ID})
			return nil
		})
	})
	return changes, next, storageProblem(f.folder, err)
}

func (f *Office) visible(r keep.Reader, s shown, subject act.SubjectID) (bool, error) {
	rows, err := r.CurrentRows(subject)
	for _, row := range rows {
		if s.rows.Shows(row.Noun, row.Compartment) {
			return true, err
		}
	}
	return false, err
}

// May decides about the office as a whole, such as copying its register.
func (f *Office) May(who policy.Person, what policy.Action) bool {
	return f.policy.MayDo(who, what)
}

// Receipt proves that an act is in the register, for its holder to check offline (C2SP
// tlog-proof): the entry itself, and the proof up to a signed head.
func (f *Office) Receipt(ctx context.Context, id act.ID) (entry []byte, receipt register.Receipt, err error) {
	e, err := f.entryOf(ctx, id)
	if err != nil {
		return nil, register.Receipt{}, err
	}
	head, err := f.signHead(ctx)
	if err != nil {
		return nil, register.Receipt{}, err
	}
	proof, err := register.ProveInclusion(ctx, f.tiler, head.Size, e.Index)
	if err != nil {
		return nil, register.Receipt{}, storageProblem(f.folder, err)
	}
	signed, err := f.Head(ctx)
	if err != nil {
		return nil, register.Receipt{}, err
	}
	entry, err = register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
	return entry, register.Receipt{Index: e.Index, Proof: proof, Head: signed}, err
}

func (f *Office) entryOf(ctx context.Context, id act.ID) (keep.Entry, error) {
	e, err := f.store.Act(ctx, id)
	if err == keep.ErrNotFound {
		return e, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	return e, storageProblem(f.folder, err)
}

// SignedHead is the signed head of everything that is committed, without cosignatures.
func (f *Office) SignedHead(ctx context.Context) (register.SignedHead, error) { return f.signHead(ctx) }

// Key is the verifier key of the register's tree heads (C2SP signed-note).
func (f *Office) Key() string { return f.heads.vkey }

// Tiles gives the register's hash tiles.
func (f *Office) Tiles() register.TileReader { return f.tiler }

// Entries is part of register.EntryReader: for copies of the register.
func (f *Office) Entries(ctx context.Context, from, to int64) (all [][]byte, err error) {
	err = f.store.Read(ctx, func(r keep.Reader) error {
		return r.Entries(f.heads.origin, from, to, func(e keep.Entry) error {
			encoded, err := register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
			all = append(all, encoded)
			return err
		})
	})
	return all, storageProblem(f.folder, err)
}

// Hidden hands the disclosures of the acts from one index to another that the reader may
// see, act by act, in the SD-JWT form: what goes beside a copy of the register.
func (f *Office) Hidden(ctx context.Context, who policy.Person, from, to int64, fn func(id act.ID, disclosures []act.Disclosure) error) error {
	shown := f.shown(who)
	if err := shown.note(f.registerSubject(), string(policy.CopyRegister)); err != nil {
		return err
	}
	err := f.store.Read(ctx, func(r keep.Reader) error {
		return r.Entries(f.heads.origin, from, to, func(e keep.Entry) error {
			if e.Hidden == "" {
				return nil
			}
			ds, err := shown.hiddenIn(r, e)
			if err != nil || len(ds) == 0 {
				return err
			}
			return fn(e.ID, ds)
		})
	})
	return storageProblem(f.folder, err)
}

func (s shown) hiddenIn(r keep.Reader, e keep.Entry) ([]act.Disclosure, error) {
	visible, err := s.office.visible(r, s, e.Subject)
	if err != nil || !visible {
		return nil, err
	}
	a, err := act.Parse(e.JWS)
	if err != nil {
		return nil, err
	}
	held, err := act.ParseDisclosures(e.Hidden)
	if err != nil {
		return nil, err
	}
	ds, _, err := s.disclosures(a, held, e.Party)
	return ds, err
}

// Backup writes a consistent copy of the database into a file that must not exist yet.
func (f *Office) Backup(ctx context.Context, path string) error {
	return storageProblem(f.folder, f.store.Backup(ctx, path))
}

// Cosigners lists who has cosigned the head of a size, by the given verifiers.
func (f *Office) Cosigners(ctx context.Context, verifiers ...note.Verifier) ([]register.Cosignature, error) {
	signed, err := f.Head(ctx)
	if err != nil {
		return nil, err
	}
	return register.Cosignatures(signed, verifiers...), nil
}

// searchPause is how long the index of words lets acts gather. Whoever searches catches up
// at once; following each single commit would take a lone submitter's second core.
const searchPause = 500 * time.Millisecond

// followSearch keeps the index of words close behind the register, so that who searches
// seldom has to wait for it.
func (f *Office) followSearch() {
	for {
		grown := f.Grown()
		if err := f.store.Follow(context.Background()); err != nil {
			f.log.Error("index words", "error", err)
		}
		select {
		case <-grown:
		case <-f.stop:
			return
		}
		select {
		case <-time.After(searchPause):
		case <-f.stop:
			return
		}
	}
}
