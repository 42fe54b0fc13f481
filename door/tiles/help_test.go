package tiles_test

import (
	"truce/ground/act"
	"truce/tool/query"
)

func subjectOf(f feature) act.SubjectID { return act.SubjectID(f.text("subject")) }

func clocks() query.Clocks { return query.Clocks{} }
