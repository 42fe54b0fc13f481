package register

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Fork is the proof that a register signed two histories. Anyone can check it with the register's public key
// alone; the two receipts are files of a public format (C2SP tlog-proof).
type Fork struct {
	// Index is the first position, from 0, at which the histories differ.
	Index int64
	// A and B are the leaf hashes at that position in the two histories.
	A, B tlog.Hash
	// ReceiptA and ReceiptB show that the register signed for each.
	ReceiptA, ReceiptB Receipt
}

// Check checks the proof: two different leaves at one position, both signed for. It is [ErrProof] or
// [ErrSignature] if it does not show a fork.
func (f Fork) Check(key note.Verifier) error {
	if f.A == f.B || f.ReceiptA.Index != f.Index || f.ReceiptB.Index != f.Index {
		return fmt.Errorf("check fork: not two entries at one position: %w", ErrProof)
	}
	policy := Policy{logs: []PolicyKey{{Name: key.Name(), Verifier: key}}, quorum: -1}
	if _, err := f.ReceiptA.Check(f.A, policy); err != nil {
		return fmt.Errorf("check fork: %w", err)
	}
	if _, err := f.ReceiptB.Check(f.B, policy); err != nil {
		return fmt.Errorf("check fork: %w", err)
	}
	return nil
}

func proveFork(ctx context.Context, index int64, c Comparison, a, b tree) (*Fork, error) {
	f := &Fork{Index: index}
	var err error
	if f.A, f.ReceiptA, err = a.receipt(ctx, c.A, index); err != nil {
		return nil, err
	}
	f.B, f.ReceiptB, err = b.receipt(ctx, c.B, index)
	return f, err
}

// receipt makes the receipt for the leaf at index, and gives the leaf.
func (t tree) receipt(ctx context.Context, head SignedHead, index int64) (tlog.Hash, Receipt, error) {
	tile, err := t.at(ctx, 0, index)
	if err != nil {
		return tlog.Hash{}, Receipt{}, err
	}
	proof, err := ProveInclusion(ctx, t, head.Size, index)
	return tile[index%TileWidth], Receipt{Index: index, Proof: proof, Head: head.Note}, err
}
