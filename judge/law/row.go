package law

import (
	"time"

	"truce/ground/act"
	"truce/noun/agreement"
	"truce/noun/zone"
)

// Row is one state of a zone, a line or an agreement, as an office's read model holds it:
// in force from From until Until, known from KnownFrom until KnownUntil, all half-open;
// zero ends are open.
type Row struct {
	Subject               act.SubjectID
	From, Until           time.Time
	KnownFrom, KnownUntil time.Time
	State                 []byte // JSON of zone.Zone, zone.Line or agreement.Agreement
}

// IsOfLaw reports whether states of the noun belong in a Snapshot.
func IsOfLaw(noun string) bool {
	return noun == zone.Noun || noun == zone.LineNoun || noun == agreement.Noun
}
