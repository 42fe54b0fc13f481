package law

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun/agreement"
)

// text is an agreement as it was known for a time.
type text struct {
	subject act.SubjectID
	known   span
	rules   []rule

	standings []standing // of each version
}

// rule is an obligation, a prohibition or a ceiling of a version, made ready.
type rule struct {
	version            *agreement.VersionState
	clause, kind, name string
	where              []string // codes of the places to which it is confined
	condition          string   // of a prohibition
	bound              []bound
}

// bound is a stretch of time in which a party is bound.
type bound struct {
	party string
	force span
}

// takeText reads the rows of an agreement. Each row has all versions in it with all times
// at which they bind, so that one row is enough for each time of knowledge.
func (s *Snapshot) takeText(subject act.SubjectID, rows []Row) error {
	delete(s.texts, subject)
	for _, r := range rows {
		known := spanOf(r.KnownFrom, r.KnownUntil)
		if held := s.texts[subject]; overlapping(held, known) {
			continue
		}
		var a agreement.Agreement
		if err := json.Unmarshal(r.State, &a); err != nil {
			return fmt.Errorf("read state of %s: %w", subject, err)
		}
		t := &text{subject: subject, known: known, standings: standingsOf(&a)}
		for i := range a.Versions {
			t.rules = append(t.rules, rulesOf(&a.Versions[i])...)
		}
		s.texts[subject] = append(s.texts[subject], t)
		s.compile(t.rules)
	}
	return nil
}

func overlapping(held []*text, known span) bool {
	for _, t := range held {
		if _, meets := meet(t.known, known); meets {
			return true
		}
	}
	return false
}

// rulesOf are the rules of a version by which anybody is ever bound.
func rulesOf(v *agreement.VersionState) []rule {
	var all []rule
	add := func(clause, kind, name string, where []string, condition string) {
		r := rule{v, clause, kind, name, where, condition, nil}
		for _, b := range v.Bindings {
			if b.InForce && b.Kind == kind && b.Name == name {
				r.bound = append(r.bound, bound{b.Party, spanOf(b.From, b.Until)})
			}
		}
		if len(r.bound) > 0 {
			all = append(all, r)
		}
	}
	for _, c := range v.Clauses {
		for _, o := range c.Obligations {
			add(c.ID, agreement.ToObligation, o.ID, o.Where, "")
		}
		for _, p := range c.Prohibitions {
			add(c.ID, agreement.ToProhibition, p.ID, p.Where, p.Rule)
		}
		for _, m := range c.Ceilings {
			add(c.ID, agreement.ToCeiling, m.ID, m.Where, "")
		}
	}
	return all
}

// compile makes the conditions ready that no rule had before.
func (s *Snapshot) compile(rules []rule) {
	for _, r := range rules {
		if _, done := s.programs[r.condition]; !done && r.kind == agreement.ToProhibition {
			s.programs[r.condition] = compile(r.condition)
		}
	}
}

// eachRule calls do for the rules of all agreements as known at a moment, in order.
func (s *Snapshot) eachRule(known int64, do func(act.SubjectID, *rule)) {
	for _, t := range s.order {
		if !t.known.Holds(known) {
			continue
		}
		for i := range t.rules {
			do(t.subject, &t.rules[i])
		}
	}
}
