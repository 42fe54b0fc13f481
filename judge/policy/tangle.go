package policy

import (
	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
)

// MaxNested is how deep the conditions of a policy are nested at most: each operation is one step, and so is each of a chain of
// them. What a deep one costs to read grows with the square of its depth, and Cedar's own engine does not read every depth.
const MaxNested = 100

// tangled reports whether a policy is nested deeper than MaxNested, or holds the not of a not or the minus of a minus, of which Cedar's
// own engine reads four and this one any number.
func tangled(one *cedar.Policy) bool {
	for _, condition := range (*ast.Policy)(one.AST()).Conditions {
		if knotted(condition.Body, 1) {
			return true
		}
	}
	return false
}

func knotted(n ast.IsNode, depth int) bool {
	if depth > MaxNested {
		return true
	}
	for _, part := range partsOf(n) {
		if turns(n) && turns(part) || knotted(part, depth+1) {
			return true
		}
	}
	return false
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
