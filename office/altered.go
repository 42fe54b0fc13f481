package office

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"truce/ground/act"
	"truce/ground/register"
	"truce/tool/keep"
)

// altered gathers the entries of which the database says something else than their own bytes,
// which the tree heads are signed for. Several goroutines may compare.
type altered struct {
	mu    sync.Mutex
	count int64
	first Inadmissible // the one with the lowest index
}

// compare holds what is kept beside an entry to its bytes, which a holds if they could be read:
// the hash in the tree to the time of receipt and the act, the id and the subject to the act. It
// answers the entry under the subject of its act. The time of receipt stands nowhere else, so one
// that was altered is found, and told, but stays.
func (c *altered) compare(e keep.Entry, a act.Act) keep.Entry {
	line, why := register.Entry{Received: e.Received, Act: e.JWS}, ""
	encoded, err := line.Append(nil)
	if err != nil || register.LeafHash(encoded) != e.Leaf || sha256.Sum256([]byte(line.SigningInput())) != e.ID {
		why = "Its time of receipt, its act or the act's id is not what the register's tree was made of."
	}
	if a.Subject != "" && a.Subject != e.Subject {
		why = fmt.Sprintf("The database has it as about %s, but the act itself is about %s.", e.Subject, a.Subject)
		e.Subject = a.Subject
	}
	if why != "" {
		c.add(Inadmissible{e.Index, e.ID, e.Subject, why})
	}
	return e
}

func (c *altered) add(one Inadmissible) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count == 0 || one.Index < c.first.Index {
		c.first = one
	}
	c.count++
}
