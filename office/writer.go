package office

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/tool/answer"
	"truce/tool/keep"
)

// maxBatch is the most acts that share one commit. Past a thousand the fsync is no longer
// what a commit costs, and the last of the batch only waits longer.
const maxBatch = 1024

// writer is what the one writing goroutine keeps between commits. What a commit changes
// is worked out on copies and taken over after the fsync.
type writer struct {
	office  *Office
	origin  string
	tree    register.Tree
	foreign map[string]register.Tree // of registers of others, by origin
	ledgers ledgers                  // of those registers and of the own one, while others are held
	own     *admission.Ledger        // of the own register, in a commit of an office that holds others; else nil
	last    time.Time                // when the last entry came, of whichever register: the next comes later
	folder  refolder
	clock   clock
	budget  budget

	unfolded bool // a rebuild was stopped: what is known is a part

	encoded []byte // the last entry, written over by the next
}

// load reads where the register stands. In a new database it gives it its name.
func (w *writer) load(ctx context.Context) error {
	var all []keep.Register
	read := func(r keep.Reader) (err error) { all, err = r.Registers(); return err }
	if err := w.office.store.Read(ctx, read); err != nil {
		return err
	}
	if len(all) == 0 {
		return w.office.store.Write(func(tx keep.Tx) error { return tx.PutTree(w.origin, register.Tree{}) })
	}
	if all[0].Origin != w.origin {
		return problem.Conflict(problem.RegisterNamesDiffer, problem.P{"folder": w.office.folder, "found": all[0].Origin, "expected": w.origin})
	}
	w.tree = all[0].Tree
	for i, r := range all {
		if i > 0 {
			w.foreign[r.Origin] = r.Tree
		}
		if r.Last.After(w.last) {
			w.last = r.Last
		}
	}
	return nil
}

// write takes what waits, commits it and answers, until the office stops.
func (f *Office) write() {
	defer close(f.stopped)
	for {
		select {
		case j := <-f.jobs:
			f.writer.take(f.collect(j))
		case task := <-f.tasks:
			task()
		case <-f.stop:
			f.drain()
			return
		}
	}
}

// collect never waits for a clock: when nobody else is there, one act is one commit. But
// whoever is about to hand an act in goes first: with many callers on few cores each
// commit otherwise took the two or three acts that were ready, and commits were two thirds
// of all work. An act about people or the law ends its batch, so that whoever comes after
// it is judged by it.
func (f *Office) collect(first *job) []*job {
	batch := []*job{first}
	for waiting := 0; ; {
		for len(f.jobs) > 0 && len(batch) < maxBatch && !f.kinds.Governs(batch[len(batch)-1].act.Subject.Noun()) {
			batch = append(batch, <-f.jobs)
		}
		if len(batch) == waiting || len(batch) == maxBatch || f.kinds.Governs(batch[len(batch)-1].act.Subject.Noun()) {
			return batch
		}
		waiting = len(batch)
		runtime.Gosched() // alone, this is nothing
	}
}

// drain answers those who were already waiting when the office was told to stop.
func (f *Office) drain() {
	for {
		select {
		case j := <-f.jobs:
			j.err = problem.Unavailable(problem.OfficeStopping)
			close(j.done)
		default:
			return
		}
	}
}

// take commits a batch and answers. If the batch fails for a reason that is not the
// disk's, each act is tried by itself, so that one cannot keep the others out.
func (w *writer) take(batch []*job) {
	finishChecks(batch)
	err := w.clock.wrong(w.office.Now(), w.last)
	if err == nil {
		err = w.foldAgain(context.Background())
	}
	if err == nil {
		err = w.commit(batch)
	}
	var told *problem.Problem
	if err != nil && len(batch) > 1 && !(errors.As(err, &told) && told.Kind == problem.KindUnavailable) {
		for _, j := range batch {
			w.take([]*job{j})
		}
		return
	}
	for _, j := range batch {
		if err != nil && j.err == nil {
			j.err = err
		}
		close(j.done)
	}
}

func finishChecks(batch []*job) {
	checks := make([]*act.Begun, len(batch))
	for i, j := range batch {
		checks[i] = &j.check
	}
	act.Finish(checks)
}

