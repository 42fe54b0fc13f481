package tiles_test

import (
	"truce/ground/act"
	"truce/office"
)

func subjectOf(f feature) act.SubjectID { return act.SubjectID(f.text("subject")) }

func clocks() office.Clocks { return office.Clocks{} }
