package law

import (
	"slices"

	"truce/ground/taxonomy"
	"truce/noun/zone"
)

// Weapon is what was seen of a weapon. Empty members are not known.
type Weapon struct {
	Class       string  // of the list weapon-class; "unknown" is as if empty
	Millimetres float64 // calibre
	Party       string  // whose it is
}

// Withdrawal is what one rule of one line says of a weapon at a place and a time.
// LimitMetres is how far from the line it must be on its own side, whether the text gave
// the width in total or per side.
type Withdrawal struct {
	LineFinding
	Rule        zone.Withdrawal `json:"rule"`
	LimitMetres float64         `json:"limitMetres"`
	Verdict     Verdict         `json:"verdict"` // engaged: it must not be there
	Why         []Reason        `json:"why"`
}

// Withdrawals judges a weapon by the lines that were in force. Rules that certainly do not
// concern it are left out.
func (s *Snapshot) Withdrawals(weapon Weapon, p Place, w When) []Withdrawal {
	at, known := w.stretch(), w.known()
	var found []Withdrawal
	for _, c := range s.courses {
		if !c.holds(at, known) {
			continue
		}
		f := c.lies(p)
		f.Throughout, f.For = covers(c.force, at), during(c.holders, at)
		for _, rule := range c.drawn.Withdrawals {
			if may, lacking := concerns(rule, weapon); may {
				found = append(found, c.judge(weapon, f, rule, lacking, holdFor(c.holders, weapon.Party, at)))
			}
		}
	}
	return found
}

// concerns reports whether the rule may be about the weapon, and what would have to be known
// of the weapon to be sure.
func concerns(rule zone.Withdrawal, w Weapon) (may bool, lacking []Reason) {
	switch {
	case w.Class == "" || w.Class == "unknown":
		lacking = because(NotKnown, "weapon class")
	case !slices.Contains(rule.Weapons, w.Class) && !slices.Contains(rule.Weapons, taxonomy.Base(w.Class)):
		return false, nil
	}
	switch {
	case rule.MinCalibreMillimetres == 0:
	case w.Millimetres == 0:
		lacking = append(lacking, Reason{NotKnown, "calibre"})
	case w.Millimetres < rule.MinCalibreMillimetres:
		return false, nil
	}
	return true, lacking
}

// judge compares the distances that are possible with the one that is asked for. Held is
// whether the line was in force for whose weapon it is.
func (c *course) judge(weapon Weapon, f LineFinding, rule zone.Withdrawal, lacking []Reason, held Where) Withdrawal {
	w := Withdrawal{LineFinding: f, Rule: rule, LimitMetres: rule.SideMetres()}
	across := c.across(weapon, f)
	switch {
	case held == Outside:
		w.Verdict, w.Why = NotEngaged, because(AccusedNotBound, weapon.Party)
		return w
	case f.Unknown:
		w.Verdict, w.Why = NotDecided, because(NoPlace, f.Code)
		return w
	case across == Inside:
		w.Verdict, w.Why = Engaged, because(AcrossTheLine, f.Code)
	case f.Farthest < w.LimitMetres:
		w.Verdict, w.Why = Engaged, because(TooNear, f.Code)
	case f.Nearest >= w.LimitMetres && across == Outside:
		w.Verdict, w.Why = NotEngaged, because(FarEnough, f.Code)
		return w
	default:
		w.Verdict, w.Why = Possible, because(PlaceUncertain, f.Code)
	}
	if !f.Throughout || held == MayBe {
		w.Verdict, w.Why = Possible, append(w.Why, Reason{TimeUncertain, f.Code})
	}
	if len(lacking) > 0 {
		w.Verdict, w.Why = NotDecided, append(w.Why, lacking...)
	}
	return w
}

// across says whether the weapon is on the side of the other party, where it must not be
// however far from the line.
func (c *course) across(weapon Weapon, f LineFinding) Where {
	sides := []string{c.drawn.Left, c.drawn.Right}
	switch {
	case weapon.Party == "" || !slices.Contains(sides, weapon.Party) || slices.Contains(sides, ""):
		return Outside
	case f.Side == "":
		return MayBe
	case f.Party == "" || f.Party == weapon.Party:
		return Outside
	}
	return Inside
}
