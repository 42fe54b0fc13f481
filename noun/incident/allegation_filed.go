package incident

import "truce/ground/act"

// AllegationFiled is what a party or anyone else claims to have happened. It never changes
// an observed count.
//
//	{"event": "artillery", "means": "party-statement", "weapon": "unknown",
//	 "count": {"number": 3, "unit": "case"},
//	 "time": {"from": "2017-05-07T00:00:00Z", "until": "2017-05-08T00:00:00Z", "precision": "day"},
//	 "place": {"name": "Latakia", "precision": "province"}, "area": "SY06",
//	 "accused": "SY-OPP", "effect": "unknown"}
type AllegationFiled struct {
	Record
}

// Fits refuses what contradicts itself.
func (b AllegationFiled) Fits(act.SubjectID) error { return b.consistent() }
