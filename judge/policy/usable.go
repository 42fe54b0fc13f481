package policy

import (
	"errors"

	"truce/ground/act"
	"truce/noun/people"
)

// Errors of Usable.
var (
	// ErrNoWayBack says that by the policies nobody could set other rules.
	ErrNoWayBack = errors.New("by these policies a side could not set other rules and endorse them, so there would be no way back")
	// ErrLists says that lists would show other rows than the policies permit.
	ErrLists = errors.New("these policies say of lists what no program can follow: everybody sees what is for everybody, who signs in what is inside, and a party its own")
)

// Usable tells why an office cannot go by the policies, whoever endorsed them; nil if it can.
func (p *Policy) Usable() error {
	office := Subject{ID: people.OfficeSubject("an.office"), Exists: true}
	for _, who := range []Person{
		{ID: "person/somebody", Roles: []string{"administrator"}},
		{ID: "person/somebody", Party: "XX", Roles: []string{people.RegistrarRole}},
	} {
		for _, kind := range []act.Kind{"rules-set", "endorsed"} {
			if !p.MayAct(who, kind, office).Allowed {
				return ErrNoWayBack
			}
		}
	}
	return p.listsAsFiltered()
}

// listsAsFiltered holds what the policies permit of lists, row by row, to Filter.
func (p *Policy) listsAsFiltered() error {
	for _, who := range []Person{{}, {ID: "person/somebody"}, {ID: "person/somebody", Roles: []string{"administrator"}}, {ID: "person/somebody", Party: "XX", Roles: []string{"liaison"}}} {
		shown := p.Filter(who)
		for _, noun := range append([]string{"of-no-public-noun"}, p.public...) {
			for _, compartment := range []string{"", "inside", "party:XX", "party:YY"} {
				s := Subject{ID: act.SubjectID(noun + "/x"), Exists: true, Compartment: compartment}
				if p.May(who, List, s).Allowed != shown.Shows(noun, compartment) {
					return ErrLists
				}
			}
		}
	}
	return nil
}
