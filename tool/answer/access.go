package answer

import (
	"time"

	"truce/ground/act"
	"truce/tool/query"
)

// AccessEntry says that somebody was handed restricted members of a record, on one day. It is
// kept beside the register, not in it: it is what this office saw, not what anybody signed.
type AccessEntry struct {
	Subject act.SubjectID `json:"subject" doc:"the record; register/ and its origin for copies of the register, tile/zoom/row/column for a map that showed exact places there"`
	Class   string        `json:"class" doc:"of disclosure, such as narrative; or copy-register, read-working-copy, read-sealed-original, mission-edition"`
	Day     string        `json:"day" doc:"UTC" example:"2017-07-23"`
	Person  act.SubjectID `json:"person,omitempty" doc:"who read; for those who keep watch, and readers of staff"`
	Party   string        `json:"party,omitempty" doc:"of who read; absent: of the mission"`
	First   time.Time     `json:"first" doc:"on that day"`
	Last    time.Time     `json:"last"`
	Times   int           `json:"times"`
}

// AccessPage is a stretch of a list, the latest first.
type AccessPage struct {
	Entries []AccessEntry
	Next    *query.Cursor // nil: there is no more
}