// commit writes a batch in one transaction: entries, hashes, tree, folded rows.
func (w *writer) commit(batch []*job) error {
	now := w.receivedNow()
	tree := w.tree.Clone()
	var folded outcome
	var shows []func()
	var taken, restored []taken // new ones, and such as were there without all that they hide
	err := w.openOwn()
	if err != nil {
		return storageProblem(w.office.folder, err)
	}
	err = w.office.store.Write(func(tx keep.Tx) error {
		taken, restored = taken[:0], restored[:0]
		for _, j := range batch {
			t, err := w.admit(tx, j, &tree, now)
			if err != nil {
				return err
			}
			switch {
			case t != nil && t.again:
				restored = append(restored, *t)
			case t != nil:
				taken = append(taken, *t)
			}
		}
		if len(taken)+len(restored) == 0 {
			return nil
		}
		var err error
		if folded, err = w.folder.fold(tx, w.office, slices.Concat(taken, restored), now); err != nil {
			return err
		}
		if shows, err = w.office.learn(tx, folded.watched, now); err != nil {
			return err
		}
		return tx.PutTree(w.origin, tree)
	})
	if err != nil {
		w.folder.forget()
		w.ledgers.forget(w.origin)
		w.office.log.Error("commit acts", "acts", len(batch), "error", err)
		return w.office.StorageProblem(err)
	}
	w.tree = tree // durable from here on
	if len(taken)+len(restored) > 0 {
		w.last = now
		w.publish(taken, folded, shows)
	}
	return nil
}

// openOwn has the ledger of the own register at hand once there are others beside it.
func (w *writer) openOwn() (err error) {
	if w.own = nil; len(w.foreign) > 0 {
		w.own, err = w.ledgers.of(w.origin, w.office.rules, w.tree.Size())
	}
	return err
}

// receivedNow is the office's clock, cut to what an entry holds and never standing still
// or going back, whatever the machine's clock does.
func (w *writer) receivedNow() time.Time {
	now := w.office.Now().Truncate(time.Microsecond)
	if !now.After(w.last) {
		now = w.last.Add(time.Microsecond)
	}
	return now
}

// publish shows readers the new state and wakes followers: after the commit, never inside.
func (w *writer) publish(taken []taken, folded outcome, shows []func()) {
	w.office.committed.Store(w.tree.Size())
	w.office.counted.taken(taken)
	w.show(folded, shows)
}

// show is the part of publish for acts of whichever register.
func (w *writer) show(folded outcome, shows []func()) {
	f := w.office
	if folded.directory != nil {
		f.directory.Store(folded.directory)
		if err := f.goByRules(context.Background(), folded.directory, w.last); err != nil {
			f.log.Error("read the rules in force", "error", err)
		}
	}
	for _, show := range shows {
		show()
	}
	if folded.directory != nil {
		if err := f.erase(context.Background()); err != nil { // it is done when the office is opened next
			f.log.Error("erase what acts hide", "error", err)
		}
	}
	f.wake.all()
}

// taken is an act that this batch adds.
type taken struct {
	entry keep.Entry
	act   act.Act
	body  any
	fresh bool // nothing was known about its subject before
	again bool // it was there, and what is kept of it is more now: all about its subject is read again
}

// admit checks what depends on the state and appends the act. It answers nil, nil for an
// act that is refused (the job tells why) or that is there already with all that belongs to it;
// an error ends the whole batch.
func (w *writer) admit(tx keep.Tx, j *job, tree *register.Tree, now time.Time) (*taken, error) {
	j.err, j.receipt = nil, answer.Receipt{}
	if refusal := j.signed(); refusal != nil {
		j.err = refusal
		return nil, nil
	}
	facts, err := w.facts(tx, j)
	if err != nil {
		return nil, err
	}
	known := facts.known
	if known.Own {
		return w.answerAgain(tx, j, known.Index)
	}
	if j.err = w.spends(j, now); j.err != nil {
		return nil, nil
	}
	if refusal, err := w.refuse(facts, j, now, tree.Size()); err != nil || refusal != nil {
		j.err = refusal
		return nil, err
	}
	if refusal, err := w.office.promised(j); err != nil || refusal != nil {
		j.err = refusal
		return nil, err
	}
	t := &taken{act: j.act, body: j.body, fresh: !known.Subject()}
	t.entry, err = w.newEntry(j, tree.Size(), now)
	if err != nil {
		j.err = problem.TooLarge(problem.ActTooLarge, problem.P{"size": len(j.act.Compact()), "limit": act.MaxBytes}).Because(err)
		return nil, nil
	}
	if err := tx.Append(t.entry); err != nil {
		return nil, err
	}
	tree.Append(t.entry.Leaf)
	w.note(t, known)
	if w.own != nil {
		w.own.Take(j.candidate(now, t.entry.Index), admission.Verdict{Outcome: admission.Taken, Author: j.author, Rests: j.rests})
	}
	j.receipt = answer.Receipt{ID: j.act.ID, Index: t.entry.Index, Received: now, Clock: act.ClockAt(j.act.Issued, now), MissionOnly: j.author.MissionOnly, Rests: j.rests,
		Sealed: w.office.sealedAt(j.act, w.origin, now)}
	return t, nil
}

// bounded is a subject about which one key says only so much: one by which others are judged; "" of any other.
func (w *writer) bounded(subject act.SubjectID) act.SubjectID {
	if w.office.kinds.Governs(subject.Noun()) {
		return subject
	}
	return ""
}

