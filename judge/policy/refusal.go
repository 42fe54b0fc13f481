package policy

import (
	"slices"

	"truce/ground/act"
	"truce/ground/problem"
)

// RefusalOfAct tells somebody who may not make an act of the kind about a subject what is missing: a role, or, to somebody who
// has one of those, what else.
func (p *Policy) RefusalOfAct(who Person, kind act.Kind, s Subject) *problem.Problem {
	allowed := p.whoMayAbout(kind, s.ID.Noun())
	if slices.ContainsFunc(who.Roles, func(role string) bool { return slices.Contains(allowed, role) }) {
		if reason, is := p.missing(who, kind, s); is {
			return problem.Forbidden(problem.NotPermittedHere, problem.P{"action": kind, "subject": s.ID, "reason": reason})
		}
	}
	return p.refusalTo(kind, allowed)
}

// refusalTo tells which roles may make an act of the kind, or that by the rules in force nobody may: so it is with a kind that
// a program has learned since the sides of its office signed its rules.
func (p *Policy) refusalTo(kind act.Kind, allowed []string) *problem.Problem {
	if len(allowed) == 0 && len(p.WhoMay(kind)) == 0 {
		return problem.Forbidden(problem.KindNotInRules, problem.P{"kind": kind})
	}
	return problem.Forbidden(problem.NotPermitted, problem.P{"action": kind, "allowed": allowed})
}

// missing finds what would have to be otherwise, by asking the policies again. It goes by who asks, and by what he or she made
// alone: about a record that is hidden from whoever asks it says what it says about one that is not there.
func (p *Policy) missing(who Person, kind act.Kind, s Subject) (problem.Reason, bool) {
	may := func(who Person, s Subject) bool { return p.MayAct(who, kind, s).Allowed }
	ofMission, ofParty := who, who
	ofMission.Party = ""
	if ofParty.Party = who.Party; who.Party == "" {
		ofParty.Party = "party"
	}
	there := s
	there.Exists = true
	mine, partys, another, held := there, there, there, there
	mine.Author, mine.KeyOwner, mine.Holder = who.ID, who.ID, who.ID
	partys.Party = who.Party
	another.Author, another.Reporters = "", nil
	held.KeyOwner, held.Holder = who.ID, who.ID
	own := s.Exists && (s.Author == who.ID || slices.Contains(s.Reporters, who.ID))
	switch {
	case own && may(who, another):
		return problem.ReasonOneOwn, true
	case who.Party != "" && (may(ofMission, s) || may(ofMission, another)):
		return problem.ReasonMissionAlone, true
	case who.Party == "" && (may(ofParty, s) || may(ofParty, another)):
		return problem.ReasonPartyAlone, true
	case who.Party != "" && may(who, partys):
		return problem.ReasonNotPartysOwn, true
	case may(who, held):
		return problem.ReasonNotHeld, true
	case may(who, mine):
		return problem.ReasonNotOnesOwn, true
	}
	return 0, false
}
