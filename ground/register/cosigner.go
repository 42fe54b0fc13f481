package register

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// ErrUnknownOrigin says that a cosigner does not follow the register that a head is of.
var ErrUnknownOrigin = errors.New("unknown register")

// StaleError refuses a request that starts from another head than the one cosigned last. The caller asks
// again with a proof from Known.
type StaleError struct {
	Origin string
	// Known is the size of the head cosigned last, 0 if none was.
	Known int64
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("the head of %q cosigned last has %d entries", e.Origin, e.Known)
}

// ForkError holds two heads of one register, of the same size, both signed by it, with different roots.
// They are the evidence against it and should be kept.
type ForkError struct {
	Cosigned, Offered SignedHead
}

func (e *ForkError) Error() string {
	return fmt.Sprintf("%q signed two different heads of %d entries", e.Offered.Origin, e.Offered.Size)
}

// CosignerState is what a cosigner must never forget: the last head that it cosigned of each register.
type CosignerState interface {
	// LastHead is the head cosigned last, or the zero SignedHead if there is none.
	LastHead(ctx context.Context, origin string) (SignedHead, error)
	// SwapHead stores next, with the cosignature that is about to be given, in the place of last if last, by
	// size and root, is what is stored now, in one step. When it returns true, next is durable. It returns false if another request came first.
	SwapHead(ctx context.Context, last, next SignedHead) (bool, error)
}

// Cosigner signs heads of other offices' registers (C2SP tlog-witness): each states that, at its time, the
// head is the largest that the cosigner has seen of the register, and extends all those before.
// It is safe for concurrent use if its parts are.
type Cosigner struct {
	// Key signs; from [NewCosignatureSigner].
	Key note.Signer
	// Origin gives the key of a register that the cosigner follows, by the register's name.
	Origin func(name string) (note.Verifier, bool)
	State  CosignerState
	// Forked, if set, is handed the evidence when a register signed two heads of one size.
	Forked func(*ForkError)
}

// Cosign returns the signature line, with its newline, for the head of the request. Refusals, and the HTTP
// status that C2SP tlog-witness gives each: [ErrCosignRequest] and [ErrHead] 400, [ErrSignature] 403,
// [ErrUnknownOrigin] 404, [*StaleError] 409 with the size known, [ErrProof], [ErrEmptyRoot] and [*ForkError] 422.
func (c *Cosigner) Cosign(ctx context.Context, r CosignRequest) ([]byte, error) {
	next, err := c.open(r)
	if err != nil {
		return nil, fmt.Errorf("cosign: %w", err)
	}
	last, err := c.State.LastHead(ctx, next.Origin)
	if err != nil {
		return nil, fmt.Errorf("cosign %q: %w", next.Origin, err)
	}
	if last.Note == nil {
		last.TreeHead = headOf(next.Origin, new(Tree))
	}
	if err := c.accept(r, last, next); err != nil {
		return nil, fmt.Errorf("cosign %q: %w", next.Origin, err)
	}
	return c.record(ctx, last, next)
}

func (c *Cosigner) open(r CosignRequest) (SignedHead, error) {
	origin := peekOrigin(r.Head)
	key, ok := c.Origin(origin)
	if !ok {
		return SignedHead{}, fmt.Errorf("%q: %w", origin, ErrUnknownOrigin)
	}
	next, err := OpenHead(r.Head, key)
	if err == nil {
		next, err = next.Bare(key)
	}
	if err == nil && r.Known > next.Size {
		err = fmt.Errorf("from %d to %d entries: %w", r.Known, next.Size, ErrCosignRequest)
	}
	return next, err
}

// accept decides whether next may follow last. Two heads of one size are evidence, from wherever the caller started.
func (c *Cosigner) accept(r CosignRequest, last, next SignedHead) error {
	var fork *ForkError
	if last.Size == next.Size && last.Root != next.Root {
		fork = &ForkError{Cosigned: last, Offered: next}
		if c.Forked != nil {
			c.Forked(fork)
		}
	}
	switch {
	case r.Known != last.Size:
		return &StaleError{Origin: next.Origin, Known: last.Size}
	case fork != nil:
		return fork
	}
	return CheckConsistency(r.Proof, last.TreeHead, next.TreeHead)
}

// record makes next durable, with the signature, and only then lets the signature out. A crash in between leaves
// a head on record that nobody got a signature for; asking again gives one.
func (c *Cosigner) record(ctx context.Context, last, next SignedHead) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: next.Body()}, c.Key)
	if err != nil {
		return nil, fmt.Errorf("cosign %q: %w", next.Origin, err)
	}
	line := signed[len(next.Body())+len("\n"):]
	next.Note = slices.Concat(next.Note, line)
	swapped, err := c.State.SwapHead(ctx, last, next)
	if err != nil {
		return nil, fmt.Errorf("cosign %q: %w", next.Origin, err)
	}
	if swapped {
		return line, nil
	}
	now, err := c.State.LastHead(ctx, next.Origin)
	if err != nil {
		return nil, fmt.Errorf("cosign %q: %w", next.Origin, err)
	}
	return nil, fmt.Errorf("cosign %q: %w", next.Origin, &StaleError{Origin: next.Origin, Known: now.Size})
}
