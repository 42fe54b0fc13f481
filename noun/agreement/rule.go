package agreement

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/overloads"
)

// MaxRuleCost bounds what one look at one incident may cost, in CEL's units: about one
// for each comparison. It is held twice: the worst case when a rule is read, the real
// case when it runs.
const MaxRuleCost = 5_000

// Rule is a compiled prohibition. It is immutable and may run in parallel.
type Rule struct {
	text    string
	program cel.Program
}

// Compile reads a rule. It refuses what does not compile, does not answer true or false,
// names a field that there is not, or could cost more than MaxRuleCost. CEL has no
// clock and no endless loops.
func Compile(text string) (Rule, error) {
	language, err := rules()
	if err != nil {
		return Rule{}, fmt.Errorf("prepare rules: %w", err)
	}
	ast, issues := language.Compile(text)
	if issues.Err() != nil {
		return Rule{}, errors.New("rule does not compile: " + firstLine(issues.Errors()[0].Message))
	}
	if ast.OutputType() != cel.BoolType {
		return Rule{}, fmt.Errorf("rule answers %s: want true or false", ast.OutputType())
	}
	cost, err := language.EstimateCost(ast, sizes{})
	if err != nil {
		return Rule{}, fmt.Errorf("estimate cost of rule: %w", err)
	}
	if cost.Max > MaxRuleCost {
		return Rule{}, fmt.Errorf("rule may cost %d: at most %d", cost.Max, MaxRuleCost)
	}
	program, err := language.Program(ast, cel.CostLimit(MaxRuleCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return Rule{}, fmt.Errorf("plan rule: %w", err)
	}
	return Rule{text, program}, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// Hash names the rule's text, to be kept beside each result.
func (r Rule) Hash() string {
	sum := sha256.Sum256([]byte(r.text))
	return hex.EncodeToString(sum[:])
}

// Engages runs the rule on an incident.
func (r Rule) Engages(i Incident) (bool, error) {
	out, _, err := r.program.Eval(i.fields())
	if err != nil {
		return false, fmt.Errorf("run rule: %w", err)
	}
	engages, is := out.Value().(bool)
	if !is {
		return false, errors.New("run rule: no answer")
	}
	return engages, nil
}

// rules is the language of all rules: it never changes, and making it is slow.
var rules = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(withoutTimeZones())), cel.EagerlyValidateDeclarations(false),
		cel.ParserExpressionSizeLimit(1_000), cel.ParserRecursionLimit(50), cel.ParserErrorRecoveryLimit(1),
		cel.ASTValidators(cel.ValidateRegexLiterals(), cel.ValidateComprehensionNestingLimit(2)),
	}
	for _, f := range Fields() {
		options = append(options, cel.Variable(f.Name, f.celType()))
	}
	return cel.NewCustomEnv(options...)
})

// withoutTimeZones is CEL's own language but for what asks a machine's files when a day begins somewhere: a rule gives the
// same answer everywhere.
func withoutTimeZones() *env.LibrarySubset {
	subset := env.NewLibrarySubset()
	for name, asks := range map[string]string{
		overloads.TimeGetFullYear:     overloads.TimestampToYearWithTz,
		overloads.TimeGetMonth:        overloads.TimestampToMonthWithTz,
		overloads.TimeGetDayOfYear:    overloads.TimestampToDayOfYearWithTz,
		overloads.TimeGetDayOfMonth:   overloads.TimestampToDayOfMonthZeroBasedWithTz,
		overloads.TimeGetDate:         overloads.TimestampToDayOfMonthOneBasedWithTz,
		overloads.TimeGetDayOfWeek:    overloads.TimestampToDayOfWeekWithTz,
		overloads.TimeGetHours:        overloads.TimestampToHoursWithTz,
		overloads.TimeGetMinutes:      overloads.TimestampToMinutesWithTz,
		overloads.TimeGetSeconds:      overloads.TimestampToSecondsWithTz,
		overloads.TimeGetMilliseconds: overloads.TimestampToMillisecondsWithTz,
	} {
		subset.AddExcludedFunctions(env.NewFunction(name, env.NewOverload(asks, nil, nil)))
	}
	return subset
}

// sizes are the most that the fields of an incident can hold.
type sizes struct{}

func (sizes) EstimateSize(element cost.AstNode) *cost.SizeEstimate {
	switch path := element.Path(); {
	case len(path) == 1 && element.Type().Kind() == cel.ListType(cel.StringType).Kind():
		return &cost.SizeEstimate{Max: maxPlaces}
	case len(path) > 0:
		return &cost.SizeEstimate{Max: 80}
	}
	return nil
}

func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}
