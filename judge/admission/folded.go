package admission

import (
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// folded are the states of a ledger's subjects, each added up when somebody asks for it and kept
// until something that it rests on changes.
type folded struct {
	rules    *Rules
	subjects map[act.SubjectID]*subject
	ofNoun   map[string][]act.SubjectID
	people   []act.SubjectID // that changed since somebody asked
}

type subject struct {
	entries []fold.Entry
	states  []period
	current bool                       // states are those of entries
	lookers map[act.SubjectID]struct{} // whose folds looked at it
}

type period struct {
	from, until time.Time
	noun.State
}

func newFolded(r *Rules) folded {
	return folded{rules: r, subjects: map[act.SubjectID]*subject{}, ofNoun: map[string][]act.SubjectID{}}
}

func (f *folded) of(id act.SubjectID) *subject {
	s, is := f.subjects[id]
	if !is {
		s = &subject{lookers: map[act.SubjectID]struct{}{}}
		f.subjects[id] = s
	}
	return s
}

// add takes an act in.
func (f *folded) add(id act.SubjectID, e fold.Entry) {
	s := f.of(id)
	if len(s.entries) == 0 {
		f.ofNoun[id.Noun()] = append(f.ofNoun[id.Noun()], id)
	}
	s.entries = append(s.entries, e)
	f.drop(id, s)
}

// drop drops a state, and those of all that looked at it.
func (f *folded) drop(id act.SubjectID, s *subject) {
	s.current, s.states = false, nil
	if f.rules.ofPeople(id) && !slices.Contains(f.people, id) {
		f.people = append(f.people, id)
	}
	for looker := range s.lookers {
		if l := f.of(looker); l.current { // else those that looked at it know already
			f.drop(looker, l)
		}
	}
}

// changedPeople are the subjects of the directory whose states changed since it last asked.
func (f *folded) changedPeople() []act.SubjectID {
	changed := f.people
	f.people = nil
	return changed
}

// states answers by start of the period.
func (f *folded) states(id act.SubjectID) ([]noun.State, error) {
	periods, err := f.periods(id)
	states := make([]noun.State, len(periods))
	for i, p := range periods {
		states[i] = p.State
	}
	return states, err
}

func (f *folded) periods(id act.SubjectID) ([]period, error) {
	s, is := f.subjects[id]
	switch {
	case !is || len(s.entries) == 0:
		return nil, nil
	case s.current:
		return s.states, nil
	}
	s.current = true
	add, _ := f.rules.kinds.Fold(id.Noun())
	look := &looker{folded: f, id: id}
	for _, p := range add(id, fold.Order(slices.Clone(s.entries)), look.at).Periods {
		text, err := json.Marshal(p.State, json.Deterministic(true))
		if err != nil {
			return nil, fmt.Errorf("add up %s: %w", id, err)
		}
		s.states = append(s.states, period{p.From, p.Until, noun.State{Subject: id, JSON: text}})
	}
	return s.states, look.err
}

// looker answers folds that look at other subjects, and notes that they did.
type looker struct {
	*folded
	id  act.SubjectID
	err error
}

func (l *looker) at(other act.SubjectID, at time.Time) ([]byte, bool) {
	l.of(other).lookers[l.id] = struct{}{}
	periods, err := l.periods(other)
	if err != nil {
		l.err = err
	}
	if p := fold.At(periods, at, func(p *period) (from, until time.Time) { return p.from, p.until }); p != nil {
		return p.JSON, true
	}
	return nil, false
}
