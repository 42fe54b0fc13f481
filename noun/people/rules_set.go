package people

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// RulesSet puts forward other rules of the office, all of them: what is not meant to change is said
// again. They are in force from the receipt of the last endorsement that was needed, never earlier,
// for what is received after it. A proposal is void once other rules came into force.
//
//	{"rules": {"admission": 2, "policies": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "threshold": 2,
//	           "timeZone": "Asia/Damascus", "cutOff": "18:00", "delayHours": 12},
//	 "reason": {"text": "The parties meet in the evening.", "language": "en"}}
type RulesSet struct {
	Rules       Ruling       `json:"rules" doc:"the rules, all of them"`
	PolicyFiles []PolicyFile `json:"policyFiles,omitempty" maxlen:"40" doc:"the policies and their schema, by their texts or digests, if they are not those in force"`
	Reason      shape.Prose  `json:"reason" maxlen:"500" doc:"why"`
}

// Fits refuses texts that are not those that the rules name.
func (b RulesSet) Fits(act.SubjectID) error {
	return b.Rules.fits(b.PolicyFiles)
}
