package office

import (
	"context"
	"errors"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/policy"
	"truce/tool/keep"
)

// Grown is closed at the next commit, or when the office closes. A follower takes it
// first, reads what there is, and then waits on it: so it misses nothing.
func (f *Office) Grown() <-chan struct{} { return f.wake.next() }

// May decides about the office as a whole, such as copying its register.
func (f *Office) May(who policy.Person, what policy.Action) bool {
	return f.Policy().MayDo(who, what)
}

// Receipt proves that an act is in the register, for its holder to check offline (C2SP tlog-proof): the entry
// itself, and the proof up to a signed head. It comes in two steps. As soon as the act is taken, the head is the
// latest one. Once others cosigned one with the act in it that is enough for the reader, it is the first such: it
// says the earliest by when they saw the act. enough may be nil: then nobody cosigns.
func (f *Office) Receipt(ctx context.Context, id act.ID, enough func(head []byte) bool) (entry []byte, receipt register.Receipt, err error) {
	e, err := f.Entry(ctx, id)
	if err != nil {
		return nil, register.Receipt{}, err
	}
	head, err := f.HeadWith(ctx, e.Index, enough)
	if err != nil {
		return nil, register.Receipt{}, err
	}
	proof, err := register.ProveInclusion(ctx, f.tiler, head.Size, e.Index)
	if err != nil {
		return nil, register.Receipt{}, storageProblem(f.folder, err)
	}
	entry, err = register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
	return entry, register.Receipt{Index: e.Index, Proof: proof, Head: head.Note}, err
}

// HeadWith is the first head with an entry that is enough, else the latest head.
func (f *Office) HeadWith(ctx context.Context, index int64, enough func(head []byte) bool) (register.SignedHead, error) {
	var note []byte
	if enough != nil {
		err := f.CosignedHeads(ctx, index+1, func(_ int64, cosigned []byte) bool {
			if enough(cosigned) {
				note = cosigned
			}
			return note == nil
		})
		if err != nil {
			return register.SignedHead{}, err
		}
	}
	if note == nil {
		var err error
		if note, err = f.Head(ctx); err != nil {
			return register.SignedHead{}, err
		}
	}
	return register.OpenHead(note, f.heads.verifier)
}

// Entry answers the entry of an act, by its id, or the problem NothingFound.
func (f *Office) Entry(ctx context.Context, id act.ID) (keep.Entry, error) {
	e, err := f.store.Act(ctx, id)
	if errors.Is(err, keep.ErrNotFound) {
		return e, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	return e, storageProblem(f.folder, err)
}

// Rests reports whether an entry has no effect yet, and will have when an act of its side that has effect names it.
func (f *Office) Rests(ctx context.Context, e keep.Entry) (rests bool, err error) {
	if e.Idle != keep.Crowded {
		return false, nil
	}
	err = f.store.Read(ctx, func(r keep.Reader) error {
		held, err := r.About(e.Subject)
		if err != nil {
			return err
		}
		resting, err := keep.Resting(keep.Acts(held))
		rests = resting[e.ID]
		return err
	})
	return rests, storageProblem(f.folder, err)
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

// Backup writes a consistent copy of the database into a file that must not exist yet.
func (f *Office) Backup(ctx context.Context, path string) error {
	return storageProblem(f.folder, f.store.Backup(ctx, path))
}
