package policy

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
)

// Unfit says why no office goes by a set of policies.
type Unfit struct {
	File   string // that is lacking or is not as it must read; "" for a policy
	Policy string // its id
	Names  []string
	What   Unfitness
}

// Unfitness is what is wrong with a set of policies.
type Unfitness int

// What may be wrong.
const (
	FileOther Unfitness = iota // a file that is the same in every set is not there or reads otherwise
	Joined                     // the schema puts actions under one that the floor or the rights name, or under what is no action: both files would say other than they read
	Forbids                    // a policy outside the floor forbids
	Tangled                    // a policy, or the groups of the schema, are written so that not every program reads them (tangle.go)
	Untold                     // a policy speaks of actions or sorts of things that the schema does not have, or has an id that is like a file's name
)

// Error says it in words.
func (u *Unfit) Error() string {
	switch u.What {
	case FileOther:
		return u.File + " is the same in every set of policies, and is not there or reads otherwise"
	case Forbids:
		return "the policy " + u.Policy + " forbids: only floor.cedar does"
	case Joined:
		return SchemaFile + " puts actions under " + strings.Join(u.Names, ", ") + ", which floor.cedar or rights.cedar names, or which is no action"
	case Tangled:
		return cmp.Or(u.File, "the policy "+u.Policy) + fmt.Sprintf(" is tangled: nested more than %d deep, a not of a not, or groups in a circle", MaxNested)
	}
	return fmt.Sprintf("the policy %s speaks of what there is not: %s", u.Policy, strings.Join(u.Names, ", "))
}

// Usable tells why an office cannot go by the policies under a number of the rules of admission, whoever endorsed them; nil
// if it can.
func (p *Policy) Usable(number int) error {
	editions, err := Fixed()
	if err != nil {
		return err
	}
	for _, one := range p.own {
		if one.Effect() == cedar.Forbid {
			return &Unfit{Policy: idOf(one), What: Forbids}
		}
	}
	if p.circle() {
		return &Unfit{File: SchemaFile, What: Tangled}
	}
	texts := editions.At(number)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if p.texts[name] != texts[name] {
			return &Unfit{File: name}
		}
	}
	joined, err := p.joined()
	if err != nil {
		return err
	}
	if len(joined) > 0 {
		return &Unfit{File: SchemaFile, What: Joined, Names: joined}
	}
	for _, one := range p.own {
		if u, err := p.unfit(one); u != nil || err != nil {
			if err != nil {
				return err
			}
			return u
		}
	}
	return nil
}

// unfit tells what is wrong with a policy that the sides set.
func (p *Policy) unfit(one *cedar.Policy) (*Unfit, error) {
	id := idOf(one)
	if tangled(one) {
		return &Unfit{Policy: id, What: Tangled}, nil
	}
	said, err := p.read(one)
	if err != nil {
		return nil, fmt.Errorf("policy %s: %w", id, err)
	}
	unknown := slices.DeleteFunc(said.things, func(t named) bool {
		switch t.Type {
		case "Person", "Subject":
			return true
		case "Action":
			return p.actions[t.ID]
		}
		return false
	})
	if len(unknown) == 0 && plainID().MatchString(id) {
		return nil, nil
	}
	u := &Unfit{Policy: id, What: Untold}
	for _, t := range unknown {
		u.Names = append(u.Names, t.Type+"::"+t.ID)
	}
	return u, nil
}

// joined are the names under which the schema puts actions although the fixed files speak of them: in Cedar whoever names an action in a list
// means what is under it too.
func (p *Policy) joined() (all []string, err error) {
	named := map[string]bool{}
	for _, one := range p.fixed {
		said, err := p.read(one)
		if err != nil {
			return nil, err
		}
		for _, t := range said.things {
			named[t.ID] = true
		}
	}
	for group := range p.parents {
		if group.Type != "Action" || named[string(group.ID)] {
			all = append(all, group.String())
		}
	}
	slices.Sort(all)
	return all, nil
}

func idOf(one *cedar.Policy) string { return string(one.Annotations()["id"]) }

// plainID is how a policy is called: never like a file.
func plainID() *regexp.Regexp { return regexp.MustCompile("^[a-z0-9-]+$") }
