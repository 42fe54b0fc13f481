package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// officeAdmission holds roots to their fingerprints, and registrars to the root.
func officeAdmission() noun.Admission {
	return noun.Admission{States: noun.ByOthers, Recalls: []act.Kind{"office-opened", "rules-set", "custodians-set"},
		Rules: []noun.Rule{rootOfNobody, rootFits, rootHears, registrarOfOwn, rootOfOwn, rootSigns, founderThere, rulesChange, releaseLasts, successorFits, noun.UnlessTakenBack(sideOf, inTime), answersForSide, noun.UnlessTakenBack(sideOf, answersForRoot), noun.UnlessTakenBack(sideOf, answersForAsked), answersInTime, answersOnce, custodiansKnown}, Waiting: openIn[Office]}
}

// The people of a party are kept by its own registrars, or by the mission; never by another party.
func organisationAdmission() noun.Admission {
	return noun.Admission{States: noun.ByOthers, Rules: []noun.Rule{ofOwnSide}}
}

func personAdmission() noun.Admission {
	return noun.Admission{States: noun.ByOthers, Rules: []noun.Rule{roleOfSide, ofOwnSide, holderOfOwn, roleOfKind, roleHeld, noun.UnlessTakenBack(sideOf, answersForAsked), answersInTime, noun.AnswersOnce(sideOf)}, Waiting: openIn[Person]}
}

// keyAdmission lets policies ask whose a key is.
func keyAdmission() noun.Admission {
	return noun.Admission{States: noun.ByOthers, Persons: keyOwner, Rules: []noun.Rule{ownKey, bringsOwn, ownLoss, notAhead, ownRoot, keyOfOwnSide, roleOfOwnKey, keyOfNoRoot, enrolledAnew, roleOfKind, roleOfSide, roleHeld, answersForKey, noun.UnlessTakenBack(sideOf, answersForAsked), answersInTime, noun.AnswersOnce(sideOf)}, Recalls: []act.Kind{"key-possessed"}, Waiting: openIn[Key]}
}

// sideOf is the voice of whoever answers about people. The policies let nobody answer but who
// speaks for a side.
func sideOf(q noun.Question) (string, *problem.Problem) { return noun.SideOf(q.Party), nil }

// latest reads the latest state of a subject.
func latest[S any](q noun.Question, subject act.SubjectID) (s S, there bool) {
	states := q.Facts.States(subject)
	if len(states) == 0 {
		return s, false
	}
	return s, json.Unmarshal(states[len(states)-1].JSON, &s) == nil
}

// keyOwner is who is behind the key.
func keyOwner(q noun.Question) noun.Persons {
	return noun.Persons{KeyOwner: q.Act.Subject}
}

// ownLoss holds whoever says that a key is his or her own to having it: it is signed with that key, or with one that names the
// same holder, which everybody can check. Of a key that hides its holder the office knows who is behind both; who may not be told cannot tell.
func ownLoss(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyRevoked)
	if !is || !b.Own {
		return nil
	}
	held, _ := latest[Key](q, q.Act.Subject)
	of, by := q.Behind(q.Act.Subject), q.Behind(q.Person)
	switch {
	case KeySubject(q.Act.Issuer) == q.Act.Subject, held.Holder != "" && held.Holder == q.Person, held.Holder == "" && of == by:
		return nil
	case held.Holder != "":
		return problem.Forbidden(problem.KeyNotOwn, problem.P{"key": q.Act.Subject.Name()}).At("/own")
	case of.Noun() == KeyNoun || by.Noun() == KeyNoun:
		q.Withhold()
		return nil
	}
	return problem.Forbidden(problem.KeyNotOwn, problem.P{"key": q.Act.Subject.Name()}).At("/own")
}

// notAhead refuses to say since when a key is in doubt by a moment that is still to come: so that
// nothing would be.
func notAhead(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyRevoked)
	if !is || !b.CompromisedSince.After(q.Received.Add(act.MaxAhead)) {
		return nil
	}
	return problem.Invalid(problem.DoubtAhead, problem.P{"since": b.CompromisedSince, "now": q.Received}).At("/compromisedSince")
}

