package importer

import (
	"context"
	"fmt"
	"io"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/answer"
	"truce/tool/kinds"
)

// batchRows is how many rows are looked up, signed and submitted together.
const batchRows = 500

// Submitter takes signed acts, each with its disclosures in the SD-JWT form, and answers
// what became of each. An *office.Office is one.
type Submitter interface {
	SubmitAll(ctx context.Context, sdjwts []string) []answer.Outcome
}

// Options say who imports, and where to.
type Options struct {
	Key    act.PrivateKey // of the importing person
	Before []act.KeyID    // keys with which the source was imported before: what became of its rows then is there
	For    act.RegisterID // of the office
	Kinds  *kinds.Kinds
	Submit Submitter
	Known  Known
	Now    func() time.Time // the importing person's clock
	Rand   io.Reader        // for salts
}

// Import reads the table from end to end. progress may be nil; it is told rows.
//
// The report accounts for every row up to where the import came, also when it comes with
// an error. An error means that it stopped: the file is no table (a *problem.Problem,
// nothing was recorded), or what the office said of one act it would say of all, such as
// that the disk is full or the key unknown. Importing again goes on from there.
func Import(ctx context.Context, t Table, f Format, o Options, progress func(done, total int)) (Report, error) {
	report := Report{File: t.Name, Dataset: f.Dataset}
	total, err := t.count(f)
	if err != nil {
		return report, err
	}
	// The next batch is read and signed while the last one is being taken.
	parent := ctx
	ctx, stop := context.WithCancel(parent)
	batches := make(chan batch)
	p := &preparer{format: f, o: o, pen: newPen(o), seen: map[act.SubjectID]earlier{}}
	go p.run(ctx, t, batches)
	for b := range batches {
		if err == nil {
			err = b.take(ctx, o.Submit, &report)
		}
		if err != nil {
			stop() // and let the preparer end
			continue
		}
		if progress != nil {
			progress(report.Rows, total)
		}
	}
	stop()
	if err == nil && parent.Err() != nil {
		err = fmt.Errorf("import: %w", parent.Err())
	}
	return report, err
}

// batch is some rows, each either settled already or with an act to submit.
type batch struct {
	settled Report
	acts    []string
	of      []Listed // the row of each act
	err     error
}

// take submits the acts and adds everything to the report.
func (b batch) take(ctx context.Context, to Submitter, report *Report) error {
	report.add(b.settled)
	if b.err != nil {
		return b.err
	}
	if len(b.acts) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return report.outcomes(b.of, to.SubmitAll(ctx, b.acts))
}

// outcomes adds what became of a batch. What the office would say of every act, not of
// these, ends the import: that its disk is full, or that this person may not file at all.
func (r *Report) outcomes(of []Listed, all []answer.Outcome) (stop error) {
	forbidden := 0
	for i, o := range all {
		told := problem.From(o.Err)
		switch {
		case told == nil:
			r.outcome(of[i], o)
		case told.Kind == problem.KindUnavailable || told.Kind == problem.KindInternal || told.Kind == problem.KindUnauthenticated:
			stop = fmt.Errorf("import line %d: %w", of[i].Line, told)
		default:
			r.outcome(of[i], o)
			if told.Kind == problem.KindForbidden {
				forbidden++
			}
		}
	}
	if forbidden == len(all) {
		stop = fmt.Errorf("import line %d: %w", of[0].Line, all[0].Err)
	}
	return stop
}
