package register

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Sighting says that at a moment a register had no more entries than so many: a cosigner saw a head of them as the
// largest. What stands after them was received later, whatever its entry says.
type Sighting struct {
	Size int64
	At   time.Time
	By   string // who says so, for a person
}

// Sighting is what the quorum of the policy says with a head; false if too few signed it, or the policy asks nobody. A
// single cosigner whose clock is ahead says nothing.
func (p Policy) Sighting(signed []byte, now time.Time) (Sighting, bool) {
	j := p.Judge(signed, now, 0)
	if j.At.IsZero() {
		return Sighting{}, false
	}
	var by []string
	for _, s := range j.Cosigned {
		if !s.At.Before(j.At) {
			by = append(by, s.Name)
		}
	}
	return Sighting{Size: j.Head.Size, At: j.At, By: strings.Join(by, " and ")}, true
}

// Clocks hold received times against what others saw.
type Clocks struct {
	seen []Sighting // by size; each is the latest of those of its size and smaller
	now  time.Time  // of the reader; zero: not known
}

// NewClocks takes what others saw and the reader's clock, zero if there is none.
func NewClocks(seen []Sighting, now time.Time) Clocks {
	c := Clocks{seen: slices.Clone(seen), now: now}
	slices.SortStableFunc(c.seen, func(a, b Sighting) int {
		if a.Size != b.Size {
			return int(min(max(a.Size-b.Size, -1), 1))
		}
		return a.At.Compare(b.At)
	})
	for i := 1; i < len(c.seen); i++ {
		if c.seen[i-1].At.After(c.seen[i].At) {
			c.seen[i].At, c.seen[i].By = c.seen[i-1].At, c.seen[i-1].By
		}
	}
	return c
}

// Wrong says why the received time of an entry cannot be true; "" if nothing speaks against it. Clocks of honest
// people may differ by [ClockSlack].
func (c Clocks) Wrong(index int64, received time.Time) string {
	if !c.now.IsZero() && received.After(c.now.Add(ClockSlack)) {
		return fmt.Sprintf("says it was received at %s, which is still to come by the reader's clock", received.Format(timeLayout))
	}
	// The last sighting of a size that the entry is not in.
	after, _ := slices.BinarySearchFunc(c.seen, index+1, func(s Sighting, size int64) int { return int(min(max(s.Size-size, -1), 1)) })
	if after == 0 {
		return ""
	}
	s := c.seen[after-1]
	if !received.Before(s.At.Add(-ClockSlack)) {
		return ""
	}
	return fmt.Sprintf("is back-dated: it says it was received at %s, and %s saw at %s that the register did not have it yet (it had %d entries)",
		received.Format(timeLayout), s.By, s.At.Format(time.RFC3339), s.Size)
}
