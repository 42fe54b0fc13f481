package importer

import (
	"truce/act"
	"truce/incident"
	"truce/problem"
)

// Format is one kind of table. Its functions are pure: the same row gives the same
// subject and the same draft.
type Format struct {
	Dataset string   // name and version of the data set, for incident.Origin
	Columns []string // that the header must name
	// Row is the row's own id, and Subject the subject that it becomes: always the same,
	// whichever office imports it.
	Row     func(Row) string
	Subject func(Row) (act.SubjectID, *problem.Problem)
	// Draft is what the importing person states. origin names the row.
	Draft func(r Row, origin incident.Origin) (Draft, *problem.Problem)
}

// Draft is an act about the row's subject before it is signed.
type Draft struct {
	Kind act.Kind
	Body any      // of the kind's own type
	Hide []string // paths of the members that are not for everybody
}
