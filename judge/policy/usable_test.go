package policy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/kinds"
)

func embedded(t testing.TB) []people.PolicyFile {
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
			return f.Name != "floor.cedar" && f.Name != "rights.cedar" && f.Name != policy.SchemaFile
		}), ""},
		"no schema":          {without(policy.SchemaFile), "one schema"},
		"two schemas":        {beside("a.cedarschema", "action \"x\";"), "one schema"},
		"no floor, and junk": {append(without("floor.cedar"), people.PolicyFile{Name: "z.cedar", Text: "whatever"}), "floor.cedar"},
		"junk":               {beside("z.cedar", `@id("x") permit (principal, action, resource) whenever [ true ];`), "z.cedar"},
		"a schema of junk":   {edited(t, "entity Person {", "entity ! {"), policy.SchemaFile},
		"a slot":             {with(t, `@id("x") permit (principal == ?principal, action, resource);`), "z.cedar"},
		"a comma at the end": {with(t, when(`[1, 2,].isEmpty()`)), ""},
		"no semicolon":       {with(t, `@id("x") permit (principal, action, resource)`), "z.cedar"},
		"a long comment":     {with(t, `/* what */ @id("x") permit (principal, action, resource);`), "a comment begins with //"},
		"what is no comment": {with(t, `// "/* \
@id("x") permit (principal, action, resource) when { "\"/*" == "/" }; // /* "`), ""},
		"a person that is done":  {with(t, `@id("x") permit (principal, action == Person::"a", resource);`), "what there is not: Person::a"},
		"in a list of persons":   {with(t, `@id("x") permit (principal, action in [Person::"a"], resource);`), "what there is not: Person::a"},
		"an unknown function":    {with(t, when(`later("x")`)), "z.cedar"},
		"an unknown method":      {with(t, when(`principal.roles.any("x")`)), "z.cedar"},
		"an unknown variable":    {with(t, when(`subject == principal`)), "z.cedar"},
		"two conditions":         {with(t, `@id("x") permit (principal, action, resource) when { true } unless { false };`), ""},
		"an id twice":            {with(t, `@id("list") permit (principal, action, resource); @id("list") permit (principal, action, resource);`), "an id of its own"},
		"no id":                  {with(t, `permit (principal, action, resource);`), "an id of its own"},
		"no floor":               {without("floor.cedar"), "floor.cedar"},
		"no rights":              {without("rights.cedar"), "rights.cedar"},
		"a lower floor":          {edited(t, `unless { resource.party == principal.party };`, `unless { resource.party == principal.party || principal.party == "TR" };`), "floor.cedar"},
		"a narrower right":       {edited(t, `Action::"registrar-named", Action::"registrar-withdrawn", Action::"endorsed"`, `Action::"registrar-named", Action::"endorsed"`), "rights.cedar"},
		"a floor by name":        {edited(t, `principal.party != "" && principal.roles.contains("liaison")`, `principal.party != "IR" && principal.roles.contains("liaison")`), "floor.cedar"},
		"other groups":           {edited(t, `in ["keep-sides"]`, `in ["root"]`), ""},
		"a group of groups":      {edited(t, `in ["keep-sides"]`, `in ["kept"]`, "\naction \"kept\" in [\"root\"];\n"), ""},
		"under a right":          {edited(t, `in ["keep-posts"]`, `in ["endorsed"]`), "puts actions under"},
		"under a right of all":   {edited(t, `in ["keep-posts"]`, `in ["list"]`), "puts actions under"},
		"a group under a right":  {edited(t, `in ["keep-posts"]`, `in ["grp"]`, "\naction \"grp\" in [\"source-coded\"];\n"), "puts actions under"},
		"under another's":        {edited(t, `in ["keep-posts"]`, `in [Other::Action::"endorsed"]`), "puts actions under"},
		"under what is no act":   {edited(t, `in ["keep-posts"]`, `in [Person::"x"]`), "puts actions under"},
		"a second floor":         {beside("floor2.cedar", `@id("x") forbid (principal, action, resource);`), "the policy x forbids"},
		"one is left out":        {with(t, `@id("x") forbid (principal, action in Action::"endorse", resource) when { principal.party == "TR" };`), "the policy x forbids"},
		"without a name":         {with(t, `@id("x") forbid (principal, action == Action::"position-taken", resource) when { !resource.reporters.isEmpty() };`), "the policy x forbids"},
		"who reads not his own":  {with(t, `@id("x") forbid (principal, action == Action::"read-party", resource) when { principal.party == "IR" };`), "the policy x forbids"},
		"an action of another":   {with(t, `@id("x") permit (principal, action in [Other::Action::"gather"], resource);`), `speaks of what there is not: Other::Action::gather`},
		"an unknown action":      {with(t, `@id("x") permit (principal, action == Action::"fly", resource);`), `Action::fly`},
		"an unknown sort":        {with(t, `@id("x") permit (principal is Robot, action, resource);`), `Robot::`},
		"an unknown entity":      {with(t, `@id("x") permit (principal, action, resource) when { principal == Robot::"x" };`), `Robot::x`},
		"nested":                 {with(t, when(strings.Repeat("(", 5000)+"true"+strings.Repeat(" || false)", 5000))), "the policy x is tangled"},
		"a long sum":             {with(t, when(strings.Repeat("1 + ", 4000)+"1 == 2")), "the policy x is tangled"},
		"sets in sets":           {with(t, when(strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+".isEmpty()")), "the policy x is tangled"},
		"not of a not":           {with(t, when("!!!!!principal.roles.isEmpty()")), "the policy x is tangled"},
		"a long text":            {with(t, when(`principal.party == "`+strings.Repeat("a", policy.MaxText+1)+`"`)), "the policy x is tangled"},
		"a text":                 {with(t, when(`principal.party == "`+strings.Repeat("a", policy.MaxText)+`"`)), ""},
		"a long pattern":         {with(t, when(`principal.party like "*`+strings.Repeat("a", policy.MaxText)+`"`)), "the policy x is tangled"},
		"a pattern":              {with(t, when(`principal.party like "*a*b*c*`+strings.Repeat("a", policy.MaxText-7)+`"`)), ""},
		"many wildcards":         {with(t, when(`principal.party like "`+strings.Repeat("*a", policy.MaxWildcards+1)+`"`)), "the policy x is tangled"},
		"a star that is none":    {with(t, when(`principal.party like "`+strings.Repeat(`\*`, policy.MaxWildcards+1)+`"`)), ""},
		"a large set":            {with(t, when(`[`+strings.Repeat("1, ", policy.MaxMembers)+`1].contains(2)`)), "the policy x is tangled"},
		"a set":                  {with(t, when(`[`+strings.Repeat("1, ", policy.MaxMembers-1)+`1].contains(2)`)), ""},
		"a long name":            {with(t, when(`resource has "`+strings.Repeat("a", policy.MaxText+1)+`"`)), "the policy x is tangled"},
		"a long entity":          {with(t, when(`principal == Person::"`+strings.Repeat("a", policy.MaxText+1)+`"`)), "the policy x is tangled"},
		"by a long entity":       {with(t, `@id("x") permit (principal == Person::"`+strings.Repeat("a", policy.MaxText+1)+`", action, resource);`), "the policy x is tangled"},
		"a long member":          {with(t, when(`{"`+strings.Repeat("a", policy.MaxText+1)+`": 1} == {a: 1}`)), "the policy x is tangled"},
		"many actions":           {with(t, `@id("x") permit (principal, action in [`+strings.Repeat(`Action::"list", `, policy.MaxMembers)+`Action::"list"], resource);`), "the policy x is tangled"},
		"a function of Cedar's":  {with(t, when(`ip("10.0.0.1").isLoopback()`)), "the policy x is tangled"},
		"a tag":                  {with(t, when(`resource.hasTag("a")`)), "the policy x is tangled"},
		"all that is written":    {with(t, when(`if principal has party then -1 * 2 + 3 - 4 < 5 && 6 <= 7 && 8 > 7 && 8 >= 7 && principal is Person && principal is Person in Person::"a" && action in Action::"list" && {a: [1]}.a.containsAll([1]) && resource != principal else [1].containsAny([2])`)), ""},
		"a long id":              {with(t, `@id("`+strings.Repeat("a", 61)+`") permit (principal, action, resource);`), "the policy a"},
		"many groups":            {edited(t, `in ["keep-posts"]`, `in ["g0"]`, groups(policy.MaxGroups+1)), "truce.cedarschema is tangled"},
		"groups":                 {edited(t, `in ["keep-posts"]`, `in ["g0"]`, groups(policy.MaxGroups)), ""},
		"a group of a long name": {edited(t, `in ["keep-posts"]`, `in ["`+strings.Repeat("a", policy.MaxText+1)+`"]`, "\naction \""+strings.Repeat("a", policy.MaxText+1)+"\";"), "truce.cedarschema is tangled"},
		"some alternatives":      {with(t, when(strings.Repeat(`principal.roles.contains("monitor") || `, 90)+"false")), ""},
		"groups in a circle":     {edited(t, `in ["keep-sides"]`, `in ["round"]`, "\naction \"round\" in [\"about\"];\naction \"about\" in [\"round\"];\n"), "truce.cedarschema is tangled"},
		"called like a file":     {with(t, `@id("truce.cedarschema") permit (principal, action, resource);`), "the policy truce.cedarschema"},
	} {
		for range 2 {
			_, err := policy.Usable(c.files, 1, kinds.Nouns())
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", name, err, c.want)
			}
			if _, told := errors.AsType[*policy.Unfit](err); err != nil && !told {
				t.Errorf("%s: %v is not told as what is wrong with policies", name, err)
			}
			slices.Reverse(c.files) // in another order it is no other set
		}
	}
}

