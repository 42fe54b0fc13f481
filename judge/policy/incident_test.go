package policy_test

import (
	"testing"

	"truce/ground/act"
	"truce/judge/policy"
)

func TestIncidents_are_asked_about_answered_and_attributed(t *testing.T) {
	t.Parallel()
	as := stage(t)
	for kind, may := range map[act.Kind][]policy.Person{
		"answer-requested":      {verifier(), secretary()},
		"position-taken":        {liaisonTR(), liaisonRU()},
		"attribution-made":      {verifier()},
		"attribution-withdrawn": {verifier()},
		"finding-drafted":       {secretary()},
		"harm-recorded":         {monitor(), verifier(), secretary()},
		"same-victim-proposed":  {monitor(), verifier(), secretary()},
		"same-victim-decided":   {verifier()},
	} {
		allowed := map[act.SubjectID]bool{}
		for _, who := range may {
			allowed[who.ID] = true
			as(who).may(kind, incidentFrom())
		}
		for _, who := range everybody() {
			if !allowed[who.ID] {
				as(who).mayNot(kind, incidentFrom())
			}
		}
	}
}

func TestTallies_and_restrictions(t *testing.T) {
	t.Parallel()
	as := stage(t)
	tallyOf := func(p policy.Person) policy.Subject {
		return policy.Subject{ID: "tally/TR-2017-05-07", Exists: true, Author: p.ID, Party: p.Party}
	}
	as(secretary()).may("tally-published", policy.Subject{ID: "tally/new"})
	as(secretary()).may("tally-published", tallyOf(liaisonTR()))
	as(liaisonTR()).may("tally-published", policy.Subject{ID: "tally/new"})
	as(liaisonTR()).may("tally-published", tallyOf(liaisonTR()))
	as(liaisonTR()).may("tally-published", tallyOf(secretary())) // its own, recorded by the mission before
	as(liaisonRU()).mayNot("tally-published", tallyOf(liaisonTR()))
	as(monitor()).mayNot("tally-published", policy.Subject{ID: "tally/new"})

	restriction := policy.Subject{ID: "restriction/1", Exists: true, Author: monitor().ID}
	as(monitor()).may("restriction-recorded", policy.Subject{ID: "restriction/new"})
	as(secretary()).may("restriction-recorded", policy.Subject{ID: "restriction/new"})
	as(monitor()).may("restriction-recorded", restriction)
	as(secretary()).mayNot("restriction-recorded", restriction)
	as(liaisonTR()).mayNot("restriction-recorded", policy.Subject{ID: "restriction/new"})
}
