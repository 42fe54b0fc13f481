package importer

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/visible"
	"truce/tool/answer"
)

// Report says what became of every row. Rows is the sum of all that follow it.
type Report struct {
	File, Dataset string
	Rows          int // read, without the header
	Taken         int // new reports
	There         int // imported before, unchanged
	Changed       int // imported before with other content; not imported
	Duplicate     int // earlier in this file; not imported
	Unusable      int // can't be read as this kind of table says
	Refused       int // by the office

	// Listed are all the rows that were not imported and were not there already, by line.
	Listed []Listed
	// Noted are rows that were imported as they are, with what is odd about them.
	Noted []Listed
}

// Listed is one row that was not imported.
type Listed struct {
	Line    int    // on which the row begins, from 1
	Row     string // its own id, as far as it has one
	Subject act.SubjectID
	Problem *problem.Problem

	note *problem.Problem // if it is taken
}

func (r *Report) there() { r.Rows, r.There = r.Rows+1, r.There+1 }

// list counts a row under one of the report's own counters.
func (r *Report) list(under *int, l Listed, why *problem.Problem) {
	l.Problem = why
	r.Rows++
	*under++
	r.Listed = append(r.Listed, l)
}

func (r *Report) outcome(l Listed, o answer.Outcome) {
	switch {
	case o.Err != nil:
		r.list(&r.Refused, l, problem.From(o.Err))
	case o.Receipt.Again:
		r.there()
	default:
		r.Rows, r.Taken = r.Rows+1, r.Taken+1
		if l.note != nil {
			l.Problem = l.note
			r.Noted = append(r.Noted, l)
		}
	}
}

// together adds what became of acts that make up one row: it is taken if all are.
func (r *Report) together(of Listed, all []answer.Outcome) error {
	for _, o := range all {
		if o.Err != nil {
			return r.outcomes([]Listed{of}, []answer.Outcome{o})
		}
	}
	r.Rows, r.Taken = r.Rows+1, r.Taken+1
	return nil
}

func (r *Report) add(o Report) {
	r.Rows += o.Rows
	r.Taken += o.Taken
	r.There += o.There
	r.Changed += o.Changed
	r.Duplicate += o.Duplicate
	r.Unusable += o.Unusable
	r.Refused += o.Refused
	r.Listed = append(r.Listed, o.Listed...)
	r.Noted = append(r.Noted, o.Noted...)
}

// Summary is the report in a few lines, for a terminal.
func (r Report) Summary() string {
	said := fmt.Sprintf("%s (%s): %d rows read.\n%d new, %d there already; "+
		"not imported: %d changed since, %d twice in the file, %d not usable, %d refused by the office.\n",
		r.File, r.Dataset, r.Rows, r.Taken, r.There, r.Changed, r.Duplicate, r.Unusable, r.Refused)
	if len(r.Noted) > 0 {
		said += fmt.Sprintf("%d of the new ones are odd; they were taken as they are.\n", len(r.Noted))
	}
	return said
}

// WriteCSV lists the rows that were not imported and those that are odd, in the first of
// the reader's languages that we have.
func (r Report) WriteCSV(w io.Writer, readers ...language.Tag) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"line", "row", "imported", "subject", "problem", "sentence", "remedy"}); err != nil {
		return err
	}
	listed := slices.SortedStableFunc(slices.Values(slices.Concat(r.Listed, r.Noted)),
		func(a, b Listed) int { return cmp.Compare(a.Line, b.Line) })
	for _, l := range listed {
		imported := "no"
		if l.note != nil && l.Problem == l.note {
			imported = "yes"
		}
		err := out.Write([]string{strconv.Itoa(l.Line), visible.Cell(l.Row), imported, string(l.Subject), l.Problem.Key.String(),
			visible.Cell(l.Problem.Sentence(readers...)), visible.Cell(l.Problem.Remedy(readers...))})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
