package policy_test

import (
	"testing"
	"time"

	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/kinds"
)

// Whatever stands in a policy, it is usable or refused, the same each time, and neither costs long.
func FuzzUsable(f *testing.F) {
	files := embedded(f)
	for _, text := range []string{
		`@id("x") permit (principal, action == Action::"finding-drafted", resource) when { principal.roles.contains("monitor") };`,
		`@id("x") forbid (principal, action, resource);`, `@id("x") permit (principal, action, resource) when { !!!!true };`,
		`@id("x") permit (principal in Person::"a", action in [Action::"read"], resource is Subject) unless { resource.zone like "a*b" };`,
		`permit`, `@id("floor.cedar") permit (principal, action, resource);`, "// \u2028\n@id(\"\\u{0}\") permit(principal,action,resource);", `@id("x") permit (principal, action, resource) when { {a:[1,2]}.a.contains(1) && if true then false else ip("1.1.1.1").isLoopback() };`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		set := append(files[:len(files):len(files)], people.PolicyFile{Name: "z.cedar", Text: text})
		_, err := policy.Usable(set, 1, kinds.Nouns())
		_, again := policy.Usable(set, 1, kinds.Nouns())
		if (err == nil) != (again == nil) || err != nil && err.Error() != again.Error() {
			t.Errorf("%q: %v, and then %v", text, err, again)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q takes %v", text, took)
		}
	})
}
