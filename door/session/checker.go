package session

import (
	"crypto/sha256"
	"sync"
	"time"

	"truce/noun/people"
)

// maxRemembered bounds the tokens whose signature is remembered as good.
const maxRemembered = 1024

// Checker checks tokens at one office and remembers which signatures were good, by the
// token's hash: a page of the web asks a dozen times with the same token. Everything that
// can change, the key's standing, roles and time, is asked anew each time.
type Checker struct {
	At        Place
	Directory func() *people.Directory // as of the last commit
	Now       func() time.Time

	mu   sync.Mutex
	good map[[sha256.Size]byte]claims
}

// Check is the function Check. Errors are the same.
func (c *Checker) Check(token string) (Session, error) {
	now, hash := c.Now(), sha256.Sum256([]byte(token))
	if known, is := c.recall(hash); is {
		s, _, err := known.stand(c.Directory(), c.At, now)
		return s, err
	}
	s, checked, err := check(token, c.Directory(), c.At, now)
	if err == nil {
		c.remember(hash, checked, now)
	}
	return s, err
}

func (c *Checker) recall(hash [sha256.Size]byte) (claims, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, is := c.good[hash]
	return known, is
}

// remember makes room by forgetting what has ended, or everything: a signature that is
// forgotten is only checked once more.
func (c *Checker) remember(hash [sha256.Size]byte, checked claims, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.good) >= maxRemembered {
		for h, old := range c.good {
			if old.Expires <= now.Unix() {
				delete(c.good, h)
			}
		}
	}
	if c.good == nil || len(c.good) >= maxRemembered {
		c.good = map[[sha256.Size]byte]claims{}
	}
	c.good[hash] = checked
}
