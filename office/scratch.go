package office

import (
	"hash/maphash"

	"truce/ground/act"
)

// scratch is what is known without asking the database because everything is folded from
// nothing: which subjects came before, and which were looked at. It keeps hashes of names;
// two that agree only cost a query. A nil scratch knows nothing.
type scratch struct {
	seed     maphash.Seed
	seen     map[uint64]struct{}
	referred map[uint64]struct{}
}

func newScratch() *scratch {
	return &scratch{maphash.MakeSeed(), map[uint64]struct{}{}, map[uint64]struct{}{}}
}

func (s *scratch) hash(subject act.SubjectID) uint64 { return maphash.String(s.seed, string(subject)) }

// first reports whether the subject was never asked about before.
func (s *scratch) first(subject act.SubjectID) bool {
	key := s.hash(subject)
	_, before := s.seen[key]
	s.seen[key] = struct{}{}
	return !before
}

// refer notes that the subjects were looked at.
func (s *scratch) refer(subjects []act.SubjectID) {
	if s == nil {
		return
	}
	for _, subject := range subjects {
		s.referred[s.hash(subject)] = struct{}{}
	}
}

// mayBeReferred is false only for subjects that nothing has looked at.
func (s *scratch) mayBeReferred(subject act.SubjectID) bool {
	if s == nil {
		return true
	}
	_, is := s.referred[s.hash(subject)]
	return is
}
