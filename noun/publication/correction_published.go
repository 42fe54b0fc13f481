package publication

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// CorrectionPublished corrects a bulletin: a numbered notice that says what and why, and what
// the bulletin is when it is made again with what is known by now. What was published before
// stays readable.
//
//	{"number": 1, "what": {"text": "The observed count of 7 May is 19, not 18.", "language": "en"}, "reason": {"text": "A report of that day came in on 9 May.", "language": "en"},
//	 "known": "2017-05-09T12:00:00Z",
//	 "registers": [{"origin": "mission.example/hq", "size": 466,
//	                "root": "ots2qYRRFf5P1SyjeGtF0ibzAzhVuNuPs8b/40XsE+0="}],
//	 "editions": [{"edition": "public", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"},
//	              {"edition": "mission", "sha256": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"}],
//	 "rules": 1, "rows": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
//	 "blind": "dGhpcyBpcyBhbiBleGFtcGxlIG9mIDMyIGJ5dGVzISE"}
type CorrectionPublished struct {
	Number int         `json:"number" min:"1" max:"1000" doc:"the next of the bulletin's corrections, from 1"`
	What   shape.Prose `json:"what" maxlen:"2000" doc:"what was wrong and what is right; it is published"`
	Reason shape.Prose `json:"reason" maxlen:"2000" doc:"why it was wrong; it is published"`
	Basis
}

// Fits refuses an edition twice.
func (b CorrectionPublished) Fits(act.SubjectID) error { return b.Basis.fits() }
