package act

import (
	"crypto/ed25519"
	"sync"
)

// Checker checks acts as Act.Check does and remembers what makes the next check of the
// same key cheaper. It may be used by any number of goroutines.
type Checker struct {
	curve func() *curve // made when a key first comes often enough
	mu    sync.Mutex
	tick  uint64
	keys  map[KeyID]*often
	held  int // how many keys have their multiples
}

// often is a key that was seen before.
type often struct {
	checks    int
	last      uint64 // Checker.tick at the last check
	multiples *multiples
}

const (
	// worthwhile is how many checks of a key repay the writing down of its multiples.
	worthwhile = 32
	// maxHeld bounds the memory: half a megabyte each.
	maxHeld = 48
	// maxSeen bounds how many keys are counted.
	maxSeen = 4096
)

// NewChecker knows no key yet.
func NewChecker() *Checker {
	return &Checker{curve: sync.OnceValue(newCurve), keys: map[KeyID]*often{}}
}

// Check answers ErrSignature unless key made the act.
func (c *Checker) Check(a Act, key PublicKey) error {
	begun := c.Begin(a, key)
	return begun.Err()
}

// Begin does all of Check but its last step, which checks that are finished together share.
func (c *Checker) Begin(a Act, key PublicKey) Begun {
	public, is := key.key.(ed25519.PublicKey)
	if !is {
		return Begun{right: a.Check(key) == nil}
	}
	m := c.multiples(key.id, public)
	if m == nil {
		return Begun{right: a.Check(key) == nil}
	}
	if key.ID() != a.Issuer || a.alg != Ed25519 {
		return Begun{}
	}
	signature, err := strict.DecodeString(a.compact[a.input+1:])
	if err != nil || smallOrder(signature) {
		return Begun{}
	}
	r, ok := c.curve().commitment(public, m, a.compact[:a.input], signature)
	if !ok {
		return Begun{}
	}
	return Begun{r: &r, wanted: [32]byte(signature)}
}

// multiples answers those of a key that comes often, else nil.
func (c *Checker) multiples(id KeyID, public ed25519.PublicKey) *multiples {
	c.mu.Lock()
	c.tick++
	k := c.seen(id)
	k.checks, k.last = k.checks+1, c.tick
	m, due := k.multiples, k.checks == worthwhile
	c.mu.Unlock()
	if m == nil && due {
		m = c.curve().negated(public)
		c.hold(id, m)
	}
	return m
}

func (c *Checker) seen(id KeyID) *often {
	k, is := c.keys[id]
	if !is {
		if len(c.keys) >= maxSeen {
			c.keys, c.held = map[KeyID]*often{}, 0
		}
		k = &often{}
		c.keys[id] = k
	}
	return k
}

// hold keeps the multiples of a key, in place of those that were not used for longest.
func (c *Checker) hold(id KeyID, m *multiples) {
	if m == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.seen(id)
	if k.multiples != nil {
		return
	}
	if c.held >= maxHeld {
		c.dropOldest()
	}
	k.multiples = m
	c.held++
}

func (c *Checker) dropOldest() {
	var oldest *often
	for _, k := range c.keys {
		if k.multiples != nil && (oldest == nil || k.last < oldest.last) {
			oldest = k
		}
	}
	oldest.multiples, oldest.checks = nil, 0
	c.held--
}
