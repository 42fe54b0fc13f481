package office

import (
	"bytes"
	"context"
	"fmt"
	"strings"

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
	var lines []string
	err = f.store.Read(ctx, func(r keep.Reader) error {
		var err error
		lines, err = r.Cosignatures(signed.Size)
		return err
	})
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	return append(signed.Note, strings.Join(lines, "")...), nil
}

func (f *Office) signHead(ctx context.Context) (register.SignedHead, error) {
	if last := f.heads.current(); last.Note != nil && last.Size >= f.Size() {
		return last, nil
	}
	var own keep.Register
	err := f.store.Read(ctx, func(r keep.Reader) (err error) { own, err = keep.Own(r); return err })
	if err != nil {
		return register.SignedHead{}, storageProblem(f.folder, err)
	}
	return f.heads.sign(ctx, own.Tree, f.tiler)
}

// HashTile answers a hash tile of the register. The caller asks only for tiles that the
// signed head covers.
func (f *Office) HashTile(ctx context.Context, p register.TilePath) (register.HashTile, error) {
	return f.tiler.HashTile(ctx, p)
}

// Bundle answers an entry bundle in the form of C2SP tlog-tiles. It carries the acts with
// everything hidden that they hide: for those who may copy the register.
func (f *Office) Bundle(ctx context.Context, p register.TilePath) (bundle []byte, err error) {
	from := p.N * register.TileWidth
	err = f.store.Read(ctx, func(r keep.Reader) error {
		return r.Entries(f.heads.origin, from, from+int64(p.Width), func(e keep.Entry) error {
			encoded, err := register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
			if err == nil {
				bundle, err = register.AppendToBundle(bundle, encoded)
			}
			return err
		})
	})
	if err != nil {
		return nil, storageProblem(f.folder, fmt.Errorf("read bundle: %w", err))
	}
	return bundle, nil
}

// Cosign keeps the cosignatures, by the given cosigners, that a copy of this office's own
// head carries. Whose cosignatures matter is for each reader to say.
func (f *Office) Cosign(ctx context.Context, signed []byte, cosigner note.Verifier) error {
	head, err := register.OpenHead(signed, f.heads.verifier)
	if err != nil {
		return err
	}
	bare := register.SignedHead{TreeHead: head.TreeHead, Note: nil}
	line := register.AddCosignatures(bare, signatureLines(signed), cosigner).Note
	if len(line) == 0 {
		return register.ErrSignature
	}
	return f.control(ctx, func() error {
		return f.store.Write(func(tx keep.Tx) error {
			return tx.PutCosignature(head.Size, cosigner.Name(), string(line))
		})
	})
}

// signatureLines is the part of a signed note after the empty line.
func signatureLines(signed []byte) []byte {
	_, lines, _ := bytes.Cut(signed, []byte("\n\n"))
	return lines
}
