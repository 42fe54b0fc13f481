package people

import (
	"time"

	"truce/ground/act"
	"truce/ground/fold"
)

// Waiting is what others would take from a side without its word: for RootWait after as many signed as must, by the clock of the register, the
// side can refuse, and its no ends it for good.
type Waiting struct {
	Agreed bool `json:"agreed,omitzero"` // those who must have signed; else it is only put forward
	// Until is how long the side keeps what it has at least, and as long as nothing more was said; and until when it surely can
	// refuse. Of a first root: how long the party's people can refuse it, if there are any here.
	Until time.Time `json:"until,omitzero"`
	// Last is when that is over by which others could bring it about without the side, ProposalLife after Until: they did not say it again, or
	// the new root did not come. What they say then is said for the first time. Absent of a first root, which comes when it can.
	Last    time.Time `json:"last,omitzero"`
	Signed  []string  `json:"signed,omitempty"`  // sides that signed it
	Refused time.Time `json:"refused,omitzero"`  // the side said no: it never comes to anything
	Refuser act.KeyID `json:"refuser,omitempty"` // with which key
}

// agree notes that those signed who must: from then on the side can refuse for RootWait.
func (w *Waiting) agree(at time.Time) {
	if w.Agreed = true; w.Until.IsZero() {
		w.Until = at.Add(RootWait)
		w.Last = w.Until.Add(ProposalLife)
	}
}

// disagree notes that somebody took a signature back, and those who are left are not enough.
func (w *Waiting) disagree() { w.Agreed, w.Until, w.Last = false, time.Time{}, time.Time{} }

// refuse takes the side's no. The first one stands.
func (w *Waiting) refuse(e fold.Entry) {
	if w.Refused.IsZero() {
		w.Refused, w.Refuser = e.Received, e.Key
	}
}

// over reports whether at a moment the side could refuse for as long as it must, and did not; and whether that is not so long ago that it has to
// be asked again.
func (w Waiting) over(at time.Time) bool {
	return w.Agreed && w.Refused.IsZero() && !at.Before(w.Until) && !w.Late(at)
}

// Late reports whether nothing comes of it any more at a moment, unless the side signs it.
func (w Waiting) Late(at time.Time) bool { return !w.Last.IsZero() && !at.Before(w.Last) }
