package copies

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"truce/ground/register"
)

// Cosigned is how a copy's head stands by the reader's policy.
type Cosigned struct {
	Held   bool          // to a policy: the reader has one
	Asked  string        // what it asks for, such as "2 of ru, ir, tr"; "" if it asks for no cosignature
	Oldest time.Duration // that the policy is held to; 0: any age
	// Head is what the policy says of the copy's own head.
	Head register.Judgement
	// Reach is what it says of the largest head that satisfies it and that the copy extends, nil if there is none: so
	// far others saw the same.
	Reach *register.Judgement
}

// OK reports that the reader has no policy, or that the copy's head satisfies it.
func (c Cosigned) OK() bool { return !c.Held || c.Head.State == register.Satisfied }

// cosigned gathers the heads of the register that others may have cosigned: from the copy, from memory, and those
// that the reader brought along. What is not signed by the register says nothing.
func (c *check) cosigned() (heads [][]byte, err error) {
	own, err := c.src.Read(c.ctx, register.HeadPath)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	with, err := c.src.Read(c.ctx, register.CosignedPath)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	all := append(register.SplitHeads(with), own)
	all = append(append(append(all, notes(c.memory.Heads)...), notes(c.memory.Suspect)...), c.o.Heads...)
	for _, note := range all {
		if _, err := register.OpenHead(note, c.key.verifier); err == nil {
			heads = append(heads, note)
		}
	}
	return heads, nil
}

// suspects are heads that a copy may deny: those kept apart in memory, and those that came otherwise, each once.
func (c *check) suspects(heads [][]byte) [][]byte {
	all := notes(c.memory.Suspect)
	known := map[register.TreeHead]bool{}
	for _, note := range append(notes(c.memory.Heads), all...) {
		if h, err := register.OpenHead(note, c.key.verifier); err == nil {
			known[h.TreeHead] = true
		}
	}
	for _, note := range heads {
		if h, err := register.OpenHead(note, c.key.verifier); err == nil && !known[h.TreeHead] {
			known[h.TreeHead] = true
			all = append(all, note)
		}
	}
	return all
}

// sightings are what the quorum of the policy saw when, by every head that is at hand.
func (c *check) sightings(heads [][]byte) []register.Sighting {
	if c.o.Policy == nil {
		return nil
	}
	var seen []register.Sighting
	for _, note := range heads {
		if s, is := c.o.Policy.Sighting(note, c.now()); is {
			seen = append(seen, s)
		}
	}
	return seen
}

// now is the reader's clock, zero if there is none.
func (c *check) now() time.Time {
	if c.o.Now == nil {
		return time.Time{}
	}
	return c.o.Now().UTC()
}

// judgeHeads holds the copy's head to the policy, and finds how far others saw the same. Heads that the copy denies
// are forks, which are told as that.
func (c *check) judgeHeads(heads [][]byte) {
	if c.o.Policy == nil {
		return
	}
	r := Cosigned{Held: true, Asked: c.o.Policy.Quorum(), Oldest: c.o.MaxAge}
	verifiers := c.o.Policy.Cosigners()
	own := c.hashes.Head
	for _, note := range heads { // the same head may have come with more cosignatures by another way
		h, err := register.OpenHead(note, c.key.verifier)
		if err != nil || h.TreeHead != own.TreeHead {
			continue
		}
		for _, k := range verifiers {
			_, lines, _ := strings.Cut(string(note), "\n\n")
			own = register.AddCosignatures(own, []byte(lines), k.Verifier)
		}
	}
	r.Head = c.o.Policy.Judge(own.Note, c.now(), c.o.MaxAge)
	c.report.Head = own
	for _, note := range append(heads, own.Note) {
		j := c.o.Policy.Judge(note, c.now(), c.o.MaxAge)
		if j.State != register.Satisfied || j.Head.Size > own.Size || c.denies(j.Head) {
			continue
		}
		if r.Reach == nil || r.Reach.Head.Size < j.Head.Size {
			r.Reach = &j
		}
	}
	c.report.Cosigned = r
}

// Gap is a long time without an entry: after it an operator confirmed the office's clock, or nobody did.
type Gap struct {
	Entry       int64 // the first after it
	From, Until time.Time
}

const (
	longGap = 30 * 24 * time.Hour // after which an office that starts asks for its clock to be confirmed
	maxGaps = 5
)

// gap notes that an entry came long after the one before it.
func (a *actsCheck) gap(j *judged) {
	if !a.last.IsZero() && j.received.Sub(a.last) > longGap && len(a.report.Gaps) < maxGaps {
		a.report.Gaps = append(a.report.Gaps, Gap{j.index, a.last, j.received})
	}
}

// denies reports whether the check found that the copy does not extend a head.
func (c *check) denies(head register.SignedHead) bool {
	for _, f := range c.hashes.Forks {
		if f.TreeHead == head.TreeHead {
			return true
		}
	}
	return c.hashes.Problem != nil
}
