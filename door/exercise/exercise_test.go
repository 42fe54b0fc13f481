package exercise

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/house"
	"truce/office/reading"
	"truce/scenario"
	"truce/tool/answer"
	"truce/tool/query"
)

// TestSyria2017 loads the exercise once and looks at it from all sides.
func TestSyria2017(t *testing.T) {
	t.Parallel()
	o := played(t, syria(t))
	for name, look := range map[string]func(*testing.T, *house.House){
		"records": records, "tallies": tallies, "posts": posts, "deadlines": deadlines, "zones": zones, "kinds": usedKinds, "conflicts": conflicts, "states": states, "stories": stories,
		"bulletin made late": madeLate, "figures of bulletins": figures, "findings in the bulletins of their day": findingsToldOnTheirDay,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			look(t, o)
		})
	}
}

func records(t *testing.T, o *house.House) {
	t.Run("holds as many as a person can look through", func(t *testing.T) {
		t.Parallel()
		for noun, want := range map[string][2]int{
			"report": {50, 100}, "incident": {40, 70}, "post": {37, 39}, "tally": {18, 18}, "restriction": {10, 20},
		} {
			subjects := map[act.SubjectID]bool{}
			for _, item := range list(t, o, mission, query.Filter{Nouns: []string{noun}}) {
				subjects[item.Subject] = true
			}
			if got := len(subjects); got < want[0] || got > want[1] {
				t.Errorf("%d of %s: want %d to %d", got, noun, want[0], want[1])
			}
		}
	})

	t.Run("Zellaqiyat was corrected and both versions can be asked for", func(t *testing.T) {
		t.Parallel()
		const id = act.SubjectID("report/tr-2017-05-07-zellaqiyat")
		was := stateOf[incident.Report](t, subject(t, o, id, on(5, 9, 0)))
		is := stateOf[incident.Report](t, subject(t, o, id, time.Time{}))
		if was.Place.Name != "Hama" || is.Place.Name != "Zellaqiyat" {
			t.Errorf("was %s, is %s", was.Place.Name, is.Place.Name)
		}
	})

	t.Run("each party sees its own compartment only", func(t *testing.T) {
		t.Parallel()
		sees := func(who policy.Person) bool {
			return slices.ContainsFunc(list(t, o, who, query.Filter{Nouns: []string{"report"}}),
				func(i answer.Item) bool { return i.Subject == "report/tr-2017-10-01-own" })
		}
		tr, ru := policy.Person{ID: "person/liaison-tr", Party: "TR", Roles: []string{"liaison"}}, policy.Person{ID: "person/liaison-ru", Party: "RU", Roles: []string{"liaison"}}
		if !sees(tr) || sees(ru) || sees(mission) {
			t.Error("somebody else sees it, or its own party does not")
		}
	})

	t.Run("sources are sealed", func(t *testing.T) {
		t.Parallel()
		sealed := 0
		err := o.Reading.Hidden(context.Background(), policy.Person{ID: "person/custodian-1", Roles: []string{"custodian"}}, people.Release{Classes: []string{"source"}}, 0, o.Size(),
			func(h reading.Handed) error {
				for _, d := range h.Disclosures {
					if !slices.Contains(d.Members(), "source") {
						continue
					}
					sealed++
					if !bytes.Contains(d.Value(), []byte("BEGIN AGE ENCRYPTED FILE")) {
						t.Errorf("source in %s: %s", h.Act.ID, d.Value())
					}
				}
				return nil
			})
		if err != nil || sealed < 5 {
			t.Errorf("%d sources: %v", sealed, err)
		}
	})
}

