package people

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// CustodiansSet puts forward to whom sources and originals are sealed, all of them: whoever is not
// named opens nothing that is sealed from then on. They are in force from the receipt of the last
// endorsement that was needed. A proposal is void once another set came into force.
//
//	{"custodians": [{"person": "person/custodian-1", "sealing": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"},
//	                {"person": "person/custodian-tr", "party": "TR", "sealing": "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"}],
//	 "reason": {"text": "One of each side.", "language": "en"}}
type CustodiansSet struct {
	Custodians []Custodian `json:"custodians" maxlen:"14" doc:"to whom is sealed, all of them"`
	Reason     shape.Prose `json:"reason,omitzero" maxlen:"500" doc:"why"`
}

// Fits refuses nobody, and anybody twice.
func (b CustodiansSet) Fits(act.SubjectID) error {
	if len(b.Custodians) == 0 {
		return errNobody
	}
	return fitCustodians(b.Custodians)
}

// Refers names the custodians.
func (b CustodiansSet) Refers() (all []act.SubjectID) {
	for _, c := range b.Custodians {
		all = append(all, c.Person)
	}
	return all
}
