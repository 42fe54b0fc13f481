package recount_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"truce/door/recount"
	"truce/judge/bulletin"
)

// at is a result of a bulletin by the rules and meanings of this program, changed.
func at(change func(*recount.Result)) recount.Result {
	r := recount.Result{Header: bulletin.Header{Rules: bulletin.Rules, Folds: bulletin.Folds(bulletin.Rules)}}
	change(&r)
	return r
}

// differing is one difference with each verdict.
func differing(verdicts ...bulletin.Verdict) (all []bulletin.Difference) {
	for _, v := range verdicts {
		all = append(all, bulletin.Difference{Path: "counts/observed", Verdict: v})
	}
	return all
}

// folded are the folds of a bulletin by which one noun has another number.
func folded(r *recount.Result, noun string, number int) { r.Header.Folds[noun] = number }

// Each line of the table of verdicts, and what it is taken before.
func TestVerdict(t *testing.T) {
	t.Parallel()
	tested := map[recount.Reason]bool{}
	for _, c := range []struct {
		name   string
		result recount.Result
		want   recount.Verdict
		why    recount.Reason
	}{
		{"published, nothing differs", at(func(r *recount.Result) { r.Published = true }), recount.Good, recount.AsMade},
		{"published, from its rows", at(func(r *recount.Result) { r.Published, r.FromRows = true, true }), recount.Good, recount.AsMade},
		{"published, by other meanings, nothing differs", at(func(r *recount.Result) { r.Published = true; folded(r, "report", 9) }), recount.Good, recount.AsMade},
		{"published twice under one name", at(func(r *recount.Result) { r.Published, r.Another = true, "bulletin/b" }), recount.Good, recount.AsMade},
		{"not published, nothing differs", at(func(*recount.Result) {}), recount.Good, recount.NotPublished},
		{"published, withheld", at(func(r *recount.Result) { r.Published = true; r.Differences = differing(bulletin.Undecided) }), recount.Good, recount.AsFarAsTold},
		{"published, rows fold otherwise", at(func(r *recount.Result) {
			r.Published, r.FromRows, r.Rows = true, true, differing(bulletin.Refolded)
			folded(r, "report", 9)
		}), recount.Good, recount.RowsRefolded},

		{"published, figures by other meanings, no rows", at(func(r *recount.Result) {
			r.Published, r.Differences = true, differing(bulletin.Refolded)
			folded(r, "report", 9)
		}), recount.Unjudged, recount.Refolded},
		{"not published, by newer meanings", at(func(r *recount.Result) { folded(r, "report", 9) }), recount.Unjudged, recount.Unsigned},
		{"not published, rows fold otherwise", at(func(r *recount.Result) {
			r.FromRows, r.Rows = true, differing(bulletin.Refolded)
			folded(r, "report", 9)
		}), recount.Unjudged, recount.Unsigned},
		{"not published, withheld", at(func(r *recount.Result) { r.Differences = differing(bulletin.Undecided) }), recount.Unjudged, recount.Withheld},
		{"not published, rows withheld", at(func(r *recount.Result) { r.FromRows, r.Rows = true, differing(bulletin.Undecided) }), recount.Unjudged, recount.Withheld},
		{"newer rules", at(func(r *recount.Result) {
			r.Header.Rules, r.Header.Folds, r.Apart = bulletin.Rules+1, nil, bulletin.OtherRules{Number: bulletin.Rules + 1}
		}), recount.Unjudged, recount.OtherRules},
		{"another form", at(func(r *recount.Result) { r.Header.Folds, r.Apart = nil, bulletin.OtherForm{} }), recount.Unjudged, recount.OtherForm},
		{"a short copy", at(func(r *recount.Result) { r.Apart = fmt.Errorf("%w: 3", recount.ErrCopyShort) }), recount.Unjudged, recount.CopyShort},
		{"two registers", at(func(r *recount.Result) { r.Apart = fmt.Errorf("%w: 2", recount.ErrMoreRegisters) }), recount.Unjudged, recount.MoreRegisters},

		{"another was published", at(func(r *recount.Result) { r.Another = "bulletin/b" }), recount.Wrong, recount.Another},
		{"another was published, newer rules", at(func(r *recount.Result) { r.Another, r.Apart = "bulletin/b", bulletin.OtherRules{Number: 2} }), recount.Wrong, recount.Another},
		{"another was published, a short copy", at(func(r *recount.Result) { r.Another, r.Apart = "bulletin/b", recount.ErrCopyShort }), recount.Wrong, recount.Another},
		{"another was published, newer meanings", at(func(r *recount.Result) { r.Another = "bulletin/b"; folded(r, "report", 9) }), recount.Wrong, recount.Another},
		{"rules 0", at(func(r *recount.Result) { r.Header.Rules, r.Apart = 0, bulletin.OtherRules{} }), recount.Wrong, recount.NoRules},
		{"rules below 0, published", at(func(r *recount.Result) {
			r.Published, r.Header.Rules, r.Apart = true, -1, bulletin.OtherRules{Number: -1}
		}), recount.Wrong, recount.NoRules},
		{"folds 0", at(func(r *recount.Result) { folded(r, "report", 0) }), recount.Wrong, recount.NoFolds},
		{"folds lack a noun", at(func(r *recount.Result) { delete(r.Header.Folds, "report") }), recount.Wrong, recount.NoFolds},
		{"folds name another noun", at(func(r *recount.Result) { folded(r, "weather", 1) }), recount.Wrong, recount.NoFolds},
		{"no folds, a short copy, published", at(func(r *recount.Result) { r.Published, r.Header.Folds, r.Apart = true, nil, recount.ErrCopyShort }), recount.Wrong, recount.NoFolds},
		{"not its form", at(func(r *recount.Result) { r.Apart = fmt.Errorf("%w: x", bulletin.ErrForm) }), recount.Wrong, recount.NoForm},
		{"another history", at(func(r *recount.Result) { r.Apart = fmt.Errorf("%w: x", recount.ErrOtherHistory) }), recount.Wrong, recount.OtherHistory},
		{"not its rows, published", at(func(r *recount.Result) { r.Published, r.Apart = true, bulletin.ErrNotItsRows }), recount.Wrong, recount.NotItsRows},
		{"a figure differs, published", at(func(r *recount.Result) {
			r.Published, r.Differences = true, differing(bulletin.Undecided, bulletin.Wrong)
		}), recount.Wrong, recount.Differs},
		{"a row differs that nothing explains", at(func(r *recount.Result) {
			r.FromRows, r.Rows = true, differing(bulletin.Refolded, bulletin.Wrong)
			folded(r, "report", 9)
		}), recount.Wrong, recount.Differs},
	} {
		tested[c.why] = true
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got, why := c.result.Verdict(); got != c.want || why != c.why {
				t.Errorf("%s: %s, want %s: %s", got, why, c.want, c.why)
			}
		})
	}
	everyLine(t, tested)
}

// everyLine holds that no line of the table goes without a test, or without its line in the
// decision that explains it.
func everyLine(t *testing.T, tested map[recount.Reason]bool) {
	t.Helper()
	source, err := os.ReadFile("verdict.go")
	if err != nil {
		t.Fatal(err)
	}
	decision, err := os.ReadFile("../../docs/decisions/0012-bulletins-from-rows.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`\t(\w+) +Reason = "(.+)"`).FindAllStringSubmatch(string(source), -1)
	if len(lines) < 2 {
		t.Fatal("the table of verdicts was not found")
	}
	for _, line := range lines {
		if !tested[recount.Reason(line[2])] {
			t.Errorf("no case ends in %s", line[1])
		}
		if !strings.Contains(string(source), "//	  "+line[1]+" ") {
			t.Errorf("the table does not explain %s", line[1])
		}
		if !strings.Contains(string(decision), "| `"+line[1]+"` |") {
			t.Errorf("the decision lacks %s", line[1])
		}
	}
}
