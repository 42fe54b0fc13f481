// Package answer is what an office answers to those who ask: rows as one reader may see them, acts,
// receipts, and what helps to look through them. They are plain values, with the names that
// they have in JSON; package query is what is asked. Nothing here knows how an answer comes about.
package answer

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/query"
)

// Item is a row as one reader may see it.
type Item struct {
	Subject    act.SubjectID   `json:"subject"`
	Noun       string          `json:"noun"`
	Type       string          `json:"type,omitempty"`
	Status     string          `json:"status,omitempty"`
	Party      string          `json:"party,omitempty"`
	Zone       string          `json:"zone,omitempty"`
	From       time.Time       `json:"from,omitzero" doc:"in force from (in the world)"`
	Until      time.Time       `json:"until,omitzero" doc:"in force until, not included"`
	Precision  string          `json:"precision,omitempty" doc:"how well from and until are known, a code of the list time-precision; absent: as they are written"`
	Days       *Days           `json:"days,omitempty" doc:"the days that are meant where no hour is known, or none is for this reader: show these, not the moments"`
	KnownFrom  time.Time       `json:"knownFrom,omitzero" doc:"known to this office from"`
	KnownUntil time.Time       `json:"knownUntil,omitzero" doc:"known until, not included; absent: what is known now"`
	Counted    bool            `json:"counted" doc:"false for drafts and what was withdrawn"`
	Doubted    fold.Doubt      `json:"doubted,omitempty" enum:"partly,wholly,partly-denied,wholly-denied,disavowed" doc:"it rests on acts of a key that is said to have been in doubt then: disavowed, as its own side alone says; -denied, as others say, and its own side that it was not; partly, without these it would say less or otherwise; alone, without them it would not be there or not count, or be of another type or status"`
	Box        []float64       `json:"box,omitempty" doc:"west, south, east, north in degrees; only for readers of exact places"`
	Conflicts  []fold.Conflict `json:"conflicts,omitempty" doc:"members that people set differently without knowing of each other"`
	Withheld   []string        `json:"withheld,omitempty" doc:"in a copy: classes of which the copy withholds members of the acts about it"`
	Open       bool            `json:"open,omitzero" doc:"in a copy: how it stands is not reckoned here, because that turns on what is withheld"`
	OpenOn     []string        `json:"openOn,omitempty" doc:"in a copy: the classes of what is withheld on which that turns, of acts about it or about the records that it names"`
	NotHeld    bool            `json:"notHeld,omitzero" doc:"the file that it names is not held here, or not as the acts tell it: it came from another office's register and may follow, it was lost, or a copy came without files"`
	SameWeek   *Kept           `json:"sameWeek,omitempty" doc:"of what a side had kept to itself and opened: what else the side filed so in that week, as known then"`
	Where      fold.Where      `json:"-"` // only for readers of exact places, to draw it
	State      jsontext.Value  `json:"state" doc:"the noun's state, without what this reader may not see"`
}

// Page is a stretch of a list, newest first.
type Page struct {
	Items []Item
	Next  *query.Cursor // nil: there is no more
}
