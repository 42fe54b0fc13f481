package copies

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"truce/ground/register"
	"truce/tool/staging"
)

// Errors of a head that is not shown to extend those that a folder has.
var (
	// ErrShrunk says that it has fewer entries. A register never shrinks.
	ErrShrunk = errors.New("the register has fewer entries than the copy: it was cut back, or this is an older one")
	// ErrUnproven says that what shows the hashes does not add up to the head.
	ErrUnproven = errors.New("the register does not show that it holds what the copy holds")
)

// TwoHistories says that a register signed two histories. File is the proof of it (CheckFork).
type TwoHistories struct{ Origin, File string }

func (f TwoHistories) Error() string {
	return fmt.Sprintf("the register %s signed two histories. The proof is in %s: anybody can check it with the register's public key", f.Origin, f.File)
}

// Names in an exported folder.
const (
	headsName    = "heads"
	unprovenName = "heads/unproven"
	forkName     = "fork-proof.json"
)

// Heads are all the signed heads that a folder's exports ever saw, a small file each, beside the one that the copy
// is of. A head that is not shown to extend them is kept apart, and changes nothing else.
type Heads struct {
	folder string
	key    key
	copied *register.SignedHead // that the copy is of
	seen   []register.SignedHead
}

// OpenHeads reads the heads of a folder; one that is not there has none. They must be signed with the
// verifier key: ErrOtherRegister.
func OpenHeads(folder, verifierKey string) (*Heads, error) {
	k, err := parseKey(verifierKey, KeyGiven)
	if err != nil {
		return nil, err
	}
	h := &Heads{folder: folder, key: k}
	if h.copied, err = h.read(register.HeadPath); err != nil {
		return nil, err
	}
	files, err := os.ReadDir(filepath.Join(folder, headsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, file := range files {
		if file.IsDir() || strings.HasPrefix(file.Name(), ".") {
			continue
		}
		head, err := h.read(headsName + "/" + file.Name())
		if err != nil {
			return nil, err
		}
		h.seen = append(h.seen, *head)
	}
	return h, nil
}

// read reads a head, nil if it is not there.
func (h *Heads) read(name string) (*register.SignedHead, error) {
	text, err := os.ReadFile(filepath.Join(h.folder, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	head, err := register.OpenHead(text, h.key.verifier)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrOtherRegister, name, err)
	}
	return &head, nil
}

// Size is how many entries the copy has.
func (h *Heads) Size() int64 {
	if h.copied == nil {
		return 0
	}
	return h.copied.Size
}

// Admit asks the hashes under a new head to show that it extends each head that the folder has, and keeps it with
// them. Errors: ErrShrunk, ErrUnproven, and TwoHistories with the proof, written into the folder; then the new head
// is kept apart and all else in the folder is as it was.
func (h *Heads) Admit(ctx context.Context, tiles register.TileReader, head register.SignedHead) error {
	err := h.extended(ctx, tiles, head)
	_, forked := errors.AsType[TwoHistories](err)
	switch {
	case forked, errors.Is(err, ErrShrunk), errors.Is(err, ErrUnproven):
		return errors.Join(err, h.keep(unprovenName, head))
	case err != nil:
		return err
	}
	return h.keep(headsName, head)
}

func (h *Heads) extended(ctx context.Context, tiles register.TileReader, head register.SignedHead) error {
	for _, had := range h.last() {
		if had.Size > head.Size {
			return fmt.Errorf("%w (%d entries, and %d before)", ErrShrunk, head.Size, had.Size)
		}
		d, err := deny(ctx, tiles, head, had)
		if errors.Is(err, register.ErrProof) || err != nil && ignoreDamage(err) == nil {
			return fmt.Errorf("%w: %w", ErrUnproven, err)
		}
		if err != nil {
			return err
		}
		if d == nil {
			continue
		}
		path, err := forkOfHeads(h.key, *d).write(filepath.Join(h.folder, forkName))
		if err != nil {
			return err
		}
		return TwoHistories{head.Origin, path}
	}
	return nil
}

// last are the head of the copy and the largest that was seen. Each was shown to extend those before it.
func (h *Heads) last() []register.SignedHead {
	var last []register.SignedHead
	if h.copied != nil {
		last = append(last, *h.copied)
	}
	if len(h.seen) > 0 {
		last = append(last, slices.MaxFunc(h.seen, func(a, b register.SignedHead) int { return cmp.Compare(a.Size, b.Size) }))
	}
	return last
}

// keep writes a head under a name that tells its size and its bytes, so that none is written over another.
func (h *Heads) keep(folder string, head register.SignedHead) error {
	sum := sha256.Sum256(head.Note)
	path := filepath.Join(h.folder, filepath.FromSlash(folder), fmt.Sprintf("%010d-%x", head.Size, sum[:6]))
	if err := os.MkdirAll(filepath.Dir(path), staging.OpenFolder); err != nil {
		return err
	}
	if err := staging.Replace(path, head.Note); err != nil {
		return err
	}
	return os.Chmod(path, staging.OpenFile)
}
