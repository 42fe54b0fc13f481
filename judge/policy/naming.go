package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/go-json-experiment/json"

	"truce/ground/taxonomy"
)

// Naming is a policy that says of one party or one person what it does not say of others: it holds a text, a person
// or a subject that is neither a role nor a noun against who asks. Policies are for roles.
type Naming struct {
	Policy string // its id
	Names  []string
	// Locks: it forbids something of which each side needs the right (Leaves).
	Locks bool
}

// Error says it in words.
func (n *Naming) Error() string {
	return fmt.Sprintf("the policy %s names %s: it says of one what it does not say of others", n.Policy, strings.Join(n.Names, ", "))
}

// Namings are the policies that name somebody, by their ids.
func (p *Policy) Namings() (all []*Naming, err error) {
	for id, one := range p.set.All() {
		names, actions, err := p.read(one)
		if err != nil {
			return nil, fmt.Errorf("policy %s: %w", id, err)
		}
		if len(names) > 0 {
			locks := one.Effect() == cedar.Forbid && (actions == nil || slices.ContainsFunc(actions, needed))
			all = append(all, &Naming{string(id), names, locks})
		}
	}
	slices.SortFunc(all, func(a, b *Naming) int { return cmp.Compare(a.Policy, b.Policy) })
	return all, nil
}

// read are the names in a policy, and the actions that it is about; nil for all.
func (p *Policy) read(one *cedar.Policy) (names, actions []string, err error) {
	text, err := one.MarshalJSON()
	if err != nil {
		return nil, nil, err
	}
	var said struct {
		Principal  any   `json:"principal"`
		Resource   any   `json:"resource"`
		Conditions []any `json:"conditions"`
		Action     struct {
			Op       string   `json:"op"`
			Entity   *named   `json:"entity"`
			Entities []*named `json:"entities"`
		} `json:"action"`
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return nil, nil, err
	}
	n := namer{words: p.words()}
	n.look(said.Principal)
	n.look(said.Resource)
	for _, c := range said.Conditions {
		n.look(c)
	}
	slices.Sort(n.found)
	if said.Action.Op == "All" {
		return slices.Compact(n.found), nil, nil
	}
	entities := said.Action.Entities
	if said.Action.Entity != nil {
		entities = append(entities, said.Action.Entity)
	}
	actions = []string{}
	for _, e := range entities {
		actions = append(actions, p.under(e.ID)...)
	}
	return slices.Compact(n.found), actions, nil
}

// named is an entity, as Cedar writes it in JSON.
type named struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// under are an action and those that policies speak of under its name, through groups in groups.
func (p *Policy) under(action string) []string {
	all := []string{action}
	for i := 0; i < len(all); i++ {
		for uid, e := range p.groups {
			for parent := range e.Parents.All() {
				if id := string(uid.ID); string(parent.ID) == all[i] && !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
	}
	return all
}

// words are the texts that name nobody.
func (p *Policy) words() map[string]bool {
	words := map[string]bool{"": true, "inside": true}
	for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
		words[role] = true
	}
	for _, noun := range p.nouns {
		words[noun] = true
	}
	return words
}

// namer looks through a policy in Cedar's JSON for texts and entities that are none of the words.
type namer struct {
	words map[string]bool
	found []string
}

func (n *namer) look(v any) {
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			n.look(each)
		}
	case map[string]any:
		for key, each := range v {
			n.member(key, each)
		}
	}
}

func (n *namer) member(key string, v any) {
	switch key {
	case "Value", "entity": // principal == Person::"..."
		n.value(v)
	case "pattern":
		n.value(pattern(v))
	default:
		n.look(v)
	}
}

// value takes a literal: a text, a set, an entity, parts of a pattern.
func (n *namer) value(v any) {
	switch v := v.(type) {
	case string:
		if !n.words[v] {
			n.found = append(n.found, v)
		}
	case []any:
		for _, each := range v {
			n.value(each)
		}
	case map[string]any:
		if v["type"] == "Action" {
			return
		}
		for key, each := range v {
			if key != "type" {
				n.value(each)
			}
		}
	}
}

// pattern is what a text is held against, as policies write it: it can stand for a name.
func pattern(v any) string {
	text := ""
	parts, _ := v.([]any)
	for _, part := range parts {
		if literal, is := part.(map[string]any); is {
			text += fmt.Sprint(literal["Literal"])
		} else {
			text += "*"
		}
	}
	return text
}
