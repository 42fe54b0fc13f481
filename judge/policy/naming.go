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
}

// Error says it in words.
func (n *Naming) Error() string {
	return fmt.Sprintf("the policy %s names %s: it says of one what it does not say of others", n.Policy, strings.Join(n.Names, ", "))
}

// Namings are the policies that name somebody, by their ids.
func (p *Policy) Namings() (all []*Naming, err error) {
	for _, one := range p.own {
		id := idOf(one)
		if tangled(one) {
			return nil, &Unfit{Policy: id, What: Tangled}
		}
		said, err := p.read(one)
		if err != nil {
			return nil, fmt.Errorf("policy %s: %w", id, err)
		}
		if len(said.names) > 0 {
			all = append(all, &Naming{id, said.names})
		}
	}
	slices.SortFunc(all, func(a, b *Naming) int { return cmp.Compare(a.Policy, b.Policy) })
	return all, nil
}

// spoken is what a policy speaks of: texts and entities that are no words of the roles or nouns, and all entities and their types.
type spoken struct {
	names  []string
	things []named
}

func (p *Policy) read(one *cedar.Policy) (s spoken, err error) {
	text, err := one.MarshalJSON()
	if err != nil {
		return s, err
	}
	var said map[string]any
	if err := json.Unmarshal(text, &said); err != nil {
		return s, err
	}
	delete(said, "annotations")
	n := namer{words: p.words()}
	n.look(said)
	slices.Sort(n.found)
	return spoken{slices.Compact(n.found), things(said)}, nil
}

// named is an entity, as Cedar writes it in JSON, or a type of them.
type named struct{ Type, ID string }

// things are all entities, and types of them, in what Cedar writes of a policy.
func things(v any) (all []named) {
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			all = append(all, things(each)...)
		}
	case map[string]any:
		kind, typed := v["type"].(string)
		if id, is := v["id"].(string); is && typed {
			return []named{{kind, id}}
		}
		for key, each := range v {
			if of, is := each.(string); is && key == "entity_type" {
				all = append(all, named{Type: of})
			}
			all = append(all, things(each)...)
		}
	}
	return all
}

// personal reports whether a policy holds who asks, or what is asked about, against a person or a subject by name: what it answers to one it does
// not answer to others of the same party and roles. What is too tangled to be read is taken for that.
func personal(one *cedar.Policy) bool {
	if tangled(one) {
		return true
	}
	text, err := one.MarshalJSON()
	var said any
	if err != nil || json.Unmarshal(text, &said) != nil {
		return true
	}
	return slices.ContainsFunc(things(said), func(t named) bool { return t.ID != "" && t.Type != "Action" })
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
