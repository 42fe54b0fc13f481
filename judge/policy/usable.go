package policy

import (
	"errors"

	"truce/ground/act"
)

// ErrLists says that lists would show other rows than the policies permit.
var ErrLists = errors.New("these policies say of lists what no program can follow: everybody sees what is for everybody, who signs in what is inside, and a party its own")

// Usable tells why an office cannot go by the policies under a number of the rules of admission, whoever endorsed them; nil
// if it can. Parties are those that count among its sides.
func (p *Policy) Usable(number int, parties []string) error {
	if floors, err := Floors(); err != nil || p.floor != floors.At(number) {
		return errors.Join(ErrFloor, err)
	}
	if err := p.Leaves(parties); err != nil {
		return err
	}
	namings, err := p.Namings()
	if err != nil {
		return err
	}
	for _, n := range namings {
		if n.Locks {
			return n
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
