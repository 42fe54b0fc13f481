package zone_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/force"
	"truce/ground/shape"
	"truce/noun/zone"
)

// Received times of foldtest are minutes of 7 May 2017, from noon UTC on.

func TestZone_takes_force_only_with_all_consents(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.By(person("RU"), "RU", proposed(1, 36, day(5, 4)))
	s.consents("RU", id, square(36))
	s.consents("TR", id, square(36))
	if got := s.periods(); got != "…-…: proposed" {
		t.Errorf("two of three: %s", got)
	}
	if p := s.last().Proposals[0]; p.Became != zone.Open || !slices.Equal(p.Missing, []string{"IR"}) || !p.Stances[0].Counts {
		t.Errorf("two of three: %+v", p.Told)
	}
	s.consents("IR", id, square(36))
	if got := s.periods(); got != "…-7.5. 12:03: proposed, 7.5. 12:03-…: proposal 1" {
		t.Errorf("with the last consent, later than meant: %s", got)
	}
}

func TestZone_begins_as_meant_or_with_the_last_consent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, consented time.Time
		want            string
	}{
		"consented before": {day(8, 1), day(7, 20), "…-1.8.: proposed, 1.8.-…: proposal 1"},
		"consented later":  {day(8, 1), day(8, 5), "…-5.8.: proposed, 5.8.-…: proposal 1"},
		"that very moment": {day(8, 1), day(8, 1), "…-1.8.: proposed, 1.8.-…: proposal 1"},
	} {
		s := newStory(t)
		s.enact(1, 36, c.from, c.consented)
		if got := s.periods(); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestZone_a_partys_own_clock_does_not_count(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.By(person("RU"), "RU", proposed(1, 36, day(1, 1)))
	for _, party := range []string{"RU", "TR", "IR"} {
		c := consent(t, party, id, square(36))
		c.At, c.Source = day(2, 2), "we say so"
		s.By(person(party), party, c)
	}
	if got := s.periods(); got != "…-7.5. 12:03: proposed, 7.5. 12:03-…: proposal 1" {
		t.Errorf("back-dated: %s", got)
	}
}

func TestZone_amended_replaces_from_its_own_beginning(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		second time.Time
		until  time.Time
		want   string
	}{
		"later":                       {day(9, 1), time.Time{}, "…-1.8.: proposed, 1.8.-1.9.: proposal 1, 1.9.-…: proposal 2"},
		"earlier holds until then":    {day(7, 10), time.Time{}, "…-10.7.: proposed, 10.7.-1.8.: proposal 2, 1.8.-…: proposal 1"},
		"for a time, nothing resumes": {day(9, 1), day(9, 20), "…-1.8.: proposed, 1.8.-1.9.: proposal 1, 1.9.-20.9.: proposal 2, 20.9.-…: ended"},
		"at the same moment":          {day(8, 1), time.Time{}, "…-1.8.: proposed, 1.8.-…: proposal 2"},
	} {
		s := newStory(t)
		s.enact(1, 36, day(8, 1), day(7, 1))
		second := proposed(2, 36.5, c.second)
		second.Until = c.until
		id := s.By(person("TR"), "TR", second)
		for _, party := range []string{"IR", "RU", "TR"} {
			s.recorded(party, id, square(36.5), day(7, 5))
		}
		if got := s.periods(); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestZone_a_term_that_passed_before_the_last_consent_changes_nothing(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.enact(1, 36, day(8, 1), day(7, 1))
	second := proposed(2, 36.5, day(9, 1))
	second.Until = day(9, 5)
	id := s.By(person("TR"), "TR", second)
	for _, party := range []string{"IR", "RU", "TR"} {
		s.recorded(party, id, square(36.5), day(9, 6))
	}
	if got := s.periods(); got != "…-1.8.: proposed, 1.8.-…: proposal 1" || s.last().Proposals[0].Why != zone.NotInForce {
		t.Errorf("got %s, %+v", got, s.last().Proposals)
	}
}

func TestZone_lapses_with_the_same_consents(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.enact(1, 36, day(8, 1), day(7, 1))
	lapse := s.By(person("RU"), "RU", &zone.ZoneLapsed{Lapsing: zone.Lapsing{Proposal: id, Until: day(9, 1), Reason: shape.In("en", "handed over")}})
	s.recorded("RU", lapse, square(36), day(8, 20))
	s.recorded("TR", lapse, square(36), day(8, 20))
	if got := s.periods(); got != "…-1.8.: proposed, 1.8.-…: proposal 1" {
		t.Errorf("one cannot abolish what all agreed: %s", got)
	}
	s.recorded("IR", lapse, square(36), day(9, 3))
	if got := s.periods(); got != "…-1.8.: proposed, 1.8.-3.9.: proposal 1, 3.9.-…: ended" {
		t.Errorf("lapsed with the last consent: %s", got)
	}
	if l := s.last().Lapses[0]; l.Became != zone.Consented || l.Agreed == nil || !l.Agreed.From.Equal(day(9, 3)) {
		t.Errorf("lapse: %+v", l.Told)
	}
	s.enact(3, 37, day(10, 1), day(10, 2))
	if got := s.periods(); got != "…-1.8.: proposed, 1.8.-3.9.: proposal 1, 3.9.-…: ended" {
		t.Errorf("from October there is a fourth who must be asked: %s", got)
	}
	if p := s.last().Proposals[0]; !slices.Equal(p.Missing, []string{"US"}) || !slices.Equal(p.Needed, []string{"IR", "RU", "TR", "US"}) {
		t.Errorf("not asked: %+v", p.Told)
	}
	s.enact(4, 37, day(11, 1), day(9, 15))
	if got := s.periods(); got != "…-1.8.: proposed, 1.8.-3.9.: proposal 1, 3.9.-1.11.: ended, 1.11.-…: proposal 4" {
		t.Errorf("drawn again: %s", got)
	}
}

// Who joins when all had consented undoes nothing of what they agreed on, and is not asked about its end.
func TestZone_who_joins_later_finds_what_was_agreed(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.enact(1, 36, day(10, 15), day(9, 15)) // the fourth joins in October
	if got := s.periods(); got != "…-15.10.: proposed, 15.10.-…: proposal 1" || !slices.Equal(s.last().Boundary.Needed, []string{"IR", "RU", "TR"}) {
		t.Errorf("got %s, %+v", got, s.last())
	}
	lapse := s.By(person("RU"), "RU", &zone.ZoneLapsed{Lapsing: zone.Lapsing{Proposal: id, Until: day(10, 20), Reason: shape.In("en", "handed over")}})
	for _, party := range []string{"IR", "RU", "TR"} {
		s.recorded(party, lapse, square(36), day(10, 16))
	}
	if got := s.periods(); got != "…-15.10.: proposed, 15.10.-20.10.: proposal 1, 20.10.-…: ended" {
		t.Errorf("got %s", got)
	}
}

// What lacks one consent is agreed on when that party has left, and not before: it does not come before, nor end, what all agreed on meanwhile.
// What was objected to, or replaced, by then is not agreed on at all.
func TestZone_is_agreed_on_when_who_lacked_has_left(t *testing.T) {
	t.Parallel()
	begin := func() (*story, act.ID) {
		s := newStory(t)
		id := s.By(person("RU"), "RU", proposed(1, 36, day(11, 15)))
		for _, party := range []string{"IR", "RU", "TR"} {
			s.recorded(party, id, square(36), day(10, 10))
		}
		return s, id
	}
	alone, _ := begin()
	if got := alone.periods(); got != "…-15.11.: proposed, 15.11.-…: proposal 1" { // the fourth leaves in November
		t.Errorf("alone: %s", got)
	}
	beside, _ := begin()
	id := beside.By(person("TR"), "TR", proposed(2, 37, day(10, 21)))
	for _, party := range []string{"IR", "RU", "TR", "US"} {
		beside.recorded(party, id, square(37), day(10, 20))
	}
	if got := beside.periods(); got != "…-21.10.: proposed, 21.10.-…: proposal 2" || beside.last().Proposals[0].Why != zone.AnotherStands {
		t.Errorf("beside what all agreed on: %s, %+v", got, beside.last().Proposals)
	}
	objected, id := begin()
	objected.objects("TR", id)
	replaced, _ := begin()
	replaced.By(person("RU"), "RU", proposed(1, 38, day(11, 15)))
	for name, s := range map[string]*story{zone.Open: objected, zone.Superseded: replaced} {
		if got := s.last().Proposals[0]; got.Became != name || got.Agreed != nil {
			t.Errorf("want %s: %+v", name, got.Told)
		}
	}
}

// What was recorded of earlier days ends nothing before the office had the last word: what was said to stand until then has stood.
func TestZone_nothing_ends_before_the_last_word_came(t *testing.T) {
	t.Parallel()
	const begins = "…-2.5.: proposed, 2.5.-7.5. 12:07: proposal 1, 7.5. 12:07-…: "
	lapses, amended := newStory(t), newStory(t)
	id := lapses.enact(1, 36, day(5, 1), day(5, 2))
	lapse := lapses.By(person("RU"), "RU", &zone.ZoneLapsed{Lapsing: zone.Lapsing{Proposal: id, Until: day(5, 3), Reason: shape.In("en", "handed over")}})
	amended.enact(1, 36, day(5, 1), day(5, 2))
	second := amended.By(person("RU"), "RU", proposed(2, 36.5, day(5, 3)))
	for _, party := range []string{"IR", "RU", "TR"} {
		lapses.recorded(party, lapse, square(36), day(5, 4))
		amended.recorded(party, second, square(36.5), day(5, 4))
	}
	if got, want := lapses.periods(), begins+"ended"; got != want {
		t.Errorf("lapsed: got %s, want %s", got, want)
	}
	if l := lapses.last().Lapses[0]; l.Agreed == nil || l.Why != "" {
		t.Errorf("lapse: %+v", l.Told)
	}
	if got, want := amended.periods(), begins+"proposal 2"; got != want {
		t.Errorf("amended: got %s, want %s", got, want)
	}
}

func TestZone_a_consent_is_to_one_geometry(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.By(person("RU"), "RU", proposed(1, 36, day(8, 1)))
	s.consents("RU", id, square(36))
	s.consents("TR", id, square(36.5)) // what it saw is not what was proposed
	early := s.consents("IR", id, square(36))
	again := s.By(person("RU"), "RU", proposed(1, 37, day(8, 1))) // the delegation changes its proposal
	s.consents("TR", id, square(36))                              // too late
	s.consents("IR", act.ID{9}, square(37))
	z := s.last()
	if s.periods() != "…-…: proposed" || len(z.Proposals) != 2 {
		t.Fatalf("got %s, %d proposals", s.periods(), len(z.Proposals))
	}
	var why []string
	for _, c := range z.Proposals[0].Stances {
		why = append(why, c.Why)
	}
	want := []string{zone.Stale, zone.AnotherGeometry, zone.Stale, zone.Stale}
	if !slices.Equal(why, want) || z.Proposals[0].Became != zone.Superseded || z.Proposals[1].Act != again {
		t.Errorf("got %v, want %v; %s", why, want, z.Proposals[0].Became)
	}
	if z.Proposals[0].Stances[2].Act != early || len(z.Flags) != 1 || z.Flags[0].Say != zone.NoSuchProposal {
		t.Errorf("flags %v", z.Flags)
	}
}

func TestZone_what_is_in_force_survives_a_change_of_the_proposal(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.enact(1, 36, day(8, 1), day(7, 1))
	s.By(person("RU"), "RU", proposed(1, 37, day(9, 1)))
	if got := s.periods(); got != "…-1.8.: proposed, 1.8.-…: proposal 1" || s.last().Boundary.Digest != digest(t, square(36)) {
		t.Errorf("got %s", got)
	}
}

// Whose consent it takes the text says, and no proposal: it may ask others besides, and leave out nobody.
func TestZone_nobody_is_left_out(t *testing.T) {
	t.Parallel()
	three, alone := []string{"IR", "RU", "TR"}, func(b *zone.ZoneProposed) { b.Version = "of-one" }
	for name, c := range map[string]struct {
		change  func(*zone.ZoneProposed)
		say     []string // who consent
		why     string
		missing []string
		needed  []string
	}{
		"only who proposes is asked":                     {func(b *zone.ZoneProposed) { b.Required = []string{"RU"} }, []string{"RU"}, "", []string{"IR", "TR"}, three},
		"only a friend is asked":                         {func(b *zone.ZoneProposed) { b.Required = []string{"SY-GOV"} }, []string{"SY-GOV", "RU"}, "", []string{"IR", "TR"}, []string{"IR", "RU", "TR", "SY-GOV"}},
		"nobody is asked, all say yes":                   {func(b *zone.ZoneProposed) { b.Required = nil }, three, "", nil, three},
		"one more is asked":                              {func(b *zone.ZoneProposed) { b.Required = []string{"SY-GOV"} }, three, "", []string{"SY-GOV"}, []string{"IR", "RU", "TR", "SY-GOV"}},
		"one more is asked, and says":                    {func(b *zone.ZoneProposed) { b.Required = []string{"SY-GOV"} }, []string{"IR", "RU", "TR", "SY-GOV"}, "", nil, []string{"IR", "RU", "TR", "SY-GOV"}},
		"unknown agreement":                              {func(b *zone.ZoneProposed) { b.Agreement = "agreement/other" }, three, zone.AgreementUnknown, nil, three},
		"unknown version":                                {func(b *zone.ZoneProposed) { b.Version = "another" }, three, zone.AgreementUnknown, nil, three},
		"the text names nobody":                          {func(b *zone.ZoneProposed) { b.Version = "draft" }, three, zone.OneAlone, nil, three},
		"the text names one, alone":                      {alone, []string{"RU", "IR", "TR"}, zone.OneAlone, nil, []string{"RU", "IR", "TR"}},
		"the text names one, with another whom it binds": {func(b *zone.ZoneProposed) { alone(b); b.Required = nil }, []string{"RU", "SY-OPP"}, "", nil, []string{"RU", "SY-OPP"}},
		"the others do without the one":                  {func(b *zone.ZoneProposed) { alone(b); b.Required = nil }, []string{"SY-GOV", "SY-OPP"}, "", []string{"RU"}, []string{"RU", "SY-GOV"}},
	} {
		s := newStory(t)
		b := proposed(1, 36, day(8, 1))
		c.change(b)
		id := s.By(person("RU"), "RU", b)
		for _, party := range c.say {
			s.recorded(party, id, square(36), day(7, 1))
		}
		z := s.last()
		told := z.Boundary
		if stands := c.why == "" && len(c.missing) == 0; stands != (told != nil) {
			t.Errorf("%s: in force: %v", name, told != nil)
			continue
		}
		if told == nil {
			told = &z.Proposals[0]
		}
		if told.Why != c.why || !slices.Equal(told.Missing, c.missing) || !slices.Equal(told.Needed, c.needed) {
			t.Errorf("%s: why %q, missing %v, needed %v", name, told.Why, told.Missing, told.Needed)
		}
	}
}

// Before anybody consents it is told whose consent it takes; and who did not consent to a boundary does not lose it by others.
func TestZone_says_first_whose_consent_it_takes(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	b := proposed(1, 36, day(8, 1))
	b.Required = []string{"RU"}
	id := s.By(person("RU"), "RU", b)
	lapse := s.By(person("RU"), "RU", &zone.ZoneLapsed{Lapsing: zone.Lapsing{Proposal: id, Until: day(9, 1), Reason: shape.In("en", "at once")}})
	s.consents("RU", lapse, square(36))
	z := s.last()
	if p := z.Proposals[0]; !slices.Equal(p.Needed, []string{"IR", "RU", "TR"}) || !slices.Equal(p.Missing, p.Needed) {
		t.Errorf("proposal: %+v", p.Told)
	}
	if l := z.Lapses[0]; l.Became != zone.Open || !slices.Equal(l.Missing, []string{"IR", "TR"}) {
		t.Errorf("lapse: %+v", l.Told)
	}
}

func TestZone_a_party_speaks_for_itself(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	b := proposed(1, 36, day(8, 1))
	b.Party = "TR"
	forged := s.By(person("RU"), "RU", b)
	id := s.By(person("TR"), "TR", proposed(1, 36, day(8, 1)))
	s.recorded("IR", id, square(36), day(7, 1))
	s.recorded("TR", id, square(36), day(7, 1))
	s.By(person("TR"), "TR", consent(t, "RU", id, square(36)))
	s.By(secretary, "", consent(t, "RU", id, square(36))) // the mission without a source
	s.consents("RU", forged, square(36))
	z := s.last()
	if z.Boundary != nil || z.Proposals[0].Became != zone.Refused || z.Proposals[0].Why != zone.SpeaksForAnother || z.Proposals[1].Became != zone.Open {
		t.Errorf("%+v", z)
	}
	heard := z.Proposals[1].Stances
	if heard[2].Why != zone.SpeaksForAnother || heard[3].Why != zone.NoSource {
		t.Errorf("%+v", heard)
	}
}

func TestZone_an_objection_takes_consent_back_only_before_all_consented(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.By(person("RU"), "RU", proposed(1, 36, day(5, 1)))
	s.consents("RU", id, square(36))
	s.objects("RU", id)
	s.consents("TR", id, square(36))
	s.consents("IR", id, square(36))
	if z := s.last(); z.Boundary != nil || z.Proposals[0].Stances[0].Why != zone.TakenBack {
		t.Errorf("taken back: %+v", z)
	}
	s.consents("RU", id, square(36))
	before := s.periods()
	s.objects("TR", id)
	s.consents("IR", id, square(36))
	if got := s.periods(); got != before || before == "…-…: proposed" {
		t.Errorf("nobody undoes it alone, nor moves its beginning: %s, before %s", got, before)
	}
	if heard := s.last().Boundary.Stances; heard[5].Why != zone.TooLate || heard[6].Why != zone.TooLate {
		t.Errorf("%+v", heard)
	}
}

func TestZone_the_mission_corrects_what_it_recorded_until_all_consented(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.enact(1, 36, day(8, 1), day(7, 1))
	before := s.periods()
	s.recorded("TR", id, square(36), day(8, 3))
	s.By(secretary, "", &zone.ZoneObjected{Objecting: zone.Objecting{Proposal: id, Party: "TR", Reason: shape.In("en", "misread"), At: day(8, 4), Source: "letter"}})
	if got := s.periods(); got != before || s.last().Boundary.Stances[3].Why != zone.TooLate {
		t.Errorf("the mission alone moved or ended what all agreed on: %s, before %s", got, before)
	}
	other := newStory(t)
	id = other.By(secretary, "", proposed(1, 36, day(5, 1)))
	for _, party := range []string{"IR", "RU"} {
		other.recorded(party, id, square(36), day(6, 1))
	}
	other.By(secretary, "", &zone.ZoneObjected{Objecting: zone.Objecting{Proposal: id, Party: "RU", Reason: shape.In("en", "misread"), At: day(6, 4), Source: "letter"}})
	other.recorded("TR", id, square(36), day(6, 5))
	if got := other.periods(); got != "…-…: proposed" {
		t.Errorf("it was no consent: %s", got)
	}
}

// What the mission records of a party counts while the party itself says nothing, and never again; it contests nothing either.
func TestZone_the_mission_writes_over_no_partys_own_word(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.By(person("RU"), "RU", proposed(1, 36, day(5, 1)))
	s.recorded("RU", id, square(36), day(6, 1))
	s.objects("RU", id)
	s.recorded("RU", id, square(36), day(6, 2))
	s.consents("TR", id, square(36))
	s.consents("IR", id, square(36))
	z := s.last()
	if z.Boundary != nil || z.Proposals[0].Stances[0].Why != zone.RecordedOnly || !z.Proposals[0].Stances[1].Counts || z.Proposals[0].Stances[2].Why != zone.RecordedOnly {
		t.Errorf("%+v", z)
	}
	s.Knowing(secretary, "", &zone.ZoneObjected{Objecting: zone.Objecting{Proposal: id, Party: "RU", Reason: shape.In("en", "no"), At: day(6, 4), Source: "letter"}}, id)
	s.consents("RU", id, square(36))
	if f := s.Fold(t); s.last().Boundary == nil || len(f.Conflicts) != 0 {
		t.Errorf("RU itself consents: %+v, conflicts %v", s.last(), f.Conflicts)
	}
	own := newStory(t)
	id = own.By(person("RU"), "RU", proposed(1, 36, day(5, 1)))
	other := proposed(1, 40, day(5, 1))
	other.Party, other.Source = "RU", "letter"
	own.By(secretary, "", other)
	for _, party := range []string{"RU", "TR", "IR"} {
		own.consents(party, id, square(36))
	}
	if z := own.last(); z.Boundary == nil || z.Boundary.Act != id {
		t.Errorf("RU's own proposal was replaced by what the mission recorded: %+v", z)
	}
}

// What is put forward beside what all agreed on changes nothing of it, nor how it is called or shown before.
func TestZone_a_proposal_beside_it_changes_nothing_of_what_is_in_force(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.enact(1, 36, day(8, 1), day(7, 1))
	before := s.Fold(t).Periods
	drill := proposed(2, 40, day(9, 1))
	drill.Exercise, drill.Names = true, zone.Names{{Language: "en", Text: "Another name"}}
	s.By(person("RU"), "RU", drill)
	after := s.Fold(t).Periods
	last := after[len(after)-1].State.(zone.Zone)
	if len(last.Proposals) != 1 || last.Exercise {
		t.Errorf("%+v", last)
	}
	last.Proposals, after[len(after)-1].State = nil, nil
	held := before[len(before)-1].State.(zone.Zone)
	before[len(before)-1].State = nil
	if !reflect.DeepEqual(before, after) || !reflect.DeepEqual(held, last) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
}

func TestZone_two_of_one_party_contradict_each_other(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	id := s.By(person("RU"), "RU", proposed(1, 36, day(5, 1)))
	s.consents("TR", id, square(36))
	s.consents("IR", id, square(36))
	s.Knowing("person/one", "RU", consent(t, "RU", id, square(36)), id)
	s.Knowing("person/two", "RU", &zone.ZoneObjected{Objecting: zone.Objecting{Proposal: id, Party: "RU", Reason: shape.In("en", "no")}}, id)
	f := s.Fold(t)
	if len(f.Conflicts) != 0 {
		t.Errorf("all had consented before the second spoke: %v", f.Conflicts)
	}
	other := newStory(t)
	id = other.By(person("RU"), "RU", proposed(1, 36, day(5, 1)))
	yes := other.Knowing("person/one", "RU", consent(t, "RU", id, square(36)), id)
	no := other.Knowing("person/two", "RU", &zone.ZoneObjected{Objecting: zone.Objecting{Proposal: id, Party: "RU", Reason: shape.In("en", "no")}}, id)
	other.consents("TR", id, square(36))
	other.Knowing(person("IR"), "IR", consent(t, "IR", id, square(36)), id)
	f = other.Fold(t)
	if len(f.Conflicts) != 1 || !slices.Equal(f.Conflicts[0].Acts, []act.ID{yes, no}) || other.periods() != "…-…: proposed" {
		t.Errorf("%v %s", f.Conflicts, other.periods())
	}
	other.consents("RU", id, square(36))
	if other.last().Boundary == nil || len(other.Fold(t).Conflicts) != 0 {
		t.Error("a word that knows of both settles it")
	}
}

func TestZone_two_proposals_of_one_number_are_both_kept(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	one := s.Knowing("person/one", "RU", proposed(1, 36, day(5, 1)))
	two := s.Knowing("person/two", "RU", proposed(1, 37, day(5, 1)))
	f := s.Fold(t)
	if len(f.Conflicts) != 1 || !slices.Equal(f.Conflicts[0].Acts, []act.ID{one, two}) || len(lastOf(f).State.(zone.Zone).Proposals) != 2 {
		t.Errorf("%+v", f)
	}
}

func TestLine_takes_force_as_a_zone_does(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	h := foldtest.History{Subject: "line/contact", Func: zone.FoldLine, States: s.States}
	line := &zone.LineDrawn{
		Terms: proposed(1, 0, day(5, 6)).Terms, Names: zone.Names{{Language: "en", Text: "South"}}, Kind: "contact",
		Geometry: []byte(`{"type":"LineString","coordinates":[[36,32.5],[36.5,32.5]]}`), Edges: zone.Straight,
	}
	id := h.By(person("RU"), "RU", line)
	for _, party := range []string{"IR", "RU", "TR"} {
		c := consent(t, party, id, line.Geometry)
		h.By(person(party), party, &zone.LineConsented{Consenting: c.Consenting})
	}
	f := h.Fold(t)
	p := lastOf(f)
	if l := p.State.(zone.Line); len(f.Periods) != 2 || l.Course == nil || p.Kind != "contact" || p.Zone != "" || p.Label != "South" {
		t.Fatalf("%+v", f.Periods)
	}
	lapse := h.By(person("RU"), "RU", &zone.LineLapsed{Lapsing: zone.Lapsing{Proposal: id, Until: day(8, 1), Reason: shape.In("en", "peace")}})
	h.By(person("IR"), "IR", &zone.LineObjected{Objecting: zone.Objecting{Proposal: lapse, Party: "IR", Reason: shape.In("en", "no")}})
	if l := lastOf(h.Fold(t)).State.(zone.Line).Lapses[0]; l.Became != zone.Open || l.Stances[0].Says != zone.Objects {
		t.Errorf("%+v", l)
	}
}

func TestZone_a_drawing_agreed_when_the_text_had_ended_does_not_move_the_end(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	ended := time.Date(2017, 9, 1, 0, 0, 0, 0, time.UTC)
	s.standing(force.Force{Gaps: []force.Gap{{Interval: force.Interval{From: ended}, State: force.Ended, Why: []force.Lack{{Say: force.Lapsed, At: ended}}}}})
	s.enact(1, 36, day(8, 1), day(7, 1))
	before := s.ends()
	second := proposed(2, 36.5, day(8, 15))
	id := s.By(person("TR"), "TR", second)
	for _, party := range []string{"IR", "RU", "TR"} {
		s.recorded(party, id, square(36.5), day(11, 30))
	}
	if got := s.ends(); !got.Equal(ended) || !before.Equal(ended) {
		t.Errorf("ended %s, and before the second drawing %s", got, before)
	}
	if all := s.last().Proposals; len(all) != 1 || all[0].Number != 2 || all[0].Why != zone.NotInForce || all[0].Agreed != nil {
		t.Errorf("the second drawing: %+v", all)
	}
}

// What was consented to before its text was there is agreed on when that comes, and stands behind what others agreed on meanwhile.
func TestZone_is_not_agreed_on_before_its_text(t *testing.T) {
	t.Parallel()
	for want, received := range map[string]time.Time{
		"…-1.8.: proposed, 1.8.-…: proposal 1": {},
		"…-1.8.: proposed, 1.8.-…: proposal 9": day(6, 1),
	} {
		s := newStory(t)
		s.other(force.Force{}, "XX", "YY")
		s.text("received", received)
		s.enact(1, 36, day(8, 1), day(5, 1))
		s.agree(day(8, 1), "XX", "YY")
		if got := s.periods(); got != want {
			t.Errorf("its text came %s: got %s, want %s", received, got, want)
		}
	}
}

// standing sets how the text stands.
func (s *story) standing(f force.Force) { s.text("standing", f) }

// text sets a member of the text.
func (s *story) text(member string, value any) {
	versions := s.States["agreement/a"].(map[string]any)
	text, err := json.Marshal(versions["versions"])
	if err != nil {
		s.Fatal(err)
	}
	var all []map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		s.Fatal(err)
	}
	all[0][member] = value
	versions["versions"] = all
}

// ends is from when the zone is told as ended.
func (s *story) ends() time.Time {
	s.Helper()
	p := lastOf(s.Fold(s.T))
	if p.Status != zone.Ended {
		s.Fatalf("status %s", p.Status)
	}
	return p.From
}

// other is a text of another agreement by which others agree on zones, and stands so.
func (s *story) other(f force.Force, asked ...string) {
	for _, party := range asked {
		f.Members = append(f.Members, force.Member{Party: party})
	}
	s.States["agreement/b"] = map[string]any{"versions": []map[string]any{{"id": "signed-text", "boundaries": f.Members, "standing": f}}}
}

// agree has these agree on a boundary by the other text.
func (s *story) agree(from time.Time, parties ...string) act.ID {
	s.Helper()
	p := proposed(9, 50, from)
	p.Agreement, p.Required = "agreement/b", parties
	id := s.By(person(parties[0]), parties[0], p)
	for _, party := range parties {
		s.recorded(party, id, square(50), from)
	}
	return id
}

func TestZone_ends_only_by_what_is_in_force_with_the_consent_of_all(t *testing.T) {
	t.Parallel()
	waits := force.Force{Gaps: []force.Gap{{State: force.Waits, Why: []force.Lack{{Say: force.Unsigned, Name: "RU"}}}}}
	begins := force.Force{Gaps: []force.Gap{{Interval: force.Interval{Until: day(9, 10)}, State: force.Waits, Why: []force.Lack{{Say: force.Begins, At: day(9, 10)}}}}}
	const stands = "…-1.8.: proposed, 1.8.-…: proposal 1"
	for name, c := range map[string]struct {
		text    force.Force
		from    time.Time
		parties []string
		want    string
	}{
		"two of three":             {force.Force{}, day(9, 1), []string{"RU", "TR"}, stands},
		"others, back-dated":       {force.Force{}, day(6, 1), []string{"XX", "YY"}, "…-1.6.: proposed, 1.6.-1.8.: proposal 9, 1.8.-…: proposal 1"},
		"all, not in force":        {waits, day(9, 1), []string{"RU", "TR", "IR"}, stands},
		"all, in force":            {force.Force{}, day(9, 1), []string{"RU", "TR", "IR"}, "…-1.8.: proposed, 1.8.-1.9.: proposal 1, 1.9.-…: proposal 9"},
		"all, in force from a day": {begins, day(9, 1), []string{"RU", "TR", "IR"}, "…-1.8.: proposed, 1.8.-10.9.: proposal 1, 10.9.-…: proposal 9"},
	} {
		s := newStory(t)
		s.other(c.text, c.parties...)
		s.enact(1, 36, day(8, 1), day(7, 1))
		id := s.agree(c.from, c.parties...)
		if got := s.periods(); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if c.want == stands {
			if p := s.last().Proposals; len(p) != 1 || p[0].Act != id || p[0].Why != zone.AnotherStands || p[0].Agreed != nil || len(p[0].Force) != 0 {
				t.Errorf("%s: it is not told that it ends nothing: %+v", name, p)
			}
		}
	}
}

// What stood first comes again when what held it back is over; and who drew first by another text loses nothing to those who come after.
func TestZone_what_others_agreed_stands_where_nothing_else_does(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.other(force.Force{}, "XX", "YY")
	s.standing(force.Force{Gaps: []force.Gap{{Interval: force.Interval{From: day(9, 1)}, State: force.Ended, Why: []force.Lack{{Say: force.Lapsed, At: day(9, 1)}}}}})
	s.enact(1, 36, day(8, 1), day(7, 1))
	s.agree(day(8, 15), "XX", "YY")
	if got, want := s.periods(), "…-1.8.: proposed, 1.8.-1.9.: proposal 1, 1.9.-…: proposal 9"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	z := s.last()
	if z.Boundary == nil || len(z.Boundary.Force) != 1 || !z.Boundary.Force[0].From.Equal(day(9, 1)) {
		t.Errorf("in force before it stood: %+v", z.Boundary)
	}
}

// A text by whose late words a boundary would have been in force before another comes behind it: it was not known then.
func TestZone_what_was_known_only_later_comes_behind_what_stood(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.other(force.Force{Later: []force.Later{{Interval: force.Interval{Until: day(12, 1)}, Why: []force.Lack{{Say: force.KnownLater, Name: "XX", At: day(12, 1)}}}}}, "XX", "YY")
	s.agree(day(7, 15), "XX", "YY")
	s.enact(1, 36, day(8, 1), day(7, 1))
	if got, want := s.periods(), "…-15.7.: proposed, 15.7.-1.8.: proposal 9, 1.8.-…: proposal 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
