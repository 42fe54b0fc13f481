package agreement

import (
	"strings"
	"testing"
)

func TestCompile(t *testing.T) {
	t.Parallel()
	refused := map[string]string{
		`incident.evnt == "mortar"`:      "rule does not compile: undeclared reference to 'incident' (in container '')",
		`incident.number`:                "rule answers int: want true or false",
		`now() > incident.at`:            "",
		`incident.event == `:             "",
		`incident.weapon.matches("(a+")`: "",
		strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60):                  "",
		`[1,2,3].exists(a, [1,2,3].exists(b, [1,2,3].exists(c, a == b && b == c)))`: "",
		manyTimes(): "",
	}
	for rule, want := range refused {
		_, err := Compile(rule)
		if err == nil {
			t.Errorf("%s: compiled", rule)
			continue
		}
		t.Log(rule[:min(60, len(rule))], "=>", err)
		_ = want
	}
	for _, rule := range []string{`incident.event in ["mortar","air-strike"] && incident.weapon != ""`,
		`place.zones.exists(z, z in ["dz-1","dz-2"])`, `incident.at > timestamp("2017-05-05T00:00:00Z")`,
		`true`,
		`incident.event.startsWith("air") || incident.weapon.matches("^mortar")`} {
		r, err := Compile(rule)
		if err != nil {
			t.Errorf("%s: %v", rule, err)
			continue
		}
		got, err := r.Engages(Incident{Event: "air-strike", Weapon: "mortar-82", Zones: []string{"dz-1"}})
		t.Log(rule, got, err)
	}
}

func manyTimes() string {
	list := "[" + strings.TrimSuffix(strings.Repeat("1,", 100), ",") + "]"
	return list + ".exists(a, " + list + ".exists(b, a + b == 3))"
}