// rootFits refuses a root key whose fingerprint nobody named.
func rootFits(q noun.Question) *problem.Problem {
	b, is := q.Body.(*RootEnrolled)
	if !is {
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	s, _ := o.Side(b.Party)
	key, err := act.ParsePublicKey(b.Key)
	named := slices.DeleteFunc(slices.Clone(s.Awaits), func(n Named) bool { return n.Fingerprint != q.Act.Issuer })
	if err != nil || key.ID() != q.Act.Issuer || len(named) == 0 {
		return problem.Invalid(problem.RootMismatch, problem.P{"party": b.Party, "key": q.Act.Issuer}).At("/key")
	}
	if slices.ContainsFunc(named, func(n Named) bool { return n.Comes(q.Received) }) {
		return nil
	}
	n := named[len(named)-1]
	switch {
	case !n.Refused.IsZero():
		return problem.Conflict(problem.RootRefused, problem.P{"party": b.Party, "act": n.Act}).At("/key")
	case !n.Own && n.Late(q.Received):
		return problem.Conflict(problem.ProposalLapsed, problem.P{"act": n.Act, "until": n.Last}).At("/key")
	case !n.mayCome():
		return problem.Conflict(problem.RootUnsigned, problem.P{"party": b.Party, "key": q.Act.Issuer}).At("/key")
	}
	return problem.Conflict(problem.RootWaits, problem.P{"party": b.Party, "until": n.Until}).At("/key")
}

// rootSigns refuses registrars whom the root itself does not name.
func rootSigns(q noun.Question) *problem.Problem {
	var party string
	switch b := q.Body.(type) {
	case *RegistrarNamed:
		party = b.Party
	case *RegistrarWithdrawn:
		party = b.Party
	default:
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	if s, _ := o.Side(party); s.Root == "" || s.Root != q.Act.Issuer {
		return problem.Forbidden(problem.NotYourSide, problem.P{"party": party}).At("/party")
	}
	return nil
}

func founderThere(q noun.Question) *problem.Problem {
	b, is := q.Body.(*FounderRemoved)
	if !is {
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	if !slices.ContainsFunc(o.Founders, func(f Founder) bool { return f.Person == b.Founder }) {
		return problem.NotFound(problem.SubjectUnknown, problem.P{"subject": b.Founder}).At("/founder")
	}
	return nil
}

// rulesChange refuses rules that are those in force.
func rulesChange(q noun.Question) *problem.Problem {
	b, is := q.Body.(*RulesSet)
	if !is {
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	if held, there := o.RulesAt(q.Received); there && held.Rules == b.Rules {
		return problem.Conflict(problem.RulesInForce, problem.P{"since": held.Since}).At("/rules")
	}
	return nil
}

// successorFits refuses a head that this register did not sign, the register itself as its own successor, and one of its name.
func successorFits(q noun.Question) *problem.Problem {
	b, is := q.Body.(*RegisterSucceeded)
	if !is {
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	if _, err := openHead(b.Head, o.RegisterKey); err != nil {
		return problem.Invalid(problem.HeadForeign).At("/head").Because(err)
	}
	if b.RegisterKey == o.RegisterKey {
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": "registerKey: a register does not succeed itself"}).At("/registerKey")
	}
	// Heads, cosigners and what readers remember go by the register's name: two of one name are never told apart.
	own, _, _ := strings.Cut(o.RegisterKey, "+")
	if name, _, _ := strings.Cut(b.RegisterKey, "+"); name == own {
		return problem.Invalid(problem.SuccessorSameName, problem.P{"name": name}).At("/registerKey")
	}
	return nil
}

// inTime refuses answers that come too late: to rules and custodians that were put forward before others came into force, and
// to releases whose time is over.
func inTime(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is {
		return nil
	}
	o, _ := latest[Office](q, q.Act.Subject)
	p, _ := noun.Find(o.Proposals, b.Act)
	r, releases := o.Release(b.Act)
	switch {
	case releases && !q.Received.Before(r.Until):
		return problem.Conflict(problem.ReleaseOver, problem.P{"act": b.Act, "until": r.Until}).At("/act")
	case o.Outdated(p) && p.Kind == "root-named":
		return problem.Conflict(problem.RootOutdated, problem.P{"act": b.Act}).At("/act")
	case o.Outdated(p) && p.Kind == "custodians-set":
		return problem.Conflict(problem.CustodiansOutdated, problem.P{"act": b.Act}).At("/act")
	case o.Outdated(p):
		return problem.Conflict(problem.RulesOutdated, problem.P{"act": b.Act}).At("/act")
	}
	return nil
}

// ofOwnSide holds whoever keeps people in the name of a party to that party.
func ofOwnSide(q noun.Question) *problem.Problem {
	if q.Party == "" {
		return missionKeeps(q)
	}
	switch b := q.Body.(type) {
	case *OrganisationRegistered:
		held, there := latest[Organisation](q, q.Act.Subject)
		if b.Party != q.Party || there && held.Party != q.Party {
			return notYours(b.Party, held.Party, q.Party)
		}
	case *PersonRegistered:
		organisation, _ := latest[Organisation](q, b.Organisation)
		held, there := latest[Person](q, q.Act.Subject)
		if organisation.Party != q.Party || there && held.Party != q.Party {
			return notYours(organisation.Party, held.Party, q.Party)
		}
	case *RoleGranted, *RoleWithdrawn:
		if held, _ := latest[Person](q, q.Act.Subject); held.Party != q.Party {
			return notYours(held.Party, held.Party, q.Party)
		}
	}
	return nil
}

// roleOfOwnKey holds whoever takes a role from a key to the side for which that speaks; of a party without a root the mission does it, as it
// takes roles from its people.
func roleOfOwnKey(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*KeyRoleEnded); !is {
		return nil
	}
	held, _ := latest[Key](q, q.Act.Subject)
	if held.Party == q.Party || q.Party == "" && !rooted(q, held.Party) {
		return nil
	}
	return problem.Forbidden(problem.NotYourSide, problem.P{"party": noun.SideOf(held.Party)})
}

// missionKeeps holds the mission to what it may say alone of the people of a party that has a root:
// it may register who is new. It moves nobody into such a party or out of it, and takes no role from
// its people, nor gives them one, for it could give them theirs until tomorrow: whoever it could silence so could not speak against it.
func missionKeeps(q noun.Question) *problem.Problem {
	var was, is string
	switch b := q.Body.(type) {
	case *OrganisationRegistered:
		held, there := latest[Organisation](q, q.Act.Subject)
		if !there {
			return nil
		}
		was, is = held.Party, b.Party
	case *PersonRegistered:
		held, there := latest[Person](q, q.Act.Subject)
		if !there {
			return nil
		}
		organisation, _ := latest[Organisation](q, b.Organisation)
		was, is = held.Party, organisation.Party
	case *RoleGranted:
		was = partysPerson(q, b.Role)
	case *RoleWithdrawn:
		was = partysPerson(q, b.Role)
	}
	if was == is {
		return nil
	}
	for _, party := range []string{was, is} {
		if rooted(q, party) {
			return problem.Forbidden(problem.NotYourSide, problem.P{"party": party})
		}
	}
	return nil
}

// partysPerson is the party whose person a role is given or taken; "" where several sides must sign that, or it is one's own.
func partysPerson(q noun.Question, role string) string {
	if q.Person == q.Act.Subject || TwoSided(role) {
		return ""
	}
	held, _ := latest[Person](q, q.Act.Subject)
	return held.Party
}

// rooted reports whether a party has a root, in whichever office. One whose state cannot be read may be the one.
func rooted(q noun.Question, party string) bool {
	for _, s := range q.Facts.Of(OfficeNoun) {
		o, err := officeIn(s)
		if err != nil {
			return true
		}
		if side, _ := o.Side(party); party != "" && side.Root != "" {
			return true
		}
	}
	return false
}

func officeIn(s noun.State) (o Office, err error) { return o, json.Unmarshal(s.JSON, &o) }

// notYours names the side whose word it is instead.
func notYours(wanted, held, own string) *problem.Problem {
	if wanted == own {
		wanted = held
	}
	return problem.Forbidden(problem.NotYourSide, problem.P{"party": noun.SideOf(wanted)})
}

// ownKey holds the proof that somebody has a key to that key. It is given once: who says it again and again only has others read it. It is
// said again for what the key brings from the register before, and did not bring so far (bringsOwn).
func ownKey(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyPossessed)
	if !is {
		return nil
	}
	held, _ := latest[Key](q, q.Act.Subject)
	switch {
	case KeySubject(q.Act.Issuer) != q.Act.Subject:
		return problem.Forbidden(problem.KeyUnproven, problem.P{"key": q.Act.Subject.Name()})
	case !held.Possessed.IsZero() && len(b.Brings) == 0:
		return problem.Conflict(problem.KeyPossessedAlready, problem.P{"key": q.Act.Subject.Name(), "since": held.Possessed})
	}
	return nil
}

// keyOfOwnSide holds a key to the side of its owner, and whoever enrols in the name of a party to
// that party.
func keyOfOwnSide(q noun.Question) *problem.Problem {
	b, is := q.Body.(*KeyEnrolled)
	if !is {
		return nil
	}
	owner, told := latest[Person](q, cmp.Or(b.Holder, b.Person))
	switch {
	case !told && b.Person != "":
		return problem.NotFound(problem.SubjectUnknown, problem.P{"subject": b.Person}).At("/person")
	case told && b.Party != owner.Party, q.Party != "" && q.Party != b.Party:
		return problem.Forbidden(problem.NotYourSide, problem.P{"party": noun.SideOf(owner.Party)}).At("/party")
	}
	return nil
}

// roleHeld refuses to end a role that is not there: who mistypes it would think that it ended.
func roleHeld(q noun.Question) *problem.Problem {
	var role string
	var all []Role
	switch b := q.Body.(type) {
	case *KeyRoleEnded:
		held, _ := latest[Key](q, q.Act.Subject)
		role, all = b.Role, held.Roles
	case *RoleWithdrawn:
		held, _ := latest[Person](q, q.Act.Subject)
		role, all = b.Role, held.Roles
	default:
		return nil
	}
	there := slices.ContainsFunc(all, func(r Role) bool {
		return r.Role == role && (r.Until.IsZero() || q.Received.Before(r.Until))
	})
	if !there {
		return problem.Conflict(problem.RoleNotHeld, problem.P{"subject": q.Act.Subject, "role": role}).At("/role")
	}
	return nil
}
