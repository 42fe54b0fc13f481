package importer

import (
	"context"
	"fmt"
	"io"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
)

// preparer turns rows into batches, in the order of the file.
type preparer struct {
	format Format
	o      Options
	seen   map[act.SubjectID]earlier // of this file
	pen    pen
}

type earlier struct {
	line   int
	sha256 string
}

// run closes batches at the end. A batch with an error is the last.
func (p *preparer) run(ctx context.Context, t Table, batches chan<- batch) {
	defer close(batches)
	r, err := t.open(p.format)
	if err != nil {
		batches <- batch{err: err}
		return
	}
	defer r.Close()
	for {
		b, more := p.batch(ctx, r)
		batches <- b
		if !more || b.err != nil || ctx.Err() != nil {
			return
		}
	}
}

func (p *preparer) batch(ctx context.Context, r opened) (b batch, more bool) {
	var rows []candidate
	for len(rows) < batchRows {
		row, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			b.err = err
			return b, false
		}
		if c, fresh := p.candidate(row, &b.settled); fresh {
			rows = append(rows, c)
		}
	}
	if len(rows) == 0 {
		return b, false
	}
	b.err = p.sign(ctx, rows, &b)
	return b, len(rows) == batchRows
}

// candidate is a row that stands for itself, with its subject.
type candidate struct {
	row    Row
	sha256 string
	listed Listed
}

func (p *preparer) candidate(row Row, settled *Report) (candidate, bool) {
	c := candidate{row, row.SHA256(), Listed{Line: row.Line, Row: p.format.Row(row)}}
	wrong := row.whole()
	if wrong == nil {
		c.listed.Subject, wrong = p.format.Subject(row)
	}
	if wrong != nil {
		settled.list(&settled.Unusable, c.listed, wrong)
		return c, false
	}
	if before, twice := p.seen[c.listed.Subject]; twice {
		settled.list(&settled.Duplicate, c.listed, p.repeated(c, before))
		return c, false
	}
	p.seen[c.listed.Subject] = earlier{row.Line, c.sha256}
	return c, true
}

// repeated tells the same row twice from two rows of one id that differ, of which the
// first was taken.
func (p *preparer) repeated(c candidate, before earlier) *problem.Problem {
	if c.sha256 != before.sha256 {
		return problem.Conflict(problem.ImportRowChanged, problem.P{"row": c.row.Line})
	}
	return problem.Conflict(problem.ImportRowDuplicate, problem.P{"row": c.row.Line, "other": before.line})
}

// sign looks up which rows are there already and signs the others.
func (p *preparer) sign(ctx context.Context, rows []candidate, b *batch) error {
	subjects := make([]act.SubjectID, len(rows))
	for i, c := range rows {
		subjects[i] = c.listed.Subject
	}
	known, err := p.o.Known.Known(ctx, subjects)
	if err != nil {
		return fmt.Errorf("look up what is there: %w", err)
	}
	for _, c := range rows {
		sha256, there := p.format.taken(known[c.listed.Subject])
		switch {
		case there && sha256 == c.sha256:
			b.settled.there()
		case there:
			b.settled.list(&b.settled.Changed, c.listed, problem.Conflict(problem.ImportRowChanged, problem.P{"row": c.row.Line}))
		default:
			if err := p.signRow(ctx, c, b); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *preparer) signRow(ctx context.Context, c candidate, b *batch) error {
	draft, wrong := p.format.Draft(c.row, published.Row{
		Dataset: p.format.Dataset, Row: c.listed.Row, Line: c.row.Line, SHA256: c.sha256, Taken: p.o.Now(),
	})
	if wrong != nil {
		b.settled.list(&b.settled.Unusable, c.listed, wrong)
		return nil
	}
	sdjwt, err := p.pen.sign(ctx, c.listed.Subject, draft)
	if err != nil {
		return fmt.Errorf("sign line %d: %w", c.row.Line, err)
	}
	b.acts = append(b.acts, sdjwt)
	c.listed.note = draft.Note
	b.of = append(b.of, c.listed)
	return nil
}
