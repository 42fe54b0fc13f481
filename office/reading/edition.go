package reading

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/tool/query"
)

// Published is the moment whose state strangers are shown: the last cut-off of the office's civil day that
// lies as far back as the rules in force want, and never before one that they were shown by earlier rules. What
// became known later they are not told, nor that there is anything.
func (m *Room) Published() (time.Time, error) {
	return m.shownSince(noun.WithEdition)
}

// shownSince is the latest moment whose state strangers were shown by any rules. Rules that delay more than
// those before them hold for what becomes known from then on: nothing that was published is taken back.
func (m *Room) shownSince(moves noun.Moves) (latest time.Time, err error) {
	terms := m.office.Terms()
	for i, term := range terms {
		end := m.office.Now()
		if i+1 < len(terms) {
			end = terms[i+1].Since
		}
		at, err := lastMoved(term.Rules, moves, end)
		if err != nil {
			return time.Time{}, fmt.Errorf("find when the public edition last moved: %w", err)
		}
		if at.After(latest) {
			latest = at
		}
	}
	return latest, nil
}

// lastMoved is the moment whose state rules let strangers be shown at the end of some time.
func lastMoved(rules people.Ruling, moves noun.Moves, end time.Time) (time.Time, error) {
	if moves == noun.WhenSigned && rules.Delay == 0 {
		return end.UTC(), nil
	}
	by := end.Add(-time.Duration(rules.Delay) * time.Hour)
	cutOff, zone := cmp.Or(rules.CutOff, bulletin.EndOfDay), zoneOf(rules)
	at, err := agreement.InstantOf(agreement.Date(bulletin.LastOver(by, cutOff, zone)), cutOff, zone)
	return at.UTC(), err
}

// moves is when strangers are told what became known of nouns: the latest of them.
func (m *Room) moves(nouns ...string) noun.Moves {
	all := make([]noun.Moves, len(nouns))
	for i, name := range nouns {
		of, _ := m.office.Kinds().Noun(name)
		all[i] = of.Public.Moves()
	}
	term, _ := m.office.Rules()
	switch {
	case len(all) == 0, slices.Contains(all, noun.WithEdition):
		return noun.WithEdition
	case slices.Contains(all, noun.WhenSigned) && term.Rules.Delay > 0:
		return noun.WhenSigned
	}
	return noun.AtOnce
}

// edition asks for strangers as known when the public edition last moved, or earlier if they ask for earlier.
func (s shown) edition(filter *query.Filter) (err error) {
	filter.Known, err = s.asPublished(filter.Known, filter.Nouns...)
	return err
}

func (s shown) asPublished(known time.Time, nouns ...string) (time.Time, error) {
	moves := s.room.moves(nouns...)
	if s.who.Known() || moves == noun.AtOnce {
		return known, nil
	}
	at, err := s.room.shownSince(moves)
	if err != nil || !known.IsZero() && known.Before(at) {
		return known, err
	}
	return at, nil
}

// EditionOf is the moment whose state of the nouns somebody is shown; the zero time is now.
func (m *Room) EditionOf(who policy.Person, nouns ...string) (time.Time, error) {
	return m.shown(who).asPublished(time.Time{}, nouns...)
}
