package zone

import (
	"errors"
	"time"

	"truce/ground/act"
	"truce/ground/published"
	"truce/ground/shape"
)

// Terms are what every proposal says beside what it draws.
//
// It is the proposal of a delegation: of the party whose person signed or, when the mission
// records it, of Party, and then Source says how the mission knows. The same number filed
// again by the same party replaces the earlier proposal, which can then no longer be
// consented to.
//
// Whose consent it takes the agreement's version says: who proposes cannot choose who is asked. Required
// may only add to them.
type Terms struct {
	Number      int            `json:"number" min:"1" max:"100000" doc:"the delegation's own number for it"`
	Party       string         `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"recorded by the mission: whose proposal it is"`
	Agreement   act.SubjectID  `json:"agreement" pattern:"^agreement/" doc:"agreement that it rests on"`
	Version     string         `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"version of the agreement's text"`
	Clause      string         `json:"clause" pattern:"^[a-z]+(_[A-Za-z0-9-]+)?(__[a-z]+_[A-Za-z0-9-]+)*$" maxlen:"80" doc:"clause of that version"`
	Required    []string       `json:"required,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" maxlen:"20" doc:"parties that must consent too; those whom the version names must in any case, whether or not they stand here"`
	From        time.Time      `json:"from" doc:"in force from then, or from the last consent if that is later"`
	Until       time.Time      `json:"until,omitzero" doc:"in force until then, exclusive; absent: until amended or lapsed"`
	Approximate bool           `json:"approximate,omitzero" doc:"true if the geometry is only about where the text means"`
	Basis       shape.Prose    `json:"basis" maxlen:"2000" doc:"what the geometry was drawn from: the words, map or survey"`
	Source      string         `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
	Origin      *published.Row `json:"origin,omitempty" doc:"the published record that it was taken from"`
	Exercise    bool           `json:"exercise,omitzero" doc:"true for everything that did not happen"`
}

// Refers names the agreement.
func (t Terms) Refers() []act.SubjectID { return []act.SubjectID{t.Agreement} }

// fits refuses terms that contradict themselves.
func (t Terms) fits(subject act.SubjectID) error {
	if !t.Until.IsZero() && !t.Until.After(t.From) {
		return errors.New("until must come after from")
	}
	if named := duplicate(t.Required); named != "" {
		return errors.New("required names " + named + " twice")
	}
	return checkCode(subject)
}

func duplicate(names []string) string {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return name
		}
		seen[name] = true
	}
	return ""
}
