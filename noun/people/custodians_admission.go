package people

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// custodianRole is the role without which an office shows nobody what is sealed to him or her.
const custodianRole = "custodian"

// custodiansKnown refuses custodians to whom nobody here could open what is sealed: the age key is that of a key which is enrolled
// under their name and speaks and, where this would put them in force, they have the role. A role that is to come is granted before
// the last side signs. Whom a founding names nobody can know yet: they are told as known or not wherever they are told.
func custodiansKnown(q noun.Question) *problem.Problem {
	o, _ := latest[Office](q, q.Act.Subject)
	var all []Custodian
	inForce := false
	switch b := q.Body.(type) {
	case *CustodiansSet:
		all, inForce = b.Custodians, o.provisional(q.Received)
	case *noun.Endorsed:
		if b.Answer == noun.Yes {
			all, inForce = putForward(q, b.Act), true
		}
	}
	if len(all) == 0 {
		return nil
	}
	keys := keysOf(q)
	for _, c := range all {
		if !slices.ContainsFunc(keys, func(k Key) bool { return k.sealsTo(c, q.Received, rooted(q, c.Party)) }) {
			return problem.Conflict(problem.CustodianUnknown, problem.P{"subject": c.Person, "key": c.Sealing}).At("/custodians")
		}
		if person, _ := latest[Person](q, c.Person); inForce && !person.has(custodianRole, q.Received) {
			return problem.Conflict(problem.CustodianNoRole, problem.P{"subject": c.Person, "role": custodianRole}).At("/custodians")
		}
	}
	return nil
}

// putForward are the custodians that an act put forward; none if it put forward something else.
func putForward(q noun.Question, id act.ID) []Custodian {
	for _, e := range q.Facts.Recall(q.Act.Subject) {
		if b, is := e.Body.(*CustodiansSet); is && e.ID == id {
			return b.Custodians
		}
	}
	return nil
}

func keysOf(q noun.Question) (all []Key) {
	for _, s := range q.Facts.Of(KeyNoun) {
		var k Key
		if json.Unmarshal(s.JSON, &k) == nil {
			all = append(all, k)
		}
	}
	return all
}

// sealsTo reports whether the key speaks for the custodian and brought the age key.
func (k Key) sealsTo(c Custodian, at time.Time, rooted bool) bool {
	speaks := !k.Revoked && !k.Possessed.IsZero() && (k.Until.IsZero() || at.Before(k.Until)) && !(rooted && k.MissionOnly)
	return speaks && k.Sealing == c.Sealing && k.Holder == c.Person && k.Party == c.Party
}

// has reports whether the person has a role at a moment.
func (p Person) has(role string, at time.Time) bool {
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return r.Role == role && (r.Until.IsZero() || at.Before(r.Until)) })
}
