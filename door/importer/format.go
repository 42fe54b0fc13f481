package importer

import (
	"slices"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
)

// Format is one kind of table. Its functions are pure: the same row gives the same
// subject and the same draft.
type Format struct {
	Dataset string   // name and version of the data set, for the row's origin
	GeoJSON bool     // a FeatureCollection (RFC 7946): the properties are the columns
	Columns []string // that the header must name; of a feature, that it may have
	// Row is the row's own id, and Subject the subject that it becomes: always the same,
	// whichever office imports it.
	Row     func(Row) string
	Subject func(Row) (act.SubjectID, *problem.Problem)
	// Draft is what the importing person states. origin names the row.
	Draft func(r Row, origin published.Row) (Draft, *problem.Problem)

	// Proposal is set where a subject may come from several rows in turn: each is a
	// proposal with a number of its own.
	Proposal Proposal
}

// Proposal is whose proposal for a zone it is, and that party's number for it.
type Proposal struct {
	By     string
	Number int
}

// Draft is an act about the row's subject before it is signed.
type Draft struct {
	Kind act.Kind
	Body any              // of the kind's own type
	Note *problem.Problem // what is odd about the row, which is taken all the same; nil: nothing
}

// taken finds among what is known of a subject the row that it came from.
func (f Format) taken(known []Taken) (sha256 string, there bool) {
	i := slices.IndexFunc(known, func(t Taken) bool { return t.Proposal == f.Proposal })
	if i < 0 {
		return "", false
	}
	return known[i].SHA256, true
}
