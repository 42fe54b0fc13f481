package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/admission"
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
	abouts  abouts
	brought map[act.KeyID]people.Brought // from the register before, of keys of which somebody asked, as of the last commit
	scratch *scratch                     // while everything is folded again; else nil
}

// maxLooked bounds the memory of refolder.looked.
const maxLooked = 4096

func (f *refolder) forget() { f.looked, f.abouts, f.brought = nil, abouts{}, nil }

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
	if err := run.doubts(); err != nil {
		return outcome{}, err
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
	if slices.ContainsFunc(g.acts, func(t taken) bool { return t.again }) {
		r.abouts.drop(g.subject)
		return r.refoldHeld(g.subject)
	}
	if g.acts[0].fresh && len(g.acts) <= admission.MaxOpenOfOne { // none of them rests
		entries := make([]fold.Entry, len(g.acts))
		for i, t := range g.acts {
			entries[i] = r.office.foldEntry(t.entry, t.act, t.body)
		}
		return r.refold(g.subject, fold.Order(entries), true)
	}
	a, err := r.with(g)
	if err != nil {
		return err
	}
	effect := false
	for _, t := range g.acts {
		rests := t.entry.Idle == keep.Crowded
		effect = effect || !rests
		a.add(r.office.foldEntry(t.entry, t.act, t.body), rests)
	}
	if !effect {
		return nil
	}
	return r.refold(g.subject, a.entries(r.people()), g.acts[0].fresh)
}

// with is what is kept about a subject, with some acts counted in. An act of which another register
// has an entry may have its place elsewhere by this one, or one that rested another time: then everything is read again.
func (r *run) with(g group) (*about, error) {
	own := r.office.heads.origin
	if a, is := r.abouts.of[g.subject]; is && slices.ContainsFunc(g.acts, func(t taken) bool { return a.moves(t.entry, t.act.Prev, own) }) {
		r.abouts.drop(g.subject)
	}
	a, err := r.about(r.tx, r.office, g.subject, r.until())
	if err != nil {
		return nil, err
	}
	for _, t := range g.acts {
		if _, noted := a.index[t.entry.ID]; !noted {
			a.note(t.entry, t.act.Prev, own)
		}
	}
	return a, nil
}

// until is when the acts came that are folded: while everything is folded again, some of it has not
// come yet.
func (r *run) until() (at time.Time) {
	if r.scratch != nil {
		at = r.now
	}
	return at
}

func (r *run) refoldHeld(subject act.SubjectID) error {
	a, err := r.about(r.tx, r.office, subject, r.until())
	if err != nil {
		return err
	}
	return r.refold(subject, a.entries(r.people()), false)
}

// people is who may speak, and which keys are in doubt, by all that was folded so far.
func (r *run) people() *people.Directory {
	if r.directory != nil {
		return r.directory
	}
	return r.office.directory.Load()
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
	entry = entry.Wake(e.Woken)
	signed(&entry, a.Subject, f.directory.Load())
	return entry
}

// refold computes a subject's rows from acts in their order, and writes what differs from those
// that are current.
func (r *run) refold(subject act.SubjectID, entries []fold.Entry, fresh bool) error {
	foldNoun, has := r.office.kinds.Fold(subject.Noun())
	if !has {
		return fmt.Errorf("fold %s: no such noun", subject)
	}
	look := &looker{run: r, asked: map[act.SubjectID]bool{}}
	folded, err := r.doubted(foldNoun, foldNoun(subject, entries, look.at), subject, entries, look)
	if err = errors.Join(err, look.err); err != nil {
		return err
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
			Counts: p.Counts, Doubt: p.Doubt, Box: BoxOf(p.Where), Where: p.Where, Label: p.Label, Narrative: p.Narrative,
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
	ended, opened := differ(current, rows)
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

// differ answers which current rows do not hold any more and which are new. Both are by start of
// their periods, and what an act changes of many is mostly at the end: so they are held beside one
// another from both ends, and only what is left between is searched.
func differ(current, rows []keep.Row) (ended, opened []keep.Row) {
	for len(current) > 0 && len(rows) > 0 && current[0].Same(rows[0]) {
		current, rows = current[1:], rows[1:]
	}
	for len(current) > 0 && len(rows) > 0 && current[len(current)-1].Same(rows[len(rows)-1]) {
		current, rows = current[:len(current)-1], rows[:len(rows)-1]
	}
	from := make(map[int64][]keep.Row, len(rows))
	for _, row := range rows {
		from[keep.Micros(row.From)] = append(from[keep.Micros(row.From)], row)
	}
	for _, old := range current {
		at := from[keep.Micros(old.From)]
		if i := slices.IndexFunc(at, old.Same); i >= 0 {
			from[keep.Micros(old.From)] = slices.Delete(at, i, i+1)
		} else {
			ended = append(ended, old)
		}
	}
	for _, row := range rows {
		if slices.ContainsFunc(from[keep.Micros(row.From)], row.Same) {
			opened = append(opened, row)
		}
	}
	return ended, opened
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
		r.directory = r.office.directory.Load().Clone()
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
