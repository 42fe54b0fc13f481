package publication

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/shape"
)

// Bulletin is the state of a published bulletin: the bulletin as it first was, and then each
// correction.
type Bulletin struct {
	Number   int       `json:"number"`
	Kind     string    `json:"kind"`
	Date     string    `json:"date"`
	CutOff   string    `json:"cutOff"`
	TimeZone string    `json:"timeZone"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Issues   []Issue   `json:"issues"` // as first published, then corrected, in the order of their numbers
}

// Issue is a bulletin as it was at one point: first published, or corrected.
type Issue struct {
	Correction int         `json:"correction,omitzero"` // 0: as first published
	What       shape.Prose `json:"what,omitzero"`
	Reason     shape.Prose `json:"reason,omitzero"`
	Basis
	Published time.Time     `json:"published"` // received, by the office's clock
	By        act.SubjectID `json:"by" class:"staff"`
}

// Issue finds the issue of a correction; 0 is the bulletin as first published.
func (s Bulletin) Issue(correction int) (Issue, bool) {
	i := slices.IndexFunc(s.Issues, func(x Issue) bool { return x.Correction == correction })
	if i < 0 {
		return Issue{}, false
	}
	return s.Issues[i], true
}

// Last is the latest issue.
func (s Bulletin) Last() Issue { return s.Issues[len(s.Issues)-1] }

// Again is the refusal to publish this bulletin once more: who would do so is told to correct it.
func (s Bulletin) Again(subject act.SubjectID) *problem.Problem {
	return problem.Conflict(problem.BulletinPublishedAlready, problem.P{"number": s.Number, "id": subject})
}

// Fold adds up the acts about a bulletin. What is published first stands: the same bulletin
// published again, or a correction whose number is taken, has no effect. An office refuses
// them anyway.
func Fold(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	var s Bulletin
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *BulletinPublished:
			if s.Number == 0 {
				s.Number, s.Kind, s.Date, s.CutOff, s.TimeZone = b.Number, b.Kind, b.Date, b.CutOff, b.TimeZone
				s.From, s.Until = b.From.UTC(), b.Until.UTC()
				s.issue(Issue{Basis: b.Basis}, e)
			}
		case *CorrectionPublished:
			s.issue(Issue{Correction: b.Number, What: b.What, Reason: b.Reason, Basis: b.Basis}, e)
		}
	}
	p := fold.Period{Kind: s.Kind, From: s.From, Until: s.Until, Label: s.Date, Counts: s.Number > 0, Status: "published", State: s}
	if len(s.Issues) > 1 {
		p.Status = "corrected"
	}
	return fold.Folded{Periods: []fold.Period{p}}
}

func (s *Bulletin) issue(i Issue, e fold.Entry) {
	if _, taken := s.Issue(i.Correction); taken {
		return
	}
	i.Published, i.By = e.Received, e.Person
	s.Issues = append(s.Issues, i)
	slices.SortStableFunc(s.Issues, func(a, b Issue) int { return a.Correction - b.Correction })
}
