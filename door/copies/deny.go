package copies

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

// denial shows that one head does not extend another: at the size of the older one the
// newer one's history has another root. Anyone can check it with the register's key.
type denial struct {
	newer, older register.SignedHead
	root         tlog.Hash      // of the newer one's history at the older one's size
	proof        tlog.TreeProof // that it is (RFC 6962, section 2.1.2)
}

// deny asks hashes whether its head extends an older one, and answers nil
// if it does. The hashes are not believed: a root is taken only with the proof that the
// copy's head vouches for it. If they do not even prove that, the copy is damaged:
// register.ErrProof.
func deny(ctx context.Context, tiles register.TileReader, newer, older register.SignedHead) (*denial, error) {
	d := denial{newer: newer, older: older}
	if older.Size == 0 {
		return nil, nil // every register extends an empty one
	}
	var err error
	if d.root, err = register.RootAt(ctx, tiles, older.Size, newer.Size); err != nil {
		return nil, err
	}
	if d.proof, err = register.ProveConsistency(ctx, tiles, older.Size, newer.Size); err != nil {
		return nil, err
	}
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("the hashes of this copy do not add up to its head: %w", err)
	}
	if d.root == older.Root {
		return nil, nil
	}
	return &d, nil
}

// check checks that the newer history has the root.
func (d denial) check() error {
	return register.CheckConsistency(d.proof,
		register.TreeHead{Origin: d.newer.Origin, Size: d.older.Size, Root: d.root}, d.newer.TreeHead)
}
