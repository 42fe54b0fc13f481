package noun_test

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

func minute(n int) time.Time { return time.Date(2017, 5, 7, 12, n, 0, 0, time.UTC) }

func entry(n int) fold.Entry { return fold.Entry{ID: act.ID{byte(n)}, Received: minute(n)} }

// two asks for two voices.
func two(p noun.Proposal) noun.Standing {
	if len(p.Yes()) < 2 {
		return noun.Waits
	}
	return noun.InForce
}

func TestDocket_force_begins_at_the_last_signature_that_was_needed(t *testing.T) {
	t.Parallel()
	type said struct{ voice, answer string }
	for name, c := range map[string]struct {
		answers []said
		since   time.Time
		taken   int
	}{
		"nobody answers":              {nil, time.Time{}, 0},
		"a second signs":              {[]said{{"TR", "yes"}}, minute(2), 1},
		"who proposed signs once":     {[]said{{"mission", "yes"}}, time.Time{}, 0},
		"a no is no signature":        {[]said{{"TR", "no"}, {"RU", "dissent"}}, time.Time{}, 2},
		"another takes its place":     {[]said{{"TR", "no"}, {"RU", "yes"}}, minute(3), 2},
		"one voice is not two":        {[]said{{"TR", "no"}, {"TR", "yes"}}, time.Time{}, 1},
		"what is in force stays so":   {[]said{{"TR", "yes"}, {"RU", "no"}}, minute(2), 2},
		"who speaks for nobody":       {[]said{{"", "yes"}}, time.Time{}, 0},
		"a third does not move force": {[]said{{"TR", "yes"}, {"RU", "yes"}}, minute(2), 2},
	} {
		var d noun.Docket
		var effects []time.Time
		d.Propose(entry(1), "mission", two, func(by fold.Entry, _ noun.Standing) { effects = append(effects, by.Received) })
		taken := 0
		for i, a := range c.answers {
			if d.Answer(entry(2+i), a.voice, &noun.Endorsed{Act: act.ID{1}, Answer: a.answer}) {
				taken++
			}
		}
		p := d.Proposals()[0]
		if !p.Since.Equal(c.since) || (p.Standing == noun.InForce) != !c.since.IsZero() || taken != c.taken {
			t.Errorf("%s: %+v, %d taken", name, p, taken)
		}
		if c.since.IsZero() != (len(effects) == 0) || len(effects) > 1 {
			t.Errorf("%s: took effect at %v", name, effects)
		}
	}
}

func TestDocket_answers_to_what_was_not_proposed(t *testing.T) {
	t.Parallel()
	var d noun.Docket
	if d.Answer(entry(1), "TR", &noun.Endorsed{Act: act.ID{9}, Answer: noun.Yes}) || d.Proposals() != nil {
		t.Error("an answer to nothing was taken")
	}
}

// What one side did alone stays marked, and is raised when a second signs.
func TestDocket_raises_a_standing(t *testing.T) {
	t.Parallel()
	var d noun.Docket
	var seen []noun.Standing
	rule := func(p noun.Proposal) noun.Standing {
		if two(p) == noun.InForce {
			return noun.InForce
		}
		return noun.Alone
	}
	d.Propose(entry(1), "mission", rule, func(_ fold.Entry, s noun.Standing) { seen = append(seen, s) })
	d.Answer(entry(2), "TR", &noun.Endorsed{Act: act.ID{1}, Answer: noun.Yes})
	if !slices.Equal(seen, []noun.Standing{noun.Alone, noun.InForce}) {
		t.Errorf("stood %v", seen)
	}
}
