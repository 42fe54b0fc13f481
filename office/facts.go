package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/keep"
)

// txFacts are what admission may ask before one act, from the transaction that would take it: the
// acts of the same commit are there already, states are those of the last commit. They are of all
// registers that are held: an office that holds others asks its Ledgers instead.
type txFacts struct {
	office  *Office
	tx      keep.Tx
	folder  *refolder
	subject act.SubjectID // of the act
	known   keep.Known    // of that subject
	about   *about        // of that subject, if it was read
	states  []noun.State  // of that subject, once somebody asked
	err     error
}

func (f *txFacts) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

// Err is the first failure to read.
func (f *txFacts) Err() error { return f.err }

// Signed is for which party an act was made, and with which key.
func (f *txFacts) Signed(id act.ID) (string, act.KeyID, bool) {
	e, err := f.office.store.Act(context.Background(), id)
	if errors.Is(err, keep.ErrNotFound) {
		return "", "", false
	}
	if f.fail(err); err != nil {
		return "", "", false
	}
	a, _, err := act.ParseKept(e.ID, e.JWS, "")
	f.fail(err)
	return e.Party, a.Issuer, true
}

// Arrived is when an entry of the own register was received.
func (f *txFacts) Arrived(index int64) time.Time {
	e, err := keep.EntryAt(f.tx, f.office.heads.origin, index)
	if errors.Is(err, keep.ErrNotFound) {
		return time.Time{}
	}
	f.fail(err)
	return e.Received
}

// Directory is who may speak, as of the last commit.
func (f *txFacts) Directory() *people.Directory { return f.office.Directory() }

// Precedes tells an act about something else from one that is not there.
func (f *txFacts) Precedes(subject act.SubjectID, prev act.ID) admission.Precedence {
	if subject == f.subject && f.has(prev) {
		return admission.OfTheSubject
	}
	if subject != f.subject {
		known, err := f.tx.Knows(subject, prev)
		f.fail(err)
		if known.Own {
			return admission.OfTheSubject
		}
	}
	_, err := f.office.store.Act(context.Background(), prev)
	switch {
	case errors.Is(err, keep.ErrNotFound):
		return admission.NotHere
	case err != nil:
		f.fail(err)
	}
	return admission.OfAnother
}

// Known reports whether anybody spoke of a subject.
func (f *txFacts) Known(subject act.SubjectID) bool {
	if subject == f.subject {
		return f.known.Subject()
	}
	known, err := f.tx.KnowsSubject(subject)
	f.fail(err)
	return known
}

// First is who first spoke of a subject.
func (f *txFacts) First(subject act.SubjectID) (noun.First, bool) {
	first := f.known.First
	if subject != f.subject {
		var err error
		if first, err = f.tx.FirstAbout(subject); err != nil && !errors.Is(err, keep.ErrNotFound) {
			f.fail(err)
		}
	}
	if first.JWS == "" {
		return noun.First{}, false
	}
	a, _, err := act.ParseKept(first.ID, first.JWS, "")
	f.fail(err)
	return noun.First{Kind: a.Kind, Person: first.Person, Party: first.Party}, true
}

// tellsStates holds a noun to what its value says: an act about another noun is judged by what
// stands alone, of which acts name all that was said and end.
func (f *txFacts) tellsStates(name string) bool {
	of, _ := f.office.kinds.Noun(name)
	switch asked := of.Admission.States; {
	case asked == noun.ByOthers, of.Part == noun.People, asked == noun.BySelf && name == f.subject.Noun():
		return true
	}
	f.fail(fmt.Errorf("an admission of the noun %s asks for states of the noun %s, whose value does not say so: Admission.States", f.subject.Noun(), name))
	return false
}

// States are the states of a subject as of the last commit.
func (f *txFacts) States(subject act.SubjectID) []noun.State {
	if subject == f.subject && f.states != nil {
		return f.states
	}
	if !f.tellsStates(subject.Noun()) {
		return nil
	}
	rows, err := f.tx.CurrentRows(subject)
	f.fail(err)
	states := make([]noun.State, len(rows))
	for i, row := range rows {
		states[i] = stateOf(row)
	}
	if subject == f.subject {
		f.states = states
	}
	return states
}

