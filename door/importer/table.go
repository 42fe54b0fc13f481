package importer

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"truce/ground/problem"
)

// Table is a file to import. It is opened twice: to look it through, so that a file that
// is no table is refused before anything of it is recorded, and to import.
type Table struct {
	Name string // for the report
	Open func() (io.ReadCloser, error)
}

// File is the table in a CSV or GeoJSON file; one whose name ends in .gz is unpacked.
func File(path string) Table {
	return Table{filepath.Base(path), func() (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil || !strings.HasSuffix(path, ".gz") {
			return f, err
		}
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		return packed{unpacked, f}, nil
	}}
}

type packed struct {
	*gzip.Reader
	file io.Closer
}

func (p packed) Close() error { return errors.Join(p.Reader.Close(), p.file.Close()) }

// opened is a table that is being read.
type opened interface {
	next() (Row, error) // or io.EOF
	Close() error
}

// lines is a CSV table that is being read.
type lines struct {
	csv    *csv.Reader
	file   io.Closer
	header *header
}

func (r *lines) Close() error { return r.file.Close() }

// open reads what comes before the first row and holds it to what the format needs.
func (t Table) open(f Format) (opened, error) {
	file, err := t.Open()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, problem.NotFound(problem.NothingFound, problem.P{"id": t.Name}).Because(err)
	case errors.Is(err, gzip.ErrHeader):
		return nil, notTable(err)
	case err != nil:
		return nil, fmt.Errorf("open table: %w", err)
	}
	if f.GeoJSON {
		return readFeatures(file)
	}
	r := &lines{csv: csv.NewReader(text(file)), file: file}
	r.csv.FieldsPerRecord = -1 // a row of another length is that row's own trouble
	if err := r.readHeader(f.Columns); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return r, nil
}

func (r *lines) readHeader(needed []string) error {
	names, err := r.csv.Read()
	if err != nil {
		return notTable(err)
	}
	if r.header, err = newHeader(names); err != nil {
		return err
	}
	for _, name := range needed {
		if !r.header.has(name) {
			return problem.Invalid(problem.ImportHeaderMissing, problem.P{"column": strings.ReplaceAll(name, "|", ", ")})
		}
	}
	return nil
}

// next reads a row, or io.EOF. An empty line is no row.
func (r *lines) next() (Row, error) {
	fields, err := r.csv.Read()
	if err == io.EOF {
		return Row{}, err
	}
	if err != nil {
		return Row{}, notTable(err)
	}
	if slices.ContainsFunc(fields, func(field string) bool { return strings.ContainsRune(field, 0) }) {
		return Row{}, notTable(errors.New("a NUL byte"))
	}
	line, _ := r.csv.FieldPos(0)
	return Row{Line: line, fields: fields, of: r.header}, nil
}

// count looks a table through to its end.
func (t Table) count(f Format) (rows int, err error) {
	r, err := t.open(f)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for {
		_, err := r.next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows++
	}
}

// notTable says so to the person, with the line if it is known. A fault of the disk is
// not the table's.
func notTable(err error) error {
	wrong := problem.Invalid(problem.ImportFileNotCSV).Because(err)
	if at, is := errors.AsType[*csv.ParseError](err); is {
		return wrong.At(fmt.Sprintf("line %d", at.Line))
	}
	if _, disk := errors.AsType[*fs.PathError](err); disk {
		return fmt.Errorf("read table: %w", err)
	}
	return wrong
}

// text passes UTF-8 on without its byte order mark and refuses anything else: a name in
// another encoding would be signed as other letters.
func text(r io.Reader) io.Reader {
	b := bufio.NewReader(transform.NewReader(r, encoding.UTF8Validator))
	if mark, err := b.Peek(3); err == nil && string(mark) == "\uFEFF" {
		_, _ = b.Discard(3)
	}
	return b
}
