package evidence

import (
	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun"
)

// admission lets policies ask who holds a piece. Who handed it to whom, and who made it, may
// be withheld.
func admission() noun.Admission {
	return noun.Admission{
		States: true, Persons: holder,
		HidesNames: []act.Kind{"evidence-deposited", "custody-transferred"},
	}
}

func holder(q noun.Question) noun.Persons {
	var e Evidence
	for _, s := range q.Facts.States(q.Act.Subject) {
		if json.Unmarshal(s.JSON, &e) == nil {
			return noun.Persons{Holder: e.Holder, Withheld: e.Holder == ""}
		}
	}
	return noun.Persons{}
}
