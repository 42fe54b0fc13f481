package agreement

import (
	"strings"
	"testing"
)

func TestCompile_refuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rule, want string }{
		{"unknown_field", `incident.evnt == "mortar"`, "rule does not compile: undeclared reference to 'incident.evnt' (did you mean 'incident.event'?)"},
		{"no_condition", `incident.number`, "rule answers int: want true or false"},
		{"a_clock", `now() > incident.at`, "rule does not compile: undeclared reference to 'now'"},
		{"a_zone_of_the_machine", `incident.at.getHours("Asia/Damascus") < 6`, "rule does not compile: found no matching overload for 'getHours' applied to 'timestamp.(string)'"},
		{"words_against_numbers", `incident.number == "3"`, "rule does not compile: found no matching overload for '_==_' applied to '(int, string)'"},
		{"a_bad_pattern", `incident.weapon.matches("(a+")`, "rule does not compile: invalid matches argument"},
		{"too_deep", strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60), "rule does not compile: expression recursion limit exceeded: 50"},
		{"too_long", strings.Repeat("true || ", 200) + "true", "rule does not compile: expression code point size exceeds limit: size: 1604, limit 1000"},
		{"three_loops", `[1].exists(a, [1].exists(b, [1].exists(c, a == b && b == c)))`, "rule does not compile: comprehension exceeds nesting limit"},
		{"too_costly", loops(100), "rule may cost 81511: at most 5000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, err := Compile(c.rule); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// loops goes through a list of n for each of a list of n.
func loops(n int) string {
	list := "[" + strings.Repeat("1,", n-1) + "1]"
	return list + ".exists(a, " + list + ".exists(b, a + b == 3))"
}

func TestEngages(t *testing.T) {
	t.Parallel()
	i := Incident{
		Event: "air-strike", Weapon: "fixed-wing", Number: 2, KilledMin: 1, At: instant(t, "2017-07-20T08:00:00Z"),
		Zones: []string{"dz-1"},
	}
	for rule, want := range map[string]bool{
		`incident.event in ["air-strike", "mortar"]`:                  true,
		`incident.event in ["mortar"]`:                                false,
		`incident.number >= 2 && incident.killedMin > 0`:              true,
		`place.zones.exists(z, z in ["dz-1", "dz-2"])`:                true,
		`"sz-1" in place.belts`:                                       false,
		`incident.at >= timestamp("2017-07-21T00:00:00Z")`:            false,
		`incident.weapon.startsWith("fixed") || incident.number == 9`: true,
		`incident.accused == ""`:                                      true,
	} {
		r, err := Compile(rule)
		if err != nil {
			t.Errorf("%s: %v", rule, err)
			continue
		}
		if got, err := r.Engages(i); err != nil || got != want {
			t.Errorf("%s: %v, %v", rule, got, err)
		}
	}
	r, err := Compile(`1 / incident.killedMax > 0`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Engages(i); err == nil || !strings.HasPrefix(err.Error(), "run rule: ") {
		t.Errorf("division by zero: %v", err)
	}
}

func TestHash_names_the_text(t *testing.T) {
	t.Parallel()
	a, errA := Compile(`true`)
	b, errB := Compile(`true `)
	if errA != nil || errB != nil || a.Hash() == b.Hash() || len(a.Hash()) != 64 {
		t.Errorf("%v %v %s %s", errA, errB, a.Hash(), b.Hash())
	}
}

func TestMemorandum_forbids_any_weapons_aviation_included(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	for event, want := range map[string]string{
		"mortar": "weapons-on-the-ground", "sniper": "weapons-on-the-ground", "air-strike": "weapons-from-the-air",
		"helicopter-bomb": "weapons-from-the-air", "overflight": "", "recruitment": "",
	} {
		c, _ := v.Clause("point_2__point_a")
		got := ""
		for _, p := range c.Prohibitions {
			r, err := Compile(p.Rule)
			if err != nil {
				t.Fatal(err)
			}
			engages, err := r.Engages(Incident{Event: event})
			if err != nil {
				t.Fatal(err)
			}
			if engages {
				got += p.ID
			}
		}
		if got != want {
			t.Errorf("%s engages %q, want %q", event, got, want)
		}
	}
}

func BenchmarkEngages(b *testing.B) {
	r, err := Compile(`incident.event in ["air-strike", "mortar"] && place.zones.exists(z, z in ["dz-1", "dz-2"])`)
	if err != nil {
		b.Fatal(err)
	}
	i := Incident{Event: "mortar", Zones: []string{"dz-2"}}
	for b.Loop() {
		if _, err := r.Engages(i); err != nil {
			b.Fatal(err)
		}
	}
}
