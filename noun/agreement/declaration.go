package agreement

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"truce/ground/fold"
	"truce/ground/force"
)

// Types of a Declaration.
const (
	Suspension   = "suspension"
	Resumption   = "resumption"
	Denunciation = "denunciation"
)

// Declaration is a claim that a version is suspended, resumed or denounced. It Counts when
// nobody's consent is missing; Force is then when it has its effect.
type Declaration struct {
	Type     string    `json:"type"`
	For      []string  `json:"for"`
	Where    []string  `json:"where,omitempty"`
	From     Date      `json:"from"`
	Until    Date      `json:"until,omitempty"`
	Consents []Consent `json:"consents"` // who declared it
	Alone    bool      `json:"alone,omitempty"`
	Missing  []string  `json:"missing,omitempty"`
	Counts   bool      `json:"counts"`
	Why      string    `json:"why,omitempty"`
	Force    *Interval `json:"force,omitempty"`

	said []Consent
}

type declaredKey struct{ version, what, whom, where, from, until, party string }

func (f *folding) takeDeclaration(e fold.Entry) {
	key, on, source := declaredKey{}, Date(""), ""
	set := func(what, version, party string, whom, where []string, from, until Date) {
		if len(whom) == 0 {
			whom = []string{party}
		}
		key = declaredKey{version, what, joined(whom), joined(where), string(from), string(until), party}
	}
	switch b := e.Body.(type) {
	case *SuspensionDeclared:
		set(Suspension, b.Version, b.Party, b.For, b.Where, b.From, b.Until)
		on, source = b.On, b.Source
	case *ResumptionDeclared:
		set(Resumption, b.Version, b.Party, b.For, b.Where, b.From, "")
		on, source = b.On, b.Source
	case *DenunciationDeclared:
		set(Denunciation, b.Version, b.Party, b.For, nil, b.From, "")
		on, source = b.On, b.Source
	default:
		return
	}
	if f.may(e, key.party, source, key.version) {
		said, from := f.to(e, key.version, key.party), origin{e.ID, source, e.Party != key.party}
		if said.declared.stands(f.graph, key, from, on) {
			f.flag(e.ID, SaidBefore, key.version, key.party)
			return
		}
		say(f, &said.declared, key, on, from, key.version, key.party)
		f.announced = append(f.announced, word[declaredKey]{key, f.word(e, from, key.party, on)})
	}
}

func joined(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// declarations gathers what was declared of a version, by what it says, in the order of the days.
func (f *folding) declarations(s VersionState, zones TimeZones) []Declaration {
	var all []Declaration
	loc, err := zones(s.TimeZone)
	if err != nil {
		return nil
	}
	for _, w := range f.announced {
		key := w.key
		if key.version != s.ID {
			continue
		}
		if !w.Recorded { // a party's own clock is a claim: notice counts from the receipt
			w.On = max(w.On, dateOf(w.Received.In(loc)))
		}
		d := Declaration{Type: key.what, For: strings.Fields(key.whom), Where: strings.Fields(key.where), From: Date(key.from), Until: Date(key.until)}
		i := slices.IndexFunc(all, d.same)
		if i < 0 {
			all, i = append(all, d), len(all)
		}
		all[i].said = append(all[i].said, w.Consent)
	}
	for i := range all {
		all[i].Consents = listed(all[i].said)
	}
	slices.SortStableFunc(all, func(a, b Declaration) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Type, b.Type), slices.Compare(a.For, b.For), slices.Compare(a.Where, b.Where))
	})
	return all
}

func (d Declaration) same(o Declaration) bool {
	return d.Type == o.Type && d.From == o.From && d.Until == o.Until && d.reach() == o.reach()
}

// reach is for whom and where.
func (d Declaration) reach() string { return joined(d.For) + "/" + joined(d.Where) }

