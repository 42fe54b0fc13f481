package policy_test

import (
	"slices"
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

// when is a policy with a condition.
func when(condition string) string {
	return `@id("x") permit (principal, action == Action::"finding-drafted", resource) when { ` + condition + ` };`
}

// edited are the embedded texts with one passage otherwise, and something more after the text in which it stands.
func edited(t *testing.T, old, text string, more ...string) []people.PolicyFile {
	t.Helper()
	files := embedded(t)
	for i, f := range files {
		if strings.Contains(f.Text, old) {
			files[i].Text = strings.Replace(f.Text, old, text, 1) + strings.Join(more, "")
			return files
		}
	}
	t.Fatalf("no policy says %q", old)
	return nil
}

func TestUsable(t *testing.T) {
	t.Parallel()
	without := func(name string) []people.PolicyFile {
		return slices.DeleteFunc(embedded(t), func(f people.PolicyFile) bool { return f.Name == name })
	}
	beside := func(name, text string) []people.PolicyFile {
		return append(embedded(t), people.PolicyFile{Name: name, Text: text})
	}
	for name, c := range map[string]struct {
		files []people.PolicyFile
		want  string
	}{
		"as embedded":                 {embedded(t), ""},
		"monitors may draft findings": {with(t, `@id("monitors-draft") permit (principal, action == Action::"finding-drafted", resource) when { principal.roles.contains("monitor") };`), ""},
		"a name":                      {with(t, `@id("x") permit (principal, action == Action::"finding-drafted", resource) when { principal.party == "TR" };`), ""},
		"all is permitted":            {with(t, `@id("x") permit (principal, action, resource);`), ""},
		"nothing but what all have": {slices.DeleteFunc(embedded(t), func(f people.PolicyFile) bool {
			return f.Name != "floor.cedar" && f.Name != "rights.cedar"
		}), ""},
		"no floor":              {without("floor.cedar"), "floor.cedar"},
		"no rights":             {without("rights.cedar"), "rights.cedar"},
		"a lower floor":         {edited(t, `unless { resource.party == principal.party };`, `unless { resource.party == principal.party || principal.party == "TR" };`), "floor.cedar"},
		"a narrower right":      {edited(t, `Action::"registrar-named", Action::"registrar-withdrawn", Action::"endorsed"`, `Action::"registrar-named", Action::"endorsed"`), "rights.cedar"},
		"a floor by name":       {edited(t, `principal.party != "" && principal.roles.contains("liaison")`, `principal.party != "IR" && principal.roles.contains("liaison")`), "floor.cedar"},
		"other groups":          {edited(t, `in ["keep-sides"]`, `in ["root"]`), ""},
		"a group of groups":     {edited(t, `in ["keep-sides"]`, `in ["kept"]`, "\naction \"kept\" in [\"root\"];\n"), ""},
		"under a right":         {edited(t, `in ["keep-posts"]`, `in ["endorsed"]`), "puts actions under"},
		"under a right of all":  {edited(t, `in ["keep-posts"]`, `in ["list"]`), "puts actions under"},
		"a group under a right": {edited(t, `in ["keep-posts"]`, `in ["grp"]`, "\naction \"grp\" in [\"source-coded\"];\n"), "puts actions under"},
		"under another's":       {edited(t, `in ["keep-posts"]`, `in [Other::Action::"endorsed"]`), "puts actions under"},
		"under what is no act":  {edited(t, `in ["keep-posts"]`, `in [Person::"x"]`), "puts actions under"},
		"a second floor":        {beside("floor2.cedar", `@id("x") forbid (principal, action, resource);`), "the policy x forbids"},
		"one is left out":       {with(t, `@id("x") forbid (principal, action in Action::"endorse", resource) when { principal.party == "TR" };`), "the policy x forbids"},
		"without a name":        {with(t, `@id("x") forbid (principal, action == Action::"position-taken", resource) when { !resource.reporters.isEmpty() };`), "the policy x forbids"},
		"who reads not his own": {with(t, `@id("x") forbid (principal, action == Action::"read-party", resource) when { principal.party == "IR" };`), "the policy x forbids"},
		"an action of another":  {with(t, `@id("x") permit (principal, action in [Other::Action::"gather"], resource);`), `speaks of what there is not: Other::Action::gather`},
		"an unknown action":     {with(t, `@id("x") permit (principal, action == Action::"fly", resource);`), `Action::fly`},
		"an unknown sort":       {with(t, `@id("x") permit (principal is Robot, action, resource);`), `Robot::`},
		"an unknown entity":     {with(t, `@id("x") permit (principal, action, resource) when { principal == Robot::"x" };`), `Robot::x`},
		"nested":                {with(t, when(strings.Repeat("(", 5000)+"true"+strings.Repeat(" || false)", 5000))), "the policy x is tangled"},
		"a long sum":            {with(t, when(strings.Repeat("1 + ", 4000)+"1 == 2")), "the policy x is tangled"},
		"sets in sets":          {with(t, when(strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+".isEmpty()")), "the policy x is tangled"},
		"not of a not":          {with(t, when("!!!!!principal.roles.isEmpty()")), "the policy x is tangled"},
		"some alternatives":     {with(t, when(strings.Repeat(`principal.roles.contains("monitor") || `, 90)+"false")), ""},
		"groups in a circle":    {edited(t, `in ["keep-sides"]`, `in ["round"]`, "\naction \"round\" in [\"about\"];\naction \"about\" in [\"round\"];\n"), "truce.cedarschema is tangled"},
		"called like a file":    {with(t, `@id("truce.cedarschema") permit (principal, action, resource);`), "the policy truce.cedarschema"},
	} {
		p, err := policy.Compile(c.files, kinds.Nouns())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		err = p.Usable(1)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		slices.Reverse(c.files)
		if turned, err := policy.Compile(c.files, kinds.Nouns()); err != nil {
			t.Errorf("%s, in another order: %v", name, err)
		} else if again := turned.Usable(1); (again == nil) != (c.want == "") {
			t.Errorf("%s, in another order: %v", name, again)
		}
	}
}

// A policy that says of one party or one person what it does not say of others is told, wherever the name stands.
func TestNamings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`when { principal.party == "TR" }`:                                          "TR",
		`when { ["TR", "RU"].contains(principal.party) }`:                           "RU, TR",
		`when { principal.party like "I*" }`:                                        "I*",
		`when { {a: Person::"person/ivan"}.a == principal }`:                        "person/ivan",
		`when { resource.id == "x" }`:                                               "x",
		`when { resource.noun == "report" && principal.roles.contains("monitor") }`: "",
	} {
		p, err := policy.Compile(with(t, `@id("x") permit (principal, action == Action::"finding-drafted", resource) `+text+";"), kinds.Nouns())
		if err != nil {
			t.Fatal(err)
		}
		found, err := p.Namings()
		if err != nil || len(found) != min(1, len(want)) || want != "" && strings.Join(found[0].Names, ", ") != want {
			t.Errorf("%s: %v, %v, want %q", text, found, err, want)
		}
	}
}

// with are the embedded texts with one policy more.
func with(t *testing.T, text string) []people.PolicyFile {
	return append(embedded(t), people.PolicyFile{Name: "z.cedar", Text: text})
}

func TestCompile_reads_nothing_but_the_texts(t *testing.T) {
	t.Parallel()
	p, err := policy.Compile(edited(t, `in ["keep-posts"]`, `in ["code-sources"]`), kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	if p.MayAct(policy.Person{ID: "person/a", Roles: []string{"secretariat"}}, "post-established", policy.Subject{}).Allowed {
		t.Error("a kind is of the group that the program has, not of that which the schema says")
	}
	if _, err := policy.Compile(append(embedded(t), people.PolicyFile{Name: "a.cedarschema", Text: `action "post-established" in ["gather"];`}), nil); err == nil || !strings.Contains(err.Error(), "there is one") {
		t.Errorf("a second schema: %v", err)
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
