package reading

import (
	"context"
	"errors"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/policy"
	"truce/office"
	"truce/tool/answer"
	"truce/tool/keep"
)

// MaxExplained is how many acts about a subject are told singly: each is folded with all that
// come before it.
const MaxExplained = 100

// Explain answers how a subject came to be as it was known at a moment, now for the zero
// time, for those who may read its history.
func (m *Room) Explain(ctx context.Context, who policy.Person, id act.SubjectID, known time.Time) (answer.Explanation, error) {
	told, err := m.History(ctx, who, id)
	if err != nil {
		return answer.Explanation{}, err
	}
	e := explaining{shown: m.shown(who), subject: id, known: known, told: map[act.ID]answer.Told{}}
	e.once = map[string]bool{} // each act is shown with all before it, and read once
	for _, t := range told {
		e.told[t.ID] = t
	}
	explained := answer.Explanation{Subject: id}
	err = m.office.Read(ctx, func(r keep.Reader) error {
		e.reader, e.looked = r, map[act.SubjectID][]keep.Row{}
		e.partyOf = func(id act.SubjectID) (string, error) { return firstParty(r, id) } // in the one transaction that it is in
		explained.Earlier, explained.Steps, err = e.steps(ctx)
		return err
	})
	if err != nil {
		return answer.Explanation{}, err
	}
	return explained, nil
}

// explaining is one question, within one transaction that reads.
type explaining struct {
	shown
	subject act.SubjectID
	known   time.Time
	told    map[act.ID]answer.Told
	reader  keep.Reader
	looked  map[act.SubjectID][]keep.Row
}

func (e *explaining) steps(ctx context.Context) (earlier int, steps []answer.Step, err error) {
	entries, later, resting, err := e.entries()
	if err != nil {
		return 0, nil, err
	}
	earlier = max(0, len(entries)-MaxExplained)
	before, err := e.sight(entries[:earlier])
	if err != nil {
		return 0, nil, err
	}
	for n := earlier + 1; n <= len(entries) && ctx.Err() == nil; n++ {
		after, err := e.sight(entries[:n])
		if err != nil {
			return 0, nil, err
		}
		if _, told := e.told[entries[n-1].ID]; !told { // what a party wrote before it opened the subject
			before = after
			continue
		}
		step, err := e.step(entries[n-1], before, after)
		if err != nil {
			return 0, nil, err
		}
		steps, before = append(steps, step), after
	}
	replaced(steps)
	for _, entry := range resting {
		steps = append(steps, answer.Step{Told: e.told[entry.ID], Changes: []answer.MemberChange{}, Nothing: answer.Resting})
	}
	for _, entry := range later {
		steps = append(steps, answer.Step{Told: e.told[entry.ID], Changes: []answer.MemberChange{}, Nothing: answer.NotKnown})
	}
	return earlier, steps, ctx.Err()
}

// entries are the acts in the order in which they are folded, those that the office received after
// the moment that is asked about, and those that rest. Of the first some may be untold:
// what they add up to with the others is seen as far as states are.
func (e *explaining) entries() (entries, later, resting []fold.Entry, err error) {
	held, err := e.reader.About(e.subject)
	if err != nil {
		return nil, nil, nil, err
	}
	effective, after, rest, err := e.effective(held)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, part := range []struct {
		of []keep.Entry
		to *[]fold.Entry
	}{{effective, &entries}, {after, &later}, {rest, &resting}} {
		for _, h := range part.of {
			if _, told := e.told[h.ID]; !told && part.to != &entries {
				continue
			}
			entry, err := e.room.office.Decode(h)
			if err != nil {
				return nil, nil, nil, err
			}
			*part.to = append(*part.to, entry)
		}
	}
	return fold.Order(entries), later, resting, nil
}

// effective are the acts that had effect at the moment that is asked about, those that came after it and have effect, and
// those that rest.
func (e *explaining) effective(held []keep.Entry) (effective, after, resting []keep.Entry, err error) {
	is := func(h keep.Entry) bool { return !e.known.IsZero() && h.Known.After(e.known) }
	before := slices.DeleteFunc(slices.Clone(held), is)
	acts := keep.Acts(slices.Clone(before))
	rests, err := keep.Resting(acts)
	if err != nil {
		return nil, nil, nil, err
	}
	resting = slices.DeleteFunc(acts, func(h keep.Entry) bool { return !rests[h.ID] })
	whole := len(before) == len(held)
	if effective, err = keep.Effective(before); err != nil || whole {
		return effective, nil, resting, err
	}
	all, err := keep.Effective(held)
	return effective, slices.DeleteFunc(all, func(h keep.Entry) bool { return !is(h) }), resting, err
}

// step holds what the reader sees with an act beside what he sees without it.
func (e *explaining) step(entry fold.Entry, before, after sight) (answer.Step, error) {
	step := answer.Step{Told: e.told[entry.ID], Changes: []answer.MemberChange{}}
	changes, err := changed(before.items, after.items)
	if err != nil {
		return answer.Step{}, err
	}
	switch {
	case len(changes) > 0:
		step.Changes = changes
	case before.whole && after.whole:
		step.Nothing = answer.NoEffect
	default:
		step.Nothing = answer.Withheld
	}
	return step, nil
}

// sight is what the reader sees of what some acts add up to.
type sight struct {
	items []answer.Item
	whole bool // there is nothing else
}

func (e *explaining) sight(entries []fold.Entry) (sight, error) {
	if len(entries) == 0 {
		return sight{whole: true}, nil
	}
	foldNoun, _ := e.room.office.Kinds().Fold(e.subject.Noun())
	var failed error
	folded := foldNoun(e.subject, slices.Clone(entries), func(subject act.SubjectID, at time.Time) ([]byte, bool) {
		rows, err := e.look(subject)
		failed = errors.Join(failed, err)
		return office.HeldAt(rows, at)
	})
	if failed != nil {
		return sight{}, failed
	}
	rows, err := office.RowsOf(e.subject, folded, time.Time{})
	if err != nil {
		return sight{}, err
	}
	return e.see(rows)
}

func (e *explaining) look(subject act.SubjectID) ([]keep.Row, error) {
	if rows, is := e.looked[subject]; is || subject == "" {
		return rows, nil
	}
	rows, err := e.reader.RowsAsOf(subject, e.known)
	e.looked[subject] = rows
	return rows, err
}

// see leaves out what the reader may not see, as it is left out of states.
func (e *explaining) see(rows []keep.Row) (sight, error) {
	s := sight{whole: true}
	for _, row := range rows {
		if !e.rows.Shows(row.Noun, row.Compartment) {
			s.whole = false
			continue
		}
		item, whole, err := e.itemOf(row)
		if err != nil {
			return sight{}, err
		}
		s.items = append(s.items, item)
		s.whole = s.whole && whole
	}
	return s, nil
}
