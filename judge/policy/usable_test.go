package policy_test

import (
	"errors"
	"strings"
	"testing"

	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/kinds"
)

func embedded(t *testing.T) []people.PolicyFile {
	t.Helper()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// edited are the embedded texts with one passage otherwise.
func edited(t *testing.T, old, text string) []people.PolicyFile {
	t.Helper()
	files := embedded(t)
	for i, f := range files {
		if strings.Contains(f.Text, old) {
			files[i].Text = strings.Replace(f.Text, old, text, 1)
			return files
		}
	}
	t.Fatalf("no policy says %q", old)
	return nil
}

func TestUsable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files []people.PolicyFile
		want  error
	}{
		"as embedded":                 {embedded(t), nil},
		"monitors may draft findings": {edited(t, `@id("verifiers-assess")`, `@id("monitors-assess") permit (principal, action == Action::"incident-assessed", resource) when { principal.roles.contains("monitor") };`+"\n"+`@id("verifiers-assess")`), nil},
		"nobody sets rules":           {edited(t, `permit (principal, action in Action::"keep-sides", resource)`, `forbid (principal, action in Action::"keep-sides", resource)`), policy.ErrNoWayBack},
		"no party endorses":           {edited(t, `["office", "person", "key"].contains(resource.noun) &&`, `["person", "key"].contains(resource.noun) &&`), policy.ErrNoWayBack},
		"no list is shown":            {append(embedded(t), people.PolicyFile{Name: "z.cedar", Text: `@id("no-lists") forbid (principal, action == Action::"list", resource);`}), policy.ErrLists},
	} {
		p, err := policy.Compile(c.files, kinds.Nouns())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := p.Usable(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestCompile_reads_nothing_but_the_texts(t *testing.T) {
	t.Parallel()
	p, err := policy.Compile(edited(t, `in ["keep-sides"]`, `in ["root"]`), kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	if p.MayAct(policy.Person{ID: "person/a", Roles: []string{"administrator"}}, "root-named", policy.Subject{}).Allowed {
		t.Error("a kind is of the group that the program has, not of that which the schema says")
	}
	for _, broken := range []string{`@id("x") permit (principal`, `permit (principal, action, resource);`} {
		if _, err := policy.Compile([]people.PolicyFile{{Name: "a.cedar", Text: broken}}, nil); err == nil {
			t.Errorf("%s was read", broken)
		}
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	after := edited(t, `@id("verifiers-assess")`, "// a comment\n"+`@id("monitors-assess") permit (principal, action == Action::"incident-assessed", resource);`+"\n"+`@id("verifiers-assess")`)
	found := policy.Differences(embedded(t), after)
	if len(found) != 1 || found[0].ID != "monitors-assess" || found[0].What != "added" || found[0].Before != "" {
		t.Errorf("differences: %+v", found)
	}
	back := policy.Differences(after, embedded(t))
	if len(back) != 1 || back[0].What != "removed" {
		t.Errorf("the other way: %+v", back)
	}
}
