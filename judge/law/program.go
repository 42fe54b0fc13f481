package law

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"truce/noun/agreement"
)

// program is a rule ready to run. It answers true, false, or what it would have to know:
// in CEL an unknown member only matters if the answer depends on it. Package agreement
// says which rules there can be, and their language.
type program struct {
	hash string
	run  cel.Program
	err  error // it cannot run
}

// compile reads a rule that agreement.Compile takes; any other cannot run.
func compile(rule string) program {
	checked, err := agreement.Compile(rule)
	if err != nil {
		return program{err: err}
	}
	p := program{hash: checked.Hash()}
	p.run, p.err = plan(rule)
	return p
}

func plan(rule string) (cel.Program, error) {
	env, err := language()
	if err != nil {
		return nil, fmt.Errorf("prepare rules: %w", err)
	}
	ast, issues := env.Compile(rule)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return env.Program(ast, cel.CostLimit(agreement.MaxRuleCost), cel.EvalOptions(cel.OptPartialEval, cel.OptOptimize))
}

// language has the fields that agreements may use. It never changes, and making it is slow.
var language = sync.OnceValues(func() (*cel.Env, error) {
	var options []cel.EnvOption
	for _, f := range agreement.Fields() {
		t := map[string]*cel.Type{
			"int": cel.IntType, "time": cel.TimestampType, "strings": cel.ListType(cel.StringType), "string": cel.StringType,
		}[f.Type]
		if t == nil {
			return nil, fmt.Errorf("field %s has the type %q, which is new", f.Name, f.Type)
		}
		options = append(options, cel.Variable(f.Name, t))
	}
	return cel.NewEnv(options...)
})

// answer is what a rule says of one set of facts.
type answer struct {
	engages bool
	lacking []string // members that it would have to know
	err     error
}

// ask runs the rule. The members named in unknown are not known, whatever facts say.
func (p program) ask(facts map[string]any, unknown []string) answer {
	if p.err != nil {
		return answer{err: p.err}
	}
	patterns := make([]*interpreter.AttributePattern, len(unknown))
	for i, name := range unknown {
		patterns[i] = cel.AttributePattern(name)
	}
	vars, err := cel.PartialVars(facts, patterns...)
	if err != nil {
		return answer{err: err}
	}
	out, _, err := p.run.Eval(vars)
	if err != nil {
		return answer{err: errors.New(firstLine(err.Error()))}
	}
	switch v := out.(type) {
	case types.Bool:
		return answer{engages: bool(v)}
	case *types.Unknown:
		return answer{lacking: namesOf(v)}
	}
	return answer{err: errors.New("no answer")}
}

func namesOf(u *types.Unknown) []string {
	var names []string
	for _, id := range u.IDs() {
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			names = append(names, t.Variable())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