// The nine days, as the two halves of the joint commission published them (mission.md): the
// parts add up, but for the two copies that are wrong on purpose.
func tallies(t *testing.T, o *house.House) {
	want := map[string][2]int{
		"2017-02-10": {10, 8}, "2017-03-22": {6, 13}, "2017-05-07": {18, 15}, "2017-06-05": {8, 7}, "2017-07-06": {2, 5},
		"2017-09-05": {7, 2}, "2017-09-16": {0, 5}, "2018-09-04": {24, 2}, "2020-04-01": {2, 1},
	}
	got := map[string][2]int{}
	for _, item := range list(t, o, mission, query.Filter{Nouns: []string{"tally"}}) {
		s := stateOf[incident.Tally](t, item)
		pair := got[s.Date]
		pair[map[string]int{"RU": 0, "TR": 1}[s.Publisher]] = s.Total
		got[s.Date] = pair
		if s.Inconsistent {
			t.Errorf("%s: off by %d", item.Subject, s.OffBy)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	sameAsTable(t, o)
	first := stateOf[incident.Tally](t, subject(t, o, "tally/TR-2017-05-07-violation-case", on(5, 8, 0)))
	if !first.Inconsistent || first.OffBy != -3 {
		t.Errorf("the first copy of 7 May: %+v", first)
	}
}

// sameAsTable holds the tallies to the table of the folder, by area.
func sameAsTable(t *testing.T, o *house.House) {
	t.Helper()
	folder, err := scenario.Open(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	file, err := folder.Open("tallies.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 19 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	const areas = 6 // the first column of an area
	unit := map[string]string{"RU": "firing-case", "TR": "violation-case"}
	for _, row := range rows[1:] {
		tally := stateOf[incident.Tally](t, subject(t, o, incident.TallyPublished{Publisher: row[1], Date: row[0], Unit: unit[row[1]]}.Subject(), on(9, 17, 13).AddDate(3, 0, 0)))
		if row[0] == "2020-04-01" && row[1] == "TR" {
			continue // two people differ about it, on purpose
		}
		told := map[string]string{}
		for _, p := range tally.Parts {
			told[p.Area] = strconv.Itoa(p.Number)
		}
		for i, head := range rows[0][areas:] {
			area, _, _ := strings.Cut(head, " ")
			if cell := row[areas+i]; cell != told[area] {
				t.Errorf("%s of %s in %s: %q in the table, %q in the acts", row[0], row[1], area, cell, told[area])
			}
		}
	}
}

// One post after the other: how many stood in each zone on days that were published.
func posts(t *testing.T, o *house.House) {
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		zone, on                 string
		checkpoints, observation int
	}{
		{"dz-south", "2017-07-21", 2, 1}, {"dz-south", "2017-07-23", 2, 10}, {"dz-ghouta", "2017-07-25", 2, 4}, {"dz-homs", "2017-08-05", 2, 3},
		{"dz-idlib", "2018-02-15", 0, 6}, {"dz-idlib", "2018-05-13", 0, 10}, {"dz-idlib", "2018-05-17", 0, 12}, {"dz-ghouta", "2018-04-16", 2, 3},
	} {
		for kind, want := range map[string]int{"checkpoint": c.checkpoints, "observation-post": c.observation} {
			f := query.Filter{Nouns: []string{"post"}, Zones: []string{c.zone}, Types: []string{kind}, Statuses: []string{"standing"},
				InForce: day(c.on)}
			if got := len(list(t, o, mission, f)); got != want {
				t.Errorf("%s in %s on %s: %d, want %d", kind, c.zone, c.on, got, want)
			}
		}
	}
}

// completes reports whether the office completes the body of the line.
func completes(l line) bool { return l.Subject.Noun() == "bulletin" }

// Nobody may take a record of the exercise for one of the war, wherever it turns up.
func TestScript_says_that_it_is_an_exercise(t *testing.T) {
	t.Parallel()
	for _, name := range scenario.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			saysExercise(t, scene(t, name))
		})
	}
}

func saysExercise(t *testing.T, x *Exercise) {
	t.Helper()
	all := allKinds(t)
	for _, l := range x.script {
		if l.Source != "" && !strings.HasPrefix(l.Source, "EXERCISE") {
			t.Errorf("%s %s: source does not begin with EXERCISE", l.Kind, l.Subject)
		}
		if completes(l) {
			if l.Kind == "correction-published" && strings.Count(string(l.Body), `"EXERCISE. `) != 2 {
				t.Errorf("%s %s: what and why do not begin with EXERCISE", l.Kind, l.Subject)
			}
			continue
		}
		body := bodyOf(t, all, l)
		if marked, has := exerciseMark(body); has && !marked && l.Kind != "place-listed" { // towns are there
			t.Errorf("%s %s is not marked as an exercise", l.Kind, l.Subject)
		}
		if l.Kind == "agreement-drafted" || l.Kind == "clauses-filed" {
			continue // facts, in words of our own: README
		}
		if l.Kind == "word-added" {
			continue // words stand in forms and lists as they are; the act is marked
		}
		for path, text := range freeTexts(body) {
			if !strings.HasPrefix(text, "EXERCISE") {
				t.Errorf("%s %s: %s does not begin with EXERCISE: %s", l.Kind, l.Subject, path, text)
			}
		}
	}
}
