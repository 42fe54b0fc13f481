package geo

import "fmt"

// Rule is a numbered rule that a polygon must keep to be usable in a legal text. The rules
// are those of OGC Simple Features (ISO 19125-1, 6.1.11 and 6.1.14) and RFC 7946, 3.1.6. The
// numbers are ours, are printed to people and never change. Validate checks all but 4 and
// 13, which the standards do not ask of readers; those are ValidateWriting's.
type Rule uint8

// The rules.
const (
	InRange        Rule = 1  // every position is on the earth (RFC 7946, 4)
	Closed         Rule = 2  // a ring ends where it began (RFC 7946, 3.1.6)
	EnoughPoints   Rule = 3  // a ring has three different points or more (RFC 7946, 3.1.6)
	NoRepeats      Rule = 4  // a position does not follow itself (ISO 19125-1 allows it)
	NoSelfCrossing Rule = 5  // a ring does not cross itself (ISO 19125-1, 6.1.11: rings are simple)
	NoSelfTouching Rule = 6  // a ring does not touch itself (ISO 19125-1, 6.1.11: rings are simple)
	HoleInside     Rule = 7  // a hole lies in its outer ring (ISO 19125-1, 6.1.11)
	RingsApart     Rule = 8  // rings of a polygon do not cross or run along each other (ISO 19125-1, 6.1.11)
	HolesApart     Rule = 9  // no hole lies in another hole (ISO 19125-1, 6.1.11)
	OnePiece       Rule = 10 // holes do not cut the inside in two (ISO 19125-1, 6.1.11)
	PartsApart     Rule = 11 // parts do not overlap or run along each other (ISO 19125-1, 6.1.14)
	PartsNotNested Rule = 12 // no part lies in another part (ISO 19125-1, 6.1.14)
	RightHand      Rule = 13 // outer rings run anticlockwise, holes clockwise (RFC 7946, 3.1.6)
)

// Fault is one breach of one rule, with its place.
type Fault struct {
	Rule   Rule
	Place  Point // where; for two edges that cross, their crossing to the nearest unit
	Part   int   // which polygon, from 0
	Ring   int   // which ring of it, 0 the outer one
	Vertex int   // which vertex of the ring, from 0, at or before the place
}

// Error names the rule and the place in one line.
func (f Fault) Error() string {
	return fmt.Sprintf("rule %d at %v (part %d, ring %d, vertex %d): %s", f.Rule, f.Place, f.Part, f.Ring, f.Vertex, f.Rule)
}

// String is the rule as a sentence.
func (r Rule) String() string {
	if int(r) >= len(ruleTexts) || r == 0 {
		return fmt.Sprintf("rule %d", uint8(r))
	}
	return ruleTexts[r]
}

var ruleTexts = [...]string{
	InRange:        "every position has a longitude from -180 to 180 and a latitude from -90 to 90",
	Closed:         "a ring ends where it began",
	EnoughPoints:   "a ring has at least three different points",
	NoRepeats:      "no position is given twice in a row",
	NoSelfCrossing: "a ring does not cross itself",
	NoSelfTouching: "a ring does not touch itself",
	HoleInside:     "a hole lies inside its outer ring",
	RingsApart:     "rings of one polygon do not cross or run along each other",
	HolesApart:     "no hole lies inside another hole",
	OnePiece:       "holes do not cut the inside in two",
	PartsApart:     "parts do not overlap or run along each other",
	PartsNotNested: "no part lies inside another part",
	RightHand:      "outer rings run anticlockwise and holes clockwise",
}
