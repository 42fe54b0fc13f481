package incident

import "truce/ground/act"

// ObservationFiled is what a monitor perceived, or read off a camera, a UAV or published
// material. Filed again on the same report by its author it replaces the earlier version.
//
//	{"event": "mortar", "means": "heard", "weapon": "mortar-82", "direction": "incoming",
//	 "count": {"number": 3, "unit": "explosion"},
//	 "time": {"from": "2017-05-07T04:30:00Z", "precision": "minute"},
//	 "post": "post/op-1", "observer": {"lon": 36.6, "lat": 35.3}, "zone": "dz-1", "effect": "unknown",
//	 "sight": {"bearingDegrees": 310, "halfWidthDegrees": 5, "minMetres": 2000, "maxMetres": 4000}}
type ObservationFiled struct {
	Record
}

// Fits refuses what contradicts itself.
func (b ObservationFiled) Fits(act.SubjectID) error { return b.consistent() }
