package copies

import (
	"errors"
	"fmt"

	"truce/ground/register"
)

// Doubt is why it is not shown that a copy is of the history that its reader has seen before.
type Doubt string

// Doubts.
const (
	NoDoubt Doubt = ""
	// Shorter: it has fewer entries than a remembered head, and the reader did not say that it is to be older.
	Shorter Doubt = "shorter"
	// NothingShows: it is meant to be older, and nothing is there that shows it to be the beginning.
	NothingShows Doubt = "nothing shows it"
	// NewerTooShort: the newer copy that was named is itself older than what was seen.
	NewerTooShort Doubt = "the newer copy is shorter"
	// NewerDamaged: the hashes of the newer copy do not add up to its head.
	NewerDamaged Doubt = "the newer copy is damaged"
)

// OlderShown is how it was shown that a shorter copy is the beginning of what its reader has seen before.
type OlderShown string

// Ways in which it is shown.
const (
	NotOlder OlderShown = ""
	ByMemory OlderShown = "its very head is remembered" // and what was remembered later was shown to extend it
	ByNewer  OlderShown = "a newer copy holds both heads"
)

// older settles whether a copy with fewer entries than a remembered head is the beginning of what was seen.
func (c *check) older() error {
	ahead := c.hashes.Ahead
	if ahead == nil {
		return nil
	}
	c.report.BehindBy = ahead.Size - c.report.Head.Size
	if c.memory.holds(c.report.Head, c.key) {
		c.report.Shown = ByMemory
		return nil
	}
	if !c.o.Older {
		c.report.Unproven = Shorter
		return nil
	}
	if c.o.Newer == nil {
		c.report.Unproven = NothingShows
		return nil
	}
	return c.showOlder(*ahead)
}

// showOlder holds the copy and the remembered head against the hashes of a newer copy.
func (c *check) showOlder(ahead register.SignedHead) error {
	newer, err := headOf(c.ctx, c.o.Newer, c.key)
	if err != nil {
		return fmt.Errorf("newer copy: %w", keyWrong(err))
	}
	if newer.Size < ahead.Size {
		c.report.Unproven = NewerTooShort
		return nil
	}
	for _, seen := range []register.SignedHead{ahead, c.report.Head} {
		d, err := deny(c.ctx, register.ReadTiles(c.o.Newer), newer, seen)
		if errors.Is(err, register.ErrProof) || err != nil && ignoreDamage(err) == nil {
			c.report.Unproven = NewerDamaged
			return nil
		}
		if err != nil {
			return err
		}
		if d != nil {
			c.denial = d
			c.report.Forks = append(c.report.Forks, seen)
			return nil
		}
	}
	c.report.Shown = ByNewer
	return nil
}
