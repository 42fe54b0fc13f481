package importer

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

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
	nonce  string // of which the subject's name is made; "" if it is called so by agreement
	listed Listed
}

func (p *preparer) candidate(row Row, settled *Report) (candidate, bool) {
	c := candidate{row: row, sha256: row.SHA256(), listed: Listed{Line: row.Line, Row: p.format.Row(row)}}
	wrong := row.whole()
	if wrong == nil {
		c.listed.Subject, wrong = p.format.Subject(row)
	}
	if wrong == nil {
		c.listed.Subject, c.nonce = p.o.named(c.listed.Subject)
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
	known, err := p.known(ctx, rows)
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

// known is what was taken from where of the rows' subjects, by this key or by one that imported before.
func (p *preparer) known(ctx context.Context, rows []candidate) (map[act.SubjectID][]Taken, error) {
	of := map[act.SubjectID]act.SubjectID{} // by each name that a row's subject may have, the one that it has here
	var names []act.SubjectID
	for _, c := range rows {
		for _, name := range append([]act.SubjectID{c.listed.Subject}, p.o.before(c.listed.Subject.Noun(), c.nonce)...) {
			of[name], names = c.listed.Subject, append(names, name)
		}
	}
	known := map[act.SubjectID][]Taken{}
	for some := range slices.Chunk(names, batchRows) {
		there, err := p.o.Known.Known(ctx, some)
		if err != nil {
			return nil, err
		}
		for name, taken := range there {
			known[of[name]] = append(known[of[name]], taken...)
		}
	}
	return known, nil
}

func (p *preparer) signRow(ctx context.Context, c candidate, b *batch) error {
	draft, wrong := p.format.Draft(c.row, published.Row{
		Dataset: p.format.Dataset, Row: c.listed.Row, Line: c.row.Line, SHA256: c.sha256, ReadAt: p.o.Now().Truncate(time.Microsecond),
	})
	if wrong != nil {
		b.settled.list(&b.settled.Unusable, c.listed, wrong)
		return nil
	}
	sdjwt, err := p.pen.sign(ctx, c.listed.Subject, c.nonce, draft)
	if err != nil {
		return fmt.Errorf("sign line %d: %w", c.row.Line, err)
	}
	b.acts = append(b.acts, sdjwt)
	c.listed.note = draft.Note
	b.of = append(b.of, c.listed)
	return nil
}
