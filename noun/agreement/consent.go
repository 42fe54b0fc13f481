package agreement

import (
	"cmp"
	"slices"
	"time"

	"truce/ground/fold"
)

// word is what was said for one party to an extension or a declaration.
type word[K any] struct {
	key K
	Consent
}

func (f *folding) word(e fold.Entry, from origin, party string, on Date) Consent {
	c := Consent{Party: party, On: on, Received: e.Received, Source: from.source, Recorded: from.recorded, Act: from.act}
	if f.roots.Waits(e, party) {
		c.Why = RecordedOnly
	}
	return c
}

// hearing is how something stands that several must agree on, by the words for it as the office received them, one after another. It
// is agreed with the last word that it takes, as it was known then who they are; what anybody says later moves nothing of it.
type hearing struct {
	given   []Consent // of each party its own word or, until then, what the mission recorded of it
	beside  []Consent // what counts for nothing, each with the reason
	needed  []string
	missing []string
	at      time.Time // when it was agreed
	agreed  bool
}

// asking says whose words something takes, by what was known at a moment, and whether it would have effect by those that are given.
type asking func(given []Consent, known time.Time) (needed []string, effect bool)

// hear weighs words in the order of their receipt. Who was missing, and has left, completes it too.
func (s *VersionState) hear(said []Consent, ask asking) hearing {
	var h hearing
	for _, next := range s.course(said) {
		if next.word != nil && h.take(*next.word) || next.word == nil && slices.Contains(h.missing, next.party) {
			h.weigh(ask, next)
		}
	}
	if !h.agreed { // whoever joined meanwhile is missing too
		h.needed, _ = ask(h.given, s.lastKnown(said))
		if left := missing(h.given, h.needed); len(left) > 0 {
			h.missing = left
		}
	}
	return h
}

// weigh asks whether it is agreed by now. By a word that it does not take, nothing is.
func (h *hearing) weigh(ask asking, by turn) {
	needed, effect := ask(h.given, by.at)
	if by.word != nil && !slices.Contains(needed, by.party) {
		return
	}
	h.needed, h.missing, h.at = needed, missing(h.given, needed), by.at
	h.agreed = len(h.missing) == 0 && effect
}

// take keeps a word, and reports whether it changes something. A party says it once; its own word takes the place of what the mission
// recorded of it as long as that is not agreed on, and confirms it afterwards.
func (h *hearing) take(w Consent) bool {
	i := slices.IndexFunc(h.given, func(c Consent) bool { return c.Party == w.Party })
	switch {
	case w.Why != "":
	case i < 0 && h.agreed:
		w.Why = NotRequired
	case i < 0:
		h.given = append(h.given, w)
		return true
	case !h.given[i].Recorded || w.Recorded:
		return false
	case h.agreed:
		w.Why = SaidBefore
	default:
		h.given[i] = w
		return true
	}
	if !slices.ContainsFunc(h.beside, func(c Consent) bool { return c.Party == w.Party && c.Why == w.Why }) {
		h.beside = append(h.beside, w)
	}
	return false
}

// counts are the words that it takes.
func (h *hearing) counts() []Consent { return ofNeeded(h.given, h.needed) }

func ofNeeded(given []Consent, needed []string) []Consent {
	return slices.DeleteFunc(slices.Clone(given), func(c Consent) bool { return !slices.Contains(needed, c.Party) })
}

// consents are all words as they are told, by party; what was recorded of one that said it itself is none beside that.
func (h *hearing) consents() []Consent {
	all := slices.Clone(h.given)
	for i := range all {
		if h.needed != nil && !slices.Contains(h.needed, all[i].Party) {
			all[i].Why = NotRequired
		}
	}
	for _, c := range h.beside {
		if c.Why != RecordedOnly || !slices.ContainsFunc(all, func(o Consent) bool { return o.Party == c.Party }) {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b Consent) int { return cmp.Compare(a.Party, b.Party) })
	return all
}

// listed are the words to something that nobody weighs.
func listed(said []Consent) []Consent {
	var h hearing
	for _, c := range said {
		h.take(c)
	}
	return h.consents()
}

// turn is the receipt of a word of a party or, without one, the moment from which it is something else than before.
type turn struct {
	at    time.Time
	party string
	word  *Consent
}

// course are the words to something and the moves of parties, one after another.
func (s *VersionState) course(said []Consent) []turn {
	all := make([]turn, 0, len(said)+len(s.moves))
	for i := range said {
		all = append(all, turn{said[i].Received, said[i].Party, &said[i]})
	}
	for _, m := range s.moves {
		all = append(all, turn{m.at, m.party, nil})
	}
	slices.SortStableFunc(all, func(a, b turn) int { return a.at.Compare(b.at) })
	return all
}

func (s *VersionState) lastKnown(said []Consent) time.Time {
	last := lastReceived(said)
	for _, m := range s.moves {
		last = latest(last, m.came)
	}
	return last
}

// askedFor is a question of askedAt: many extensions put the same.
type askedFor struct {
	who       string
	known, at time.Time
}

// askedAt lists those of who that are parties at a moment, by what was known at another.
func (s *VersionState) askedAt(who []string, known, at time.Time) []string {
	q := askedFor{joined(who), known, at}
	all, told := s.asked[q]
	if !told {
		if s.asked == nil {
			s.asked = map[askedFor][]string{}
		}
		all = s.reckonAsked(who, known, at)
		s.asked[q] = all
	}
	return slices.Clone(all)
}

func (s *VersionState) reckonAsked(who []string, known, at time.Time) []string {
	order := []string{}
	capacities := map[string]string{}
	for _, p := range s.Parties {
		order, capacities[p.Code] = append(order, p.Code), p.Capacity
	}
	for _, m := range s.moves {
		if m.came.After(known) || m.at.After(at) {
			continue
		}
		if _, has := capacities[m.party]; !has {
			order = append(order, m.party)
		}
		capacities[m.party] = m.Capacity
	}
	return slices.DeleteFunc(order, func(party string) bool { return !includes(who, Membership{Party: party, Capacity: capacities[party]}) })
}

// saidBefore flags words that moved nothing, as what they say was agreed on before.
func (f *folding) saidBefore(s *VersionState) {
	tell := func(all []Consent) {
		for _, c := range all {
			if c.Why == SaidBefore {
				f.flag(c.Act, SaidBefore, s.ID, c.Party)
			}
		}
	}
	for _, x := range s.Extensions {
		tell(x.Consents)
	}
	for _, d := range s.Declarations {
		tell(d.Consents)
	}
}

// missing lists those required that did not consent. Nobody required is as if all were
// missing: what nobody agrees on counts for nothing.
func missing(given []Consent, required []string) []string {
	if len(required) == 0 {
		return []string{"guarantors"}
	}
	var left []string
	for _, party := range required {
		if !slices.ContainsFunc(given, func(c Consent) bool { return c.Party == party }) {
			left = append(left, party)
		}
	}
	return left
}

// given are the consents that count.
func given(all []Consent) []Consent {
	return slices.DeleteFunc(slices.Clone(all), func(c Consent) bool { return c.Why != "" })
}

func lastConsent(given []Consent) Date {
	var last Date
	for _, c := range given {
		last = max(last, c.On)
	}
	return last
}

func lastReceived(words []Consent) time.Time {
	var last time.Time
	for _, c := range words {
		last = latest(last, c.Received)
	}
	return last
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
