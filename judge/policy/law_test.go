package policy_test

import (
	"slices"
	"testing"

	"truce/ground/act"
	"truce/judge/policy"
)

func lawKinds() []act.Kind {
	return []act.Kind{
		"agreement-drafted", "clauses-filed", "agreement-signed", "party-joined", "party-excluded", "extension-consented",
		"trigger-recorded", "position-stated", "fulfilment-recorded", "zone-proposed", "zone-consented", "zone-objected", "zone-lapsed",
		"line-drawn", "line-consented", "line-objected", "line-lapsed",
	}
}

func TestLaw_is_kept_by_the_secretariat_and_spoken_by_delegations(t *testing.T) {
	t.Parallel()
	as := stage(t)
	subjects := []policy.Subject{{ID: "zone/new"}, {ID: "agreement/old", Exists: true, Author: secretary().ID}}
	// A secretary of a party, or a liaison of none, would speak for the mission.
	others := append(everybody(), person("liaison-of-none", "", "liaison"), person("secretary-of-a-party", "TR", "secretariat"))
	for _, kind := range lawKinds() {
		for _, subject := range subjects {
			for _, who := range others {
				if slices.Contains([]act.SubjectID{secretary().ID, liaisonTR().ID, liaisonRU().ID}, who.ID) {
					as(who).may(kind, subject)
				} else {
					as(who).mayNot(kind, subject)
				}
			}
		}
	}
}

func TestWhat_is_negotiated_is_for_those_who_sign_in(t *testing.T) {
	t.Parallel()
	as := stage(t)
	for _, noun := range []string{"agreement", "zone", "line"} {
		agreed := policy.Subject{ID: act.SubjectID(noun + "/1"), Exists: true}
		open := agreed
		open.Compartment = "inside"
		for _, who := range everybody() {
			as(who).can(policy.List, agreed)
			if who.Known() {
				as(who).can(policy.List, open)
			} else {
				as(who).cannot(policy.List, open)
			}
		}
	}
	// The compartment opens nothing else to strangers, and closes nothing to the others.
	as(stranger()).cannot(policy.List, policy.Subject{ID: "report/1", Exists: true, Compartment: "inside"})
}
