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
		want  string
	}{
		"as embedded":                 {embedded(t), ""},
		"monitors may draft findings": {edited(t, `@id("verifiers-assess")`, `@id("monitors-assess") permit (principal, action == Action::"incident-assessed", resource) when { principal.roles.contains("monitor") };`+"\n"+`@id("verifiers-assess")`), ""},
		"nobody sets rules":           {edited(t, `permit (principal, action in Action::"keep-sides", resource)`, `forbid (principal, action in Action::"keep-sides", resource)`), "mission, by its administrator, could not do what each side needs: rules-set"},
		"no party endorses":           {edited(t, `["office", "person", "key"].contains(resource.noun) &&`, `["person", "key"].contains(resource.noun) &&`), "endorsed"},
		"one party endorses": {edited(t, `principal.roles.contains("registrar") && principal.party != "")`, `principal.roles.contains("registrar") && principal.party == "TR")`),
			"a party that joins later, by its registrar"},
		"all parties of today but not those of tomorrow": {edited(t, `principal.roles.contains("registrar") && principal.party != "")`, `principal.roles.contains("registrar") && ["TR", "RU"].contains(principal.party))`),
			"a party that joins later"},
		"one is left out":               {with(t, `@id("x") forbid (principal, action in Action::"endorse", resource) when { principal.party == "TR" };`), "TR, by its registrar"},
		"a stranger is left out":        {with(t, `@id("x") forbid (principal, action in Action::"endorse", resource) when { principal.party like "I*" };`), "the policy x names I*:"},
		"a person is left out":          {with(t, `@id("x") forbid (principal == Person::"person/ivan", action == Action::"rules-set", resource);`), "the policy x names person/ivan:"},
		"a person in a record":          {with(t, `@id("x") forbid (principal, action, resource) when { {a: Person::"person/ivan"}.a == principal };`), "person/ivan"},
		"whom one withdraws":            {with(t, `@id("x") forbid (principal, action == Action::"report-withdrawn", resource) when { principal.party == resource.party };`), "report-withdrawn"},
		"who cannot check":              {edited(t, `["administrator", "auditor", "liaison", "secretariat"]`, `["administrator", "auditor", "secretariat"]`), "copy-register"},
		"through groups in groups":      {nested(t), "the policy x names person/ivan:"},
		"who cannot denounce":           {with(t, `@id("x") forbid (principal, action == Action::"denunciation-declared", resource);`), "denunciation-declared"},
		"a name where no right is":      {with(t, `@id("x") permit (principal, action == Action::"finding-drafted", resource) when { principal.party == "TR" };`), ""},
		"the mission verifies no more":  {with(t, `@id("x") forbid (principal, action == Action::"incident-assessed", resource);`), "mission, by its verifier, could not do what each side needs: incident-assessed"},
		"the mission publishes no more": {with(t, `@id("x") forbid (principal, action == Action::"bulletin-published", resource);`), "bulletin-published"},
		"without floor":                 {slices.DeleteFunc(embedded(t), func(f people.PolicyFile) bool { return f.Name == policy.FloorFile }), policy.ErrFloor.Error()},
		"with a lower floor":            {edited(t, `unless { resource.party == principal.party };`, `unless { resource.party == principal.party || principal.party == "TR" };`), policy.ErrFloor.Error()},
		"all is permitted":              {with(t, `@id("x") permit (principal, action, resource);`), ""},
		"no list is shown":              {with(t, `@id("no-lists") forbid (principal, action == Action::"list", resource);`), "say of lists"},
	} {
		p, err := policy.Compile(c.files, kinds.Nouns())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		err = p.Usable(1, []string{"TR"})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// with are the embedded texts with one policy more.
func with(t *testing.T, text string) []people.PolicyFile {
	return append(embedded(t), people.PolicyFile{Name: "z.cedar", Text: text})
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

// nested is a schema that puts groups in groups, and a policy of all that lies in them.
func nested(t *testing.T) []people.PolicyFile {
	files := edited(t, `in ["endorse"]`, `in ["one"]`)
	for i, f := range files {
		if strings.Contains(f.Text, `action "endorsed"`) {
			files[i].Text += "\naction \"all\";\naction \"one\" in [\"endorse\", \"all\"];\n"
		}
	}
	return append(files, people.PolicyFile{Name: "z.cedar", Text: `@id("x") forbid (principal, action in Action::"all", resource) when { principal == Person::"person/ivan" };`})
}
