package copies

import (
	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/agreement"
)

// unnamed finds the sides that no agreement names, drafts among these.
func (a *actsCheck) unnamed() {
	all := map[act.SubjectID]agreement.Agreement{}
	for _, state := range a.ledger.Of(agreement.Noun) {
		var s agreement.Agreement
		if json.Unmarshal(state.JSON, &s) == nil {
			all[state.Subject] = s
		}
	}
	parties := agreement.PartiesOf(all)
	for _, s := range a.ledger.End().Sides() {
		if s.Side != noun.Mission && (s.Root != "" || len(s.Awaits) > 0) && len(parties.Named(s.Side)) == 0 {
			a.report.Unnamed = append(a.report.Unnamed, s.Side)
		}
	}
}
