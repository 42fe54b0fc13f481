package people

import (
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
)

// Release is what copies for one reader may hold, since those signed who must. The zero Release gives
// nothing that is restricted.
type Release struct {
	By            act.ID        `json:"by"` // the act that put it forward
	Reader        act.SubjectID `json:"reader"`
	Classes       []string      `json:"classes,omitempty"`
	EvidenceFiles bool          `json:"evidenceFiles,omitzero"`
	Until         time.Time     `json:"until"`
	Purpose       shape.Prose   `json:"purpose"`
	Since         time.Time     `json:"since,omitzero"`   // when it came into force; absent: it waits, or those who must did not sign in time
	Signed        []string      `json:"signed,omitempty"` // the sides, when it came into force
}

// Gives reports whether a copy by this release may hold what is hidden of a class.
func (r Release) Gives(class string) bool {
	return !Restricted(class) || slices.Contains(r.Classes, class)
}

// Places reports whether such a copy may hold what tells exact places of many records at once, as the
// mission's editions of bulletins do.
func (r Release) Places() bool { return r.Gives("exact-place") }

// Words are what it gives, for people.
func (r Release) Words() string {
	all := slices.Clone(r.Classes)
	if r.EvidenceFiles {
		all = append(all, "files")
	}
	return strings.Join(all, ", ")
}

// release waits for those who must sign. A copy cannot be called back, so no side releases one alone, not
// even while there is no second. What was signed when its time was over has no effect.
func (f *founding) release(e fold.Entry, b *CopyReleased) {
	at := len(f.Released)
	f.Released = append(f.Released, Release{By: e.ID, Reader: b.Reader, Classes: b.Classes, EvidenceFiles: b.EvidenceFiles, Until: b.Until, Purpose: b.Purpose})
	f.docket.Propose(e, f.Voice(e), f.neverAlone, func(by fold.Entry, _ noun.Standing) {
		if p, _ := f.docket.Find(e.ID); by.Received.Before(b.Until) {
			f.Released[at].Since, f.Released[at].Signed = by.Received, f.Signatories(p)
		}
	})
}

// Release is what an act of the office put forward, in force or not.
func (o Office) Release(id act.ID) (Release, bool) {
	i := slices.IndexFunc(o.Released, func(r Release) bool { return r.By == id })
	if i < 0 {
		return Release{}, false
	}
	return o.Released[i], true
}

// ReleaseFor is the release by which a reader is given a restricted copy at a moment. It refuses one that
// nobody put forward, that waits for a second side, that is for somebody else or that is over, and says
// what to do.
func (o Office) ReleaseFor(id act.ID, reader act.SubjectID, at time.Time) (Release, error) {
	r, _ := o.Release(id)
	switch {
	case r.Since.IsZero():
		return Release{}, problem.Forbidden(problem.ReleaseMissing, problem.P{"act": id})
	case r.Reader != reader:
		return Release{}, problem.Forbidden(problem.ReleaseOfAnother, problem.P{"act": id, "person": r.Reader})
	case !at.Before(r.Until):
		return Release{}, problem.Forbidden(problem.ReleaseOver, problem.P{"act": id, "until": r.Until})
	}
	return r, nil
}

// releaseLasts refuses a release that is over, and one that would hold for too long.
func releaseLasts(q noun.Question) *problem.Problem {
	b, is := q.Body.(*CopyReleased)
	if !is || b.Until.After(q.Received) && !b.Until.After(q.Received.Add(MostReleased)) {
		return nil
	}
	return problem.Invalid(problem.ReleaseSpan, problem.P{"until": b.Until, "now": q.Received}).At("/until")
}

// MostReleased is how long a release can hold.
const MostReleased = 92 * 24 * time.Hour
