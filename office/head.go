package office

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/register"
	"truce/tool/keep"
)

// Head answers the signed head of everything that is committed, with the cosignatures
// that others gave to that size. It is signed when somebody asks, not at each commit:
// nobody needs a head that nobody saw, and recording never waits for one.
func (f *Office) Head(ctx context.Context) ([]byte, error) {
	signed, err := f.signHead(ctx)
	if err != nil {
		return nil, err
	}
	note := signed.Note
	err = f.CosignedHeads(ctx, signed.Size, func(size int64, cosigned []byte) bool {
		if size == signed.Size {
			note = cosigned
		}
		return false
	})
	return note, err
}

// CosignedHeads hands the heads of a size and larger that others cosigned to fn, the smallest first,
// until it wants no more.
func (f *Office) CosignedHeads(ctx context.Context, from int64, fn func(size int64, note []byte) (more bool)) error {
	err := f.store.Read(ctx, func(r keep.Reader) error {
		return r.Cosigned(from, func(size int64, note string) (bool, error) { return fn(size, []byte(note)), nil })
	})
	return storageProblem(f.folder, err)
}

// Of the cosigned heads that go with copies, so many of the last are all there, and of those before them
// one in so many: they say how far back the register was as it is, and less finely the longer ago.
const (
	lateHeads  = 1000
	everyEarly = 100
)

// CosignedHistory is what goes with copies: cosigned heads of no more than so many entries, the smallest first, in the
// form of JoinHeads.
func (f *Office) CosignedHistory(ctx context.Context, most int64) ([]byte, error) {
	var all [][]byte
	err := f.CosignedHeads(ctx, 0, func(size int64, note []byte) bool {
		if size <= most {
			all = append(all, note)
		}
		return size < most
	})
	var kept [][]byte
	for i, note := range all {
		if i%everyEarly == 0 || i >= len(all)-lateHeads {
			kept = append(kept, note)
		}
	}
	return register.JoinHeads(kept), err
}

func (f *Office) signHead(ctx context.Context) (register.SignedHead, error) {
	if last := f.heads.current(); last.Note != nil && last.Size >= f.Size() {
		return last, nil
	}
	if f.studied {
		return register.SignedHead{}, f.studiedProblem()
	}
	if err := f.beforeTheFirst(ctx); err != nil {
		return register.SignedHead{}, err
	}
	var own keep.Register
	err := f.store.Read(ctx, func(r keep.Reader) (err error) { own, err = keep.Own(r); return err })
	if err != nil {
		return register.SignedHead{}, storageProblem(f.folder, err)
	}
	signed, err := f.heads.sign(ctx, own.Tree, f.tiler)
	return signed, f.named(ctx, err)
}

// HashTile answers a hash tile of the register. The caller asks only for tiles that the
// signed head covers.
func (f *Office) HashTile(ctx context.Context, p register.TilePath) (register.HashTile, error) {
	tile, err := f.tiler.HashTile(ctx, p)
	return tile, f.named(ctx, storageProblem(f.folder, err))
}

// Bundle answers an entry bundle in the form of C2SP tlog-tiles. It carries the acts with
// everything hidden that they hide: for those who may copy the register.
func (f *Office) Bundle(ctx context.Context, p register.TilePath) (bundle []byte, err error) {
	from, there := p.N*register.TileWidth, 0
	err = f.store.Read(ctx, func(r keep.Reader) error {
		return r.Entries(f.heads.origin, from, from+int64(p.Width), func(e keep.Entry) error {
			encoded, err := register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
			if err == nil && register.LeafHash(encoded) != e.Leaf {
				err = fmt.Errorf("entry %d is not that of its hash", e.Index)
			}
			if err == nil {
				there++
				bundle, err = register.AppendToBundle(bundle, encoded)
			}
			return err
		})
	})
	if err == nil && there != p.Width {
		err = fmt.Errorf("%d entries of %d are there", there, p.Width)
	}
	if err != nil {
		return nil, f.named(ctx, storageProblem(f.folder, fmt.Errorf("read bundle: %w", err)))
	}
	return bundle, nil
}

// Cosign keeps the cosignatures, by the given cosigner, that a copy of this office's own
// head carries: of each cosigner the latest. Whose cosignatures matter is for each reader to say.
func (f *Office) Cosign(ctx context.Context, signed []byte, cosigner note.Verifier) error {
	if err := f.Takes(); err != nil {
		return err
	}
	head, err := register.OpenHead(signed, f.heads.verifier)
	if err != nil {
		return err
	}
	if len(register.Cosignatures(signed, cosigner)) == 0 {
		return register.ErrSignature
	}
	return f.control(ctx, func() error {
		return f.store.Write(func(tx keep.Tx) error { return addCosignature(tx, head, f.heads.verifier, cosigner) })
	})
}

// addCosignature joins a cosignature to what is kept with the head of that size. A head of the size that is
// another one is left alone: this office signs no such thing, and whoever has one has proof of a fork.
func addCosignature(tx keep.Tx, head register.SignedHead, own, cosigner note.Verifier) error {
	held, err := head.Bare(own)
	if err != nil {
		return err
	}
	err = tx.Cosigned(head.Size, func(size int64, text string) (bool, error) {
		if size == head.Size {
			held.Note = []byte(text)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(held.Note, []byte(head.Body())) {
		return register.ErrWouldFork
	}
	joined := register.AddCosignatures(held, signatureLines(head.Note), cosigner)
	return tx.PutCosigned(head.Size, string(joined.Note))
}

// signatureLines is the part of a signed note after the empty line.
func signatureLines(signed []byte) []byte {
	_, lines, _ := bytes.Cut(signed, []byte("\n\n"))
	return lines
}
