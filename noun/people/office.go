package people

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// FoldOffice adds up the acts about an office. Only the first office-opened counts.
func FoldOffice(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	f := &founding{}
	for _, e := range entries {
		f.take(e)
	}
	if !f.opened {
		return fold.Folded{}
	}
	s := f.Office
	s.Provisional, s.Asked, s.Proposals = s.SecondSide.IsZero(), f.asked.list(), f.docket.Proposals()
	return timeless(fold.Period{Kind: "office", Status: "open", Label: s.Name, State: s}, nil)
}

// founding follows who founded an office and which sides came to count.
type founding struct {
	Office
	opened bool
	act    act.ID
	docket noun.Docket
	asked  asks
	// Readers who know acts in their order, and not when each was received, cannot tell whether a root waited.
	timeless bool
}

func (f *founding) take(e fold.Entry) {
	if b, is := e.Body.(*OfficeOpened); is && !f.opened {
		f.open(e, b)
	}
	if !f.opened {
		return
	}
	switch b := e.Body.(type) {
	case *RootNamed:
		f.name(e, b)
	case *RootEnrolled:
		f.enrol(e, b)
	case *RegistrarNamed:
		f.registrar(e, b.Party, Registrar{Person: b.Person, From: e.Received})
	case *RegistrarWithdrawn:
		f.registrar(e, b.Party, Registrar{Person: b.Person, Until: e.Received})
	case *FounderRemoved:
		f.removeFounder(e, b.Founder)
	case *RulesSet:
		f.setRules(e, b)
	case *CustodiansSet:
		f.setCustodians(e, b.Custodians)
	case *RegisterSucceeded:
		f.succeed(e, b)
	case *DisclosureErased:
		f.erase(e, b)
	case *HeadChecked:
		f.checked(e, b)
	case *CopyReleased:
		f.release(e, b)
	case *noun.Endorsed:
		f.endorsed(e, b)
	}
}

func (f *founding) open(e fold.Entry, b *OfficeOpened) {
	f.opened, f.act = true, e.ID
	f.Office = Office{Name: b.Name, Code: b.Code, Origin: b.Origin, RegisterKey: b.RegisterKey, Authority: b.Authority}
	f.Terms = []Term{{Act: e.ID, Since: e.Received, Rules: b.Rules}}
	signer, _, _ := b.By(e.Key)
	for _, founder := range b.Founders {
		key, _ := act.ParsePublicKey(founder.Key)
		f.Founders = append(f.Founders, Founder{Party: founder.Party, Person: founder.Person, ID: key.ID(), Key: founder.Key})
		side := f.side(noun.SideOf(founder.Party))
		side.Founding = true
		if founder.Party == signer.Party {
			f.count(side, e.Received)
		}
		if founder.Party != "" {
			side.Awaits = []Named{{Act: e.ID, Fingerprint: key.ID(), Holder: founder.Person, key: founder.Key, Waiting: Waiting{Agreed: true, Until: e.Received.Add(RootWait)}}}
			if founder.Party == signer.Party {
				f.accede(side, 0, e.Received)
			}
		}
	}
	for _, party := range b.Parties {
		f.side(party).Founding = true
	}
	if b.Succeeds != nil {
		f.Predecessor = successionOf(b.Succeeds.RegisterKey, b.Succeeds.Head)
	}
	f.docket.Propose(e, noun.SideOf(signer.Party), func(p noun.Proposal) noun.Standing {
		if f.signed(p) < 2 {
			return noun.Waits
		}
		return noun.InForce
	}, func(by fold.Entry, _ noun.Standing) {
		if f.Predecessor != nil {
			founding, _ := f.docket.Find(e.ID)
			f.Predecessor.Since, f.Predecessor.Signed = by.Received, f.Signatories(founding)
			f.Predecessor.Roots = f.rootsBy(e, by)
		}
	})
	if len(b.Custodians) > 0 {
		f.custodians(CustodianTerm{Act: e.ID, Since: e.Received, Alone: true, Custodians: b.Custodians})
	}
}

// rootsBy are the root keys of all sides by now, and the key that signed the founding for the mission: readers hold them to those
// in the register before, for whoever founds this one can call any key a side's.
func (f *founding) rootsBy(signed ...fold.Entry) (all []SideKey) {
	for _, s := range f.Sides {
		if s.Root != "" {
			all = append(all, SideKey{s.Side, s.Root})
		}
	}
	for _, e := range signed {
		if e.Party == "" {
			return append(all, SideKey{noun.Mission, e.Key})
		}
	}
	return all
}

