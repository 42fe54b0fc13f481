package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Sighting says what others saw of a register when they signed a head of so many entries as the largest. What stands after
// them was received later than At, and what is among them no later than Had, whatever its entry says.
type Sighting struct {
	Size  int64
	At    time.Time // then it had no more; zero: nobody says
	By    string    // who says so, for a person
	Had   time.Time // then it had as many; zero: nobody says
	HadBy string    // who says that
}

// Sighting is what the quorum of the policy says with a head; false if too few signed it, or the policy asks nobody. A
// single cosigner whose clock is ahead, or behind, says nothing.
func (p Policy) Sighting(signed []byte, now time.Time) (Sighting, bool) {
	head, err := p.open(signed)
	if err != nil {
		return Sighting{}, false
	}
	found, _ := p.cosignatures(signed)
	s := Sighting{Size: head.Size, At: p.quorumAt(found, now.Add(ClockSlack)), Had: p.quorumBy(found)}
	if s.At.IsZero() {
		return Sighting{}, false
	}
	var by, had []string
	for _, c := range p.list(found) {
		if !c.At.Before(s.At) {
			by = append(by, c.Name)
		}
		if !c.At.After(s.Had) {
			had = append(had, c.Name)
		}
	}
	s.By, s.HadBy = strings.Join(by, " and "), strings.Join(had, " and ")
	return s, true
}

// Clocks hold received times against what others saw.
type Clocks struct {
	seen []Sighting // by size; each is the latest of those of its size and smaller
	had  []Sighting // by size; each is the earliest of those of its size and larger
	now  time.Time  // of the reader; zero: not known
}

// NewClocks takes what others saw and the reader's clock, zero if there is none.
func NewClocks(seen []Sighting, now time.Time) Clocks {
	c := Clocks{seen: slices.Clone(seen), had: slices.Clone(seen), now: now}
	slices.SortStableFunc(c.seen, func(a, b Sighting) int { return cmp.Or(cmp.Compare(a.Size, b.Size), a.At.Compare(b.At)) })
	for i := 1; i < len(c.seen); i++ {
		if c.seen[i-1].At.After(c.seen[i].At) {
			c.seen[i].At, c.seen[i].By = c.seen[i-1].At, c.seen[i-1].By
		}
	}
	c.had = slices.DeleteFunc(c.had, func(s Sighting) bool { return s.Had.IsZero() })
	slices.SortStableFunc(c.had, func(a, b Sighting) int { return cmp.Or(cmp.Compare(a.Size, b.Size), a.Had.Compare(b.Had)) })
	for i := len(c.had) - 1; i > 0; i-- {
		if c.had[i].Had.Before(c.had[i-1].Had) {
			c.had[i-1] = c.had[i]
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
	if wrong := c.backDated(index, received); wrong != "" {
		return wrong
	}
	return c.datedAhead(index, received)
}

// backDated goes by the last that was seen without the entry.
func (c Clocks) backDated(index int64, received time.Time) string {
	after, _ := slices.BinarySearchFunc(c.seen, index+1, bySize)
	if after == 0 || !received.Before(c.seen[after-1].At.Add(-ClockSlack)) {
		return ""
	}
	s := c.seen[after-1]
	return fmt.Sprintf("is back-dated: it says it was received at %s, and %s saw at %s that the register did not have it yet (it had %d entries)",
		received.Format(timeLayout), s.By, s.At.Format(time.RFC3339), s.Size)
}

// datedAhead goes by the first that was seen with the entry in it.
func (c Clocks) datedAhead(index int64, received time.Time) string {
	first, _ := slices.BinarySearchFunc(c.had, index+1, bySize)
	if first == len(c.had) || !received.After(c.had[first].Had.Add(ClockSlack)) {
		return ""
	}
	s := c.had[first]
	return fmt.Sprintf("is dated ahead: it says it was received at %s, and %s saw at %s that the register had it already (it had %d entries)",
		received.Format(timeLayout), s.HadBy, s.Had.Format(time.RFC3339), s.Size)
}

func bySize(s Sighting, size int64) int { return cmp.Compare(s.Size, size) }
