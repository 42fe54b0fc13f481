package bulletin

import (
	"time"

	"truce/ground/shape"
)

// Issued is when and why what a page shows was published. It is no part of the edition, whose bytes were signed before: the page
// tells it beside them.
type Issued struct {
	At           time.Time // received
	What, Reason shape.Prose
	Was          *Bulletin // of a correction: the same edition as it was before; nil if it cannot be made
	Last         int       // number of the last correction, this one or a later
}

// CorrectedLater is the number of a later correction, 0 if what the page shows stands.
func (p *page) CorrectedLater() int {
	if p.Issued == nil || p.Issued.Last <= p.Header.Correction {
		return 0
	}
	return p.Issued.Last
}
