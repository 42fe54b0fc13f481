package people

import (
	"github.com/go-json-experiment/json"

	"truce/noun"
)

// keyAdmission lets policies ask whose a key is.
func keyAdmission() noun.Admission {
	return noun.Admission{States: true, Persons: keyOwner}
}

func keyOwner(q noun.Question) noun.Persons {
	var k Key
	for _, s := range q.Facts.States(q.Act.Subject) {
		if json.Unmarshal(s.JSON, &k) == nil {
			return noun.Persons{KeyOwner: k.Person}
		}
	}
	return noun.Persons{}
}
