package reading

import (
	"context"
	"slices"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

// History answers the acts about a subject, in the order of the register and then of others, for people of
// the mission and the parties: those of which the reader may know. Strangers get the public edition of
// the state only.
func (m *Room) History(ctx context.Context, who policy.Person, id act.SubjectID) ([]answer.Told, error) {
	if _, err := m.Subject(ctx, who, id, query.Clocks{}); err != nil {
		return nil, err
	}
	if !who.Known() {
		return nil, problem.Unauthenticated(problem.SignInNeeded)
	}
	shown := m.shown(who)
	var entries []keep.Entry
	var resting map[act.ID]bool
	err := m.office.Read(ctx, func(r keep.Reader) error {
		all, err := r.About(id)
		if err == nil {
			resting, err = keep.Resting(keep.Acts(all))
		}
		if err == nil {
			entries, err = shown.acts(r, keep.Firsts(all))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	told, handed := make([]answer.Told, 0, len(entries)), []string{}
	for _, e := range entries {
		t, classes, err := shown.told(e)
		if err != nil {
			return nil, problem.Internal(problem.StorageFailed).Because(err)
		}
		for _, class := range classes {
			handed = with(handed, class)
		}
		t.Rests = resting[t.ID]
		told = append(told, t)
	}
	return told, shown.note(id, handed...)
}

// Heads are the acts that an author names who has seen everything about a subject: those that no
// other names. Of what others are judged by an office asks for all of its own register, so all are told,
// also those of which the author may not read more than that they are there.
func (m *Room) Heads(ctx context.Context, who policy.Person, id act.SubjectID) (heads []act.ID, err error) {
	switch {
	case !who.Known():
		return nil, problem.Unauthenticated(problem.SignInNeeded)
	case !m.office.Kinds().Governs(id.Noun()):
		acts, err := m.History(ctx, who, id)
		return answer.Heads(acts), err
	}
	err = m.office.Read(ctx, func(r keep.Reader) (err error) {
		heads, err = keep.Heads(r, m.office.Verifier().Name(), id)
		return err
	})
	return heads, err
}

// Act answers one act with the same rights as the history of its subject. One of which the reader
// may not know is answered as one that is not there.
func (m *Room) Act(ctx context.Context, who policy.Person, id act.ID) (answer.Told, error) {
	entry, err := m.office.Entry(ctx, id)
	if err != nil {
		return answer.Told{}, err
	}
	history, err := m.History(ctx, who, entry.Subject)
	if err != nil && !problem.Is(err, problem.NothingFound) {
		return answer.Told{}, err
	}
	for _, t := range history {
		if t.ID == id {
			return t, nil
		}
	}
	return answer.Told{}, problem.NotFound(problem.NothingFound, problem.P{"id": id})
}

// told is an act as the reader may see it, and of which classes are the hidden members that
// he is handed.
func (s shown) told(e keep.Entry) (answer.Told, []string, error) {
	a, err := act.Parse(e.JWS)
	if err != nil {
		return answer.Told{}, nil, err
	}
	held, err := act.ParseDisclosures(e.Hidden)
	if err != nil {
		return answer.Told{}, nil, err
	}
	ds, classes, err := s.disclosures(a, held, e.Party)
	if err != nil {
		return answer.Told{}, nil, err
	}
	opened, err := a.Open(ds)
	if err != nil {
		return answer.Told{}, nil, err
	}
	t := answer.Told{
		ID: a.ID, Index: e.Index, Received: e.Received, Kind: a.Kind, Issuer: a.Issuer, Issued: a.Issued, Clock: act.ClockAt(a.Issued, e.Received),
		Party: e.Party, MissionOnly: s.room.office.Directory().MissionOnly(a.Issuer, e.Received), Prev: a.Prev, Body: opened.Body, Act: a.Compact(),
		Sealed: string(s.room.office.Directory().SealedAt(a, e.Origin, e.Received)),
		Erased: s.room.office.Erased(a),
	}
	directory := s.room.office.Directory()
	t.Roles = directory.Roles(a.Issuer, e.Received)
	t.Doubted = directory.Doubted(a.Issuer, e.Received, a.Issued) && a.Subject != people.KeySubject(a.Issuer)
	t.Denied = t.Doubted && directory.Denied(a.Issuer, e.Received, a.Issued)
	t.Disavowed = directory.Disavowed(a.Issuer, e.Received, a.Issued) && a.Subject != people.KeySubject(a.Issuer)
	switch person := directory.Behind(e.Person); {
	case s.everywhere("staff"):
		t.Person = person
		classes = append(classes, "staff")
	case person == s.who.ID:
		t.Person = person
	}
	for _, d := range ds {
		t.Disclosures = append(t.Disclosures, d.String())
	}
	return t, classes, nil
}

// disclosures are those of an act that the reader is handed, and the classes of which there is
// something in them. Which slot a reader is handed is the right to its class: that is all there
// is to rights on fields.
func (s shown) disclosures(a act.Act, held []act.Disclosure, party string) (may []act.Disclosure, classes []string, err error) {
	opened, err := a.Open(held)
	if err != nil {
		return nil, nil, err
	}
	for i, d := range held {
		class := opened.Disclosed[i]
		if !s.class(class, party) {
			continue
		}
		may = append(may, d)
		if len(d.Members()) > 0 {
			classes = with(classes, class)
		}
	}
	return may, classes, nil
}

// with adds a class that is not there yet.
func with(classes []string, class string) []string {
	if slices.Contains(classes, class) {
		return classes
	}
	return append(classes, class)
}
