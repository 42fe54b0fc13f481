package admission

import (
	"errors"
	"strconv"

	"truce/ground/problem"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/tool/geo"
)

// ByItself refuses bodies of which no noun can tell what is wrong with them, because it takes
// geometry: what a legal text cannot use. It needs no facts, is
// asked beside Admit, and is work: an office does it only for an act whose signature fits. What it refuses, the rules of each
// number refuse that the program has; what a later number lets in moves to the general rules, until the number before.
// Of acts under a number that the program does not have it says nothing (Ledger.Lacks).
func ByItself(body any) *problem.Problem {
	switch b := body.(type) {
	case *zone.ZoneProposed:
		return geometryProblem(law.CheckGeometry(b.Geometry, b.Edges))
	case *zone.LineDrawn:
		return geometryProblem(law.CheckLine(b.Geometry, b.Edges))
	}
	return nil
}

// geometryProblem is nil if nothing is wrong.
func geometryProblem(err error) *problem.Problem {
	if err == nil {
		return nil
	}
	return GeometryProblem(err)
}

// GeometryProblem tells people what is wrong with a shape that package law refused: the rule,
// the place and the vertex. Doors that look at shapes before they make acts of them say the same.
func GeometryProblem(err error) *problem.Problem {
	if fault, is := errors.AsType[geo.Fault](err); is {
		lon, lat := fault.Place.Degrees()
		place := strconv.FormatFloat(lon, 'f', -1, 64) + ", " + strconv.FormatFloat(lat, 'f', -1, 64)
		return problem.Invalid(problem.GeometryWrong, problem.P{"reason": ruleReason(fault.Rule), "rule": int(fault.Rule), "place": place}).
			At("/geometry/coordinates/" + strconv.Itoa(fault.Part) + "/" + strconv.Itoa(fault.Ring) + "/" + strconv.Itoa(fault.Vertex)).Because(err)
	}
	return problem.Invalid(problem.BodyWrong, problem.P{"reason": err.Error()}).At("/geometry").Because(err)
}

// ruleReason says which way a rule was broken.
func ruleReason(r geo.Rule) problem.Reason {
	switch r {
	case geo.InRange:
		return problem.ReasonNotAPlace
	case geo.Closed:
		return problem.ReasonRingOpen
	case geo.EnoughPoints:
		return problem.ReasonTooFewPoints
	case geo.NoRepeats:
		return problem.ReasonRepeated
	case geo.NoSelfCrossing:
		return problem.ReasonRingCrossesItself
	case geo.NoSelfTouching:
		return problem.ReasonRingTouchesItself
	case geo.HoleInside:
		return problem.ReasonHoleOutside
	case geo.RingsApart:
		return problem.ReasonRingsCross
	case geo.HolesApart:
		return problem.ReasonHolesNested
	case geo.OnePiece:
		return problem.ReasonCutInTwo
	case geo.PartsApart:
		return problem.ReasonPartsOverlap
	case geo.PartsNotNested:
		return problem.ReasonPartsNested
	case geo.RightHand:
		return problem.ReasonTurnsWrongWay
	}
	return problem.ReasonNotUnderstood
}