func stateOf(row keep.Row) noun.State {
	return noun.State{Subject: row.Subject, JSON: []byte(row.State)}
}

// Of are the latest states of all subjects of a noun.
func (f *txFacts) Of(name string) (all []noun.State) {
	if !f.tellsStates(name) {
		return nil
	}
	f.fail(f.tx.NounAsOf(name, time.Time{}, func(row keep.Row) error {
		if last := len(all) - 1; last >= 0 && all[last].Subject == row.Subject {
			all = all[:last]
		}
		all = append(all, stateOf(row))
		return nil
	}))
	return all
}

func (f *txFacts) has(id act.ID) bool {
	if f.about == nil {
		return slices.Contains(f.known.Acts, id)
	}
	_, is := f.about.index[id]
	return is
}

// Compartment is the party for which alone a subject is kept. All acts about it are asked, those that rest too, as a Ledger asks them.
func (f *txFacts) Compartment(subject act.SubjectID) string {
	if of, _ := f.office.kinds.Noun(subject.Noun()); !of.Admission.Compartments {
		return ""
	}
	a := f.read()
	if subject != f.subject {
		var err error
		a, err = f.folder.about(f.tx, f.office, subject, time.Time{})
		if f.fail(err); err != nil {
			return ""
		}
	}
	encloses, with := true, []act.SubjectID(nil)
	for _, e := range slices.AppendSeq(slices.Clone(a.history.Entries()), maps.Values(a.resting)) {
		if body, can := e.Body.(noun.Enclosing); can {
			alone, others := body.Encloses()
			encloses, with = encloses && alone, append(with, others...)
		}
	}
	return admission.CompartmentOf(a.first.Party, encloses, with, f.Compartment)
}

// read is what there is about the subject of the act.
func (f *txFacts) read() *about {
	if f.about == nil {
		var err error
		if f.about, err = f.folder.about(f.tx, f.office, f.subject, time.Time{}); err != nil {
			f.fail(err)
			f.about = f.office.newAbout(f.subject)
		}
	}
	return f.about
}

// Unseen is an act about the subject, in the own register, of which the author of another must have known.
func (f *txFacts) Unseen(a act.Act, received time.Time) (act.ID, bool) {
	return f.read().open.Unseen(a, received)
}

// Crowds reports whether an act about the subject would be one too many open ones.
func (f *txFacts) Crowds(a act.Act, by admission.Whose) (act.ID, bool) {
	if f.about == nil && len(f.known.Acts) < admission.MaxOpenOfOne {
		return act.ID{}, false
	}
	return f.read().open.Crowds(a, by)
}

// Recall are the acts about a subject that its noun recalls, in the order of the register.
func (f *txFacts) Recall(subject act.SubjectID) []fold.Entry {
	a := f.read()
	if subject != f.subject {
		var err error
		a, err = f.folder.about(f.tx, f.office, subject, time.Time{})
		if f.fail(err); err != nil {
			return nil
		}
	}
	of, _ := f.office.kinds.Noun(subject.Noun())
	all := make([]fold.Entry, 0, min(a.history.Len(), manyActs))
	for _, e := range a.entries(f.office.Directory()) {
		if slices.Contains(of.Admission.Recalls, e.Kind) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(x, y fold.Entry) int { return cmp.Compare(a.index[x.ID], a.index[y.ID]) })
	return all
}

// Brings reports whether a key said, before what was received at a moment, that it brings an act that it signed for the register before. What
// it brings is read once, and again when it said more.
func (f *txFacts) Brings(key act.KeyID, id act.ID, received time.Time) bool {
	all := f.folder.brought[key]
	if len(all) != f.Directory().Brought(key) {
		said := slices.DeleteFunc(f.Recall(people.KeySubject(key)), func(e fold.Entry) bool { return !e.Received.Before(received) })
		all = people.BroughtBy(key, said)
		if f.folder.brought == nil {
			f.folder.brought = map[act.KeyID]people.Brought{}
		}
		f.folder.brought[key] = all
	}
	_, is := all[id]
	return is
}
