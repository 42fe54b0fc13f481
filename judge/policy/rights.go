package policy

import (
	"cmp"
	"fmt"
	"slices"

	"truce/ground/act"
	"truce/noun/people"
)

// right is what no set of policies may take from a side, whoever signed it: else as many sides as the threshold wants
// could keep the others from ever changing it back, from answering, or from withdrawing.
type right struct {
	roles  []string // whoever has one of them
	of     []string // whose people: mission, parties
	kinds  []act.Kind
	nouns  []string // of what it is about
	exists bool
	own    bool // it is about a subject, or a key, of their own
}

// Whose people a right is of.
const (
	ofMission = "mission"
	ofParties = "parties"
)

// rights are the least that each side has: to put forward rules and sides and answer, to keep its own people and
// keys, to allege, take a position, answer findings, withdraw, consent, object, suspend and denounce; and the mission's, to
// observe, verify and publish.
func rights() []right {
	speak := []act.Kind{"rules-set", "root-named", "founder-removed", "custodians-set", "disclosure-erased"}
	mission, parties, both := []string{ofMission}, []string{ofParties}, []string{ofMission, ofParties}
	return []right{
		{roles: []string{"administrator"}, of: mission, kinds: append(speak, "endorsed"), nouns: []string{people.OfficeNoun}, exists: true},
		{roles: []string{people.RegistrarRole}, of: parties, kinds: append(speak, "endorsed", "root-enrolled", "registrar-named", "registrar-withdrawn"), nouns: []string{people.OfficeNoun}, exists: true},
		{roles: []string{"liaison", "monitor"}, of: parties, kinds: []act.Kind{"endorsed"}, nouns: []string{people.OfficeNoun, people.KeyNoun}, exists: true},
		{roles: []string{"administrator"}, of: mission, kinds: []act.Kind{"endorsed"}, nouns: []string{"person", people.KeyNoun}, exists: true},
		{roles: []string{people.RegistrarRole}, of: parties, kinds: []act.Kind{"endorsed"}, nouns: []string{"person", people.KeyNoun}, exists: true},
		{roles: []string{people.RegistrarRole}, of: parties, kinds: []act.Kind{"person-registered"}, nouns: []string{"person"}},
		{roles: []string{people.RegistrarRole}, of: parties, kinds: []act.Kind{"key-enrolled"}, nouns: []string{people.KeyNoun}},
		{roles: []string{people.RegistrarRole}, of: parties, kinds: []act.Kind{"key-revoked"}, nouns: []string{people.KeyNoun}, exists: true},
		{roles: []string{"liaison", "monitor", "verifier", "auditor"}, of: both, kinds: []act.Kind{"key-possessed", "key-revoked"}, nouns: []string{people.KeyNoun}, exists: true, own: true},
		{roles: []string{"liaison"}, of: both, kinds: []act.Kind{"endorsed", "position-taken"}, nouns: []string{"incident"}, exists: true},
		{roles: []string{"monitor"}, of: mission, kinds: []act.Kind{"observation-filed"}, nouns: []string{"report"}},
		{roles: []string{"verifier"}, of: mission, kinds: []act.Kind{"incident-assessed"}, nouns: []string{"incident"}, exists: true},
		{roles: []string{"secretariat"}, of: mission, kinds: []act.Kind{"bulletin-published", "correction-published"}, nouns: []string{"bulletin"}},
		{roles: []string{"liaison"}, of: parties, kinds: []act.Kind{"endorsed"}, nouns: []string{"body"}, exists: true},
		{roles: []string{"liaison"}, of: both, kinds: []act.Kind{"allegation-filed"}, nouns: []string{"report"}},
		{roles: []string{"liaison", "monitor"}, of: both, kinds: []act.Kind{"report-withdrawn"}, nouns: []string{"report"}, exists: true, own: true},
		{roles: []string{"liaison"}, of: parties, kinds: []act.Kind{"agreement-signed", "extension-consented", "suspension-declared", "resumption-declared", "denunciation-declared", "position-stated"}, nouns: []string{"agreement"}, exists: true},
		{roles: []string{"liaison"}, of: parties, kinds: []act.Kind{"zone-consented", "zone-objected"}, nouns: []string{"zone"}, exists: true},
		{roles: []string{"liaison"}, of: parties, kinds: []act.Kind{"line-consented", "line-objected"}, nouns: []string{"line"}, exists: true},
	}
}

// TakesRight says that policies would take from a side what none may lose.
type TakesRight struct {
	Side   string // a party's code, or mission; "" for a party that may come yet
	Role   string
	Action string // a kind of act, or another action
}

// Error says it in words.
func (t *TakesRight) Error() string {
	return fmt.Sprintf("by these policies %s, by its %s, could not do what each side needs: %s", cmp.Or(t.Side, "a party that joins later"), t.Role, t.Action)
}

// Parties of no agreement, spelled as no code of one can be.
const (
	later   = "(later)" // one that joins later
	another = "(another)"
)

// Leaves reports which right of a side the policies take; nil if none. Asked are the mission, the parties named,
// and one that may join later.
func (p *Policy) Leaves(parties []string) error {
	for _, party := range append(append([]string{""}, parties...), later) {
		for _, r := range rights() {
			if taken := p.takes(r, party); taken != nil {
				return taken
			}
		}
		// Who cannot check the register has no part in it.
		if who := (Person{ID: "person/somebody", Party: party, Roles: []string{"liaison"}}); party != "" && !p.May(who, CopyRegister, Subject{}).Allowed {
			return &TakesRight{sideTold(party), "liaison", string(CopyRegister)}
		}
	}
	return nil
}

// sideTold is the side that TakesRight names: the mission, a party, or "" for one that joins later.
func sideTold(party string) string {
	switch party {
	case "":
		return ofMission
	case later:
		return ""
	}
	return party
}

// takes asks the policies for one right of one side, as the subject may stand.
func (p *Policy) takes(r right, party string) *TakesRight {
	of := ofParties
	if party == "" {
		of = ofMission
	}
	if !slices.Contains(r.of, of) {
		return nil
	}
	for _, role := range r.roles {
		who := Person{ID: "person/somebody", Party: party, Roles: []string{role}}
		for _, s := range r.subjects(who) {
			for _, kind := range r.kinds {
				if !p.MayAct(who, kind, s).Allowed {
					return &TakesRight{sideTold(party), role, string(kind)}
				}
			}
		}
	}
	return nil
}

// subjects are those that a right is asked about: the person's own, or of whomever.
func (r right) subjects(who Person) (all []Subject) {
	for _, noun := range r.nouns {
		s := Subject{ID: act.SubjectID(noun + "/some"), Exists: r.exists}
		switch {
		case r.own:
			s.Author, s.KeyOwner, s.Party = who.ID, who.ID, who.Party
			all = append(all, s)
		case !r.exists:
			all = append(all, s)
		default:
			for _, party := range []string{"", who.Party, another} {
				s.Author, s.Party = "person/another", party
				all = append(all, s)
			}
		}
	}
	return all
}

// needed reports whether a kind of act, or another action, is one of those rights.
func needed(action string) bool {
	return action == string(CopyRegister) || slices.ContainsFunc(rights(), func(r right) bool { return slices.Contains(r.kinds, act.Kind(action)) })
}