// What a program brings fits into one act, with room for what sides add to it: of all texts the fixed ones are what they cannot make shorter.
func TestEmbedded_leaves_room_in_an_act(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(people.RulesSet{PolicyFiles: embedded(t)})
	if err != nil {
		t.Fatal(err)
	}
	if room := act.MaxBodyBytes - len(text); room < 5_000 {
		t.Errorf("%d bytes are left", room)
	}
}

// groups are a chain of them, each in the next.
func groups(n int) string {
	var all strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&all, "\naction \"g%d\" in [\"g%d\"];", i, i+1)
	}
	fmt.Fprintf(&all, "\naction \"g%d\";\n", n-1)
	return all.String()
}

// What policies of the largest size that an office goes by make dear, one decision bears: patterns, sets whose members are looked for at the same places, groups
// of groups, each as many times as an act holds.
func TestUsable_bounds_what_a_decision_costs(t *testing.T) {
	t.Parallel()
	number := func(what string) string {
		var all []string
		for i := range policy.MaxMembers {
			all = append(all, fmt.Sprintf(what, i))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	a := strings.Repeat("a", policy.MaxText)
	cost := func(files []people.PolicyFile) time.Duration {
		p, err := policy.Usable(files, 1, kinds.Nouns())
		if err != nil {
			t.Fatal(err)
		}
		least := time.Hour
		for range 20 {
			began := time.Now()
			p.MayAct(monitor(), "report-withdrawn", policy.Subject{ID: "report/1", Exists: true, Author: "person/x"})
			least = min(least, time.Since(began))
		}
		return least
	}
	for name, condition := range map[string]string{
		"patterns": `(if principal.known then "` + a + `" else "a") like "*` + a[:policy.MaxText/2] + `b*"`,
		"sets":     number("%d") + ".containsAny(" + number("[%d]") + ")",
		"groups":   strings.Repeat(`action in Action::"list" || `, 90) + "false",
	} {
		files := edited(t, `action "observation-filed", "allegation-filed", "report-withdrawn", "duplicate-decided"`, `action "observation-filed", "allegation-filed", "report-withdrawn", "duplicate-decided" in ["g0"]`, groups(policy.MaxGroups))
		for i := range files {
			if f := &files[i]; f.Name == "act.cedar" || f.Name == "incident.cedar" || f.Name == "place.cedar" || f.Name == "read.cedar" || f.Name == "publication.cedar" {
				f.Text = ""
			}
		}
		room := act.MaxBodyBytes
		for _, f := range files {
			room -= len(f.Text)
		}
		for n := 0; room > len(condition)+70; n++ {
			text := strings.Replace(when(condition), `@id("x")`, fmt.Sprintf(`@id("x%d")`, n), 1)
			text = strings.Replace(text, `action == Action::"finding-drafted"`, "action", 1)
			files = append(files, people.PolicyFile{Name: fmt.Sprintf("z%d.cedar", n), Text: text})
			room -= len(text)
		}
		if took := cost(files); took > 30*time.Millisecond {
			t.Errorf("%s: one decision takes %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
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
