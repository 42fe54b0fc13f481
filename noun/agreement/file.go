package agreement

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
)

// Document is an agreement file: versions of one agreement, as a person writes them.
type Document struct {
	Agreement string    `json:"agreement" pattern:"^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$" doc:"name of the agreement: its acts are about agreement/ and this"`
	Versions  []Version `json:"versions" maxlen:"50" doc:"versions of its text"`
}

// MaxFileBytes bounds an agreement file.
const MaxFileBytes = 4 << 20

// Subject is what the acts of the document are about.
func (d Document) Subject() act.SubjectID { return act.SubjectID(Noun + "/" + d.Agreement) }

// Problem is one thing that is wrong with an agreement file.
type Problem struct {
	File    string
	Line    int
	Version string // in which version, if in one
	Clause  string // in which clause, if in one
	Text    string
}

func (p Problem) Error() string {
	s := p.File + ":" + strconv.Itoa(p.Line) + ": "
	if p.Version != "" {
		s += "version " + p.Version + ": "
	}
	if p.Clause != "" {
		s += "clause " + p.Clause + ": "
	}
	return s + p.Text
}

var (
	errTrailing = errors.New("text after the document")
	errTooDeep  = errors.New("too many objects and lists within one another")
)

// Parse reads an agreement file: JSON (RFC 8259) of a Document. File is its name, for
// messages only. A file that is not JSON or not of the shape has one problem, any other
// all that were found; a document is only to be used if there is none.
func Parse(file string, data []byte, zones TimeZones) (Document, []Problem) {
	if len(data) > MaxFileBytes {
		return Document{}, []Problem{{File: file, Line: 1, Text: "an agreement file holds at most 4 MB"}}
	}
	at, err := readLines(data)
	if err != nil {
		return Document{}, []Problem{unreadable(file, data, err)}
	}
	s, err := shape.Of(reflect.TypeFor[Document](), func(string) ([]string, string) { return nil, "" })
	if err != nil {
		return Document{}, []Problem{{File: file, Line: 1, Text: err.Error()}}
	}
	read, err := s.Read(data)
	if err != nil {
		return Document{}, []Problem{misshapen(file, at, err)}
	}
	d := *read.(*Document)
	return d, d.problems(file, at, zones)
}

func unreadable(file string, data []byte, err error) Problem {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Problem{File: file, Line: lineAt(data, int64(len(data))), Text: "not JSON: it ends too early"}
	case errors.As(err, &syntactic):
		return Problem{File: file, Line: lineAt(data, syntactic.ByteOffset), Text: "not JSON: " + syntactic.Err.Error()}
	}
	return Problem{File: file, Line: 1, Text: "not JSON: " + err.Error()}
}

func misshapen(file string, at lines, err error) Problem {
	var f shape.Fault
	if !errors.As(err, &f) {
		return Problem{File: file, Line: 1, Text: err.Error()}
	}
	return Problem{File: file, Line: at.of(f.Where), Text: fmt.Sprintf("%s: %s: want %s", f.Where, f.Rule, f.Want)}
}

func (d Document) problems(file string, at lines, zones TimeZones) []Problem {
	var found []Problem
	for i, v := range d.Versions {
		prefix := "/versions/" + strconv.Itoa(i)
		faults := append(v.Check(), v.checkFile(zones)...)
		if slices.ContainsFunc(d.Versions[:i], func(o Version) bool { return o.ID == v.ID }) {
			faults = append(faults, Fault{"/id", "", "the version stands twice"})
		}
		for _, f := range faults {
			found = append(found, Problem{file, at.of(prefix + f.Where), v.ID, f.Clause, f.Problem})
		}
	}
	slices.SortStableFunc(found, func(a, b Problem) int { return a.Line - b.Line })
	return found
}
