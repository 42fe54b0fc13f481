package register

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var (
	// ErrWouldFork says that signing would give two histories the name of one register.
	ErrWouldFork = errors.New("would fork the register")
	// ErrWouldRollBack says that a larger head is known than the register now has entries for, as after
	// restoring a backup.
	ErrWouldRollBack = errors.New("would roll the register back")
	// ErrUnsettled says that an extension was signed and neither kept nor dropped.
	ErrUnsettled = errors.New("an earlier extension is not settled")
)

// Signer signs the heads of one register, and only such as extend the last one. It holds the tree itself,
// so a head that it signs can't be anything else. It is safe for concurrent use.
//
// Each extension goes in three steps, so that a signature leaves the house only when what it promises
// is on disk: [Signer.Extend], then the database transaction that stores the entries, the edge of the
// tree and the signed head, then [Signer.Keep], or [Signer.Drop] if the transaction did not happen.
// If it is not known whether it happened, make a new Signer from what is stored.
type Signer struct {
	key note.Signer

	mu        sync.Mutex
	tree      Tree
	unsettled *Extension
}

// Extension is a register as it will be, signed but not yet to be shown to anyone.
type Extension struct {
	Tree Tree
	Head SignedHead
}

// NewSigner makes the signer of the register whose stored tree is given. seen are heads of this register
// remembered elsewhere: the last one signed, from a file that no backup restores, and those that
// cosigners have. If the tree does not extend all of them there is no signer: [ErrWouldRollBack],
// [ErrWouldFork]. tiles are those of the stored register, from which that is proved.
func NewSigner(ctx context.Context, key note.Signer, tree Tree, tiles TileReader, seen ...TreeHead) (*Signer, error) {
	s := &Signer{key: key, tree: tree}
	for _, h := range seen {
		if err := s.extends(ctx, tiles, h); err != nil {
			return nil, fmt.Errorf("make signer of %q: %w", key.Name(), err)
		}
	}
	return s, nil
}

func (s *Signer) extends(ctx context.Context, tiles TileReader, seen TreeHead) error {
	now := headOf(s.key.Name(), &s.tree)
	if seen.Origin != now.Origin {
		return fmt.Errorf("a head of %q was remembered: %w", seen.Origin, ErrWouldFork)
	}
	if seen.Size > now.Size {
		return fmt.Errorf("%d entries are stored, %d were signed for: %w", now.Size, seen.Size, ErrWouldRollBack)
	}
	proof, err := ProveConsistency(ctx, tiles, seen.Size, now.Size)
	if err != nil {
		return err
	}
	if CheckConsistency(proof, seen, now) != nil {
		return fmt.Errorf("the first %d entries are not those signed for: %w", seen.Size, ErrWouldFork)
	}
	return nil
}

// Head is the last head kept, unsigned.
func (s *Signer) Head() TreeHead {
	s.mu.Lock()
	defer s.mu.Unlock()
	return headOf(s.key.Name(), &s.tree)
}

// Extend signs the register with these leaves added. With none it signs the present head again, byte for
// byte. The extension must be settled with Keep or Drop before the next: [ErrUnsettled].
func (s *Signer) Extend(leaves ...tlog.Hash) (Extension, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsettled != nil {
		return Extension{}, fmt.Errorf("extend %q: %w", s.key.Name(), ErrUnsettled)
	}
	x := Extension{Tree: s.tree}
	for _, leaf := range leaves {
		x.Tree.Append(leaf)
	}
	var err error
	if x.Head, err = signHead(headOf(s.key.Name(), &x.Tree), s.key); err != nil {
		return Extension{}, err
	}
	s.unsettled = &x
	return x, nil
}

// Keep makes the extension the last head. Call it when the extension is durable; only then let the
// signed head out.
func (s *Signer) Keep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsettled != nil {
		s.tree, s.unsettled = s.unsettled.Tree, nil
	}
}

// Drop forgets the extension. Call it only when it is certain that nothing of it was stored or shown.
func (s *Signer) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsettled = nil
}

func headOf(origin string, t *Tree) TreeHead {
	return TreeHead{Origin: origin, Size: t.Size(), Root: t.Root()}
}

// SignEarlier signs the head of the first entries of a register, fewer than a head that was signed and
// kept: for those who are told no more. That it is the beginning of the signed one is proved from tiles,
// so that no second history can come of it.
func SignEarlier(ctx context.Context, key note.Signer, tiles TileReader, signed TreeHead, size int64) (SignedHead, error) {
	earlier := headOf(signed.Origin, &Tree{})
	if size > 0 {
		root, err := tlog.TreeHash(size, newHashReader(ctx, tiles, signed.Size))
		if err != nil {
			return SignedHead{}, fmt.Errorf("sign head of %d entries: %w", size, err)
		}
		earlier.Size, earlier.Root = size, root
		proof, err := ProveConsistency(ctx, tiles, size, signed.Size)
		if err == nil {
			err = CheckConsistency(proof, earlier, signed)
		}
		if err != nil {
			return SignedHead{}, fmt.Errorf("sign head of %d entries: %w", size, err)
		}
	}
	return signHead(earlier, key)
}