// spends counts an act to its author. What is there already is answered again and costs nobody anything, or whoever has a copy could
// hand a side's own acts in until the office heard no new one of it; nor does what its author signed for other registers.
func (w *writer) spends(j *job, now time.Time) error {
	if !slices.Contains(j.act.Audience, w.office.ID()) {
		return nil
	}
	if spent := w.budget.take(j.act.Issuer, j.author.Party, w.bounded(j.act.Subject), now); spent != nil {
		return spent
	}
	return nil
}

// facts are what is there about the subject of an act.
func (w *writer) facts(tx keep.Tx, j *job) (*txFacts, error) {
	f := &txFacts{office: w.office, tx: tx, folder: &w.folder, subject: j.act.Subject}
	if a, is := w.folder.abouts.of[j.act.Subject]; is {
		f.about, f.known = a, a.known(j.act.ID)
		return f, nil
	}
	var err error
	f.known, err = tx.Knows(j.act.Subject, j.act.ID)
	return f, err
}

// note tells what is kept of the subject in memory of an act that was appended.
func (w *writer) note(t *taken, known keep.Known) {
	a, is := w.folder.abouts.of[t.act.Subject]
	switch {
	case !is:
	case known.Act, a.moves(t.entry, t.act.Prev, w.origin): // by another register
		w.folder.abouts.drop(t.act.Subject)
	default:
		a.note(t.entry, t.act.Prev, w.origin)
		a.add(w.office.foldEntry(t.entry, t.act, t.body), t.entry.Idle != "")
	}
}

// refuse answers why an act cannot be taken, as things stand in this transaction: nil if it
// can. An error is the disk's. Whose the act is, is settled here: the key may have been revoked
// or changed hands since the caller looked.
func (w *writer) refuse(facts *txFacts, j *job, now time.Time, index int64) (refusal, err error) {
	var v admission.Verdict
	c := j.candidate(now, index)
	if w.own != nil {
		v, err = w.own.Admit(c)
	} else {
		v, err = w.office.rules.Admit(c, facts)
	}
	if err != nil || v.Outcome == admission.Taken {
		j.author, j.rests = v.Author, v.Rests
		return nil, err
	}
	return v.Why, nil
}

func (j *job) candidate(now time.Time, index int64) admission.Candidate {
	return admission.Candidate{Act: j.act, Body: j.body, Received: now, Index: index, Whole: true}
}

// answerAgain answers with the receipt of the first time. What the act hides and this office has
// no more, because somebody deleted it or a copy came without, is kept again: then the act is to be
// folded again.
func (w *writer) answerAgain(tx keep.Tx, j *job, index int64) (*taken, error) {
	e, err := keep.EntryAt(tx, w.origin, index)
	if err != nil {
		return nil, err
	}
	j.receipt = answer.Receipt{ID: j.act.ID, Index: index, Received: e.Received, Again: true, Clock: act.ClockAt(j.act.Issued, e.Received), MissionOnly: w.office.Directory().MissionOnly(j.act.Issuer, e.Received), Rests: e.Idle == keep.Crowded,
		Sealed: w.office.sealedAt(j.act, w.origin, e.Received)}
	opened, err := j.act.Open(ownOf(j.act, e.Hidden))
	if err != nil || len(opened.Withheld) == 0 {
		return nil, err
	}
	kept, erased := w.office.spare(j.act, ownOf(j.act, j.hidden))
	lost := slices.DeleteFunc(opened.Withheld, func(class string) bool { return slices.Contains(erased, class) })
	if j.receipt.Erased = erased; len(lost) == 0 {
		return nil, nil
	}
	j.receipt.Restored, e.Hidden = lost, act.FormatDisclosures(kept)
	if err := tx.Disclose(w.origin, index, e.Hidden); err != nil {
		return nil, err
	}
	return &taken{entry: e, act: j.act, body: j.body, again: true}, nil
}

func (w *writer) newEntry(j *job, index int64, now time.Time) (keep.Entry, error) {
	encoded, err := register.Entry{Received: now, Act: j.act.Compact()}.Append(w.encoded[:0])
	if err != nil {
		return keep.Entry{}, err
	}
	w.encoded = encoded
	idle := ""
	if j.rests {
		idle = keep.Crowded
	}
	return keep.Entry{
		Act:    keep.Act{ID: j.act.ID, Subject: j.act.Subject, JWS: j.act.Compact(), Hidden: j.hidden},
		Origin: w.origin, Index: index, Received: now, Known: now,
		Person: j.author.Name, Party: j.author.Party, Leaf: register.LeafHash(encoded), Idle: idle,
	}, nil
}

// control runs fn on the writing goroutine, between commits.
func (f *Office) control(ctx context.Context, fn func() error) error {
	done := make(chan error, 1)
	select {
	case f.tasks <- func() { done <- fn() }:
		return <-done
	case <-f.stop:
		return problem.Unavailable(problem.OfficeStopping)
	case <-ctx.Done():
		return problem.Unavailable(problem.OfficeBusy).Because(ctx.Err())
	}
}
