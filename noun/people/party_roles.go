package people

import (
	"cmp"
	"slices"

	"truce/ground/problem"
	"truce/noun"
)

// PartyRoles are what somebody may be who speaks for a party: those whom its root and its registrars make known speak,
// observe and vouch for it, and what they report counts as that side's. Who keeps the files, verifies, audits or runs the office
// does so for all, as the mission's: else a party could publish, confirm and refute in everybody's name. A custodian may be a
// party's, because two sides say who is one.
func PartyRoles() []string { return []string{"liaison", "monitor", RegistrarRole, "custodian"} }

// mayBe reports whether somebody of a party, or of the mission (""), may have a role.
func mayBe(party, role string) bool { return party == "" || slices.Contains(PartyRoles(), role) }

// roleOfKind refuses roles that are given otherwise: a root key is a registrar, and whom it named; who reports and verifies
// does so by keys that do not name their holder. Which roles those are is a matter of the rules and their number, and not
// of the form of the acts: roles may be added.
func roleOfKind(q noun.Question) *problem.Problem {
	switch b := q.Body.(type) {
	case *RoleGranted:
		switch {
		case Reporting(b.Role):
			return problem.Invalid(problem.BodyWrong, problem.P{"reason": "role: " + b.Role + " is a role of keys, whose holder is not told to everybody (key-enrolled, roles)"}).At("/role")
		case b.Role == RegistrarRole:
			return problem.Invalid(problem.BodyWrong, problem.P{"reason": "role: a party's registrar is named by the party's root key (registrar-named)"}).At("/role")
		}
	case *KeyEnrolled:
		for _, role := range b.Roles {
			if !Reporting(role) {
				return problem.Invalid(problem.BodyWrong, problem.P{"reason": "roles: " + role + " is given to a person by name (role-granted), whose key names its holder"}).At("/roles")
			}
		}
	}
	return nil
}

// roleOfSide refuses to give somebody of a party a role of the mission, whoever gives it.
func roleOfSide(q noun.Question) *problem.Problem {
	switch b := q.Body.(type) {
	case *RoleGranted:
		held, _ := latest[Person](q, q.Act.Subject)
		return unlessMissions(held.Party, b.Role, "/role")
	case *KeyEnrolled:
		owner, _ := latest[Person](q, cmp.Or(b.Holder, b.Person))
		for _, role := range b.Roles {
			if p := unlessMissions(cmp.Or(b.Party, owner.Party), role, "/roles"); p != nil {
				return p
			}
		}
	}
	return nil
}

func unlessMissions(party, role, at string) *problem.Problem {
	if mayBe(party, role) {
		return nil
	}
	return problem.Forbidden(problem.RoleOfMission, problem.P{"role": role, "party": party, "allowed": PartyRoles()}).At(at)
}