func (f *founding) side(name string) *Side {
	i := slices.IndexFunc(f.Sides, func(s Side) bool { return s.Side == name })
	if i < 0 {
		i = len(f.Sides)
		f.Sides = append(f.Sides, Side{Side: name})
	}
	return &f.Sides[i]
}

// count has a side count from a moment on. With the second, provisional time ends.
func (f *founding) count(s *Side, at time.Time) {
	if !s.Counts.IsZero() {
		return
	}
	s.Counts = at
	counting := 0
	for _, each := range f.Sides {
		if !each.Counts.IsZero() {
			counting++
		}
	}
	if counting == 2 {
		f.SecondSide = at
	}
}

// neverAlone is reckon for an act that no side does alone, not even while there is no second.
func (f *founding) neverAlone(p noun.Proposal) noun.Standing {
	if s := f.Reckon(p); s == noun.InForce {
		return s
	}
	return noun.Waits
}

func (f *founding) registrar(e fold.Entry, party string, r Registrar) {
	s := f.side(party)
	if s.Root == "" || e.Key != s.Root {
		return
	}
	for i, held := range s.Registrars {
		if held.Person == r.Person && held.Until.IsZero() {
			s.Registrars[i].Until = e.Received
		}
	}
	if r.Until.IsZero() {
		s.Registrars = append(s.Registrars, r)
	}
}

// removeFounder waits for those who must sign, and for the founder's own side, which can refuse (asks).
func (f *founding) removeFounder(e fold.Entry, founder act.SubjectID) {
	a := &asking{Asked: Asked{Act: e.ID, Founder: founder}, what: founder, received: e.Received, sides: func() (all []string) {
		for _, each := range f.Founders {
			if each.Person == founder {
				all = append(all, noun.SideOf(each.Party))
			}
		}
		return all
	}}
	f.asked.add(a)
	f.docket.Propose(e, f.Voice(e), func(p noun.Proposal) noun.Standing { return f.asked.reckon(f.Office, a, p) }, func(by fold.Entry, standing noun.Standing) {
		if a.again {
			return
		}
		f.remove(founder, by, standing)
		f.asked.follow(&f.docket, by, a)
		f.asked.change(func(other *asking) bool { return other.Founder == founder })
	})
	f.agreeAsked(e.ID, e.Received)
}

func (f *founding) remove(founder act.SubjectID, by fold.Entry, standing noun.Standing) {
	for i, each := range f.Founders {
		if each.Person == founder && each.Removed.IsZero() {
			f.Founders[i].Removed = by.Received
		}
		if each.Person == founder {
			f.Founders[i].Alone = standing == noun.Alone
		}
	}
}

// setRules waits for those who must sign. What was put forward before other rules came into force
// knew nothing of them, and is void. Rules by which more sides must sign are signed by as many: else two would set what they
// want and then have all sides asked to change it back.
func (f *founding) setRules(e fold.Entry, b *RulesSet) {
	reckon := func(p noun.Proposal) noun.Standing {
		if f.Outdated(p) {
			return noun.Waits
		}
		return f.Reckon(p)
	}
	asks := 0
	if term, _ := f.RulesAt(e.Received); b.Rules.Threshold > term.Rules.Threshold {
		asks = b.Rules.Threshold
	}
	f.docket.ProposeBy(asks, e, f.Voice(e), reckon, func(by fold.Entry, standing noun.Standing) {
		last := &f.Terms[len(f.Terms)-1]
		if last.Act == e.ID { // done alone, and confirmed since
			last.Alone = standing == noun.Alone
			return
		}
		f.Terms = append(f.Terms, Term{Act: e.ID, Since: by.Received, Alone: standing == noun.Alone, Rules: b.Rules})
	})
}

// Outdated reports whether a proposal put rules, custodians or a root forward, and others came into force since.
func (o Office) Outdated(p noun.Proposal) bool {
	later := func(id act.ID, since time.Time) bool { return id != p.Act && since.After(p.Received) }
	switch p.Kind {
	case "rules-set":
		return slices.ContainsFunc(o.Terms, func(t Term) bool { return later(t.Act, t.Since) })
	case "root-named":
		return p.Standing == noun.Waits && !slices.ContainsFunc(o.Sides, func(s Side) bool { return s.awaits(p.Act) >= 0 })
	case "custodians-set":
		return slices.ContainsFunc(o.Custodians, func(t CustodianTerm) bool { return later(t.Act, t.Since) })
	}
	return false
}

