package policy

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"

	"truce/noun"
	"truce/noun/people"
)

// Unfit says why no office goes by a set of policies.
type Unfit struct {
	File   string // that is lacking or is not as it must read; "" for a policy
	Policy string // its id
	Names  []string
	What   Unfitness
	Why    error // of what cannot be read
}

// Unfitness is what is wrong with a set of policies.
type Unfitness int

// What may be wrong.
const (
	FileOther Unfitness = iota // a file that is the same in every set is not there or reads otherwise
	Joined                     // the schema puts actions under one that the floor or the rights name, or under what is no action: both files would say other than they read
	Forbids                    // a policy outside the floor forbids
	Tangled                    // a policy, or the groups of the schema, are written so that not every program reads them, or so that it takes long (tangle.go)
	Untold                     // a policy speaks of actions or sorts of things that the schema does not have, or has an id that is like a file's name
	Unread                     // a text is not Cedar's, a policy has no id of its own, or there is not one schema
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
		return cmp.Or(u.File, "the policy "+u.Policy) + " is tangled: not every program reads it, or it takes long"
	case Unread:
		return u.Why.Error()
	}
	return fmt.Sprintf("the policy %s speaks of what there is not: %s", u.Policy, strings.Join(u.Names, ", "))
}

// Unwrap is why a text cannot be read, nil if that is not what is wrong.
func (u *Unfit) Unwrap() error { return u.Why }

// Usable compiles a set of policies as Compile does, or tells as *Unfit why no office goes by it under a number of the rules of admission,
// whoever endorsed it. All that may be written in policies is of that number, Cedar's own forms too: a program that has the number
// and cannot read a text says that it is wrong, and never that another program may know better. The files that are the same in every set are
// compared as texts, before anything is read.
func Usable(files []people.PolicyFile, number int, nouns []noun.Noun) (*Policy, error) {
	editions, err := Fixed()
	if err != nil {
		return nil, err
	}
	if u := lacking(files, editions.At(number)); u != nil {
		return nil, u
	}
	p, err := Compile(files, nouns)
	if err != nil {
		return nil, &Unfit{What: Unread, Why: err}
	}
	for _, f := range files {
		if enclosed(f.Text) {
			return nil, &Unfit{What: Unread, Why: fmt.Errorf("%s: a comment begins with // and ends with its line", f.Name)}
		}
	}
	for _, one := range p.own {
		if one.Effect() == cedar.Forbid {
			return nil, &Unfit{Policy: idOf(one), What: Forbids}
		}
	}
	if p.circle() || p.crowded() {
		return nil, &Unfit{File: SchemaFile, What: Tangled}
	}
	joined, err := p.joined()
	if err != nil {
		return nil, err
	}
	if len(joined) > 0 {
		return nil, &Unfit{File: SchemaFile, What: Joined, Names: joined}
	}
	for _, one := range p.own {
		u, err := p.unfit(one)
		if err != nil {
			return nil, err
		}
		if u != nil {
			return nil, u
		}
	}
	return p, nil
}

// lacking tells which of the files of a number is not there word for word, or that there is not one schema; nil if all is there.
func lacking(files []people.PolicyFile, fixed map[string]string) *Unfit {
	texts, schemas := map[string]string{}, 0
	for _, f := range files {
		texts[f.Name] = f.Text
		if strings.HasSuffix(f.Name, ".cedarschema") {
			schemas++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fixed)) {
		if texts[name] != fixed[name] {
			return &Unfit{File: name}
		}
	}
	if _, is := texts[SchemaFile]; !is || schemas != 1 {
		return &Unfit{What: Unread, Why: fmt.Errorf("there is one schema in a set of policies, %s", SchemaFile)}
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
	unknown = append(unknown, done(one)...)
	if len(unknown) == 0 && plainID().MatchString(id) {
		return nil, nil
	}
	u := &Unfit{Policy: id, What: Untold}
	for _, t := range unknown {
		u.Names = append(u.Names, t.Type+"::"+t.ID)
	}
	return u, nil
}

// done are what a policy names as what is done, and is no action: Cedar's own engine does not read that.
func done(one *cedar.Policy) (others []named) {
	var all []types.EntityUID
	switch s := (*ast.Policy)(one.AST()).Action.(type) {
	case ast.ScopeTypeEq:
		all = append(all, s.Entity)
	case ast.ScopeTypeIn:
		all = append(all, s.Entity)
	case ast.ScopeTypeInSet:
		all = s.Entities
	}
	for _, e := range all {
		if e.Type == "Person" || e.Type == "Subject" { // of other sorts there are none
			others = append(others, named{string(e.Type), string(e.ID)})
		}
	}
	return others
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
func plainID() *regexp.Regexp { return regexp.MustCompile("^[a-z0-9-]{1,60}$") }
