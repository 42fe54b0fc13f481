package recount_test

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// Decision 0012 tells the table of verdicts with the names that the code has, in the same order.
func TestVerdicts_are_those_of_the_decision(t *testing.T) {
	t.Parallel()
	names := func(file, row string) (all []string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(row).FindAllStringSubmatch(string(text), -1) {
			all = append(all, found[1])
		}
		return all
	}
	told := names("../../docs/decisions/0012-bulletins-from-rows.md", "(?m)^\\| `(\\w+)` \\|")
	are := names("verdict.go", `(?m)^\t(\w+) +Reason = "`)
	if len(are) < 15 || !slices.Equal(told, are) {
		t.Errorf("the decision tells %v, and the code has %v", told, are)
	}
}