// declare says of each declaration whether it counts, and from when, and answers the gaps that
// those make which do.
func (s *VersionState) declare(r reckoning) []force.Gap {
	loc, err := r.zones(s.TimeZone)
	if err != nil {
		return nil
	}
	for i := range s.Declarations {
		d := &s.Declarations[i]
		s.weigh(d, loc)
		switch {
		case d.Type == Resumption && d.Counts:
			s.resume(d)
		case d.Counts && !s.InForceAt(d.Force.From):
			d.Counts, d.Force, d.Why = false, nil, NotInForce
		}
	}
	var gaps []force.Gap
	for _, d := range s.Declarations {
		if !d.Counts || d.Type == Resumption || d.Force.Empty() {
			continue
		}
		if g := s.gap(d); len(g.Parties) > 0 || slices.Contains(d.For, "all") { // of nobody it is none
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// suspendedAt reports whether the version is suspended for everybody at the instant.
func (s *VersionState) suspendedAt(t time.Time) bool {
	for _, stretch := range s.Standing.Stretches("") {
		if stretch.Holds(t) {
			return stretch.State == force.Suspended
		}
	}
	return false
}

// weigh says whether all declared it who must, and from when it has effect: as meant, after the notice, or from the day after the
// receipt of the last word that it took, whichever is later. Nothing is taken back: what was in force when that word came has
// been, whatever day the word names.
func (s *VersionState) weigh(d *Declaration, loc *time.Location) {
	held := func(given []Consent, known time.Time) (needed []string, alone bool, i Interval) {
		needed, alone, begins := s.mustDeclare(d, given, known, loc)
		i.From = notBefore(startOf(begins, loc), known, loc)
		if d.Until != "" {
			i.Until = endOf(d.Until, loc)
		}
		return needed, alone, i
	}
	h := s.hear(d.said, func(given []Consent, known time.Time) ([]string, bool) {
		needed, _, i := held(given, known)
		return needed, !i.Empty()
	})
	d.Consents, d.Missing = h.consents(), h.missing
	_, alone, effect := held(h.given, h.at)
	switch {
	case len(d.Missing) > 0:
		d.Why = ConsentMissing
	case !h.agreed:
		d.Alone, d.Why = alone, DaysPassed
	default:
		d.Alone, d.Counts, d.Force = alone, true, &effect
	}
}

// mustDeclare are those whose words a declaration takes, by what was known at a moment, and the day from which it is meant by theirs:
// the party itself alone, of itself, where a clause lets it; else all who must agree as it would take effect.
func (s *VersionState) mustDeclare(d *Declaration, given []Consent, known time.Time, loc *time.Location) (needed []string, alone bool, begins Date) {
	for _, c := range given {
		if joined(d.For) != c.Party {
			continue
		}
		if begins, may := s.mayAlone(d, c, known, loc); may {
			return []string{c.Party}, true, begins
		}
	}
	for begins = d.From; ; {
		needed = s.mustAgree(known, notBefore(startOf(begins, loc), known, loc))
		last := lastConsent(ofNeeded(given, needed))
		if last <= begins {
			return needed, false, begins
		}
		begins = last
	}
}

// mayAlone reports whether the party may do so for itself by a clause, and from which day.
func (s *VersionState) mayAlone(d *Declaration, said Consent, known time.Time, loc *time.Location) (begins Date, may bool) {
	for _, c := range s.Clauses {
		rule := c.Suspension
		if d.Type == Denunciation {
			rule = c.Denunciation
		}
		if rule == nil {
			continue
		}
		notice := rule.NoticeDays
		if d.Type == Resumption { // what it may break off, it may take up at once
			notice = 0
		}
		begins := max(d.From, said.On.AddDays(notice))
		if slices.Contains(s.askedAt(rule.Who, known, notBefore(startOf(begins, loc), known, loc)), said.Party) {
			return begins, true
		}
	}
	return "", false
}

// mustAgree are those without whom nothing of the version is moved, suspended or ended: those who must
// consent that it lasts longer or, where no clause names any, those who must sign.
func (s *VersionState) mustAgree(known, at time.Time) []string {
	if d := s.duration(); d != nil && len(d.Consent) > 0 {
		return s.askedAt(d.Consent, known, at)
	}
	return s.signatories()
}

// resume ends the suspension of the same reach.
func (s *VersionState) resume(d *Declaration) {
	for i := range s.Declarations {
		o := &s.Declarations[i]
		if o.Type == Suspension && o.Counts && o.reach() == d.reach() && o.Force.Holds(d.Force.From) {
			o.Force.Until = d.Force.From
			return
		}
	}
	d.Counts, d.Force, d.Why = false, nil, NotInForce
}

func (s *VersionState) gap(d Declaration) force.Gap {
	g := force.Gap{Interval: *d.Force, State: force.Suspended, Where: d.Where}
	say := force.SuspendedBy
	if d.Type == Denunciation {
		g.State, say = force.Ended, force.Denounced
	}
	var by []string
	for _, c := range given(d.Consents) {
		by = append(by, c.Party)
	}
	g.Why = []force.Lack{{Say: say, Name: strings.Join(by, ", "), At: d.Force.From}}
	if !slices.Contains(d.For, "all") {
		for _, m := range stretches(s.Memberships, d.For) {
			if !slices.Contains(g.Parties, m.Party) {
				g.Parties = append(g.Parties, m.Party)
			}
		}
	}
	return g
}
