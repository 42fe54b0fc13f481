package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/keep"
)

// maxDepth is how far a change travels: a post moves, the reports made from it are folded
// again, then the incidents that gather those. Deeper would be a cycle.
const maxDepth = 6

// refolder folds what acts changed. It is used alike when acts come in and when everything
// is folded again, which is why both give the same rows.
type refolder struct {
	looked  map[act.SubjectID][]keep.Row // current rows, to look at without asking the database
	scratch *scratch                     // while everything is folded again; else nil
}

// maxLooked bounds the memory of refolder.looked.
const maxLooked = 4096

func (f *refolder) forget() { f.looked = nil }

// outcome is what a fold changed besides rows.
type outcome struct {
	directory *people.Directory // nil: unchanged
	watched   []act.SubjectID   // of the nouns of which parts keep something in step
}

// fold refolds the subjects of the acts and everything that looked at them, as known
// from now on. Acts that are fresh are all there is about their subject.
func (f *refolder) fold(tx keep.Tx, o *Office, acts []taken, now time.Time) (outcome, error) {
	run := &run{refolder: f, tx: tx, office: o, now: now}
	if f.looked == nil || len(f.looked) > maxLooked {
		f.looked = make(map[act.SubjectID][]keep.Row, 64)
	}
	for _, group := range bySubject(acts) {
		if err := run.subject(group); err != nil {
			return outcome{}, err
		}
	}
	err := run.dependents()
	return outcome{run.directory, run.watched}, err
}

// group are the acts of a batch about one subject.
type group struct {
	subject act.SubjectID
	acts    []taken
}

// bySubject keeps the order in which subjects first occur.
func bySubject(acts []taken) []group {
	place := make(map[act.SubjectID]int, len(acts))
	var groups []group
	for _, t := range acts {
		i, seen := place[t.act.Subject]
		if !seen {
			i = len(groups)
			place[t.act.Subject] = i
			groups = append(groups, group{subject: t.act.Subject})
		}
		groups[i].acts = append(groups[i].acts, t)
	}
	return groups
}

// run is one fold of one batch.
type run struct {
	*refolder
	tx        keep.Tx
	office    *Office
	now       time.Time
	changed   []act.SubjectID
	directory *people.Directory
	watched   []act.SubjectID
}

func (r *run) subject(g group) error {
	if g.acts[0].fresh {
		entries := make([]fold.Entry, len(g.acts))
		for i, t := range g.acts {
			entries[i] = r.office.foldEntry(t.entry, t.act, t.body)
		}
		return r.refold(g.subject, entries, true)
	}
	return r.refoldHeld(g.subject)
}

func (r *run) refoldHeld(subject act.SubjectID) error {
	entries, err := r.entries(subject)
	if err != nil {
		return err
	}
	return r.refold(subject, entries, false)
}