// endorsed takes an answer. A founder of a party who signs the founding brings that party in.
func (f *founding) endorsed(e fold.Entry, b *noun.Endorsed) {
	voice := f.Voice(e)
	if b.Act == f.act && b.Answer == noun.Yes {
		for _, founder := range f.Founders {
			s := f.side(noun.SideOf(founder.Party))
			i := slices.IndexFunc(s.Awaits, func(n Named) bool { return n.Act == f.act && n.Fingerprint == e.Key })
			if i >= 0 && founder.ID == e.Key {
				if f.accede(s, i, e.Received); s.Root == e.Key {
					voice = s.Side
				}
			}
		}
	}
	if !f.rootAnswers(e, voice, b) {
		return
	}
	defer f.admit(e.Received)
	if b.Answer == noun.No {
		f.asked.refuse(&f.docket, e, voice, b.Act, func(a, b *asking) bool { return b.Register == "" && a.Register == "" && a.Founder == b.Founder })
	}
	if f.docket.Answer(e, voice, b) && b.Act == f.act {
		f.confirmFounding(e)
	}
	f.agreeOn(b.Act, e.Received)
	f.agreeAsked(b.Act, e.Received)
}

// agreeAsked notes who signed what waits for the sides that can refuse it.
func (f *founding) agreeAsked(id act.ID, at time.Time) {
	p, _ := f.docket.Find(id)
	f.asked.agree(f.Office, p, at)
}

// Voice is the side for which an act about people speaks: the mission's, or that of a party whose
// root or registrar made it; "" if it speaks for none.
func (o Office) Voice(e fold.Entry) string {
	if e.Party == "" {
		return noun.Mission
	}
	if s, _ := o.Side(e.Party); s.vouches(e.Key, e.Person, e.Received) {
		return s.Side
	}
	return ""
}

// Needed is how many sides more must sign an act that one side must not do alone.
func (o Office) Needed(p noun.Proposal) int {
	rules, _ := o.RulesAt(p.Received)
	return max(0, max(2, rules.Rules.Threshold, p.Sides)-o.signed(p))
}

// signed is how many sides signed while they counted.
func (o Office) signed(p noun.Proposal) int { return len(o.Signatories(p)) }

// ProposalLife is for how long others can sign what one side put forward, by the clock of the register: a quarter of a year. What was thought
// of once does not come into force years later by one more signature.
const ProposalLife = 92 * 24 * time.Hour

// Lapsed reports whether a proposal that waits is too old to be signed at a moment. A founding is not, nor a root that was named: a side
// that comes late finds both; nor is what one side did alone, which a second one confirms.
func Lapsed(p noun.Proposal, at time.Time) bool {
	lasts := p.Kind == "office-opened" || p.Kind == "root-named" || p.Kind == "key-enrolled"
	return !lasts && p.Standing == noun.Waits && !at.Before(p.Received.Add(ProposalLife))
}

// Signatories are the sides that signed a proposal while they counted, and it had not lapsed, in their order.
func (o Office) Signatories(p noun.Proposal) (all []string) {
	for _, a := range p.Answers {
		s, _ := o.Side(a.Voice)
		if a.Answer == noun.Yes && !s.Counts.IsZero() && !a.Received.Before(s.Counts) && !Lapsed(p, a.Received) && !slices.Contains(all, a.Voice) {
			all = append(all, a.Voice)
		}
	}
	return all
}

// Reckon tells how an act stands that one side must not do alone. A side counts for what it
// signed since it counts. Before there were two, one that counts did it alone, and that shows
// for ever.
func (o Office) Reckon(p noun.Proposal) noun.Standing {
	switch {
	case o.Needed(p) == 0:
		return noun.InForce
	case o.Origin == "": // not known here who founded it
		return noun.Alone
	case o.signed(p) > 0 && o.provisional(p.Received):
		return noun.Alone
	}
	return noun.Waits
}

// provisional reports whether fewer than two sides counted at a moment.
func (o Office) provisional(at time.Time) bool {
	return o.SecondSide.IsZero() || at.Before(o.SecondSide)
}

// officeOf is the office that received an entry.
func officeOf(e fold.Entry, look fold.Look) (o Office) {
	if state, held := look(OfficeSubject(e.Origin), time.Time{}); held {
		_ = json.Unmarshal(state, &o) // it was written by this program
	}
	return o
}
