package law_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
)

func prohibition(id, rule string, who []string, where ...string) agreement.Prohibition {
	return agreement.Prohibition{ID: id, Who: who, Where: where, Rule: rule}
}

func sides() []string { return []string{"SY-GOV", "SY-OPP"} }

func clausesOf(ps ...agreement.Prohibition) []agreement.Clause {
	return []agreement.Clause{{ID: "point_2", Prohibitions: ps}}
}

func mortar() law.Incident {
	return law.Incident{Incident: agreement.Incident{Event: "mortar", Weapon: "mortar-82", Unit: "round", Number: 3}}
}

// said is the verdict and the keys of its reasons.
func said(e law.Engagement) string {
	words := []string{string(e.Verdict)}
	for _, r := range e.Why {
		words = append(words, r.Say)
	}
	return strings.Join(words, " ")
}

func TestEngages(t *testing.T) {
	t.Parallel()
	const mortars = `incident.event == "mortar"`
	inside, border, outside := exact(36.5, 34.5), law.Circle(point(37, 34.5), 1000), exact(38, 34.5)
	june := during(day(7, 20), day(7, 21))
	for name, c := range map[string]struct {
		rule  string
		where []string
		place law.Place
		when  law.When
		edit  func(*law.Incident)
		want  string
	}{
		"forbidden there":                   {mortars, []string{"dz-1"}, inside, june, nil, "engaged rule-true"},
		"another place":                     {mortars, []string{"dz-1"}, outside, june, nil, "not-engaged outside"},
		"another event":                     {`incident.event == "sniper"`, []string{"dz-1"}, inside, june, nil, "not-engaged rule-false"},
		"in one of two":                     {mortars, []string{"sz-1", "dz-1"}, inside, june, nil, "engaged rule-true"},
		"everywhere":                        {mortars, nil, outside, june, nil, "engaged rule-true"},
		"everywhere, from nowhere":          {mortars, nil, law.Place{}, june, nil, "engaged rule-true"},
		"near the border":                   {mortars, []string{"dz-1"}, border, june, nil, "may-be rule-true place-uncertain"},
		"in the zone or in its belt":        {mortars, []string{"sz-1"}, border, june, nil, "may-be rule-true place-uncertain"},
		"the rule asks for the zone":        {`"dz-1" in place.zones`, nil, border, june, nil, "may-be place-uncertain"},
		"whatever the zone":                 {`"dz-1" in place.zones || incident.event == "mortar"`, nil, border, june, nil, "engaged rule-true"},
		"while the boundary changed":        {mortars, []string{"dz-1"}, exact(36.2, 34.5), during(day(7, 31), day(8, 2)), nil, "may-be rule-true place-uncertain"},
		"before there was a map":            {mortars, []string{"dz-1"}, inside, during(day(6, 1), day(6, 2)), nil, "not-decided rule-true no-boundary"},
		"a place that was never drawn":      {mortars, []string{"dz-9"}, inside, june, nil, "not-decided rule-true no-boundary"},
		"after the boundary ended":          {mortars, []string{"dz-1"}, inside, during(day(9, 5), day(9, 6)), nil, "not-engaged outside"},
		"as it entered into force":          {mortars, nil, inside, during(day(5, 4), day(5, 6)), nil, "may-be rule-true time-uncertain"},
		"the weapon is not known":           {`incident.weapon == "mortar-120"`, nil, inside, june, func(i *law.Incident) { i.Weapon = "" }, "not-decided not-known"},
		"unknown is not known":              {`incident.weapon == "mortar-120"`, nil, inside, june, func(i *law.Incident) { i.Weapon = "unknown" }, "not-decided not-known"},
		"nor is another":                    {`incident.weapon != "small-arms"`, nil, inside, june, func(i *law.Incident) { i.Weapon = "" }, "not-decided not-known"},
		"not known, and does not matter":    {`incident.event == "mortar" || incident.weapon == "x"`, nil, inside, june, func(i *law.Incident) { i.Weapon = "" }, "engaged rule-true"},
		"not known, and still no":           {`incident.event == "sniper" && incident.weapon == "x"`, nil, inside, june, func(i *law.Incident) { i.Weapon = "" }, "not-engaged rule-false"},
		"how many is not known":             {`incident.number > 2`, nil, inside, june, func(i *law.Incident) { i.Unit, i.Number = "", 0 }, "not-decided not-known"},
		"the dead are not known":            {`incident.killedMin > 0`, nil, inside, june, func(i *law.Incident) { i.Unknown = []string{"incident.killedMin"} }, "not-decided not-known"},
		"the moment is not known":           {`incident.at < timestamp("2017-07-20T12:00:00Z")`, nil, inside, june, nil, "not-decided not-known"},
		"the moment is known":               {`incident.at < timestamp("2017-07-20T12:00:00Z")`, nil, inside, law.When{From: day(7, 20)}, nil, "engaged rule-true"},
		"a rule that fails":                 {`10 / (incident.number - 3) > 1`, nil, inside, june, nil, "not-decided rule-fails"},
		"a rule that does not compile":      {`incident.event ==`, nil, inside, june, nil, "not-decided rule-fails"},
		"the accused is bound":              {mortars, nil, inside, june, func(i *law.Incident) { i.Accused = "SY-GOV" }, "engaged rule-true"},
		"the accused is not bound":          {mortars, nil, inside, june, func(i *law.Incident) { i.Accused = "ISIL" }, "not-engaged accused-not-bound"},
		"as what the accused stands":        {`incident.capacity == "bound"`, nil, inside, june, func(i *law.Incident) { i.Accused = "SY-GOV" }, "engaged rule-true"},
		"nobody is accused":                 {`incident.capacity == "bound"`, nil, inside, june, nil, "not-decided not-known"},
		"the capacity changed on that day":  {`incident.capacity == "bound"`, nil, inside, during(day(7, 31), day(8, 2)), func(i *law.Incident) { i.Accused = "SY-OPP" }, "not-decided not-known"},
		"a capacity that is no party's now": {`incident.capacity == ""`, nil, inside, at(8, 20), func(i *law.Incident) { i.Accused = "SY-OPP" }, "engaged rule-true"},
	} {
		s := open(t,
			pact(t, clausesOf(prohibition("p", c.rule, sides(), c.where...)),
				agreement.Membership{Party: "SY-GOV", Capacity: agreement.Bound},
				agreement.Membership{Party: "SY-OPP", Capacity: agreement.Bound, Interval: agreement.Interval{Until: day(8, 1)}}),
			held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), day(8, 1), zone.Belt{Code: "sz-1", WidthMetres: 3000}),
			held(t, "dz-1", 2, box(36.5, 34, 37, 35), day(8, 1), day(9, 1)))
		i := mortar()
		if c.edit != nil {
			c.edit(&i)
		}
		found := s.Engages(i, c.place, c.when)
		if len(found) != 1 {
			t.Errorf("%s: %+v", name, found)
			continue
		}
		if got := said(found[0]); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if e := found[0]; e.Clause != "point_2" || e.Version != "signed-text" || fmt.Sprint(e.Bound) != "[SY-GOV SY-OPP]" || e.Why[0].English() == e.Why[0].Say {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestEngages_nothing_before_it_binds(t *testing.T) {
	t.Parallel()
	s := open(t, pact(t, clausesOf(prohibition("p", "true", sides()))))
	if found := s.Engages(mortar(), exact(36.5, 34.5), at(5, 4)); len(found) != 0 {
		t.Errorf("the day before it entered into force: %+v", found)
	}
	if found := s.Engages(mortar(), exact(36.5, 34.5), at(5, 5)); len(found) != 1 || len(found[0].Rule) != 64 {
		t.Errorf("the first day: %+v", found)
	}
}

// With more zones in question than can be tried, it says so.
func TestEngages_too_many_places(t *testing.T) {
	t.Parallel()
	rows := []law.Row{pact(t, clausesOf(prohibition("p", `size(place.zones) > 3`, sides())))}
	for z := range 7 {
		rows = append(rows, held(t, fmt.Sprintf("dz-%d", z), byte(z), box(36, 34, 37, 35), day(7, 1), time.Time{}))
	}
	if got := said(open(t, rows...).Engages(mortar(), law.Place{}, at(7, 20))[0]); got != "not-decided not-known" {
		t.Errorf("seven: %s", got)
	}
	rows[0] = pact(t, clausesOf(prohibition("p", `incident.event == "mortar" || size(place.zones) > 3`, sides())))
	if got := said(open(t, rows...).Engages(mortar(), law.Place{}, at(7, 20))[0]); got != "engaged rule-true" {
		t.Errorf("seven that do not matter: %s", got)
	}
	rows[0] = pact(t, clausesOf(prohibition("p", `size(place.zones) > 3`, sides())))
	if got := said(open(t, rows[:7]...).Engages(mortar(), law.Place{}, at(7, 20))[0]); got != "may-be place-uncertain" {
		t.Errorf("six: %s", got)
	}
	if got := said(open(t, rows[:4]...).Engages(mortar(), law.Place{}, at(7, 20))[0]); got != "not-engaged rule-false" {
		t.Errorf("three are never more than three: %s", got)
	}
}

// The fields that agreements may use are all filled in.
func TestEngages_knows_every_field(t *testing.T) {
	t.Parallel()
	for _, f := range agreement.Fields() {
		rule := map[string]string{"string": ` != "?"`, "int": " >= 0", "strings": ".size() >= 0", "time": ` > timestamp("2000-01-01T00:00:00Z")`}[f.Type]
		s := open(t, pact(t, clausesOf(prohibition("p", f.Name+rule, sides())), agreement.Membership{Party: "SY-GOV", Capacity: agreement.Bound}))
		i := law.Incident{Incident: agreement.Incident{
			Event: "e", Means: "m", Weapon: "w", Direction: "d", Effect: "x", Unit: "u", Number: 1, Accused: "SY-GOV",
		}}
		if got := said(s.Engages(i, exact(36.5, 34.5), at(7, 20))[0]); got != "engaged rule-true" {
			t.Errorf("%s: %s", f.Name, got)
		}
	}
}

func TestApplies_to_whom(t *testing.T) {
	t.Parallel()
	clauses := clausesOf(prohibition("p", "true", sides(), "dz-1"))
	clauses[0].Obligations = []agreement.Obligation{{ID: "o", Who: []string{"TR"}}}
	s := open(t, pact(t, clauses), held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), time.Time{}))
	for name, c := range map[string]struct {
		place law.Place
		when  law.When
		want  string
	}{
		"inside":          {exact(36.5, 34.5), at(7, 20), "o TR true, p SY-GOV true, p SY-OPP true"},
		"outside":         {exact(38, 34.5), at(7, 20), "o TR true"},
		"perhaps":         {law.Circle(point(37, 34.5), 10), at(7, 20), "o TR true, p SY-GOV false, p SY-OPP false"},
		"before any map":  {exact(36.5, 34.5), at(6, 20), "o TR true, p SY-GOV false, p SY-OPP false"},
		"before it binds": {exact(36.5, 34.5), at(5, 4), ""},
		"on both days":    {exact(36.5, 34.5), during(day(5, 4), day(5, 6)), "o TR false, p SY-GOV false, p SY-OPP false"},
	} {
		var all []string
		for _, a := range s.At(c.place, c.when).Applies {
			all = append(all, fmt.Sprintf("%s %s %v", a.Name, a.Party, a.Certain))
		}
		if got := strings.Join(all, ", "); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// The text known on 25 July decides what was known on 25 July.
func TestEngages_by_the_text_known_then(t *testing.T) {
	t.Parallel()
	was := pact(t, clausesOf(prohibition("p", `incident.event == "sniper"`, sides())))
	is := pact(t, clausesOf(prohibition("p", `incident.event == "mortar"`, sides())))
	was.KnownUntil, is.KnownFrom = day(7, 25), day(7, 25)
	s := open(t, was, is)
	for known, want := range map[time.Time]string{day(7, 24): "not-engaged rule-false", day(7, 25): "engaged rule-true", {}: "engaged rule-true"} {
		if got := said(s.Engages(mortar(), exact(36.5, 34.5), law.When{From: day(7, 20), Known: known})[0]); got != want {
			t.Errorf("known %v: %s", known, got)
		}
	}
}

// The first map of a zone decides what was undecided everywhere, so everything since then
// has to be judged again; another map only around the zone.
func TestWith_the_first_map_touches_everywhere(t *testing.T) {
	t.Parallel()
	s := open(t, pact(t, clausesOf(prohibition("p", "true", sides(), "dz-1"))))
	far := exact(10, 10)
	if got := said(s.Engages(mortar(), far, at(7, 20))[0]); got != "not-decided rule-true no-boundary" {
		t.Fatal(got)
	}
	first := held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), time.Time{})
	next, touches, err := s.With(map[act.SubjectID][]law.Row{first.Subject: {first}})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(next.Engages(mortar(), far, at(7, 20))[0]); got != "not-engaged outside" {
		t.Error(got)
	}
	if !touched(touches, law.Observation{Place: far, When: at(7, 20)}) || touched(touches, law.Observation{Place: far, When: at(6, 20)}) {
		t.Errorf("%+v", touches)
	}
	second := held(t, "dz-1", 2, box(36, 34, 37.5, 35), day(8, 1), time.Time{})
	first.Until = day(8, 1)
	_, touches, err = next.With(map[act.SubjectID][]law.Row{first.Subject: {first, second}})
	if err != nil || touched(touches, law.Observation{Place: far, When: at(8, 20)}) || touched(touches, law.Observation{Place: exact(36.5, 34.5), When: at(7, 20)}) {
		t.Errorf("%v %+v", err, touches)
	}
	changed := pact(t, clausesOf(prohibition("p", "false", sides(), "dz-1")))
	_, touches, err = next.With(map[act.SubjectID][]law.Row{changed.Subject: {changed}})
	if err != nil || !touched(touches, law.Observation{Place: far, When: at(7, 20)}) || touched(touches, law.Observation{Place: far, When: at(5, 4)}) {
		t.Errorf("another rule: %v %+v", err, touches)
	}
	same := pact(t, clausesOf(prohibition("p", "true", sides(), "dz-1")))
	if _, touches, err = next.With(map[act.SubjectID][]law.Row{same.Subject: {same}}); err != nil || len(touches) != 0 {
		t.Errorf("the same text again: %v %+v", err, touches)
	}
}
