package reading

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/agreement"
	"truce/tool/query"
)

// Published is the moment whose state strangers are shown: the last cut-off of the office's civil day that
// lies as far back as the rules in force want. What became known later they are not told, nor that there is
// anything.
func (m *Room) Published(ctx context.Context) (time.Time, error) {
	term, _ := m.office.Rules()
	by := m.office.Now().Add(-time.Duration(term.Rules.Delay) * time.Hour)
	cutOff, zone := cmp.Or(term.Rules.CutOff, bulletin.EndOfDay), m.CivilZone(ctx)
	day := agreement.Date(bulletin.DateOf(by, cutOff, zone)) // the one that by falls into has not ended
	at, err := agreement.InstantOf(day.AddDays(-1), cutOff, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("find when the public edition last moved: %w", err)
	}
	return at.UTC(), nil
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
	case len(all) == 0, slices.Contains(all, noun.WithEdition), slices.Contains(all, noun.WhenSigned) && term.Rules.Delay > 0:
		return noun.WithEdition
	}
	return noun.AtOnce
}

// edition asks for strangers as known when the public edition last moved, or earlier if they ask for earlier.
func (s shown) edition(ctx context.Context, filter *query.Filter) (err error) {
	filter.Known, err = s.asPublished(ctx, filter.Known, filter.Nouns...)
	return err
}

func (s shown) asPublished(ctx context.Context, known time.Time, nouns ...string) (time.Time, error) {
	if s.who.Known() || s.room.moves(nouns...) == noun.AtOnce {
		return known, nil
	}
	at, err := s.room.Published(ctx)
	if err != nil || !known.IsZero() && known.Before(at) {
		return known, err
	}
	return at, nil
}

// EditionOf is the moment whose state of the nouns somebody is shown; the zero time is now.
func (m *Room) EditionOf(ctx context.Context, who policy.Person, nouns ...string) (time.Time, error) {
	return m.shown(who).asPublished(ctx, time.Time{}, nouns...)
}
