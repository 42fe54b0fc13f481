package importer

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/text/language"

	"truce/act"
	"truce/office"
	"truce/policy"
	"truce/problem"
)

var errSoon = errors.New("being built")

// Submitter takes signed acts. An *office.Office is one.
type Submitter interface {
	SubmitAll(ctx context.Context, sdjwts []string) []office.Outcome
}

// Known answers which of the subjects the office holds, with the hash of the row that
// each was taken from ("" if it was not taken from a row).
type Known interface {
	Known(ctx context.Context, subjects []act.SubjectID) (map[act.SubjectID]string, error)
}

// InOffice looks subjects up in an office in this process.
type InOffice struct {
	Office *office.Office
	Who    policy.Person
}

func (k InOffice) Known(ctx context.Context, subjects []act.SubjectID) (map[act.SubjectID]string, error) {
	return nil, errSoon
}

// KnownItems reads the hashes out of listed reports: for clients that list over HTTP.
func KnownItems(items []office.Item) (map[act.SubjectID]string, error) { return nil, errSoon }

// Table is a file to import. It is opened twice: to look it through, and to import.
type Table struct {
	Name string // for the report
	Open func() (io.ReadCloser, error)
}

// File is the table in a CSV file; a name ending in .gz is unpacked.
func File(path string) Table { return Table{} }

type Options struct {
	Key    act.PrivateKey // of the importing person
	Submit Submitter
	Known  Known
	Now    func() time.Time
	Rand   io.Reader
}

type Listed struct {
	Line    int // on which the row begins, from 1
	Row     string
	Subject act.SubjectID
	Problem *problem.Problem
}

type Report struct {
	File, Dataset string
	Rows          int // that were read, without the header
	Taken         int // new reports
	There         int // imported before, unchanged
	Changed       int // imported before with other content
	Duplicate     int
	Unusable      int
	Refused       int // by the office
	Listed        []Listed
}

func (r Report) Summary() string                                     { return "" }
func (r Report) WriteCSV(w io.Writer, readers ...language.Tag) error { return errSoon }

type Format struct{ name string }

// UCDP reads the UCDP Georeferenced Event Dataset. dataset names it with its version.
func UCDP(dataset string) Format { return Format{} }

// Import imports; the report is whole for what was done, also beside an error.
func Import(ctx context.Context, t Table, f Format, o Options, progress func(done, total int)) (Report, error) {
	return Report{}, errSoon
}
