package law

import (
	"time"

	"truce/ground/act"
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
