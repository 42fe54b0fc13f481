package reading

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/taxonomy"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

// mostProposals bounds one answer.
const mostProposals = 200

// waiting is a proposal that others are asked about, before the reader's rights are asked.
type waiting struct {
	noun.Proposal
	subject act.SubjectID
	finding incident.Finding // if seats of a body are asked
	members []string         // of what a body is to be: the parties that have still to sign
	asked   people.Asked     // what it would take from a side that can refuse it, once enough signed
}

// Proposals answers what waits for signatures, whatever noun it is about: those of which the
// reader may know, with who is asked. It reads what the folds reckoned and reckons nothing.
func (m *Room) Proposals(ctx context.Context, who policy.Person) (answer.AwaitedList, error) {
	all := answer.AwaitedList{Items: []answer.Awaited{}}
	if !who.Known() {
		return all, problem.Unauthenticated(problem.SignInNeeded)
	}
	found, founded, err := m.waiting(ctx, who)
	if err != nil {
		return all, err
	}
	for _, w := range found {
		if len(all.Items) == mostProposals {
			all.Left = len(found) - mostProposals
			break
		}
		p, is, err := m.proposal(ctx, who, w, founded)
		if err != nil {
			return all, err
		}
		if is {
			all.Items = append(all.Items, p)
		}
	}
	return all, nil
}

// waiting finds what waits, the newest first, and what the office is: its sides and rules.
func (m *Room) waiting(ctx context.Context, who policy.Person) (found []waiting, founded people.Office, err error) {
	shown := m.shown(who)
	err = m.office.Read(ctx, func(r keep.Reader) error {
		take := func(row keep.Row) error {
			if !shown.rows.Shows(row.Noun, row.Compartment) {
				return nil
			}
			all, err := waitingIn(row, m.office.Now())
			found = append(found, all...)
			return err
		}
		for _, n := range m.office.Kinds().Nouns() {
			if !slices.ContainsFunc(n.Kinds, func(k noun.Kind) bool { return k.Name == noun.Endorsement().Name }) || n.Name == incident.IncidentNoun {
				continue // incidents are too many to look at all: those before a body refer to it
			}
			if err := r.NounAsOf(n.Name, time.Time{}, take); err != nil {
				return err
			}
		}
		if err := findings(r, take); err != nil {
			return err
		}
		founded, err = m.founded(r)
		return err
	})
	slices.SortStableFunc(found, func(a, b waiting) int { return b.Received.Compare(a.Received) })
	return found, founded, err
}

