package reading

import (
	"slices"

	"truce/ground/act"
	"truce/judge/policy"
)

// MayMake lists the kinds of act that a person may make, if the subject as it stands allows it.
func (m *Room) MayMake(who policy.Person) []act.Kind {
	may := []act.Kind{}
	if m.office.Copied() != nil {
		return may
	}
	for _, spec := range m.office.Kinds().All() {
		if m.office.Policy().MayActEver(who, spec.Kind) {
			may = append(may, spec.Kind)
		}
	}
	return may
}

// Reads reports whether somebody is handed members of a disclosure class, such as exact-place, of all rows.
func (m *Room) Reads(who policy.Person, class string) bool { return m.shown(who).everywhere(class) }

// ofOffices is what is done in an office that takes acts, and not in a copy.
func ofOffices() []policy.Action {
	return []policy.Action{policy.Upload, policy.ReadLog, policy.ReadMetrics}
}

// MayDo lists what else a person may do in the office as a whole.
func (m *Room) MayDo(who policy.Person) []string {
	may := []string{}
	for _, what := range policy.Actions() {
		if m.office.Policy().MayDo(who, what) && (m.office.Copied() == nil || !slices.Contains(ofOffices(), what)) {
			may = append(may, string(what))
		}
	}
	return may
}
