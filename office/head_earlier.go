package office

import (
	"context"
	"errors"
	"time"

	"truce/ground/register"
	"truce/tool/keep"
)

// HeadAsOf answers a signed head of what this office had received at a moment, for those who are told no
// more: the last one that others cosigned by then, if anybody does, else one of everything.
func (f *Office) HeadAsOf(ctx context.Context, at time.Time) ([]byte, error) {
	size, err := f.sizeAt(ctx, at)
	if err != nil {
		return nil, err
	}
	var cosigned []byte
	err = f.CosignedHeads(ctx, 0, func(of int64, note []byte) bool {
		if of <= size {
			cosigned = note
		}
		return of < size
	})
	if err != nil || cosigned != nil {
		return cosigned, err
	}
	signed, err := f.signHead(ctx) // kept before anything of it is shown, in whichever size
	if err != nil || signed.Size == size {
		return signed.Note, err
	}
	if f.studied {
		return nil, f.studiedProblem()
	}
	earlier, err := register.SignEarlier(ctx, f.heads.signer, f.tiler, signed.TreeHead, size)
	return earlier.Note, f.named(ctx, err)
}

// sizeAt is how many entries this office had received at a moment.
func (f *Office) sizeAt(ctx context.Context, at time.Time) (size int64, err error) {
	err = f.store.Read(ctx, func(r keep.Reader) error {
		own, err := keep.Own(r)
		if err == nil {
			size, _, err = keep.SizeAt(r, own.Origin, own.Tree.Size(), at)
		}
		if errors.Is(err, keep.ErrNotFound) {
			size, err = 0, nil
		}
		return err
	})
	return size, storageProblem(f.folder, err)
}
