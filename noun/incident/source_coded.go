package incident

import (
	"errors"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
)

// SourceCoded is the code that a custodian gives to whoever told a report, so that the same source
// under two reports is one and its name stays sealed. The code is for those who handle sources.
//
//	{"code": "S-017"}
type SourceCoded struct {
	Code string `json:"code" pattern:"^[A-Z0-9][A-Z0-9-]{0,19}$" class:"source" doc:"the source, the same in every report that comes from it; it says nothing of the person"`
}

// SourcesCompared is a custodian's word on whether two reports come from one source. It can be said of
// either of the two.
//
//	{"other": "report/2017-05-07-2", "decision": "same", "reason": {"text": "one interview", "language": "en"}}
type SourcesCompared struct {
	Other    act.SubjectID `json:"other" pattern:"^report/" doc:"the other report"`
	Decision string        `json:"decision" pattern:"^(same|different|open)$" doc:"whether they come from one source, from two, or that is open again"`
	Reason   shape.Prose   `json:"reason,omitzero" maxlen:"500" class:"source" doc:"on what ground"`
}

// Fits refuses a report beside itself.
func (b SourcesCompared) Fits(subject act.SubjectID) error {
	if b.Other == subject {
		return errors.New("other: that is the same report")
	}
	return nil
}

// Refers names the other.
func (b SourcesCompared) Refers() []act.SubjectID { return []act.SubjectID{b.Other} }

// What a custodian says of two sources.
const (
	SameSource      = "same"
	DifferentSource = "different"
)

// SourceOf is what custodians said of the sources of this report and another.
type SourceOf struct {
	Report   act.SubjectID `json:"report"`
	Decision string        `json:"decision"`
	By       act.SubjectID `json:"by" class:"staff"`
}

// sourcesOf are what was said of the source of a report, by the other report.
type sourcesOf struct {
	code  fold.Field[string]
	with  map[act.SubjectID]*fold.Field[string]
	by    map[act.SubjectID]act.SubjectID
	order []act.SubjectID
}

func (s *sourcesOf) compare(g fold.Graph, e fold.Entry, b *SourcesCompared) {
	if s.with == nil {
		s.with, s.by = map[act.SubjectID]*fold.Field[string]{}, map[act.SubjectID]act.SubjectID{}
	}
	if s.with[b.Other] == nil {
		s.with[b.Other] = &fold.Field[string]{}
		s.order = append(s.order, b.Other)
	}
	s.with[b.Other].Set(g, e.ID, b.Decision)
	s.by[b.Other] = e.Person
}

func (s *sourcesOf) list() (all []SourceOf) {
	for _, other := range s.order {
		if d := s.with[other].Value(); d == SameSource || d == DifferentSource {
			all = append(all, SourceOf{other, d, s.by[other]})
		}
	}
	return all
}

// conflict is the first of what custodians said otherwise without knowing of each other.
func (s *sourcesOf) conflict() (fold.Conflict, bool) {
	if c, is := s.code.Conflict("source code"); is {
		return c, true
	}
	for _, other := range s.order {
		if c, is := s.with[other].Conflict("same source"); is {
			return c, true
		}
	}
	return fold.Conflict{}, false
}

// saysOf is what custodians said of two reports, on either of them: that they come from one source
// outweighs that they do not.
func saysOf(a, b source) string {
	said := ""
	for _, pair := range [][2]source{{a, b}, {b, a}} {
		for _, s := range pair[0].Sources {
			if s.Report == pair[1].id && said != SameSource {
				said = s.Decision
			}
		}
	}
	return said
}

// sameSource reports whether two reports come from one source by what custodians said, by its code, or
// because they hold the very same sealed text.
func sameSource(a, b source) bool {
	switch saysOf(a, b) {
	case SameSource:
		return true
	case DifferentSource:
		return false
	}
	if a.SourceCode != "" && a.SourceCode == b.SourceCode {
		return true
	}
	return a.Source != nil && b.Source != nil && a.Source.Sealed == b.Source.Sealed
}

// one answers which of some reports come from one source, each by the first of them: what is one with
// the same is one.
func one(sources []source) []int {
	of := make([]int, len(sources))
	for i := range sources {
		of[i] = i
	}
	for i := range sources {
		for j := range i {
			if !told(sources[i]) && !told(sources[j]) {
				continue
			}
			if from, to := of[i], of[j]; from != to && sameSource(sources[i], sources[j]) {
				for k := range i + 1 {
					if of[k] == from {
						of[k] = to
					}
				}
			}
		}
	}
	return of
}

// told reports whether anything is known of the source of a report.
func told(s source) bool { return s.Source != nil || s.SourceCode != "" || len(s.Sources) > 0 }
