package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/visible"
)

// Row is one row of a table, or one feature of a GeoJSON file.
type Row struct {
	Line   int // on which it begins, from 1; the header has the first. Of GeoJSON the feature's number
	fields []string
	of     *header
	sha256 string // of a feature
}

// header says where the columns are, by their names in small letters.
type header struct {
	names   []string
	columns map[string]int
}

// newHeader refuses a column that stands twice: which of the two was meant nobody knows. Columns without a name are passed over.
func newHeader(names []string) (*header, error) {
	h := &header{names, make(map[string]int, len(names))}
	for i, written := range names {
		name := strings.ToLower(strings.TrimSpace(written))
		if _, twice := h.columns[name]; twice && name != "" {
			return nil, problem.Invalid(problem.ImportColumnTwice, problem.P{"column": strings.TrimSpace(written)})
		}
		h.columns[name] = i
	}
	return h, nil
}

// has reports whether one of the names, apart by "|", is a column.
func (h *header) has(names string) bool {
	for name := range strings.SplitSeq(names, "|") {
		if _, has := h.columns[name]; has {
			return true
		}
	}
	return false
}

// Get is the content of a column without what nobody sees of it, "" if the row or the table does not have it.
func (r Row) Get(column string) string {
	i, has := r.of.columns[column]
	if !has || i >= len(r.fields) {
		return ""
	}
	return visible.Rules().Newest().Seen(r.fields[i])
}

// Of is the content of the first of the columns that there is.
func (r Row) Of(columns ...string) string {
	for _, column := range columns {
		if content := r.Get(column); content != "" {
			return content
		}
	}
	return ""
}

// subject is the subject with a prefix and the content of a column as its name.
func (r Row) subject(prefix, name, column string) (act.SubjectID, *problem.Problem) {
	if name == "" {
		return "", r.Missing(column)
	}
	subject, err := act.ParseSubject(prefix + name)
	if err != nil {
		return "", r.Wrong(column, problem.ReasonNotAnIdentifier)
	}
	return subject, nil
}

// SHA256 is the hash of the row as read, by RFC 8785: of the list of its fields. Line ends within
// fields are a line feed each, as RFC 4180 readers make them. Of a feature it is the hash of the feature. What is read is UTF-8, and
// every list of such texts has its form.
func (r Row) SHA256() string {
	if r.sha256 != "" {
		return r.sha256
	}
	sum := sha256.Sum256(canonicalList(r.fields))
	return hex.EncodeToString(sum[:])
}

// canonicalList is a list of texts by RFC 8785.
func canonicalList(fields []string) []byte {
	all := []byte{'['}
	for i, f := range fields {
		if i > 0 {
			all = append(all, ',')
		}
		all, _ = jsontext.AppendQuote(all, f) // fails on what is no UTF-8 alone
	}
	return append(all, ']')
}

// whole refuses a row of another length than the header: its fields may have moved.
func (r Row) whole() *problem.Problem {
	switch n := len(r.of.names); {
	case len(r.fields) < n:
		return r.Missing(r.of.names[len(r.fields)])
	case len(r.fields) > n:
		return problem.Invalid(problem.ImportFileNotCSV).At(fmt.Sprintf("line %d: %d fields, the header has %d", r.Line, len(r.fields), n))
	}
	return nil
}

// Missing is the problem of a column that is empty or not there.
func (r Row) Missing(column string) *problem.Problem {
	return problem.Invalid(problem.ImportRowMissingColumn, problem.P{"row": r.Line, "column": column}).At(column)
}

// Wrong is the problem of a column whose content can't be used.
func (r Row) Wrong(column string, reason problem.Reason) *problem.Problem {
	return problem.Invalid(problem.BodyWrong, problem.P{"reason": reason}).At(fmt.Sprintf("row %d, %s", r.Line, column))
}

// Text is a column that must not be empty.
func (r Row) Text(column string) (string, *problem.Problem) {
	text := strings.TrimSpace(r.Get(column))
	if text == "" {
		return "", r.Missing(column)
	}
	return text, nil
}

// Whole is a whole number from min to max.
func (r Row) Whole(column string, min, max int) (int, *problem.Problem) {
	text, wrong := r.Text(column)
	if wrong != nil {
		return 0, wrong
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, r.Wrong(column, problem.ReasonNotANumber)
	case n < min || n > max:
		return 0, r.Wrong(column, problem.ReasonOutOfRange)
	}
	return n, nil
}

// Degrees is a coordinate from -limit to limit.
func (r Row) Degrees(column string, limit float64) (float64, *problem.Problem) {
	text, wrong := r.Text(column)
	if wrong != nil {
		return 0, wrong
	}
	degrees, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Trim(text, "+-.0123456789") != "" || !(degrees >= -limit && degrees <= limit) {
		return 0, problem.Invalid(problem.ImportRowBadCoordinates, problem.P{"row": r.Line, "value": text}).At(column)
	}
	return degrees, nil
}

// Position is a point in two columns.
func (r Row) Position(longitude, latitude string) (*place.Position, *problem.Problem) {
	lat, wrong := r.Degrees(latitude, 90)
	if wrong != nil {
		return nil, wrong
	}
	lon, wrong := r.Degrees(longitude, 180)
	if wrong != nil {
		return nil, wrong
	}
	if lon == 0 && lat == 0 { // what programs write where they know no position, and nobody ever observed there
		return nil, problem.Invalid(problem.ImportRowBadCoordinates, problem.P{"row": r.Line, "value": "0, 0"}).At(latitude)
	}
	return &place.Position{Lon: lon, Lat: lat}, nil
}

// Day is midnight UTC of a date such as 2017-05-04. A time of midnight after it, as some
// editions of tables have, is let pass.
func (r Row) Day(column string) (time.Time, *problem.Problem) {
	text, wrong := r.Text(column)
	if wrong != nil {
		return time.Time{}, wrong
	}
	date, clock, _ := strings.Cut(text, " ")
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || strings.Trim(clock, "0:.") != "" || day.Year() < 1900 || day.Year() > 2200 {
		return time.Time{}, problem.Invalid(problem.ImportRowBadDate, problem.P{"row": r.Line, "value": text}).At(column)
	}
	return day, nil
}
