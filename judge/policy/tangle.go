package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/go-json-experiment/json"
)

// What a policy may hold at most. All of one set is bounded by what an act may hold; these bound what grows faster than a text does: what is
// nested costs the square of its depth to read, a pattern costs each place of the text that it is held against, a set each member
// of the other, a name in a list each group that an action is in. Together they bound what one decision costs.
const (
	MaxNested    = 100 // steps: each operation is one, and so is each of a chain of them. Cedar's own engine does not read every depth
	MaxText      = 200 // bytes in UTF-8 of a text, a pattern, a name
	MaxWildcards = 4   // of one pattern
	MaxMembers   = 100 // of a set, a record or a list of actions
	MaxGroups    = 10  // that an action is in, through others too
)

// tangled reports whether a policy goes beyond one of these bounds, holds the not of a not or the minus of a minus, of which Cedar's
// own engine reads four and this one any number, or a form that policies have no use for: Cedar's functions and tags, and whatever a later
// Cedar has.
func tangled(one *cedar.Policy) bool {
	tree := (*ast.Policy)(one.AST())
	for _, scope := range []any{tree.Principal, tree.Action, tree.Resource} {
		if wide(scope) {
			return true
		}
	}
	for _, condition := range tree.Conditions {
		if knotted(condition.Body, 1) {
			return true
		}
	}
	return false
}

// enclosed reports whether a text has a comment between /* and */, which Cedar's own engine does not read and this one passes over.
func enclosed(text string) bool {
	quoted := false
	for i := 0; i+1 < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case quoted:
		case text[i:i+2] == "/*":
			return true
		case text[i:i+2] == "//":
			line, _, _ := strings.Cut(text[i:], "\n")
			i += len(line)
		}
	}
	return false
}

// wide reports whether what a policy says of whom, what and about what goes beyond the bounds.
func wide(scope any) bool {
	switch s := scope.(type) {
	case ast.ScopeTypeAll:
		return false
	case ast.ScopeTypeEq:
		return long(s.Entity)
	case ast.ScopeTypeIn:
		return long(s.Entity)
	case ast.ScopeTypeIs:
		return len(s.Type) > MaxText
	case ast.ScopeTypeIsIn:
		return len(s.Type) > MaxText || long(s.Entity)
	case ast.ScopeTypeInSet:
		return len(s.Entities) > MaxMembers || slices.ContainsFunc(s.Entities, func(e types.EntityUID) bool { return long(e) })
	}
	return true
}

func knotted(n ast.IsNode, depth int) bool {
	if depth > MaxNested || strange(n) {
		return true
	}
	for _, part := range partsOf(n) {
		if turns(n) && turns(part) || knotted(part, depth+1) {
			return true
		}
	}
	return false
}

// strange reports whether one operation, without its parts, goes beyond the bounds or is none that policies have.
func strange(n ast.IsNode) bool {
	switch n := n.(type) {
	case ast.NodeValue:
		return long(n.Value)
	case ast.NodeTypeAccess:
		return len(n.Value) > MaxText
	case ast.NodeTypeHas:
		return len(n.Value) > MaxText
	case ast.NodeTypeLike:
		return heavy(n.Value)
	case ast.NodeTypeIs:
		return len(n.EntityType) > MaxText
	case ast.NodeTypeIsIn:
		return len(n.EntityType) > MaxText
	case ast.NodeTypeSet:
		return len(n.Elements) > MaxMembers
	case ast.NodeTypeRecord:
		return len(n.Elements) > MaxMembers || slices.ContainsFunc(n.Elements, func(e ast.RecordElementNode) bool { return len(e.Key) > MaxText })
	case ast.NodeTypeVariable, ast.NodeTypeIfThenElse, ast.NodeTypeOr, ast.NodeTypeAnd, ast.NodeTypeNot, ast.NodeTypeNegate,
		ast.NodeTypeEquals, ast.NodeTypeNotEquals, ast.NodeTypeLessThan, ast.NodeTypeLessThanOrEqual, ast.NodeTypeGreaterThan, ast.NodeTypeGreaterThanOrEqual,
		ast.NodeTypeAdd, ast.NodeTypeSub, ast.NodeTypeMult,
		ast.NodeTypeIn, ast.NodeTypeContains, ast.NodeTypeContainsAll, ast.NodeTypeContainsAny, ast.NodeTypeIsEmpty:
		return false
	}
	return true
}

// long reports whether a value that stands in a policy is longer than MaxText, or none that policies are written with.
func long(v types.Value) bool {
	switch v := v.(type) {
	case types.String:
		return len(v) > MaxText
	case types.EntityUID:
		return len(v.Type) > MaxText || len(v.ID) > MaxText
	case types.Boolean, types.Long:
		return false
	}
	return true
}

// heavy reports whether a pattern is longer than MaxText or has more than MaxWildcards.
func heavy(p types.Pattern) bool {
	text, err := p.MarshalJSON()
	var parts []any
	if err != nil || json.Unmarshal(text, &parts) != nil {
		return true
	}
	wildcards := 0
	for _, part := range parts {
		if part == "Wildcard" {
			wildcards++
		}
	}
	return wildcards > MaxWildcards || len(pattern(parts)) > MaxText
}

func turns(n ast.IsNode) bool {
	switch n.(type) {
	case ast.NodeTypeNot, ast.NodeTypeNegate:
		return true
	}
	return false
}

// partsOf are the nodes right below one.
func partsOf(n ast.IsNode) (parts []ast.IsNode) {
	self := true
	ast.Inspect(ast.NewNode(n), func(part ast.IsNode) bool {
		if !self {
			parts = append(parts, part)
		}
		in := self
		self = false
		return in
	})
	return parts
}

// circle reports whether a group of actions is, through others, in itself.
func (p *Policy) circle() bool {
	const under, done = 1, 2
	state := map[types.EntityUID]int{}
	var in func(types.EntityUID) bool
	in = func(one types.EntityUID) bool {
		switch state[one] {
		case under:
			return true
		case done:
			return false
		}
		state[one] = under
		for group := range p.groups[one].Parents.All() {
			if in(group) {
				return true
			}
		}
		state[one] = done
		return false
	}
	for one := range p.groups {
		if in(one) {
			return true
		}
	}
	return false
}

// crowded reports whether the schema names an action by more than MaxText, or puts it in more than MaxGroups. Groups are in no circle.
func (p *Policy) crowded() bool {
	over := map[types.EntityUID]map[types.EntityUID]bool{} // each one and all that it is in
	var of func(types.EntityUID) map[types.EntityUID]bool
	of = func(one types.EntityUID) map[types.EntityUID]bool {
		if known, is := over[one]; is {
			return known
		}
		all := map[types.EntityUID]bool{}
		over[one] = all
		for group := range p.groups[one].Parents.All() {
			all[group] = true
			maps.Copy(all, of(group))
			if len(all) > MaxGroups { // whoever is in this one is in as many
				break
			}
		}
		return all
	}
	for group := range p.parents {
		if long(group) {
			return true
		}
	}
	for one := range p.groups {
		if long(one) || len(of(one)) > MaxGroups {
			return true
		}
	}
	return false
}
