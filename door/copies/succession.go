package copies

import (
	"fmt"
	"slices"

	"truce/ground/act"
	"truce/ground/register"
	"truce/noun"
	"truce/noun/people"
)

// Successions are how a copy's register lies to others, by the acts in it: which goes on with its work, and with whose it goes on.
func (r Report) Successions() (successor, predecessor *people.Succession) {
	if r.Directory == nil {
		return nil, nil
	}
	o, _ := r.Directory.Office(people.OfficeSubject(r.Origin))
	return o.Successor, o.Predecessor
}

// succession holds the head that a succession names to the entries of the copy.
func (c *check) succession() error {
	successor, _ := c.report.Successions()
	if successor == nil || c.hashes.Problem != nil {
		return nil
	}
	what, err := c.unlike(*successor)
	if what != "" {
		c.findings.add(Finding{First: -1, Last: -1, Subject: people.OfficeSubject(c.report.Origin), What: what})
	}
	return err
}

// unlike says what of the head that a succession names is not of the copy's history, "" if nothing is or damaged hashes do not tell.
func (c *check) unlike(successor people.Succession) (string, error) {
	if successor.Size > c.report.Head.Size {
		return "The head that the succession names has more entries than the register.", nil
	}
	root, err := register.RootAt(c.ctx, register.ReadTiles(c.src), successor.Size, c.report.Head.Size)
	if err != nil || root.String() == successor.Root {
		return "", ignoreDamage(err)
	}
	return fmt.Sprintf("The head of %d entries that the succession names is not one of this history.", successor.Size), nil
}

// Lineage is whether it is shown that a register goes on with the work of an earlier one.
type Lineage string

// Lineages. All but Shown are refused by a reader who asked.
const (
	Shown     Lineage = "shown"      // by acts of the earlier one, and the two name the same head
	NotClaims Lineage = "not-claims" // the register itself does not say so, or its sides did not sign that
	NotNamed  Lineage = "not-named"  // the earlier one was not succeeded by anybody
	ByAnother Lineage = "another"    // it was succeeded by another register
	OtherHead Lineage = "other-head" // the two name different heads: what came between would be left out, or was never there
	OtherRoot Lineage = "other-root" // a side has another root key here than there: somebody else may speak in its name
	FewSides  Lineage = "few-sides"  // of the sides that signed the founding fewer than two are sides of the earlier one
	Unsound   Lineage = "unsound"    // the copy of the earlier one is not as it should be, so that nothing follows from it
)

// Follows tells whether the register of a copy goes on with the work of that of an earlier copy.
func (r Report) Follows(earlier Report) Lineage {
	_, claimed := r.Successions()
	named, _ := earlier.Successions()
	switch {
	case claimed == nil || claimed.Since.IsZero() || claimed.RegisterKey != earlier.Key:
		return NotClaims
	case earlier.Bad > 0 || len(earlier.Forks) > 0 || earlier.Unproven != NoDoubt:
		return Unsound
	case named == nil:
		return NotNamed
	case named.RegisterKey != r.Key:
		return ByAnother
	case named.Size != claimed.Size || named.Root != claimed.Root:
		return OtherHead
	case len(r.OtherRoots(earlier)) > 0:
		return OtherRoot
	case r.shared(earlier) < 2:
		return FewSides
	}
	return Shown
}

// Omitted is how many entries of the register before came after the head from which the copy's register goes on, beside
// those by which the sides signed the succession.
func (r Report) Omitted(earlier Report) int64 {
	named, _ := earlier.Successions()
	if named == nil {
		return 0
	}
	return max(0, earlier.Head.Size-named.Size-int64(len(named.Signed)))
}

// OtherRoots are the sides whose first root in the copy's register is not the one that they had at last in the one before, whether
// they signed the founding or not: nothing shows that the side itself said so. The mission is among them, with the key that signed
// for it, if that does not speak for it there. What replaced a root later, in the copy's register, is told of that.
func (r Report) OtherRoots(earlier Report) (others []people.SideKey) {
	_, claimed := r.Successions()
	if key := claimed.RootOf(noun.Mission); key != "" {
		if _, same := earlier.hasRoot(noun.Mission, key); !same {
			others = append(others, people.SideKey{Side: noun.Mission, Key: key})
		}
	}
	o, _ := r.Directory.Office(people.OfficeSubject(r.Origin))
	for _, s := range o.Sides {
		first := s.FirstRoot()
		if is, same := earlier.hasRoot(s.Side, first); s.Side != noun.Mission && first != "" && is && !same {
			others = append(others, people.SideKey{Side: s.Side, Key: first})
		}
	}
	return others
}

// SidesUnlike are the parties that are sides in the copy's register, by its founding or because they count, and counted for nothing in
// the one before; and those that counted there and are none here. Whoever founds a register names its sides.
func (r Report) SidesUnlike(earlier Report) (added, gone []string) {
	is, was := r.sides(), earlier.sides()
	for side, here := range is {
		if here && !was[side] {
			added = append(added, side)
		}
	}
	for side, there := range was {
		if there && !is[side] {
			gone = append(gone, side)
		}
	}
	slices.Sort(added)
	slices.Sort(gone)
	return added, gone
}

func (r Report) sides() map[string]bool {
	all := map[string]bool{}
	o, _ := r.Directory.Office(people.OfficeSubject(r.Origin))
	for _, s := range o.Sides {
		all[s.Side] = s.Founding || !s.Counts.IsZero()
	}
	return all
}

// shared is how many of the sides that signed the founding had the same root key in the register before.
func (r Report) shared(earlier Report) (n int) {
	_, claimed := r.Successions()
	for _, side := range claimed.Signed {
		if _, same := earlier.hasRoot(side, claimed.RootOf(side)); same {
			n++
		}
	}
	return n
}

// hasRoot tells whether a register has a side, and whether a key is its root when the register ended.
func (r Report) hasRoot(side string, key act.KeyID) (is, same bool) {
	if side == noun.Mission {
		author, standing := r.Directory.Author(key, r.Until)
		return true, standing == people.Enrolled && author.Party == ""
	}
	o, _ := r.Directory.Office(people.OfficeSubject(r.Origin))
	s, _ := o.Side(side)
	return s.Root != "", s.Root != "" && s.Root == key
}