// findings looks at the incidents about which bodies were asked.
func findings(r keep.Reader, take func(keep.Row) error) error {
	var bodies []act.SubjectID
	err := r.NounAsOf(body.Noun, time.Time{}, func(row keep.Row) error {
		bodies = append(bodies, row.Subject)
		return nil
	})
	if err != nil {
		return err
	}
	seen := map[act.SubjectID]bool{}
	for _, b := range bodies {
		referring, err := r.Referring(b)
		if err != nil {
			return err
		}
		for _, id := range referring {
			if id.Noun() != incident.IncidentNoun || seen[id] {
				continue
			}
			seen[id] = true
			rows, err := r.CurrentRows(id)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := take(row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// waitingIn reads what waits from a row: proposals, or drafts of findings.
func waitingIn(row keep.Row, now time.Time) (all []waiting, err error) {
	var state struct {
		Proposals []noun.Proposal    `json:"proposals"`
		Findings  []incident.Finding `json:"findings"`
		Asked     []people.Asked     `json:"asked"`
	}
	if err := json.Unmarshal([]byte(row.State), &state); err != nil {
		return nil, fmt.Errorf("read state of %s: %w", row.Subject, err)
	}
	var o people.Office
	if row.Noun == people.OfficeNoun {
		if err := json.Unmarshal([]byte(row.State), &o); err != nil {
			return nil, fmt.Errorf("read state of %s: %w", row.Subject, err)
		}
	}
	var b body.Body
	if row.Noun == body.Noun {
		if err := json.Unmarshal([]byte(row.State), &b); err != nil {
			return nil, fmt.Errorf("read state of %s: %w", row.Subject, err)
		}
	}
	for _, p := range state.Proposals {
		members, is := b.Asked(p.Act)
		if row.Noun == body.Noun && !is {
			continue // it is in force, or void
		}
		if row.Noun == people.KeyNoun && row.Status == "revoked" && p.Kind == "key-enrolled" {
			continue // it speaks no longer, whoever vouches for it
		}
		r, releases := o.Release(p.Act)
		if releases && !now.Before(r.Until) || row.Noun != body.Noun && people.Lapsed(p, now) {
			continue // nobody can sign it any more
		}
		_, first := o.FirstRoot(p.Act)
		_, own := o.OwnNaming(p.Act)
		if (p.Standing != noun.InForce || first || own || len(o.AsksFor(p.Act)) > 0) && !o.Outdated(p) {
			w := waiting{Proposal: p, subject: row.Subject, members: members}
			if i := slices.IndexFunc(state.Asked, func(a people.Asked) bool { return a.Act == p.Act }); i >= 0 {
				w.asked = state.Asked[i]
			}
			all = append(all, w)
		}
	}
	for _, f := range state.Findings {
		if !f.Decided {
			all = append(all, waiting{Proposal: noun.Proposal{Act: f.Draft, Standing: noun.Waits}, subject: row.Subject, finding: f})
		}
	}
	return all, nil
}

// founded is this office, as its own acts make it.
func (m *Room) founded(r keep.Reader) (o people.Office, err error) {
	rows, err := r.CurrentRows(people.OfficeSubject(m.office.Verifier().Name()))
	for _, row := range rows {
		if err := json.Unmarshal([]byte(row.State), &o); err != nil {
			return o, fmt.Errorf("read state of %s: %w", row.Subject, err)
		}
	}
	return o, err
}

// counting are the sides that count.
func counting(o people.Office) (all []string) {
	for _, s := range o.Sides {
		if !s.Counts.IsZero() {
			all = append(all, s.Side)
		}
	}
	return all
}

// proposal tells one that waits; false if the reader may not know of its act, or nobody is asked.
func (m *Room) proposal(ctx context.Context, who policy.Person, w waiting, founded people.Office) (p answer.Awaited, is bool, err error) {
	history, err := m.History(ctx, who, w.subject)
	if problem.Is(err, problem.NothingFound) {
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	told := map[act.ID]answer.Told{}
	for _, t := range history {
		told[t.ID] = t
	}
	proposed, is := told[w.Act]
	if !is {
		return p, false, nil
	}
	p = answer.Awaited{Subject: w.subject, Act: proposed, Standing: w.Standing}
	if proposed.Kind == "key-enrolled" {
		p.Standing = noun.Waits // where anybody can vouch for it, it does not speak until then
	}
	own, open := noun.SideOf(who.Party), false
	if w.finding.Body != "" {
		p.Voices, own, err = m.seats(ctx, who, w, history)
	} else {
		var named []string
		named, open = asked(w, proposed, counting(founded))
		p.Voices, err = voices(w, told, named)
		if open {
			p.Needed = founded.Needed(w.Proposal)
		}
	}
	if err != nil {
		return p, false, err
	}
	p.Refused = refused(p, w, open)
	for _, s := range founded.Sides {
		if n, is := s.Naming(w.Act); is && n.Replaces != "" && !n.Own {
			p.Replaces, p.Until, p.Last = s.Side, n.Until, n.Last
			if !n.Refused.IsZero() {
				p.Refused, p.Needed = []string{s.Side}, 0
			}
		}
	}
	if !w.asked.Refused.IsZero() {
		p.Refused, p.Needed = []string{w.asked.RefusedBy}, 0
	} else if w.asked.Agreed {
		p.Without, p.Until, p.Last = w.asked.CanRefuse, w.asked.Until, w.asked.Last
	}
	if p.Standing != noun.Waits {
		p.Asks = founded.AsksFor(w.Act)
	}
	first, isFirst := founded.FirstRoot(w.Act)
	if isFirst && first.Side == who.Party && !slices.ContainsFunc(p.Voices, func(v answer.Voice) bool { return v.Voice == first.Side }) {
		n, _ := first.Naming(w.Act)
		p.First, p.Until, p.Yours = first.Side, n.Until, first.Side
		p.Voices = append(p.Voices, answer.Voice{Voice: first.Side, Asked: true})
	}
	mine := slices.IndexFunc(p.Voices, func(v answer.Voice) bool { return v.Voice == own && v.Asked && v.Answer == "" })
	if mine >= 0 && len(p.Refused) > 0 && (p.Replaces != "" || !w.asked.Refused.IsZero()) {
		mine = -1 // nobody's word changes it any more
	}
	if p.First != "" {
		return p, true, nil
	}
	side, named := founded.OwnNaming(w.Act)
	if w.finding.Body == "" && len(p.Refused) == 0 && (w.TakesBack(own, noun.No) || named && side == own) && m.mayAnswer(who, w.subject) {
		p.TakeBack = own
	}
	if mine >= 0 && m.mayAnswer(who, w.subject) {
		p.Yours = own
	} else if mine >= 0 {
		p.Through = m.answering(who.Party, w.subject)
	}
	return p, p.TakeBack != "" || slices.ContainsFunc(p.Voices, func(v answer.Voice) bool { return v.Asked && v.Answer == "" }), nil
}

// refused are those by whose answers what waits cannot come into force any more: each whose word is asked by name must
// sign, of founders two. Where it is left open who signs, a side that comes to count later can.
func refused(p answer.Awaited, w waiting, open bool) (by []string) {
	if w.finding.Body != "" {
		return w.finding.Refused
	}
	if open || p.Standing == noun.Alone {
		return nil
	}
	could := 0
	for _, v := range p.Voices {
		if v.Asked && (v.Answer == "" || v.Answer == noun.Yes) {
			could++
		} else if v.Asked {
			by = append(by, v.Voice)
		}
	}
	if p.Act.Kind == "office-opened" && could >= 2 {
		return nil
	}
	return by
}

// mayAnswer does not ask of whoever speaks for a party and does not vouch for it: he or she answers what is about its first root alone.
func (m *Room) mayAnswer(who policy.Person, subject act.SubjectID) bool {
	of := []string{people.OfficeNoun, people.PersonNoun, people.KeyNoun}
	if who.Party != "" && slices.Contains(of, subject.Noun()) && !slices.Contains(who.Roles, people.RegistrarRole) {
		return false
	}
	return m.office.Policy().MayAct(who, noun.Endorsement().Name, policy.Subject{ID: subject, Exists: true}).Allowed
}

// answering are the roles of which somebody of a side may answer what is put forward about a subject.
func (m *Room) answering(party string, subject act.SubjectID) (roles []string) {
	for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
		if m.mayAnswer(policy.Person{ID: "person/somebody", Party: party, Roles: []string{role}}, subject) {
			roles = append(roles, role)
		}
	}
	return roles
}

// asked are the sides whose word is waited for: of a key the party for which it is to speak, of a
// body those with a seat in it, then or until then, of a founding those who found; of all else every side that counts, of which enough must sign.
func asked(w waiting, t answer.Told, sides []string) (named []string, open bool) {
	var b struct {
		Party    string                  `json:"party"`
		Seats    []body.Seat             `json:"seats"`
		Founders []people.OpeningFounder `json:"founders"`
		Succeeds *people.Predecessor     `json:"succeeds"`
	}
	if json.Unmarshal(t.Body, &b) != nil {
		return sides, true
	}
	switch t.Kind {
	case "key-enrolled":
		if slices.Contains(sides, b.Party) { // who has no root cannot vouch: nobody is waited for
			named = []string{b.Party}
		}
	case "body-established":
		named = slices.Clone(w.members)
		for _, s := range b.Seats {
			named = append(named, s.Party)
		}
	case "office-opened":
		if b.Succeeds != nil {
			return sides, true // a second side is to say whose work the register goes on with
		}
		for _, f := range b.Founders {
			named = append(named, f.Party)
		}
	default:
		return sides, true
	}
	slices.Sort(named)
	named = slices.Compact(named)
	return slices.DeleteFunc(named, func(side string) bool { return side == "" }), false
}

// voices are the sides that answered, and those that are asked.
func voices(w waiting, told map[act.ID]answer.Told, asked []string) (all []answer.Voice, err error) {
	for _, a := range w.Answers {
		t := told[a.Act]
		var said noun.Endorsed // with what of it this reader may see
		if len(t.Body) > 0 {
			if err := json.Unmarshal(t.Body, &said); t.Kind == noun.Endorsement().Name && err != nil {
				return nil, fmt.Errorf("read answer to %s: %w", w.Act, err)
			}
		}
		all = append(all, answer.Voice{
			Voice: a.Voice, Answer: a.Answer, Received: a.Received, Reason: said.Reason, MissionOnly: t.MissionOnly,
			Asked: slices.Contains(asked, a.Voice),
		})
	}
	for _, side := range asked {
		if !w.Answered(side) {
			all = append(all, answer.Voice{Voice: side, Asked: true})
		}
	}
	return all, nil
}

// seats are those of the body that is asked for a finding, as the reader may see them, and the
// one that the reader holds.
func (m *Room) seats(ctx context.Context, who policy.Person, w waiting, history []answer.Told) (all []answer.Voice, own string, err error) {
	items, err := m.Subject(ctx, who, w.subject, query.Clocks{})
	if err != nil {
		return nil, "", err
	}
	var state struct {
		Findings []incident.Finding `json:"findings"`
	}
	if err := json.Unmarshal(items[0].State, &state); err != nil {
		return nil, "", fmt.Errorf("read state of %s: %w", w.subject, err)
	}
	answers := map[string]string{"signed": noun.Yes, "refused": noun.No, "dissented": noun.Dissent}
	for _, f := range state.Findings {
		if f.Draft != w.Act {
			continue
		}
		for _, s := range f.Seats {
			v := answer.Voice{Voice: s.Seat, Party: s.Party, Seat: true, Asked: true, Answer: answers[s.Presence], Reason: s.Reason, MissionOnly: s.MissionOnly, Meets: s.Meets, Finds: s.Finds}
			if s.Recorded {
				v.Recorded, v.Source = s.Presence, s.Source
			}
			all = append(all, v)
		}
	}
	own, err = m.seatOf(ctx, who, w, history)
	return all, own, err
}

// seatOf is the seat that the reader holds in a body, by the term in which the draft was made. A seat can be held by a key that
// hides its person.
func (m *Room) seatOf(ctx context.Context, who policy.Person, w waiting, history []answer.Told) (seat string, err error) {
	i := slices.IndexFunc(history, func(t answer.Told) bool { return t.ID == w.Act })
	now := m.office.Now()
	authors := append(m.office.Directory().Speaking(who.ID, now), people.Author{Name: who.ID, Party: who.Party})
	err = m.office.Read(ctx, func(r keep.Reader) error {
		rows, err := r.CurrentRows(w.finding.Body)
		for _, row := range rows {
			var b body.Body
			if err := json.Unmarshal([]byte(row.State), &b); err != nil {
				return fmt.Errorf("read state of %s: %w", row.Subject, err)
			}
			term, _ := b.At(history[i].Received)
			for _, a := range authors {
				if s, holds := term.SeatOf(a.Name, a.Party, now); holds {
					seat = s.Seat
				}
			}
		}
		return err
	})
	return seat, err
}
