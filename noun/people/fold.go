package people

import (
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// FoldOrganisation adds up the acts about an organisation.
func FoldOrganisation(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var registered fold.Field[Organisation]
	for _, e := range entries {
		if b, is := e.Body.(*OrganisationRegistered); is {
			registered.Set(g, e.ID, Organisation{b.Name, b.Party})
		}
	}
	s := registered.Value()
	return timeless(fold.Period{Kind: "organisation", Status: "registered", Party: s.Party, Label: s.Name, State: s},
		fold.Conflicts(func() (fold.Conflict, bool) { return registered.Conflict("registration") }))
}

// TwoSided are the roles that one side must neither give nor take alone.
func TwoSided(role string) bool { return slices.Contains([]string{"administrator", "custodian"}, role) }

// FoldPerson adds up the acts about a person. The party comes from the organisation, so
// an employer's change of party reaches its people; for whom their keys speak, those say.
func FoldPerson(subject act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	f := &person{Graph: fold.NewGraph(entries), subject: subject, look: look}
	for _, e := range entries {
		f.take(e)
	}
	s := Person{Organisation: f.registered.Value().Organisation, Name: f.registered.Value().Name, Asked: f.asks.list(), Proposals: f.docket.Proposals()}
	s.Party, s.Roles = partyOf(s.Organisation, look), f.held.list()
	conflicts := fold.Conflicts(func() (fold.Conflict, bool) { return f.registered.Conflict("registration") })
	return timeless(fold.Period{Kind: "person", Status: "registered", Party: s.Party, State: s}, append(conflicts, f.held.conflicts()...))
}

type person struct {
	fold.Graph
	subject    act.SubjectID
	look       fold.Look
	registered fold.Field[PersonRegistered]
	held       roles
	docket     noun.Docket
	asks       asks
}

func (f *person) take(e fold.Entry) {
	switch b := e.Body.(type) {
	case *PersonRegistered:
		f.registered.Set(f.Graph, e.ID, *b)
	case *RoleGranted:
		f.role(e, b.Role, holding{held: true, until: b.Until})
	case *RoleWithdrawn:
		f.role(e, b.Role, holding{})
	case *noun.Endorsed:
		f.endorsed(e, b)
	}
}

// role takes what one side may do alone at once, and the rest when those signed who must: of a side that can refuse, with its own word among
// them or after a time (asks). So no two make or unmake those who speak for a third. To lay down a role of one's own needs nobody.
func (f *person) role(e fold.Entry, role string, h holding) {
	about := func(a *asking) bool { return a.Role == role }
	if !TwoSided(role) || !h.held && e.Person == f.subject {
		f.held.set(f.Graph, e.ID, role, h)
		f.asks.change(about)
		return
	}
	o := officeOf(e, f.look)
	a := &asking{Asked: Asked{Act: e.ID, Role: role, Given: h.held}, received: e.Received, sides: f.side,
		what: [...]any{role, h.held, h.until.UnixMicro()}}
	f.asks.add(a)
	f.docket.Propose(e, o.Voice(e), func(p noun.Proposal) noun.Standing { return f.asks.reckon(o, a, p) }, func(by fold.Entry, standing noun.Standing) {
		if a.again {
			return
		}
		h := h
		if h.alone = standing == noun.Alone; h.alone && h.held && role == "custodian" {
			h.until = earlier(h.until, o.SecondSide) // custodians of provisional time lapse unless a second side confirms them
		}
		f.held.set(f.Graph, by.ID, role, h)
		f.asks.follow(&f.docket, by, a)
		f.asks.change(about)
	})
	f.agree(e, o, e.ID)
}

// side is whose the person is by now: a party's, or the mission's.
func (f *person) side() []string {
	return []string{noun.SideOf(partyOf(f.registered.Value().Organisation, f.look))}
}

// endorsed takes an answer. The no of the person's own side ends what others asked for so far of the same role.
func (f *person) endorsed(e fold.Entry, b *noun.Endorsed) {
	o := officeOf(e, f.look)
	voice := o.Voice(e)
	if b.Answer == noun.No {
		f.asks.refuse(&f.docket, e, voice, b.Act, func(a, b *asking) bool { return a.Role == b.Role })
	}
	f.docket.Answer(e, voice, b)
	f.agree(e, o, b.Act)
}

func (f *person) agree(e fold.Entry, o Office, id act.ID) {
	p, _ := f.docket.Find(id)
	f.asks.agree(o, p, e.Received)
}

// earlier is the earlier of two moments, of which the zero one never comes.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func partyOf(organisation act.SubjectID, look fold.Look) string {
	state, held := look(organisation, time.Time{})
	var o Organisation
	if !held || json.Unmarshal(state, &o) != nil {
		return ""
	}
	return o.Party
}

// FoldKey adds up the acts about a key. A revocation is final, whatever came beside it. A later
// one that does not say since when the key is in doubt leaves what was said of it.
func FoldKey(subject act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	f := &key{Graph: fold.NewGraph(entries), look: look, ended: map[string]time.Time{}, brought: Brought{}}
	f.ID = act.KeyID(strings.TrimPrefix(subject.Name(), keyPrefix))
	for _, e := range entries {
		f.take(e)
	}
	s := f.state()
	s.Reason, s.CompromisedSince, s.DisavowedSince = f.revoked.Value().Reason, f.since.doubted, f.since.alone()
	if f.since.others {
		s.Denied = f.denied
	}
	f.vouch(&s)
	s.Asked, s.Proposals = f.asks.list(), f.docket.Proposals()
	return timeless(fold.Period{Kind: "key", Status: f.status(s, entries), Party: s.Party, State: s},
		fold.Conflicts(
			func() (fold.Conflict, bool) { return f.enrolled.Conflict("enrolment") },
			func() (fold.Conflict, bool) { return f.revoked.Conflict("revocation") }))
}
