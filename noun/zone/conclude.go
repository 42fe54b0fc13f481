package zone

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/force"
)

// conclude says what became of the motion, before it is known how it stands to others.
func (m *motion) conclude() {
	if m.Became != Refused && !m.passed {
		m.weigh(time.Time{})
	}
	m.settle()
	if m.Became == Refused {
		return
	}
	switch {
	case m.terms != nil && !m.rests.known:
		m.Why = AgreementUnknown
	case !m.second:
		m.Why = OneAlone
	}
	switch {
	case m.passed:
		m.Became = Consented
	case m.replacedAt != never:
		m.Became = Superseded
	}
}

// weigh says whose consent it takes and who did not give it, from when it would have effect, and whether all gave it by a moment. Whose
// it takes is asked of that moment or, if that is earlier, of the one at which it would have effect, which each consent may move on: who
// joins the text when all had consented finds what they agreed on, and who has not left it yet is asked. The zero time is when it would
// have effect.
func (m *motion) weigh(by time.Time) (all bool) {
	m.last = time.Time{}
	for {
		at := m.asked(by)
		m.Needed, m.second = m.whose(at)
		m.Missing = nil
		for _, name := range m.Needed {
			p := m.parties[name]
			if !p.consents() {
				m.Missing = append(m.Missing, name)
				continue
			}
			if said := p.word().last.At; said.After(m.last) {
				m.last = said
			}
		}
		if m.asked(by).Equal(at) {
			return m.second && len(m.Missing) == 0 && !by.Before(m.about().rests.Received)
		}
	}
}

// asked is of which moment it is asked whose consent it takes, of all that was said by a moment. What was recorded as said of a later one
// was not said before.
func (m *motion) asked(by time.Time) time.Time {
	effect, said := m.effect(), latest(by, m.last)
	if by.IsZero() || effect.Before(said) {
		return effect
	}
	return said
}

// about is the proposal itself, or the one that a lapse would end.
func (m *motion) about() *motion {
	if m.target != nil {
		return m.target
	}
	return m
}

// whose are those whose consent it takes for an effect at the moment, and whether two parties are among them that it would bind. Of
// a text that asks one of them alone, it takes the consent of any other too: what one side draws alone is no boundary. What
// they agreed on, the same end.
func (m *motion) whose(at time.Time) (needed []string, second bool) {
	switch {
	case m.target != nil:
		return m.target.whose(at)
	case m.passed:
		return m.Needed, true
	}
	needed = names(m.rests.Boundaries, at)
	if len(needed) < 2 {
		needed = m.withAnother(needed, names(m.rests.Standing.Members, at))
	}
	second = len(needed) > 1
	for _, name := range m.terms.Required {
		if !slices.Contains(needed, name) {
			needed = append(needed, name)
		}
	}
	return needed, second
}

// withAnother adds the first of the parties that consented, besides those whose consent it takes anyway.
func (m *motion) withAnother(needed, bound []string) []string {
	another := ""
	for _, name := range bound {
		if p := m.parties[name]; !slices.Contains(needed, name) && p.consents() && (another == "" || p.word().last.At.Before(m.parties[another].word().last.At)) {
			another = name
		}
	}
	if another == "" {
		return needed
	}
	return append(needed, another)
}

// names are those who are among the members at the moment.
func names(all []force.Member, at time.Time) []string {
	var found []string
	for _, m := range all {
		if m.Holds(at) && !slices.Contains(found, m.Party) {
			found = append(found, m.Party)
		}
	}
	return found
}

// version is what is needed here of one version of an agreement.
type version struct {
	ID         string         `json:"id"`
	Received   time.Time      `json:"received"`
	Boundaries []force.Member `json:"boundaries"`
	Standing   force.Force    `json:"standing"`

	known bool
}

// moments are when others may be asked than before.
func (v version) moments() []time.Time {
	all := []time.Time{v.Received}
	for _, m := range slices.Concat(v.Boundaries, v.Standing.Members) {
		all = append(all, m.From, m.Until)
	}
	all = slices.DeleteFunc(all, time.Time.IsZero)
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// agreements answers who must be asked, and when the text is in force. It reads each agreement once.
type agreements struct {
	look fold.Look
	read map[act.SubjectID][]version
}

func (a agreements) version(subject act.SubjectID, id string) version {
	versions, read := a.read[subject]
	if !read {
		text, held := a.look(subject, time.Time{})
		var state struct {
			Versions []version `json:"versions"`
		}
		if held && json.Unmarshal(text, &state) == nil {
			versions = state.Versions
		}
		a.read[subject] = versions
	}
	i := slices.IndexFunc(versions, func(v version) bool { return v.ID == id })
	if i < 0 {
		return version{}
	}
	v := versions[i]
	v.known = true
	return v
}