func (r *run) entries(subject act.SubjectID) ([]fold.Entry, error) {
	held, err := r.tx.About(subject)
	if err != nil {
		return nil, err
	}
	if r.scratch != nil { // everything is folded again: some of it has not come yet
		held = slices.DeleteFunc(held, func(e keep.Entry) bool { return e.Known.After(r.now) })
	}
	held = keep.Effective(held)
	entries := make([]fold.Entry, 0, len(held))
	for _, e := range held {
		entry, err := r.office.Decode(e)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// Decode reads an entry for folding. Disclosures that were dropped leave their members empty.
func (f *Office) Decode(e keep.Entry) (fold.Entry, error) {
	a, ds, err := act.ParseKept(e.ID, e.JWS, e.Hidden)
	if err != nil {
		return fold.Entry{}, fmt.Errorf("read entry %d: %w", e.Index, err)
	}
	body, err := f.kinds.Decode(a, ds)
	if err != nil {
		return fold.Entry{}, fmt.Errorf("read entry %d: %w", e.Index, err)
	}
	return f.foldEntry(e, a, body), nil
}

func (f *Office) foldEntry(e keep.Entry, a act.Act, body any) fold.Entry {
	entry := fold.EntryOf(a, body)
	entry.Person, entry.Party, entry.Received, entry.Origin, entry.Index = e.Person, e.Party, e.Received, e.Origin, e.Index
	entry.MissionOnly = f.Directory().MissionOnly(a.Issuer, e.Received)
	return entry
}

// refold computes a subject's rows and writes what differs from those that are current.
func (r *run) refold(subject act.SubjectID, entries []fold.Entry, fresh bool) error {
	foldNoun, has := r.office.kinds.Fold(subject.Noun())
	if !has {
		return fmt.Errorf("fold %s: no such noun", subject)
	}
	look := &looker{run: r, asked: map[act.SubjectID]bool{}}
	folded := foldNoun(subject, fold.Order(entries), look.at)
	if look.err != nil {
		return look.err
	}
	rows, err := RowsOf(subject, folded, r.now)
	if err != nil {
		return err
	}
	if err := r.replace(subject, rows, fresh); err != nil {
		return err
	}
	r.scratch.refer(look.subjects)
	return r.tx.PutRefers(subject, look.subjects)
}

// looker answers folds that look at other subjects and notes what they asked for.
type looker struct {
	run      *run
	asked    map[act.SubjectID]bool
	subjects []act.SubjectID
	err      error
}

func (l *looker) at(subject act.SubjectID, at time.Time) ([]byte, bool) {
	if subject == "" {
		return nil, false
	}
	if !l.asked[subject] {
		l.asked[subject] = true
		l.subjects = append(l.subjects, subject)
	}
	rows, err := l.run.current(subject)
	l.err = errors.Join(l.err, err)
	return HeldAt(rows, at)
}

// HeldAt is the state that held at an instant; for the zero time, the last.
func HeldAt(rows []keep.Row, at time.Time) ([]byte, bool) {
	if row := fold.At(rows, at, func(r *keep.Row) (from, until time.Time) { return r.From, r.Until }); row != nil {
		return []byte(row.State), true
	}
	return nil, false
}

func (r *run) current(subject act.SubjectID) ([]keep.Row, error) {
	if rows, known := r.looked[subject]; known {
		return rows, nil
	}
	rows, err := r.tx.CurrentRows(subject)
	if err == nil {
		r.looked[subject] = rows
	}
	return rows, err
}

// RowsOf turns folded periods into rows of the read model, known from now on.
func RowsOf(subject act.SubjectID, folded fold.Folded, now time.Time) ([]keep.Row, error) {
	if err := folded.Check(); err != nil {
		return nil, fmt.Errorf("fold %s: %w", subject, err)
	}
	conflicts := ""
	if len(folded.Conflicts) > 0 {
		text, err := json.Marshal(folded.Conflicts)
		if err != nil {
			return nil, err
		}
		conflicts = string(text)
	}
	rows := make([]keep.Row, len(folded.Periods))
	for i, p := range folded.Periods {
		state, err := json.Marshal(p.State, json.Deterministic(true))
		if err != nil {
			return nil, fmt.Errorf("write state of %s: %w", subject, err)
		}
		rows[i] = keep.Row{
			Noun: subject.Noun(), Subject: subject, KnownFrom: now, From: p.From, Until: p.Until,
			Kind: p.Kind, Status: p.Status, Party: p.Party, Zone: p.Zone, Compartment: p.Compartment,
			Counts: p.Counts, Box: BoxOf(p.Where), Where: p.Where, Label: p.Label, Narrative: p.Narrative,
			Conflicts: conflicts, State: string(state),
		}
	}
	return rows, nil
}

// replace closes the current rows that no longer hold and opens those that are new.
func (r *run) replace(subject act.SubjectID, rows []keep.Row, fresh bool) error {
	var current []keep.Row
	if !fresh {
		var err error
		if current, err = r.tx.CurrentRows(subject); err != nil {
			return err
		}
	}
	kept := make([]bool, len(rows))
	var ended, opened []keep.Row
	for _, old := range current {
		if i := same(rows, kept, old); i >= 0 {
			kept[i] = true
		} else {
			ended = append(ended, old)
		}
	}
	for i, row := range rows {
		if !kept[i] {
			opened = append(opened, row)
		}
	}
	if len(ended)+len(opened) == 0 {
		return nil
	}
	if err := r.tx.ReplaceRows(ended, opened, r.now); err != nil {
		return err
	}
	delete(r.looked, subject)
	r.changed = append(r.changed, subject)
	return r.know(subject, rows)
}

func same(rows []keep.Row, kept []bool, old keep.Row) int {
	for i, row := range rows {
		if !kept[i] && row.Same(old) {
			return i
		}
	}
	return -1
}

// know keeps the directory in step with the states of people, and tells what changed of
// the law.
func (r *run) know(subject act.SubjectID, rows []keep.Row) error {
	if r.office.watched[subject.Noun()] && !slices.Contains(r.watched, subject) {
		r.watched = append(r.watched, subject)
	}
	if r.office.kinds.Part(subject.Noun()) != noun.People || len(rows) == 0 {
		return nil
	}
	if r.directory == nil {
		r.directory = r.office.Directory().Clone()
	}
	return r.directory.Put(subject, []byte(rows[0].State))
}

// dependents refolds what looked at the changed subjects, then what looked at those
// that thereby changed. A state that stays the same stops it, so subjects that look at
// each other come to rest or are refused.
func (r *run) dependents() error {
	for depth := 0; len(r.changed) > 0; depth++ {
		if depth == maxDepth {
			return fmt.Errorf("fold what depends on %s: deeper than %d", r.changed[0], maxDepth)
		}
		changed, done := r.changed, map[act.SubjectID]bool{}
		r.changed = nil
		for _, subject := range changed {
			if err := r.referring(subject, done); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) referring(subject act.SubjectID, done map[act.SubjectID]bool) error {
	if !r.scratch.mayBeReferred(subject) {
		return nil
	}
	subjects, err := r.tx.Referring(subject)
	if err != nil {
		return err
	}
	for _, dependent := range subjects {
		if done[dependent] {
			continue
		}
		done[dependent] = true
		if err := r.refoldHeld(dependent); err != nil {
			return err
		}
	}
	return nil
}
